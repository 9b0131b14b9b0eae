package statistics_test

import (
	"math"
	"testing"

	"hromada/domain/statistics"
)

func TestChangeIsAZTest(t *testing.T) {
	t.Parallel()
	s := drawn(t, statistics.Design{Respondents: 400})
	before, after := share(t, s, nil, first(100, 400)...), share(t, s, nil, first(132, 400)...)
	got := statistics.Compare(before, after, usual)
	se := math.Sqrt(.25*.75/399 + .33*.67/399)
	expect(t, "difference", got.Difference, .08)
	expect(t, "SE", got.SE, se)
	expect(t, "z", got.Z, .08/se)
	if !*got.Significant || *statistics.Compare(before, after, at(t, .99)).Significant {
		t.Errorf("z %v, p %v", *got.Z, *got.PValue)
	}
	if back := statistics.Compare(after, before, usual); *back.Z != -*got.Z || *back.PValue != *got.PValue || !*back.Significant {
		t.Errorf("%+v", back)
	}
	for _, r := range readReference(t).PValues {
		if p := math.Erfc(math.Abs(r.Z) / math.Sqrt2); math.Abs(p-r.P) > 1e-13 {
			t.Errorf("z %v: %v, want %v", r.Z, p, r.P)
		}
	}
	if *got.PValue < .01 || *got.PValue > .05 {
		t.Errorf("p %v", *got.PValue)
	}
}

func TestChangeWithoutAnErrorIsNotTested(t *testing.T) {
	t.Parallel()
	usable := share(t, drawn(t, statistics.Design{Respondents: 40}), nil, first(10, 40)...)
	known := share(t, drawn(t, statistics.Design{Respondents: 4, Populations: []int64{4}}), nil, first(1, 4)...)
	constant, err := drawn(t, statistics.Design{Respondents: 2}).Mean([]float64{5, 5}, nil, usual)
	if err != nil {
		t.Fatal(err)
	}
	for want, pair := range map[statistics.Reason][2]statistics.Figure{
		statistics.OneRespondent: {usable, share(t, drawn(t, statistics.Design{Respondents: 1}), nil, true)},
		statistics.NoRespondents: {share(t, drawn(t, statistics.Design{}), nil), usable},
		statistics.NotSampled:    {usable, share(t, drawn(t, statistics.Design{Respondents: 9, OptIn: true}), nil, first(3, 9)...)},
		statistics.NoVariation:   {constant, constant},
		statistics.Known:         {known, known},
	} {
		got := statistics.Compare(pair[0], pair[1], usual)
		if got.Reason != want || got.Significant != nil || got.Z != nil || got.PValue != nil {
			t.Errorf("%+v, want %s", got, want)
		}
	}
}

// Two rounded values differ by as little as what is left once each is brought half a step towards the other.
func TestRoundingCountsAgainstAChange(t *testing.T) {
	t.Parallel()
	rounded := func(value, step, se float64) statistics.Figure {
		return statistics.Figure{
			Kind: statistics.Share, Basis: statistics.Basis{Rounded: step}, N: 400, Value: &value, SE: new(se + statistics.RoundingSE(step)), EffectiveN: new(200.0),
		}
	}
	got := statistics.Compare(rounded(.6, .05, .03), rounded(.5, .1, .02), usual)
	if *got.Difference != -.1 || *got.Significant {
		t.Errorf("%v, z %v", *got.Difference, *got.Z)
	}
	expect(t, "z", got.Z, -.025/math.Hypot(.03, .02))
	if got = statistics.Compare(rounded(.15, .05, .03), rounded(.1, .05, .03), usual); *got.Difference != -.05 || *got.Z != 0 || *got.PValue != 1 || math.Signbit(*got.Z) {
		t.Errorf("%v, z %v", *got.Difference, *got.Z)
	}
	if got = statistics.Compare(rounded(.2, .05, .02), rounded(.6, .1, .02), usual); !*got.Significant {
		t.Errorf("z %v", *got.Z)
	}
}

func TestTidyNumbersHaveTheDigitsThatTheySeemToHave(t *testing.T) {
	t.Parallel()
	tenth, none := .1, 0.0
	for untidy, want := range map[float64]float64{6 * tenth: .6, tenth - 3*.05: -.05, -none: 0, 7e17 * tenth: 7e16, 3e-9 * tenth: 3e-10} {
		if got := statistics.Tidy(untidy); got != want || math.Signbit(got) && got == 0 {
			t.Errorf("%v is %v", untidy, got)
		}
	}
}

// Five who all said no are no proof that anything changed since.
func TestShareOfNoneDoesNotMakeAnyChangeSignificant(t *testing.T) {
	t.Parallel()
	few := share(t, drawn(t, statistics.Design{Respondents: 5}), nil, first(0, 5)...)
	many := share(t, drawn(t, statistics.Design{Respondents: 500}), nil, first(0, 500)...)
	later := share(t, drawn(t, statistics.Design{Respondents: 500}), nil, first(75, 500)...)
	if got := statistics.Compare(few, later, usual); *got.Significant {
		t.Errorf("z %v", *got.Z)
	}
	if got := statistics.Compare(many, later, usual); !*got.Significant {
		t.Errorf("z %v", *got.Z)
	}
}

