package statistics_test

import (
	"encoding/csv"
	"encoding/json"
	"math"
	"os"
	"strconv"
	"testing"

	"hromada/domain/statistics"
)

// reference is what testdata/reference.R wrote.
type reference struct {
	Cases []referenceCase
	Trims []struct {
		Strict        bool
		Lower, Upper  float64
		Before, After []float64
	}
	Quantiles []struct{ Level, Z float64 }
	PValues   []struct{ Z, P float64 }
	Wilson    []struct{ P, N, Low, High float64 }
}

type referenceCase struct {
	Name, Data  string
	Populations []int64
	Raw         bool
	Post, Rake  []referenceMargin
	Trim        []float64
	Rounds      int
	Weights     []float64
	Figures     []referenceFigure
}

type referenceMargin struct {
	Column     string
	Population []float64
}

type referenceFigure struct {
	Kind            statistics.Kind
	Column, Domain  string
	Option, N       int
	Value, SE, Kish float64
	Effective       *float64
	Low, High       *float64
}

func readReference(t testing.TB) reference {
	t.Helper()
	text, err := os.ReadFile("testdata/reference.json")
	if err != nil {
		t.Fatal(err)
	}
	var r reference
	if err := json.Unmarshal(text, &r); err != nil {
		t.Fatal(err)
	}
	return r
}

// columns is a CSV file by column; an empty cell is not a number.
type columns map[string][]float64

func readColumns(t testing.TB, name string) columns {
	t.Helper()
	file, err := os.Open("testdata/" + name + ".csv")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	read := columns{}
	for at, name := range rows[0] {
		for _, row := range rows[1:] {
			v, err := strconv.ParseFloat(row[at], 64)
			if err != nil {
				v = math.NaN()
			}
			read[name] = append(read[name], v)
		}
	}
	return read
}

func (c columns) codes(name string) []int {
	codes := make([]int, len(c[name]))
	for i, v := range c[name] {
		codes[i] = int(v)
	}
	return codes
}

func (c columns) holds(name string) []bool {
	holds := make([]bool, len(c[name]))
	for i, v := range c[name] {
		holds[i] = v == 1
	}
	return holds
}

func (c columns) margins(of []referenceMargin) []statistics.Margin {
	var margins []statistics.Margin
	for _, m := range of {
		margins = append(margins, statistics.Margin{Name: m.Column, Categories: c.codes(m.Column), Population: m.Population})
	}
	return margins
}

func (r referenceCase) sample(t *testing.T, c columns) (*statistics.Sample, statistics.Calibration) {
	t.Helper()
	d := statistics.Design{Respondents: len(c["stratum"]), Populations: r.Populations}
	if len(r.Populations) > 1 {
		d.Strata = c.codes("stratum")
	}
	s, err := statistics.NewSample(d)
	if err != nil {
		t.Fatal(err)
	}
	if r.Raw {
		s = s.Unweighted()
	}
	report := statistics.Calibration{Converged: true}
	switch {
	case r.Post != nil:
		s, report, err = s.PostStratify(c.margins(r.Post)[0], 1)
	case r.Rake != nil:
		o := statistics.Raking{Epsilon: 1e-13}
		if r.Trim != nil {
			o.Trim = &statistics.Trim{Lower: r.Trim[0], Upper: r.Trim[1], Rounds: r.Rounds}
		}
		s, report, err = s.Rake(c.margins(r.Rake), o)
	}
	if err != nil {
		t.Fatal(err)
	}
	return s, report
}

func (f referenceFigure) ours(t *testing.T, s *statistics.Sample, c columns) statistics.Figure {
	t.Helper()
	in, usual := statistics.Domain(c.holds(f.Domain)), statistics.Confidence{}
	var figure statistics.Figure
	var figures []statistics.Figure
	var err error
	switch f.Column {
	case "answer":
		figures, err = s.Shares(c.codes("answer"), 4, in, usual)
		figure = figures[f.Option]
	case "chose":
		figure, err = s.Share(c.holds("chose"+strconv.Itoa(f.Option)), in, usual)
	default:
		figure, err = s.Mean(c["score"], in, usual)
	}
	if err != nil {
		t.Fatal(err)
	}
	return figure
}

