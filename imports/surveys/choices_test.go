package surveys_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"hromada/domain"
	"hromada/imports/surveys"
)

// ofOptions is a questionnaire of one question with these options, and the mapping of a file that answers it in one column.
func ofOptions(l surveys.Layout, other bool, texts ...string) (domain.Questionnaire, surveys.Mapping) {
	q := domain.Question{Code: "q", Kind: domain.MultipleChoice, Text: domain.Text{UK: "Що?"}}
	for i, text := range texts {
		q.Options = append(q.Options, domain.QuestionOption{Number: i + 1, Code: "code" + string(rune('a'+i)), Text: domain.Text{UK: text}})
	}
	if other {
		q.Options = append(q.Options, domain.QuestionOption{Number: len(texts) + 1, Code: "other", Text: domain.Text{UK: "Інше"}, Other: true})
	}
	return domain.Questionnaire{Questions: []domain.Question{q}}, surveys.Mapping{Layout: l, Columns: []surveys.Column{{Header: "q", Role: surveys.QuestionRole, Question: "q"}}}
}

func readCell(t failer, q domain.Questionnaire, m surveys.Mapping, cell string) (domain.SurveyAnswer, error) {
	t.Helper()
	o := options
	o.At = o.Start
	reading, err := surveys.Read(strings.NewReader("q\n\""+strings.ReplaceAll(cell, `"`, `""`)+"\"\n"), q, m, o)
	if err != nil {
		t.Fatal(err)
	}
	for row, err := range reading.Rows(background) {
		if err != nil {
			return domain.SurveyAnswer{}, err
		}
		return row.Answers[0], nil
	}
	return domain.SurveyAnswer{}, nil
}

func TestOptionsThatHoldTheMark(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		layout surveys.Layout
		texts  []string
		other  bool
		cell   string
		want   []int
		text   string
		fault  string
	}{
		{surveys.GoogleForms, []string{"Так", "Так, часто", "Ні"}, false, "Так, часто", []int{2}, "", ""},
		{surveys.GoogleForms, []string{"Так", "Так, часто", "Ні"}, false, "Так, Так, часто", []int{1, 2}, "", ""},
		{surveys.GoogleForms, []string{"Так", "часто", "Так, часто"}, false, "Так, часто", nil, "", "can be read in several ways"},
		{surveys.GoogleForms, []string{"Так", "Ні"}, false, "Так, мабуть", nil, "", "is none of the options"},
		{surveys.GoogleForms, []string{"Так", "Ні"}, true, "Так, мабуть, Або й ні", []int{1, 3}, "мабуть, Або й ні", ""},
		{surveys.GoogleForms, []string{"Так", "Ні"}, true, "Хтозна", []int{3}, "Хтозна", ""},
		{surveys.GoogleForms, []string{"Так", "Ні"}, false, "Так;Ні", []int{1, 2}, "", ""},
		{surveys.GoogleForms, []string{"Так", "Ні"}, false, "Так, Так", nil, "", "is none of the options"},
		{surveys.Kobo, []string{"Дуже швидкий", "швидкий", "Дуже"}, false, "Дуже швидкий", nil, "", "can be read in several ways"},
		{surveys.Kobo, []string{"Дуже швидкий", "Повільний"}, false, "Дуже швидкий Повільний", []int{1, 2}, "", ""},
		{surveys.Kobo, []string{"Дуже швидкий", "Повільний"}, false, "codeb codea", []int{1, 2}, "", ""},
		{surveys.Wide, []string{"А|Б", "А", "Б"}, false, "А|Б", nil, "", "can be read in several ways"},
		{surveys.Wide, []string{"А", "Б"}, false, "А | Б;", []int{1, 2}, "", ""},
	} {
		q, m := ofOptions(c.layout, c.other, c.texts...)
		got, err := readCell(t, q, m, c.cell)
		switch {
		case c.fault != "":
			if err == nil || !strings.Contains(faultLines(t, err), c.fault) {
				t.Errorf("%q: %v, %v", c.cell, got, err)
			}
		case err != nil || !slices.Equal(got.Options, c.want) || got.Text != c.text:
			t.Errorf("%q: %v, %v", c.cell, got, err)
		}
	}
}

// TestChosenOptionsAreFoundAgain: whatever options are called, a cell that was joined of some is read as these, or refused since it could
// have been joined of others; never as others.
func TestChosenOptionsAreFoundAgain(t *testing.T) {
	t.Parallel()
	piece := rapid.SampledFrom([]string{"а", "Б", "а б", "в", "а, б", "б;", "ґ'", "(а)", "в, а, Б"})
	rapid.Check(t, func(t *rapid.T) {
		texts := rapid.SliceOfNDistinct(piece, 2, 7, func(s string) string { return s }).Draw(t, "texts")
		l := rapid.SampledFrom([]surveys.Layout{surveys.GoogleForms, surveys.Wide, surveys.Kobo}).Draw(t, "layout")
		q, m := ofOptions(l, false, texts...)
		var chosen []string
		var want []int
		for i, text := range texts {
			if rapid.Bool().Draw(t, "chosen") || (want == nil && i == len(texts)-1) {
				chosen, want = append(chosen, text), append(want, i+1)
			}
		}
		between := map[surveys.Layout]string{surveys.GoogleForms: ", ", surveys.Wide: "; ", surveys.Kobo: " "}[l]
		got, err := readCell(t, q, m, strings.Join(chosen, between))
		if err != nil {
			if told := faultLines(t, err); !strings.Contains(told, "several ways") {
				t.Fatal(told)
			}
			return
		}
		if !slices.Equal(got.Options, want) {
			t.Fatalf("%q of %q: %v, want %v", chosen, texts, got.Options, want)
		}
	})
}

// A cell made to be read in more ways than can be tried is refused at once.
func TestCellsWithTooManyWays(t *testing.T) {
	t.Parallel()
	var texts []string
	for n := 1; n <= 40; n++ {
		texts = append(texts, strings.TrimSuffix(strings.Repeat("а, ", n), ", "))
	}
	q, m := ofOptions(surveys.GoogleForms, false, texts...)
	if _, err := readCell(t, q, m, strings.TrimSuffix(strings.Repeat("а, ", 400), ", ")); err == nil {
		t.Error("taken")
	}
}
