package reports

import (
	"context"
	"fmt"
	"io"
	"strings"

	"hromada/domain"
	"hromada/models"
)

var figureColumns = []column{
	{"community_code", 21},
	{"community", 22},
	{"question", 18},
	{"question_text", 50},
	{"option", 14},
	{"option_text", 40},
	{"group_by", 12},
	{"group", 24},
	{"measure", 9},
	{"weighted", 9},
	{"n", 8},
	{"value", 11},
	{"standard_error", 14},
	{"margin_of_error", 14},
	{"low", 11},
	{"high", 11},
	{"confidence", 10},
	{"effective_n", 11},
	{"design_effect", 12},
	{"change", 11},
	{"change_p", 10},
	{"missing", 15},
	{"basis", 60},
	{"survey", 40},
	{"wave", 6},
	{"demonstration", 14},
}

// Figures writes the figures of a survey that the viewer sees, with their uncertainty and what they stand on in words. What is hidden to protect people
// says SUPPRESSED in every cell that would tell it. A workbook has a second sheet, with what must be known of the survey to read them.
func Figures(ctx context.Context, w io.Writer, s *models.Store, id domain.NodeID, format Format, lang domain.Language) error {
	t, err := newTable(w, format, "figures")
	if err != nil {
		return err
	}
	defer t.close()
	var of []any // what each row says of the survey: the table may be torn from its notes, and CSV has none
	begin := func(survey *models.Survey) error {
		of = []any{survey.Title(lang), survey.Wave, yesNo(survey.Demonstration)}
		notes, err := figureNotes(ctx, s, survey, lang)
		if err != nil {
			return err
		}
		if err := t.notes("notes", notes); err != nil {
			return err
		}
		return t.head(figureColumns)
	}
	if err := s.EachFigure(ctx, id, begin, func(f *models.FigureRow) error { return t.row(append(figureCells(f, lang), of...)) }); err != nil {
		return err
	}
	return t.end()
}

func figureCells(f *models.FigureRow, lang domain.Language) []any {
	variable, group := f.Variable, ""
	if g := f.Group(); g != nil {
		group = g.Label(lang)
	}
	cells := []any{
		text(f.CommunityCode), pick(lang, f.CommunityUK, f.CommunityEN), f.QuestionCode, domain.Pick(lang, f.QuestionUK, f.QuestionEN),
		text(f.OptionCode), pick(lang, f.OptionUK, f.OptionEN), variable, group, string(f.Kind()), yesNo(f.Weighted),
	}
	if n := f.N; n != nil {
		cells = append(cells, *n)
	} else {
		cells = append(cells, unless(f.Hidden))
	}
	for _, v := range []*float64{f.Value, f.StandardError, f.MarginOfError, f.Low, f.High} {
		cells = append(cells, figureCell(f, v))
	}
	cells = append(cells, f.Confidence)
	for _, v := range []*float64{f.EffectiveN, f.DesignEffect, f.Difference, f.ChangeP} {
		cells = append(cells, figureCell(f, v))
	}
	return append(cells, text(f.Missing()), f.BasisText(lang))
}

func figureCell(f *models.FigureRow, v *float64) any {
	if v != nil {
		return *v
	}
	return unless(f.Hidden)
}

// unless says of a cell without a value that it is hidden; nil where it is not, but has none.
func unless(hidden bool) any {
	if hidden {
		return string(models.Suppressed)
	}
	return nil
}

func pick(lang domain.Language, uk, en *string) string {
	if uk == nil {
		return ""
	}
	return domain.Pick(lang, *uk, en)
}

func yesNo(b bool) string { return map[bool]string{true: "yes", false: "no"}[b] }

// weightingText says how responses were weighted, and what was odd about it.
func weightingText(w *models.SurveyWeighting, lang domain.Language) string {
	told := []string{string(w.Method) + " " + strings.ReplaceAll(w.MarginCodes, " ", ", ")}
	add := func(uk, en string, args ...any) {
		told = append(told, fmt.Sprintf(domain.Text{UK: uk, EN: en}.In(lang), args...))
	}
	if !w.Converged {
		add("ваги не зійшлися, тож їх не застосовано", "weights did not settle, and were not used")
	}
	if merged := w.Merged(); len(merged) > 0 {
		add("об'єднано категорії, в яких нікого не було: %s", "categories nobody was in went together: %s", strings.Join(merged, ", "))
	}
	if w.Trimmed != nil && *w.Trimmed > 0 {
		add("обмежено ваг: %d", "weights kept from being too large or small: %d", *w.Trimmed)
	}
	return strings.TrimSpace(strings.Join(told, "; "))
}

// figureNotes are what must be known of a survey to read its figures.
func figureNotes(ctx context.Context, s *models.Store, v *models.Survey, lang domain.Language) ([][2]any, error) {
	counts, err := s.ResponseCountsOf(ctx, v, models.FiguresAsked{})
	if err != nil {
		return nil, err
	}
	weightings, err := s.WeightingsOf(ctx, v, models.FiguresAsked{})
	if err != nil {
		return nil, err
	}
	say := func(uk, en string) string { return domain.Text{UK: uk, EN: en}.In(lang) }
	notes := [][2]any{
		{say("Опитування", "Survey"), v.Title(lang)},
		{say("Хвиля", "Wave"), v.Wave},
		{say("Стан", "State"), string(v.State)},
		{say("Перший день", "First day"), value(v.StartsOn)},
		{say("Останній день", "Last day"), value(v.EndsOn)},
		{say("Вибірка (папір, інтерв'ю, телефон)", "Sample (paper, interview, telephone)"), string(v.Sampling)},
		{say("Вибірка онлайн", "Sample online"), string(v.OnlineSampling)},
		{say("Надійність", "Confidence"), v.Confidence},
	}
	if v.Demonstration {
		notes = append(notes, [2]any{say("Увага", "Mind"), say("Демонстраційні дані: вигадані відповіді.", "Demonstration: made-up responses.")})
	}
	for _, c := range counts {
		var count any = string(models.Suppressed)
		if c.Count != nil {
			count = *c.Count
		}
		notes = append(notes, [2]any{say("Відповідей, ", "Responses, ") + string(c.Mode), count})
	}
	for _, w := range weightings {
		part := say("Зважування (не онлайн)", "Weighting (not online)")
		if w.Online {
			part = say("Зважування (онлайн)", "Weighting (online)")
		}
		notes = append(notes, [2]any{part, weightingText(w, lang)})
	}
	return append(notes,
		[2]any{"value", say("Частка від 0 до 1 (SHARE) або середнє (MEAN) тих, хто відповів.", "A share from 0 to 1 (SHARE) or a mean (MEAN) of those who answered.")},
		[2]any{"margin_of_error, low, high", say("Похибка й довірчий інтервал. Порожні там, де вибірка невипадкова: тоді показник орієнтовний.",
			"The margin of error and the interval. Empty where the sample is not random: the figure is indicative then.")},
		[2]any{"SUPPRESSED", say("Приховано, щоб не розкрити відповідей небагатьох людей. Це не нуль.", "Hidden, so that the answers of few people are not disclosed. It is not zero.")},
		[2]any{"change, change_p", say("Зміна від попередньої хвилі та її p-значення.", "The change since the wave before, and its p-value.")},
	), nil
}
