package commands

import (
	"errors"
	"slices"
	"strings"
	"time"

	"hromada/auth"
	"hromada/domain"
	"hromada/models"
)

// place says what a role is about.
type place struct {
	Grade     string `placeholder:"GRADE" help:"For STAFF: HEAD, EDITOR or VIEWER."`
	Community string `placeholder:"CODE" help:"For STAFF: the community's code."`
	Region    string `placeholder:"CODE" help:"For EXPERT and OBSERVER: the region's code."`
}

// grant reads a role with its place; all that is wrong is told at once.
func (p place) grant(role string) (models.Grant, error) {
	g, faults := models.Grant{Role: auth.Role(strings.ToUpper(role))}, domain.Faults{}
	if !slices.Contains([]auth.Role{auth.Admin, auth.Expert, auth.Staff, auth.Observer}, g.Role) {
		faults = append(faults, domain.Invalid("<role>", "%q не є ADMIN, EXPERT, STAFF чи OBSERVER.", "%q is not ADMIN, EXPERT, STAFF or OBSERVER.", role))
	}
	if p.Grade != "" {
		g.Grade = new(auth.Grade(strings.ToUpper(p.Grade)))
		if !slices.Contains([]auth.Grade{auth.Head, auth.Editor, auth.Reader}, *g.Grade) {
			faults = append(faults, domain.Invalid("--grade", "%q не є HEAD, EDITOR чи VIEWER.", "%q is not HEAD, EDITOR or VIEWER.", p.Grade))
		}
	}
	var community, region error
	g.CommunityCode, community = codeOf("--community", p.Community)
	g.RegionCode, region = codeOf("--region", p.Region)
	if err := faults.Collect(community, region); err != nil {
		return g, err
	}
	return g, faults.OrNil()
}

func codeOf(flag, text string) (*domain.KatottgCode, error) {
	if text == "" {
		return nil, nil //nolint:nilnil // no place was told, and that is no fault
	}
	code, err := domain.ParseKatottgCode(text)
	if told, ok := domain.AsError(err); ok {
		return nil, told.At(flag)
	}
	return &code, err
}

// kyiv is where days begin.
func kyiv() (*time.Location, error) { return time.LoadLocation("Europe/Kyiv") }

// untilDay is the moment at which a day begins; nil where none was told.
func untilDay(text string) (*time.Time, error) {
	if text == "" {
		return nil, nil //nolint:nilnil // no end was told, and that is no fault
	}
	zone, err := kyiv()
	if err != nil {
		return nil, err
	}
	day, err := time.ParseInLocation(time.DateOnly, text, zone)
	if err != nil {
		return nil, domain.Invalid("--until", "%q не є днем, як-от 2027-01-31.", "%q is not a day such as 2027-01-31.", text)
	}
	return &day, nil
}

// typed are the inputs of the store as a person types them.
var typed = map[string]string{
	"email": "<email>", "userId": "<email>", "name": "--name", "grade": "--grade", "communityCode": "--community", "regionCode": "--region", "until": "--until",
}

// unknown says what to do where the store does not find something.
var unknown = map[string]domain.Text{
	"<email>": {
		UK: "Облікового запису з цією адресою немає; усі показує hromada user list.",
		EN: "There is no account with this address; hromada user list shows all of them.",
	},
	"--community": {
		UK: "Громади з цим кодом немає; реєстр завантажує hromada import registry.",
		EN: "No community has this code; hromada import registry reads the registry in.",
	},
	"--region": {
		UK: "Області з цим кодом немає; реєстр завантажує hromada import registry.",
		EN: "No region has this code; hromada import registry reads the registry in.",
	},
}

// asTyped puts what the store finds wrong with an input into the words of the command line.
func asTyped(err error) error {
	var faults domain.Faults
	if !errors.As(err, &faults) {
		one, ok := domain.AsError(err)
		if !ok {
			return err
		}
		faults = domain.Faults{one}
	}
	told := make(domain.Faults, len(faults))
	for i, fault := range faults {
		known := *fault
		if flag, ok := typed[known.Field[strings.LastIndex(known.Field, ".")+1:]]; ok {
			known.Field = flag
		}
		if advice, ok := unknown[known.Field]; ok && known.Code == domain.CodeNotFound {
			known.Message = advice
		}
		told[i] = &known
	}
	return told
}
