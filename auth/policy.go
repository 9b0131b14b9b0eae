package auth

import (
	"cmp"
	"maps"
	"slices"

	"hromada/domain"
)

// Action is something a viewer may want to do; every statement is run for one.
type Action string

// The actions.
const (
	ReadRegistry      Action = "READ_REGISTRY"
	ReadPublishedTree Action = "READ_PUBLISHED_TREE"
	ReadWorkingTree   Action = "READ_WORKING_TREE"
	ReadUsers         Action = "READ_USERS"
	ReadAuditLog      Action = "READ_AUDIT_LOG"
	ImportRegistry    Action = "IMPORT_REGISTRY"
	ImportGoals       Action = "IMPORT_GOALS"
	LoadDemonstration Action = "LOAD_DEMONSTRATION"
	// RefreshMetrics is making the figures anew by which communities compare.
	RefreshMetrics Action = "REFRESH_METRICS"
	// EditTree is writing the structure of a community's goal trees.
	EditTree       Action = "EDIT_TREE"
	ReportProgress Action = "REPORT_PROGRESS"
	// SubmitTree is the community's word that a tree may be reviewed, and WithdrawTree takes it back.
	SubmitTree   Action = "SUBMIT_TREE"
	WithdrawTree Action = "WITHDRAW_TREE"
	// ReturnTree and EndorseTree are the expert's answers to it.
	ReturnTree  Action = "RETURN_TREE"
	EndorseTree Action = "ENDORSE_TREE"
	// AdoptTree is recording the council's decision.
	AdoptTree Action = "ADOPT_TREE"
	// UploadFile is sending a file for some change; it reaches one's own files.
	UploadFile Action = "UPLOAD_FILE"
	// SetReporting is saying how often the communities of a region report.
	SetReporting Action = "SET_REPORTING"
	// Comment is taking part in what is said about trees.
	Comment Action = "COMMENT"
	// AssignExpert is saying which communities an expert looks after.
	AssignExpert Action = "ASSIGN_EXPERT"
	// EditSurvey is designing surveys and leading them through their life, and keeping the bank of questions. Experts keep what is of their
	// whole region, and staff what is of their community.
	EditSurvey Action = "EDIT_SURVEY"
	// PublishSurvey is telling everybody the figures of a survey, for good.
	PublishSurvey Action = "PUBLISH_SURVEY"
	// EditProblems is writing the list of problems that the communities of a region choose from.
	EditProblems Action = "EDIT_PROBLEMS"
	// EditCommunityProblems is saying which problems a community has. That it has them, and how badly, is read as what is in the registry;
	// its notes and evidence by those who may read its working trees.
	EditCommunityProblems Action = "EDIT_COMMUNITY_PROBLEMS"
	// ReadTasks is about what waits for the viewer.
	ReadTasks Action = "READ_TASKS"
	// EnterAccount is signing in and out, and coming back by an invitation or after a forgotten password.
	EnterAccount Action = "ENTER_ACCOUNT"
	// ChangePassword is about the viewer's own.
	ChangePassword   Action = "CHANGE_PASSWORD"
	InviteUser       Action = "INVITE_USER"
	DisableUser      Action = "DISABLE_USER"
	SetPassword      Action = "SET_PASSWORD"
	GrantMembership  Action = "GRANT_MEMBERSHIP"
	RevokeMembership Action = "REVOKE_MEMBERSHIP"
	RotateSigningKey Action = "ROTATE_SIGNING_KEY"
	// SubmitResponse is answering a survey by its public link, and having that erased: open to everybody, whatever else is.
	SubmitResponse Action = "SUBMIT_RESPONSE"
	// ImportResponses is bringing the responses to a survey in, from a file.
	ImportResponses Action = "IMPORT_RESPONSES"
	// ComputeFigures is making the figures of a survey anew, as responses come in.
	ComputeFigures Action = "COMPUTE_FIGURES"
	// ReadTexts is reading what people wrote in a survey in their own words.
	ReadTexts Action = "READ_SURVEY_TEXTS"
	// PurgeResponses is deleting responses whose time is over.
	PurgeResponses Action = "PURGE_RESPONSES"
)

// Actions lists them all, for tests that must not miss one.
var Actions = []Action{
	ReadRegistry, ReadPublishedTree, ReadWorkingTree, ReadUsers, ReadAuditLog, ImportRegistry, ImportGoals, LoadDemonstration, RefreshMetrics,
	EditTree, ReportProgress, SubmitTree, WithdrawTree, ReturnTree, EndorseTree, AdoptTree, SetReporting, Comment, AssignExpert, ReadTasks, UploadFile,
	EditProblems, EditCommunityProblems, EditSurvey, PublishSurvey,
	EnterAccount, ChangePassword, InviteUser, DisableUser, SetPassword, GrantMembership, RevokeMembership, RotateSigningKey,
	SubmitResponse, ImportResponses, ComputeFigures, PurgeResponses, ReadTexts,
}

// Told are the actions that frontends are told of, to show the right buttons.
var Told = []Action{
	ReadWorkingTree, EditTree, ReportProgress, SubmitTree, WithdrawTree, ReturnTree, EndorseTree, AdoptTree, SetReporting, Comment, AssignExpert, EditProblems, EditCommunityProblems, EditSurvey, PublishSurvey, ReadUsers, ReadAuditLog, InviteUser, DisableUser, ChangePassword, GrantMembership, RevokeMembership,
}