func TestBlendWeighsByEffectiveN(t *testing.T) {
	t.Parallel()
	off := share(t, drawn(t, statistics.Design{Respondents: 101}), nil, first(40, 101)...)
	on := share(t, drawn(t, statistics.Design{Respondents: 301}), nil, first(90, 301)...)
	got, err := statistics.Blend(off, on, usual)
	if err != nil {
		t.Fatal(err)
	}
	p := .25*40/101 + .75*90/301 // without weights effective n is n−1
	se := math.Hypot(.25**off.SE, .75**on.SE)
	expect(t, "λ", got.Lambda, .25)
	expect(t, "value", got.Value, p)
	expect(t, "SE", got.SE, se)
	expect(t, "effective n", got.EffectiveN, p*(1-p)/se/se)
	if got.N != 402 || got.Basis.Sampling != statistics.Blended || got.Offline.N != 101 || got.Online.N != 301 {
		t.Errorf("%+v", got)
	}
}

func TestBlendWithAnOptInPartIsIndicative(t *testing.T) {
	t.Parallel()
	off := share(t, drawn(t, statistics.Design{Respondents: 101}), nil, first(40, 101)...)
	on := share(t, drawn(t, statistics.Design{Respondents: 301, OptIn: true}), nil, first(90, 301)...)
	got, err := statistics.Blend(off, on, usual)
	if err != nil {
		t.Fatal(err)
	}
	expect(t, "λ", got.Lambda, .25)
	if !got.Basis.Indicative || got.Reason != statistics.NotSampled || got.SE != nil || got.Margin != nil || got.Interval != nil {
		t.Errorf("%+v", got)
	}
	if se, ok := got.WorkingSE(); !ok || se <= 0 {
		t.Errorf("%v, %v", se, ok)
	}
}

func TestBlendOfOneSideIsThatSide(t *testing.T) {
	t.Parallel()
	off := share(t, drawn(t, statistics.Design{Respondents: 101}), nil, first(40, 101)...)
	none := share(t, drawn(t, statistics.Design{OptIn: true}), nil)
	got, err := statistics.Blend(off, none, usual)
	if err != nil || *got.Value != *off.Value || *got.SE != *off.SE || *got.Interval != *off.Interval || got.Basis.Indicative || *got.Lambda != 1 {
		t.Errorf("%+v, %v", got, err)
	}
	got, err = statistics.Blend(none, off, usual)
	if err != nil || *got.Value != *off.Value || *got.SE != *off.SE || *got.Lambda != 0 {
		t.Errorf("%+v, %v", got, err)
	}
	if got, err = statistics.Blend(none, none, usual); err != nil || got.Lambda != nil || got.Value != nil || got.Reason != statistics.NoRespondents {
		t.Errorf("%+v, %v", got, err)
	}
	one := share(t, drawn(t, statistics.Design{Respondents: 1}), nil, true)
	if got, err = statistics.Blend(off, one, usual); err != nil || got.Value == nil || got.SE != nil || got.Reason != statistics.PartLacks {
		t.Errorf("%+v, %v", got, err)
	}
	willing := share(t, drawn(t, statistics.Design{Respondents: 1, OptIn: true}), nil, true)
	if got, err = statistics.Blend(off, willing, usual); err != nil || got.SE != nil || got.Reason != statistics.NotSampled {
		t.Errorf("with one who chose to answer %+v, %v", got, err)
	}
	mean, _ := drawn(t, statistics.Design{Respondents: 2}).Mean([]float64{1, 2}, nil, usual)
	if _, err = statistics.Blend(off, mean, usual); err == nil {
		t.Error("a share and a mean were blended")
	}
}

func TestBlendedSharesOfAQuestionAddUp(t *testing.T) {
	t.Parallel()
	c := readColumns(t, "simple")
	s := drawn(t, statistics.Design{Respondents: 200})
	s, _, err := s.Rake(c.margins([]referenceMargin{{"age", []float64{1, 2, 3, 4}}, {"settlement", []float64{1, 5, 2}}}), statistics.Raking{})
	if err != nil {
		t.Fatal(err)
	}
	off, _ := s.Shares(c.codes("answer"), 4, c.holds("women"), usual)
	on, _ := s.Shares(c.codes("answer"), 4, c.holds("phone"), usual)
	both, err := statistics.BlendAll(off, on, usual)
	if err != nil {
		t.Fatal(err)
	}
	total := 0.0
	for _, f := range both {
		total += *f.Value
	}
	if !near(total, 1) {
		t.Errorf("%v", total)
	}
}
