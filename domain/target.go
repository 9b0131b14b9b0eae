package domain

import (
	"slices"
	"strconv"
	"strings"
)

// Bounds on the targets (цільові показники) of a goal or subgoal.
const (
	MaxTargets     = 20
	MaxTargetYears = 30 // for which a target has values, and as many again that were reached
	MaxTargetUnit  = 100

	firstYear, lastYear = 1991, 2100
)

// Direction tells which way a figure gets better.
type Direction string

// The directions.
const (
	HigherIsBetter Direction = "HIGHER_IS_BETTER"
	LowerIsBetter  Direction = "LOWER_IS_BETTER"
)

// Target is what one revision of a tree says of a target: what is measured, from where, and what is to be reached by which year.
type Target struct {
	ID        NodeID // the same in every revision; zero: a new target
	Name      string
	Unit      string
	Direction Direction
	Baseline  *TargetBaseline // nil: not known
	Values    []TargetValue   // each year once
}

// TargetBaseline is where a target starts from.
type TargetBaseline struct {
	Value Decimal
	Year  *int // nil: not known
}

// TargetValue is what is to be reached in a year.
type TargetValue struct {
	Year  int
	Value Decimal
}

// TargetsSaid are targets as somebody wrote them down, each with the identity it has: the one that it names, or that of the target of
// the same name, where nothing else in the list names that. So a list that is sent again, or by somebody who keeps no ids, loses nothing.
func TargetsSaid(standing, said []Target) []Target {
	taken, byName := map[NodeID]bool{}, map[string]NodeID{}
	for _, t := range said {
		taken[t.ID] = true
	}
	for _, t := range standing {
		byName[folded(t.Name)] = t.ID
	}
	all := slices.Clone(said)
	for i, t := range all {
		if same, known := byName[folded(t.Name)]; t.ID == (NodeID{}) && known && !taken[same] {
			all[i].ID, taken[same] = same, true
		}
	}
	return all
}

func folded(name string) string { return strings.ToLower(strings.TrimSpace(name)) }

func checkTargets(targets []Target) Faults {
	if len(targets) > MaxTargets {
		return Faults{Invalid("targets", "Не більше ніж %d.", "At most %d.", MaxTargets)}
	}
	var faults Faults
	names, ids := map[string]bool{}, map[NodeID]bool{}
	for i, t := range targets {
		at := "targets." + strconv.Itoa(i)
		for _, fault := range t.check() {
			faults = append(faults, fault.At(at))
		}
		if names[folded(t.Name)] {
			faults = append(faults, Invalid(at+".name", "Показник із такою назвою вже є.", "There is a target of this name already."))
		}
		if ids[t.ID] && t.ID != (NodeID{}) {
			faults = append(faults, Invalid(at+".id", "Цей показник уже є в списку.", "This target is in the list already."))
		}
		names[folded(t.Name)], ids[t.ID] = true, true
	}
	return faults
}

func (t Target) check() (faults Faults) {
	_ = faults.Collect(CheckText("name", t.Name, MaxShortText), CheckText("unit", t.Unit, MaxTargetUnit)) // it tells of inputs alone
	if b := t.Baseline; b != nil && b.Year != nil {
		faults = append(faults, checkYear("baseline.year", *b.Year)...)
	}
	if len(t.Values) > MaxTargetYears {
		return append(faults, Invalid("values", "Не більше ніж %d.", "At most %d.", MaxTargetYears))
	}
	known := map[int]bool{}
	for i, v := range t.Values {
		at := "values." + strconv.Itoa(i) + ".year"
		faults = append(faults, checkYear(at, v.Year)...)
		if known[v.Year] {
			faults = append(faults, Invalid(at, "Такий рік уже є.", "This year is there already."))
		}
		known[v.Year] = true
	}
	return faults
}

func checkYear(field string, year int) Faults {
	if year < firstYear || year > lastYear {
		return Faults{Invalid(field, "Рік від %d до %d.", "A year from %d to %d.", firstYear, lastYear)}
	}
	return nil
}

