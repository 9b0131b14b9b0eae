package demonstration

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"hromada/domain"
)

// community says what one community has chosen from the catalogue and how it gets on. A path names
// a node of its tree: theme, theme.subgoal, theme.subgoal.component or theme.component.
type community struct {
	Code         domain.KatottgCode
	Slug         string // for links
	Council      struct{ Nominative, Genitive, Locative string }
	Head         string  // its head, in the genitive
	In           string  // its centre with the preposition: у Гнівані
	Size         float64 // against the average, for amounts and costs
	Small        bool    // has fewer offices
	Shift        int     // months by which it began later than the catalogue says
	Voice        int     // which of a title's voices
	State        domain.RevisionState
	Since        date     // the first day it reports on
	ReportDay    int      `json:"report_day"`
	WithoutCosts bool     `json:"without_costs"`
	Tempo        []string // paces that its components draw from
	Goals        []goalChoice
	Own          map[string]rewording // by path
	Unclassified []string
	Undated      []string
	Override     *override
	Cancelled    *cancellation
}

// goalChoice takes a theme. Lists of components are keys separated by blanks; key/pace fixes the
// pace of a component that would otherwise draw one from the tempo.
type goalChoice struct {
	Theme       string
	Wording     int
	Priority    domain.Priority
	Weight      float64
	Responsible string
	Subgoals    []struct{ Use, Components string }
	Direct      string
}

// rewording is what a community says in its own words; empty fields stay as the catalogue has them.
type rewording struct {
	Title, Description, Result string
	Priority                   domain.Priority
}

// override is a goal's progress as the working group judges it, day by day.
type override struct {
	Path    string
	Reports []struct {
		AsOf    date `json:"as_of"`
		Percent float64
		Reason  string
	}
}

// cancellation ends a subgoal with all its components.
type cancellation struct {
	Path string
	AsOf date `json:"as_of"`
	Note string
}

func loadCommunities() []community {
	all := loadAll[community]("communities")
	slices.SortFunc(all, func(a, b community) int { return cmp.Compare(a.Code, b.Code) })
	return all
}

func (c community) unclassified(path string) bool { return slices.Contains(c.Unclassified, path) }

func (c community) undated(path string) bool { return slices.Contains(c.Undated, path) }

// amount fits an average amount to the community; large ones are rounded, as targets are.
func (c community) amount(average int, path string) int {
	n := math.Round(float64(average) * c.Size * float64(90+draw(21, c.Slug, path, "amount")) / 100)
	switch {
	case n >= 1000:
		n = 100 * math.Round(n/100)
	case n >= 20:
		n = 5 * math.Round(n/5)
	}
	return max(int(n), 2)
}

// choice is a component's key and its pace.
type choice struct{ key, pace string }

// choices reads a list such as "map/steady schools", drawing the paces that it leaves open.
func (c community) choices(list, path string) []choice {
	var all []choice
	for item := range strings.FieldsSeq(list) {
		key, pace, fixed := strings.Cut(item, "/")
		if !fixed {
			pace = c.Tempo[draw(len(c.Tempo), c.Slug, path, key, "pace")]
		}
		if _, known := paces[pace]; !known {
			panic(fmt.Errorf("%s: no pace is called %s", c.Slug, pace))
		}
		all = append(all, choice{key, pace})
	}
	return all
}
