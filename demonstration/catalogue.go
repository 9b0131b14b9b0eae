package demonstration

import (
	"fmt"

	"hromada/domain"
)

// catalogue is what all communities choose from.
type catalogue struct {
	themes  map[string]theme
	offices offices
	notes   notes
}

// theme is a goal with several wordings and the subgoals and components that may stand under it.
type theme struct {
	Key      string
	Problems []string // codes of the problems that the goal answers
	Wordings []wording
	Subgoals []block
	Direct   []component // components that stand under the goal itself
}

type wording struct{ Title, Description string }

// block is a subgoal. Titles come in two voices, a verbal noun and an infinitive, so that one
// community's tree reads as if one hand had written it.
type block struct {
	Key         string
	Titles      [2]string
	Description string
	Responsible string
	Priority    domain.Priority
	Components  []component
}

// component is one piece of work for a community of average size. N is the amount that its texts
// speak of; both N and the costs grow with the community.
type component struct {
	Key         string
	Kind        domain.ComponentKind
	Category    string
	From, To    month // empty: no date
	N           int
	Weight      float64
	Priority    domain.Priority
	Titles      [2]string
	Description string
	Result      string
	Customer    string
	Executor    string
	Responsible string
	Costs       []cost
}

// cost is the cost of a component over all its years, in thousands of hryvnias.
type cost struct {
	Source    domain.FundSource
	Expense   domain.ExpenseKind
	Thousands int
}

// offices names who orders, does and answers for work, by key; the second name, where there is one,
// is what a small community has instead.
type offices struct {
	CustomersAndExecutors map[string][]string `json:"customers_and_executors"`
	Responsible           map[string][]string
}

// notes are the sentences that reports, payments and evidence are made of.
type notes struct {
	Categories map[string]categoryNotes
	Reasons    map[string][]string
	Payments   struct{ First, Stage, Final string }
}

// categoryNotes tell the course of work of one category; UnderWay is in the order of progress.
type categoryNotes struct {
	Begun    []string
	UnderWay []string `json:"under_way"`
	Finished []string
	Evidence []string
}

func loadCatalogue() catalogue {
	all := catalogue{themes: map[string]theme{}}
	load("offices.json", &all.offices)
	load("notes.json", &all.notes)
	for _, t := range loadAll[theme]("catalogue") {
		all.themes[t.Key] = t
	}
	return all
}

func (t theme) subgoal(key string) block {
	for _, b := range t.Subgoals {
		if b.Key == key {
			return b
		}
	}
	panic(fmt.Errorf("the catalogue has no subgoal %s.%s", t.Key, key))
}

func pick(from []component, key string) component {
	for _, c := range from {
		if c.Key == key {
			return c
		}
	}
	panic(fmt.Errorf("the catalogue has no component %s here", key))
}

// named finds an office; a community that is small has the second name where there is one.
func named(names map[string][]string, key string, small bool) string {
	known := names[key]
	switch {
	case len(known) == 0:
		panic(fmt.Errorf("no office is called %s", key))
	case small:
		return known[len(known)-1]
	}
	return known[0]
}