// stored is a target as the database holds it.
func (t Target) stored() Target {
	t.Name, t.Unit = Trimmed(t.Name), Trimmed(t.Unit)
	if t.Direction == "" {
		t.Direction = HigherIsBetter
	}
	if t.Baseline != nil {
		t.Baseline = &TargetBaseline{t.Baseline.Value.Fixed(), t.Baseline.Year}
	}
	t.Values = slices.Clone(t.Values)
	for i, v := range t.Values {
		t.Values[i].Value = v.Value.Fixed()
	}
	slices.SortFunc(t.Values, func(a, b TargetValue) int { return a.Year - b.Year })
	return t
}

// facts are what is known of a target, by the names that the schema has for it.
func (t Target) facts() map[string]any {
	values := make(map[string]Decimal, len(t.Values))
	for _, v := range t.Values {
		values[strconv.Itoa(v.Year)] = v.Value
	}
	facts := map[string]any{"id": t.ID.String(), "name": t.Name, "unit": t.Unit, "direction": t.Direction, "values": values}
	if b := t.Baseline; b != nil {
		baseline := map[string]any{"value": b.Value}
		if b.Year != nil {
			baseline["year"] = *b.Year
		}
		facts["baseline"] = baseline
	}
	return facts
}

// TargetActual is what somebody reports to have been reached in a year. Value nil: what was said before is taken back.
type TargetActual struct {
	Year     int
	Value    *Decimal
	Said     bool // a value, or that there is none
	Note     string
	Evidence string // an address
}

// Check finds everything that is wrong with what was reported by a day; faults name the fields as the schema does.
func (a TargetActual) Check(today Date) (faults Faults) {
	for _, check := range []struct {
		wrong bool
		fault *Error
	}{
		{a.Year < firstYear, Invalid("year", "Рік від %d.", "A year from %d on.", firstYear)},
		{a.Year > today.Year(), Invalid("year", "Цей рік ще не настав.", "The year has not come yet.")},
		{!a.Said, Invalid("value", "Вкажіть значення або null, щоб забрати повідомлене.", "Give a value, or null to take back what was reported.")},
		{len([]rune(a.Note)) > MaxReason, Invalid("note", "Не більше ніж %d символів.", "At most %d characters.", MaxReason)},
		{len([]rune(a.Evidence)) > MaxURL, Invalid("evidenceUrl", "Не більше ніж %d символів.", "At most %d characters.", MaxURL)},
	} {
		if check.wrong {
			faults = append(faults, check.fault)
		}
	}
	return faults
}

// Stored is the report as the database holds it.
func (a TargetActual) Stored() TargetActual {
	a.Note = Trimmed(a.Note)
	if a.Value != nil {
		a.Value = new(a.Value.Fixed())
	}
	return a
}

// Reached tells whether a value is as good as the target or better.
func (d Direction) Reached(target, actual Decimal) bool {
	if d == LowerIsBetter {
		return actual.hundredths() <= target.hundredths()
	}
	return actual.hundredths() >= target.hundredths()
}

// PercentOfWay is how much of the way from the baseline to the target is gone, in percent of 0 to 100 with two digits: 100·(actual −
// baseline) / (target − baseline). What is reached is 100 whatever the way was. Nil where there is no way to measure: without a
// baseline, or with one that is as good as the target, where staying there was the aim.
func (d Direction) PercentOfWay(baseline *Decimal, target, actual Decimal) *float64 {
	switch {
	case d.Reached(target, actual):
		return new(100.0)
	case baseline == nil || d.Reached(target, *baseline):
		return nil
	}
	from, to, at := baseline.hundredths(), target.hundredths(), actual.hundredths()
	gone := (at - from) * 10_000 / (to - from) // hundredths have 14 digits, so this fits; rounded down, since what is not reached is not 100
	return new(float64(max(gone, 0)) / 100)
}
