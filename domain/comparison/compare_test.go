package comparison_test

import (
	"math"
	"reflect"
	"slices"
	"testing"

	"hromada/domain/comparison"
)

func row(id string, value float64) comparison.Row {
	return comparison.Row{ID: id, Figure: &comparison.Figure{Value: value}}
}

func TestBinaryFractionsTie(t *testing.T) {
	t.Parallel()
	tenth := .1
	c := compared(t, []comparison.Row{row("A", tenth+.2), row("B", .3)}, comparison.Terms{Direction: comparison.HigherIsBetter})
	if *c.Rows[0].Rank != 1 || *c.Rows[1].Rank != 1 || !slices.Contains(c.Summary.Notes, comparison.AllEqual) {
		t.Errorf("%+v", c)
	}
}

func TestTargetsAndChangesKnowTheDirection(t *testing.T) {
	t.Parallel()
	r := row("A", 40)
	r.Target, r.Previous = new(50.0), &comparison.Figure{Value: 44}
	for direction, want := range map[comparison.Direction]*bool{
		comparison.HigherIsBetter: new(false), comparison.LowerIsBetter: new(true), comparison.Neutral: nil,
	} {
		p := compared(t, []comparison.Row{r, row("B", 60)}, comparison.Terms{Direction: direction}).Rows[0]
		if *p.GapToTarget != -10 || !reflect.DeepEqual(p.OnTarget, want) {
			t.Errorf("%s: on target %v", direction, p.OnTarget)
		}
		if p.Change.Difference != -4 || !reflect.DeepEqual(p.Change.Better, want) || p.Change.Significant != nil {
			t.Errorf("%s: %+v", direction, p.Change)
		}
		if (p.GapToBest == nil) != (direction == comparison.Neutral) {
			t.Errorf("%s: gap to the best is %v", direction, p.GapToBest)
		}
	}
}

func TestErrorsLeaveRanksOpen(t *testing.T) {
	t.Parallel()
	with := func(id string, value, se float64) comparison.Row {
		return comparison.Row{ID: id, Figure: &comparison.Figure{Value: value, SE: &se}}
	}
	rows := []comparison.Row{with("A", 60, 2), with("B", 57, 2), with("C", 40, 2), row("D", 41)}
	c := compared(t, rows, comparison.Terms{Direction: comparison.HigherIsBetter})
	for i, want := range []comparison.Range{
		{1, 2, comparison.ByTests}, {1, 2, comparison.ByTests}, {3, 4, comparison.ByTests}, {3, 3, comparison.ByValues},
	} {
		if *c.Rows[i].Range != want {
			t.Errorf("%s: %v", rows[i].ID, *c.Rows[i].Range)
		}
	}
	if !slices.Contains(c.Summary.Notes, comparison.ErrorsMissing) {
		t.Errorf("%v", c.Summary.Notes)
	}
	// 3 points with an error of 2.83 are a difference at 50%, not at 95%.
	c = compared(t, rows, comparison.Terms{Direction: comparison.HigherIsBetter, Confidence: .5})
	if *c.Rows[0].Range != (comparison.Range{Best: 1, Worst: 1, Basis: comparison.ByTests}) {
		t.Errorf("%v", *c.Rows[0].Range)
	}
}

