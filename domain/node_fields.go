package domain

import (
	"math"
	"reflect"
	"strconv"
)

// How long texts of a node may be, in letters, and how heavy it may be among its siblings.
const (
	MaxCode        = 40
	MaxTitle       = 2000
	MaxDescription = 20000
	MaxShortText   = 500
	MaxWeight      = 1000

	// MaxPlannedCosts is how many of them a component may have.
	MaxPlannedCosts = 200
)

// NodeFields is what people write of a node: its structure in one revision, and who answers for it. Empty texts and nil
// dates mean "not known".
type NodeFields struct {
	Code        string
	Title       string
	Description string
	Priority    Priority
	Weight      float64 // among its siblings; above 0
	Responsible string
	StartDate   *Date
	DueDate     *Date

	// Only goals and subgoals have these.
	Targets []Target
	// Problems are those that a goal answers, each once; only goals have them.
	Problems []NodeID

	// Only components have these.
	Kind           ComponentKind
	Category       string
	ExpectedResult string
	Customer       string
	Executor       string
	PlannedCosts   []PlannedCost // at most one for each year, source and kind of expense
}

// Check finds everything that is wrong with the fields of a node of a level; faults name the fields as the schema does.
func (f NodeFields) Check(level Level) Faults {
	faults := checkTexts(f.texts())
	// It is said this way so that NaN is refused too.
	if !(storedWeight(f.Weight) > 0 && f.Weight <= MaxWeight) {
		faults = append(faults, Invalid("weight", "Більше ніж 0 і не більше ніж %d.", "More than 0 and at most %d.", MaxWeight))
	}
	if f.StartDate != nil && f.DueDate != nil && f.DueDate.Before(*f.StartDate) {
		faults = append(faults, Invalid("dueDate", "Строк раніше за початок.", "It is due before it starts."))
	}
	if f.Category != "" && f.Kind == "" {
		faults = append(faults, Invalid("kind", "Для категорії потрібен вид: SOFT або HARD.", "A category needs a kind: SOFT or HARD."))
	}
	if len(f.Problems) > MaxGoalProblems {
		faults = append(faults, Invalid("problemIds", "Не більше ніж %d.", "At most %d.", MaxGoalProblems))
	}
	if level != ComponentLevel {
		return append(faults, checkTargets(f.Targets)...)
	}
	return append(faults, checkCosts(f.PlannedCosts)...)
}

type boundedText struct {
	field, value string
	least, most  int
}

func (f NodeFields) texts() []boundedText {
	return []boundedText{
		{"code", f.Code, 0, MaxCode},
		{"title", f.Title, 1, MaxTitle},
		{"description", f.Description, 0, MaxDescription},
		{"responsible", f.Responsible, 0, MaxShortText},
		{"expectedResult", f.ExpectedResult, 0, MaxTitle},
		{"customer", f.Customer, 0, MaxShortText},
		{"executor", f.Executor, 0, MaxShortText},
	}
}

func checkCosts(costs []PlannedCost) Faults {
	if len(costs) > MaxPlannedCosts {
		return Faults{Invalid("plannedCosts", "Не більше ніж %d.", "At most %d.", MaxPlannedCosts)}
	}
	var faults Faults
	known := map[PlannedCost]bool{}
	for i, c := range costs {
		at := "plannedCosts." + strconv.Itoa(i)
		faults = append(faults, checkYear(at+".year", c.Year)...)
		if c.Amount[0] == '-' {
			faults = append(faults, Invalid(at+".amount", "Сума не може бути від'ємною.", "The amount cannot be negative."))
		}
		key := PlannedCost{Year: c.Year, Source: c.Source, Expense: c.Expense}
		if known[key] {
			faults = append(faults, Invalid(at, "Такий рік, джерело й вид видатків уже є.", "This year, source and kind of expense is there already."))
		}
		known[key] = true
	}
	return faults
}

// Stored gives the fields as the database holds them, so that what was written and read again is the same.
func (f NodeFields) Stored() NodeFields {
	f.Weight = storedWeight(f.Weight)
	for _, text := range []*string{&f.Code, &f.Title, &f.Description, &f.Responsible, &f.ExpectedResult, &f.Customer, &f.Executor} {
		*text = Trimmed(*text)
	}
	costs := make([]PlannedCost, len(f.PlannedCosts))
	for i, c := range f.PlannedCosts {
		costs[i] = c
		costs[i].Amount = c.Amount.Fixed()
	}
	f.PlannedCosts = costs
	targets := make([]Target, len(f.Targets))
	for i, t := range f.Targets {
		targets[i] = t.stored()
	}
	f.Targets = targets
	return f
}

// storedWeight is a weight as the database holds it: the smallest ones are nothing.
func storedWeight(w float64) float64 { return math.Round(w*1e4) / 1e4 }

// Facts are the fields that are known, by the names that the schema has for them.
func (f NodeFields) Facts() map[string]any {
	facts := knownTexts(f.texts())
	facts["weight"] = f.Weight
	say(facts, "priority", f.Priority)
	say(facts, "kind", f.Kind)
	say(facts, "category", f.Category)
	if f.StartDate != nil {
		facts["startDate"] = f.StartDate.String()
	}
	if f.DueDate != nil {
		facts["dueDate"] = f.DueDate.String()
	}
	if len(f.Problems) > 0 {
		ids := make([]string, len(f.Problems))
		for i, id := range f.Problems {
			ids[i] = id.String()
		}
		facts["problemIds"] = ids
	}
	if len(f.PlannedCosts) > 0 {
		costs := make(map[string]Decimal, len(f.PlannedCosts))
		for _, c := range f.PlannedCosts {
			costs[strconv.Itoa(c.Year)+" "+string(c.Source)+" "+string(c.Expense)] = c.Amount
		}
		facts["plannedCosts"] = costs
	}
	if len(f.Targets) > 0 {
		targets := make([]map[string]any, len(f.Targets))
		for i, t := range f.Targets {
			targets[i] = t.facts()
		}
		facts["targets"] = targets
	}
	return facts
}

func say[S ~string](facts map[string]any, name string, value S) {
	if value != "" {
		facts[name] = value
	}
}

// Differences are the facts that are not the same before and after, on either side.
func Differences(before, after map[string]any) (was, is map[string]any) {
	was, is = map[string]any{}, map[string]any{}
	for name, value := range before {
		if !reflect.DeepEqual(value, after[name]) {
			was[name] = value
		}
	}
	for name, value := range after {
		if !reflect.DeepEqual(value, before[name]) {
			is[name] = value
		}
	}
	return was, is
}