// near allows for the 15 digits of the reference and for rounding.
func near(got, want float64) bool { return math.Abs(got-want) <= 1e-9*math.Abs(want)+1e-13 }

func expect(t *testing.T, what string, got *float64, want float64) {
	t.Helper()
	if got == nil {
		t.Errorf("%s: nothing, want %v", what, want)
	} else if !near(*got, want) {
		t.Errorf("%s: %.15g, want %.15g", what, *got, want)
	}
}

func TestFiguresAreThoseOfR(t *testing.T) {
	t.Parallel()
	for _, r := range readReference(t).Cases {
		t.Run(r.Name, func(t *testing.T) {
			t.Parallel()
			c := readColumns(t, r.Data)
			s, report := r.sample(t, c)
			if !report.Converged || report.LargestDeviation > 1e-10 {
				t.Errorf("%+v", report)
			}
			for i, w := range s.Weights() {
				if !near(w, r.Weights[i]) {
					t.Fatalf("weight %d: %.15g, want %.15g", i, w, r.Weights[i])
				}
			}
			for _, f := range r.Figures {
				f.compare(t, f.ours(t, s, c))
			}
		})
	}
}

func (f referenceFigure) compare(t *testing.T, got statistics.Figure) {
	t.Helper()
	what := f.Column + strconv.Itoa(f.Option) + " of " + f.Domain
	if got.N != f.N || got.Kind != f.Kind {
		t.Errorf("%s: %d respondents, %s", what, got.N, got.Kind)
	}
	expect(t, what+", value", got.Value, f.Value)
	expect(t, what+", SE", got.SE, f.SE)
	expect(t, what+", Kish", got.Kish, f.Kish)
	if f.Effective == nil {
		if got.Reason != statistics.NoVariation {
			t.Errorf("%s: %+v", what, got)
		}
		return
	}
	expect(t, what+", effective n", got.EffectiveN, *f.Effective)
	expect(t, what+", design effect", got.DesignEffect, float64(f.N) / *f.Effective)
	expect(t, what+", margin", got.Margin, f.SE*1.9599639845400545)
	expect(t, what+", low", &got.Interval.Low, *f.Low)
	expect(t, what+", high", &got.Interval.High, *f.High)
}

func TestTrimmedWeightsAreThoseOfR(t *testing.T) {
	t.Parallel()
	for _, r := range readReference(t).Trims {
		got, outside := statistics.TrimWeights(r.Before, r.Lower, r.Upper, r.Strict)
		if outside == 0 {
			t.Error("nothing was trimmed")
		}
		for i := range got {
			if !near(got[i], r.After[i]) {
				t.Fatalf("strict %v, weight %d: %v, want %v", r.Strict, i, got[i], r.After[i])
			}
		}
	}
}

func TestQuantilesAndIntervalsAreThoseOfR(t *testing.T) {
	t.Parallel()
	r := readReference(t)
	for _, q := range r.Quantiles {
		if z := at(t, q.Level).Z(); math.Abs(z-q.Z) > 1e-11 {
			t.Errorf("%v: %.15g, want %.15g", q.Level, z, q.Z)
		}
	}
	for _, w := range r.Wilson {
		got := statistics.Wilson(w.P, w.N, at(t, .9))
		if !near(got.Low, w.Low) || !near(got.High, w.High) {
			t.Errorf("%+v, want %+v", got, w)
		}
	}
}

func at(t testing.TB, level float64) statistics.Confidence {
	t.Helper()
	c, err := statistics.NewConfidence(level)
	if err != nil {
		t.Fatal(err)
	}
	return c
}
