package demonstration_test

import (
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"hromada/domain"
)

// kindOf is the catalogue of categories that a new database has.
var kindOf = map[string]domain.ComponentKind{
	"TRAINING": domain.Soft, "POLICY": domain.Soft, "ORGANISATION": domain.Soft,
	"SERVICE": domain.Soft, "COMMUNICATION": domain.Soft, "DATA_PROTECTION": domain.Soft,
	"NETWORK": domain.Hard, "EQUIPMENT": domain.Hard, "SOFTWARE": domain.Hard,
	"PREMISES": domain.Hard, "DATA_CENTRE": domain.Hard, "CYBERSECURITY": domain.Hard,
}

func TestStructureObeysTheDatabase(t *testing.T) {
	each(t, func(t *testing.T, o domain.Outline, _ domain.Date) {
		titles := map[string]bool{}
		for i, n := range o.Nodes {
			checkPlace(t, o, i)
			key := strings.Join([]string{codeOf(o, n.Parent), n.Title}, "|")
			if length := utf8.RuneCountInString(n.Title); titles[key] || length == 0 || length > 300 {
				t.Errorf("%s: title empty, too long or used twice: %s", n.Code, n.Title)
			}
			titles[key] = true
			if n.Weight != 0 && n.Weight != 2 && n.Weight != 3 {
				t.Errorf("%s: weight %v", n.Code, n.Weight)
			}
			if n.Responsible == "" || n.Placeholder {
				t.Errorf("%s: nobody answers for it, or it is a placeholder", n.Code)
			}
		}
	})
}

func codeOf(o domain.Outline, i int) string {
	if i < 0 {
		return ""
	}
	return o.Nodes[i].Code
}

// checkPlace demands a level right under a higher one, after it, with its code and within its dates.
func checkPlace(t *testing.T, o domain.Outline, i int) {
	t.Helper()
	n := o.Nodes[i]
	if (n.Level == domain.GoalLevel) != (n.Parent == -1) || n.Parent >= i {
		t.Fatalf("%s: %s under %d", n.Code, n.Level, n.Parent)
	}
	if n.StartDate != nil && n.DueDate != nil && n.StartDate.After(*n.DueDate) {
		t.Errorf("%s: starts after it is due", n.Code)
	}
	for _, d := range []*domain.Date{n.StartDate, n.DueDate} {
		if d != nil && (d.Year() < o.Period.Start || d.Year() > o.Period.End) {
			t.Errorf("%s: %s is outside the period", n.Code, d)
		}
	}
	if n.Parent == -1 {
		return
	}
	parent := o.Nodes[n.Parent]
	if parent.Level == domain.ComponentLevel || n.Level == domain.SubgoalLevel && parent.Level != domain.GoalLevel {
		t.Errorf("%s: %s under %s", n.Code, n.Level, parent.Level)
	}
	if !strings.HasPrefix(n.Code, parent.Code+".") {
		t.Errorf("%s stands under %s", n.Code, parent.Code)
	}
	if parent.StartDate != nil && n.StartDate != nil && n.StartDate.Before(*parent.StartDate) ||
		parent.DueDate != nil && n.DueDate != nil && n.DueDate.After(*parent.DueDate) {
		t.Errorf("%s reaches beyond the dates of %s", n.Code, parent.Code)
	}
}

func TestReportsObeyTheDatabase(t *testing.T) {
	each(t, func(t *testing.T, o domain.Outline, today domain.Date) {
		for _, n := range o.Nodes {
			last := domain.NewDate(2024, time.December, 31)
			for _, r := range n.Reports {
				if !r.AsOf.After(last) || r.AsOf.After(today) {
					t.Errorf("%s: reported on %s after %s, today is %s", n.Code, r.AsOf, last, today)
				}
				last = r.AsOf
				checkReport(t, n, r)
			}
		}
	})
}

func checkReport(t *testing.T, n domain.OutlineNode, r domain.Report) {
	t.Helper()
	percent := -1.0
	if r.Percent != nil {
		percent = *r.Percent
		if percent < 0 || percent > 100 {
			t.Errorf("%s %s: %v%%", n.Code, r.AsOf, percent)
		}
	}
	switch r.Status {
	case domain.Done:
		if percent != -1 && percent != 100 {
			t.Errorf("%s %s: done at %v%%", n.Code, r.AsOf, percent)
		}
	case domain.Planned:
		if percent > 0 {
			t.Errorf("%s %s: planned at %v%%", n.Code, r.AsOf, percent)
		}
	case domain.InProgress, domain.Suspended, domain.Cancelled:
		if percent == 100 {
			t.Errorf("%s %s: 100%% and %s", n.Code, r.AsOf, r.Status)
		}
	default:
		t.Errorf("%s %s: status %q", n.Code, r.AsOf, r.Status)
	}
	if r.Override != "" && (n.Level == domain.ComponentLevel || r.Percent == nil) {
		t.Errorf("%s %s: an override of nothing", n.Code, r.AsOf)
	}
}

