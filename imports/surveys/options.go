package surveys

import (
	"time"

	"hromada/domain"
)

// Options are what the file itself does not say.
type Options struct {
	Mode   domain.SurveyMode // of responses that tell none; empty: that is a fault
	Strata map[domain.Variable]string
	// At is when responses were given that tell no time; zero: that is a fault.
	At time.Time
	// Now is the time it is: a response may not be later.
	Now time.Time
	// Start is when the survey began, and Before how much earlier a response may be, such as one of a trial; zero: no bound, a year.
	Start  time.Time
	Before time.Duration
	// LeaveOutSuspected leaves out responses without an id that repeat another to the letter within a minute; else they are only told.
	LeaveOutSuspected bool
	// NeedCommunity demands that each response tells its community, as those to a survey of a whole region must.
	NeedCommunity bool
	// Refuses says why responses of a community are not taken; nil where they are.
	Refuses func(domain.KatottgCode) *domain.Text
	// Progress hears the line of each row; may be nil.
	Progress func(line int)
}

const (
	clocksDiffer = 10 * time.Minute // between the devices that people answer on and this one
	aYear        = 365 * 24 * time.Hour
)

// Timely tells why a time cannot be that of an answer; nil where it can.
func (o Options) Timely(at time.Time) (uk, en string, ok bool) {
	before := o.Before
	if before == 0 {
		before = aYear
	}
	switch {
	case !o.Now.IsZero() && at.After(o.Now.Add(clocksDiffer)):
		return "Час %s ще не настав.", "The time %s has not come yet.", false
	case !o.Start.IsZero() && at.Before(o.Start.Add(-before)):
		return "Час %s задовго до початку опитування.", "The time %s is long before the survey began.", false
	}
	return "", "", true
}

// Row is one response with the row of the file where it begins.
type Row struct {
	Number int // from 1, the header included
	domain.SurveyResponse
}

// Report tells what became of the rows of a file.
type Report struct {
	Rows        int // that hold something, besides the header
	Responses   int // that were given on
	Incomplete  int // the respondent did not come to the end
	NotApproved int // refused by whoever checked them
	Empty       int // without one answer
	Repeated    int // the same id and the same answers as another
	// Suspected are responses without an id that repeat another to the letter within a minute: the first hundred, and how many besides.
	Suspected     []Suspect
	MoreSuspected int
	LeftOut       int      // of the suspected
	Personal      []string // headers of columns that were not read since they tell who somebody is
	Unread        []string // headers of columns that nobody knows
}

// Suspect is a row that seems to repeat another.
type Suspect struct{ Row, Of int }
