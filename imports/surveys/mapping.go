package surveys

import "hromada/domain"

// Role is what a column of a file holds.
type Role string

// The roles. In the long layout one column names the question and one holds its answer.
const (
	QuestionRole   Role = "QUESTION"    // the answer to a question; to one of several choices: all that were chosen
	OptionRole     Role = "OPTION"      // whether one option of a question was chosen
	OtherRole      Role = "OTHER"       // what was written beside the option that takes a text
	ModeRole       Role = "MODE"        // online, on paper, …
	TimeRole       Role = "TIME"        // when it was answered
	DoneRole       Role = "DONE"        // when the respondent came to the end; empty: never, and the response is left out
	ExternalIDRole Role = "EXTERNAL_ID" // the tool's own id of the response
	SexRole        Role = "SEX"
	AgeRole        Role = "AGE" // a band, or years
	SettlementRole Role = "SETTLEMENT"
	CommunityRole  Role = "COMMUNITY"
	StatusRole     Role = "STATUS"  // whether somebody refused the response when checking it
	VersionRole    Role = "VERSION" // of the questionnaire, by the tool's count
	AskedRole      Role = "ASKED"   // long: which question
	AnswerRole     Role = "ANSWER"  // long: what was answered
	DroppedRole    Role = "DROPPED" // is not read
	UnknownRole    Role = "UNKNOWN" // nobody knows; is not read
)

// Roles lists them all.
var Roles = []Role{
	QuestionRole, OptionRole, OtherRole, ModeRole, TimeRole, DoneRole, ExternalIDRole, SexRole, AgeRole, SettlementRole, CommunityRole,
	StatusRole, VersionRole, AskedRole, AnswerRole, DroppedRole, UnknownRole,
}

var variableOf = map[Role]domain.Variable{
	SexRole: domain.SexVariable, AgeRole: domain.AgeVariable, SettlementRole: domain.SettlementVariable,
}

// NoAnswer as the meaning of a value says that it is none: "hard to say", "refused".
const NoAnswer = "-"

// Column says what one column of a file holds.
type Column struct {
	Header   string `json:"header"` // as the file has it
	Role     Role   `json:"role"`
	Question string `json:"question,omitempty"` // the code of QUESTION, OPTION and OTHER
	Option   string `json:"option,omitempty"`   // the code of OPTION
	// Values gives what values mean that are neither codes nor texts of the questionnaire: the code of an option or category, a mode, a
	// KATOTTG code; in ASKED the code of a question, SEX, AGE or SETTLEMENT, or NoAnswer for rows that are not read; in OPTION the
	// option's code for a mark that says it was chosen, and NoAnswer for one that says it was not. An empty meaning is for a person to
	// decide.
	Values map[string]string `json:"values,omitempty"`
	// DayFirst tells how 03/11/2026 is read; nil: where it could be both, it is a fault.
	DayFirst *bool `json:"dayFirst,omitempty"`
	// Personal columns tell who somebody is. Nothing in them is read, counted or shown.
	Personal bool `json:"personal,omitempty"`
	// Confidence is how sure the proposal is, 0 to 1; a person's word is 1.
	Confidence float64 `json:"confidence"`
}

// Mapping says what the columns of a file hold. It is proposed for a file, corrected by a person, and kept for the next file, whose
// columns are recognised by their headers in whichever order they stand.
type Mapping struct {
	Layout  Layout   `json:"layout"`
	Columns []Column `json:"columns"`
	// Source tells files apart whose ids begin at 1 again, such as the tables of two interviewers; it goes into each external id.
	Source string `json:"source,omitempty"`
	// Zone is where times without a zone were written; empty: Europe/Kyiv. KoboToolbox writes _submission_time in UTC whatever this says.
	Zone string `json:"zone,omitempty"`
	// Versions are those of the questionnaire that the columns are right for; empty: any.
	Versions []string `json:"versions,omitempty"`
	// Strange are the versions of this file that are not among those: whether the columns are right for them a person says.
	Strange []string `json:"-"`
}

// Of gives the columns of a role.
func (m Mapping) Of(role Role) []Column {
	var found []Column
	for _, c := range m.Columns {
		if c.Role == role {
			found = append(found, c)
		}
	}
	return found
}