func TestTargetsObeyTheDatabase(t *testing.T) {
	each(t, func(t *testing.T, o domain.Outline, today domain.Date) {
		for _, n := range o.Nodes {
			fields := domain.NodeFields{Title: n.Title, Weight: 1}
			for _, target := range n.Targets {
				fields.Targets = append(fields.Targets, target.Target)
				if len(target.Values) != 3 || target.Direction.Reached(target.Values[0].Value, target.Baseline.Value) {
					t.Errorf("%s: %s asks for nothing", n.Code, target.Name)
				}
				for i, a := range target.Actuals {
					if faults := a.Check(today); len(faults) > 0 || a.Year != o.Period.Start+i || a.Year >= today.Year() || (*a.Value)[0] == '-' {
						t.Errorf("%s: %s was %s in %d: %v", n.Code, target.Name, *a.Value, a.Year, faults)
					}
				}
			}
			if faults := fields.Check(n.Level); len(faults) > 0 {
				t.Errorf("%s: %v", n.Code, faults)
			}
			if (n.Level == domain.GoalLevel && len(n.Targets) == 0) || (n.Level == domain.ComponentLevel && len(n.Targets) > 0) {
				t.Errorf("%s: a %s with %d targets", n.Code, n.Level, len(n.Targets))
			}
		}
	})
}

func TestComponentsObeyTheDatabase(t *testing.T) {
	each(t, func(t *testing.T, o domain.Outline, today domain.Date) {
		for _, n := range o.Nodes {
			if n.Level != domain.ComponentLevel {
				if n.Kind != "" || n.ExpectedResult != "" || n.Customer != "" || n.Executor != "" || n.PlannedCosts != nil {
					t.Errorf("%s has what only components have", n.Code)
				}
				continue
			}
			if kindOf[n.Category] != n.Kind {
				t.Errorf("%s: category %q of kind %q", n.Code, n.Category, n.Kind)
			}
			if n.ExpectedResult == "" || n.Customer == "" || n.Executor == "" {
				t.Errorf("%s: result, customer or executor is missing", n.Code)
			}
			checkMoney(t, o, n, today)
			for _, e := range n.Evidence {
				if !strings.HasPrefix(e.URL, "https://example.org/") || e.Title == "" || len(n.Reports) == 0 {
					t.Errorf("%s: evidence %v", n.Code, e)
				}
			}
		}
	})
}

var wholeAmount, exactAmount = regexp.MustCompile(`^[1-9]\d*$`), regexp.MustCompile(`^[1-9]\d*\.\d\d$`)

// checkMoney demands that a source pays no more than planned, for work that was reported, by today.
func checkMoney(t *testing.T, o domain.Outline, n domain.OutlineNode, today domain.Date) {
	t.Helper()
	lines, left := map[domain.PlannedCost]bool{}, map[domain.FundSource]int{}
	for _, c := range n.PlannedCosts {
		line := domain.PlannedCost{Year: c.Year, Source: c.Source, Expense: c.Expense}
		if lines[line] || !wholeAmount.MatchString(string(c.Amount)) || c.Year < o.Period.Start || c.Year > o.Period.End {
			t.Errorf("%s: planned cost %v", n.Code, c)
		}
		lines[line] = true
		left[c.Source] += kopecks(c.Amount + ".00")
	}
	for _, s := range n.Spending {
		if !exactAmount.MatchString(string(s.Amount)) || s.On.After(today) || s.On.Year() < o.Period.Start {
			t.Errorf("%s: payment %v", n.Code, s)
		}
		if !underWay(n, s.On) {
			t.Errorf("%s: paid on %s for work that nobody had begun", n.Code, s.On)
		}
		if left[s.Source] -= kopecks(s.Amount); left[s.Source] < 0 {
			t.Errorf("%s: %s pays more than planned", n.Code, s.Source)
		}
	}
}

func kopecks(amount domain.Decimal) int {
	sum := 0
	for _, digit := range strings.ReplaceAll(string(amount), ".", "") {
		sum = 10*sum + int(digit-'0')
	}
	return sum
}

// underWay tells whether a report soon after the payment shows work done.
func underWay(n domain.OutlineNode, on domain.Date) bool {
	for _, r := range n.Reports {
		if !r.AsOf.Before(on) && r.AsOf.Before(on.AddDays(40)) && r.Percent != nil && *r.Percent > 0 {
			return true
		}
	}
	return false
}