func TestNotesSayWhatIsSo(t *testing.T) {
	t.Parallel()
	hidden := comparison.Row{ID: "hidden", Missing: comparison.Suppressed}
	weighted := func(id string, value float64) comparison.Row {
		r := row(id, value)
		r.Weight = new(5.0)
		return r
	}
	for name, c := range map[string]struct {
		rows []comparison.Row
		want []comparison.Note
	}{
		"no rows":             {nil, []comparison.Note{comparison.NoData}},
		"one hidden":          {[]comparison.Row{hidden}, []comparison.Note{comparison.NoData}},
		"one value":           {[]comparison.Row{hidden, weighted("A", 1)}, []comparison.Note{comparison.OneValue}},
		"equal":               {[]comparison.Row{weighted("A", 1), weighted("B", 1)}, []comparison.Note{comparison.AllEqual}},
		"without populations": {[]comparison.Row{weighted("A", 1), row("B", 2)}, []comparison.Note{comparison.WeightsMissing}},
		"nothing to note":     {[]comparison.Row{weighted("A", 1), weighted("B", 2)}, []comparison.Note{}},
	} {
		if got := comparison.Summarize(c.rows).Notes; !slices.Equal(got, c.want) {
			t.Errorf("%s: %v", name, got)
		}
	}
	s := comparison.Summarize([]comparison.Row{hidden})
	if s.Min != nil || s.Mean != nil || s.Coverage.Suppressed != 1 || *s.Coverage.Percent != 0 {
		t.Errorf("%+v", s)
	}
}

func TestRowsThatAreNoneAreRefused(t *testing.T) {
	t.Parallel()
	terms := comparison.Terms{Direction: comparison.HigherIsBetter}
	negative, weight := row("A", 1), row("A", 1)
	negative.Figure.SE, weight.Weight = new(-1.0), new(math.NaN())
	for name, rows := range map[string][]comparison.Row{
		"NaN": {row("A", math.NaN())}, "infinite": {row("A", math.Inf(-1))}, "a negative error": {negative}, "a weight": {weight},
		"no reason": {{ID: "A"}}, "twice": {row("A", 1), row("A", 2)},
	} {
		if _, err := comparison.Compare(rows, terms); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	for _, terms := range []comparison.Terms{
		{}, {Direction: "UP"}, {Direction: comparison.Neutral, Confidence: 1}, {Direction: comparison.Neutral, Confidence: math.NaN()},
	} {
		if _, err := comparison.Compare(nil, terms); err == nil {
			t.Errorf("%+v: no error", terms)
		}
	}
}

func TestHistogramsHaveRoundEdges(t *testing.T) {
	t.Parallel()
	even := func(from, to, step float64) []float64 {
		var values []float64
		for i := 0.0; from+i*step <= to+1e-9; i++ {
			values = append(values, from+i*step)
		}
		return values
	}
	for name, c := range map[string]struct {
		values []float64
		edges  []float64
	}{
		"none":              {nil, nil},
		"all equal":         {[]float64{7, 7, 7}, []float64{7, 7}},
		"percents":          {even(0, 100, .5), []float64{0, 20, 40, 60, 80, 100}},
		"few whole numbers": {[]float64{1, 1, 2, 3}, []float64{1, 2, 3, 4}},
		"two figures":       {[]float64{.25, .75}, []float64{.2, .3, .4, .5, .6, .7, .8}},
		"one far away":      {[]float64{1, 1, 1, 1, 1, 1, 1, 900}, []float64{0, 100, 200, 300, 400, 500, 600, 700, 800, 900}},
		"below zero":        {[]float64{-2, -1, 0, 1, 2}, []float64{-2, -1, 0, 1, 2, 3}},
		"neighbours":        {[]float64{1e15, 1e15 + .125}, []float64{1e15, 1e15 + .125}},
	} {
		bins := comparison.Histogram(c.values)
		var edges []float64
		for i, bin := range bins {
			if i == 0 {
				edges = append(edges, bin.From)
			}
			edges = append(edges, bin.To)
		}
		if !slices.Equal(edges, c.edges) {
			t.Errorf("%s: %v", name, edges)
		}
	}
}

func BenchmarkCompareCountry(b *testing.B) {
	rows := make([]comparison.Row, 1469)
	for i := range rows {
		rows[i] = row(string(rune('a'+i)), float64(i*7919%1000)/10)
		rows[i].Figure.SE = new(1 + float64(i%7))
	}
	for b.Loop() {
		compared(b, rows, comparison.Terms{Direction: comparison.HigherIsBetter})
	}
}