// reads is what reading gives within a membership's own community or region.
var reads = map[Action]Reach{ReadRegistry: All, ReadPublishedTree: All, ReadWorkingTree: Own}

// with adds rights to write to those of reading.
func with(rights map[Action]Reach, actions ...Action) map[Action]Reach {
	all := maps.Clone(rights)
	for _, a := range actions {
		all[a] = Own
	}
	return all
}

// andOwn adds a right to what is one's own alone.
func andOwn(rights map[Action]Reach, a Action) map[Action]Reach {
	rights[a] = Self
	return rights
}

// policy is the whole of who may do what. What is not here is denied. Staff have an entry for each grade.
var policy = map[Membership]map[Action]Reach{
	{Role: Visitor}: {
		ReadRegistry:      Published,
		ReadPublishedTree: Published,
		EnterAccount:      All,
		SubmitResponse:    All,
	},
	{Role: Outsider}: {EnterAccount: All, SubmitResponse: All},
	{Role: Person}: {
		EnterAccount:   All,
		ReadUsers:      Self,
		ChangePassword: Self,
		ReadTasks:      Self,
	},
	{Role: Observer}:             reads,
	{Role: Expert}:               andOwn(with(reads, ReturnTree, EndorseTree, Comment, AssignExpert, EditProblems, EditCommunityProblems, EditSurvey, ImportResponses, ReadTexts), UploadFile),
	{Role: Staff, Grade: Reader}: reads,
	{Role: Staff, Grade: Editor}: andOwn(with(reads, EditTree, ReportProgress, Comment, EditCommunityProblems, EditSurvey, ImportResponses, ReadTexts), UploadFile),
	{Role: Staff, Grade: Head}:   andOwn(with(reads, EditTree, ReportProgress, SubmitTree, WithdrawTree, AdoptTree, Comment, EditCommunityProblems, EditSurvey, ImportResponses, PublishSurvey, ReadTexts), UploadFile),
	{Role: Admin}: {
		ReadRegistry:      All,
		ReadPublishedTree: All,
		ReadWorkingTree:   All,
		EditTree:          All,
		ReportProgress:    All,
		SubmitTree:        All,
		WithdrawTree:      All,
		ReturnTree:        All,
		EndorseTree:       All,
		AdoptTree:         All,
		UploadFile:        Self,
		SetReporting:      All,
		Comment:           All,
		AssignExpert:      All,
		EditSurvey:        All,
		PublishSurvey:     All,
		EditProblems:      All,
		ReadUsers:         All,
		ReadAuditLog:      All,
		InviteUser:        All,
		DisableUser:       All,
		GrantMembership:   All,
		RevokeMembership:  All,
		ImportResponses:   All,
		ReadTexts:         All,

		EditCommunityProblems: All,
	},
	{Role: Operator}: {
		ReadRegistry:      All,
		ReadPublishedTree: All,
		ReadWorkingTree:   All,
		ReadUsers:         All,
		ReadAuditLog:      All,
		ImportRegistry:    All,
		ImportGoals:       All,
		LoadDemonstration: All,
		RefreshMetrics:    All,
		EnterAccount:      All,
		InviteUser:        All,
		DisableUser:       All,
		SetPassword:       All,
		GrantMembership:   All,
		RevokeMembership:  All,
		RotateSigningKey:  All,
		SubmitResponse:    All,
		ImportResponses:   All,
		ComputeFigures:    All,
		PurgeResponses:    All,
	},
}

// Allow gives the scope that a viewer has for an action. What is denied is UNAUTHENTICATED to those who could still sign
// in, and FORBIDDEN, with who may, to everybody else. A visitor is a reader like others: a view of what they read that is closed to them
// is FORBIDDEN.
func Allow(v Viewer, a Action) (Scope, error) {
	scope := Scope{}
	for _, m := range v.holdings() {
		scope = scope.with(policy[Membership{Role: m.Role, Grade: m.Grade}][a], m, v.User)
	}
	switch {
	case scope.Reach != None:
		return scope, nil
	case !v.SignedIn() && (v.Role == Outsider || (v.Role == Visitor && a != ReadWorkingTree)):
		return Scope{}, domain.Unauthenticated()
	}
	return Scope{}, forbidden(a)
}

// Can lists which of some actions are open to a viewer, in their order.
func Can(v Viewer, actions ...Action) []Action {
	return slices.DeleteFunc(slices.Clone(actions), func(a Action) bool {
		_, err := Allow(v, a)
		return err != nil
	})
}

// Holder is a kind of membership that gives a right, and how far.
type Holder struct {
	Role  Role
	Grade Grade
	Reach Reach
}

// Holders lists the memberships that give a right to an action, for statements that look for the people who have it.
func Holders(a Action) []Holder {
	holders := []Holder{}
	for m, rights := range policy {
		if reach := rights[a]; reach != None {
			holders = append(holders, Holder{m.Role, m.Grade, reach})
		}
	}
	slices.SortFunc(holders, func(a, b Holder) int {
		return cmp.Compare(string(a.Role)+string(a.Grade), string(b.Role)+string(b.Grade))
	})
	return holders
}
