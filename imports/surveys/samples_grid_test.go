package surveys_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hromada/domain"
	"hromada/imports/surveys"
)

// Grids: each of their rows is a question of the questionnaire, and a column of the file.
const (
	easeTitle  = "Наскільки легко Вам особисто користуватися цією послугою?"
	whereTitle = "Де Ви це робите?"
)

var (
	easeRows  = []string{"Дія", "ЦНАП, онлайн-запис", "Кабінет платника [податків]"}
	whereRows = []string{"Сплата за комунальні послуги", "Запис до лікаря"}
)

// inGrids is a questionnaire with a grid, and with a tick-box grid whose options hold commas. Question 31 is written like row 1 of question 3.
func inGrids() domain.Questionnaire {
	q := domain.Questionnaire{Title: domain.Text{UK: "Зручність послуг"}, Version: 1, Categories: asked().Categories}
	add := func(one domain.Question) {
		one.Number = int64(len(q.Questions) + 1)
		for i := range one.Options {
			one.Options[i].Number = i + 1
		}
		q.Questions = append(q.Questions, one)
	}
	add(domain.Question{Code: "q1", Kind: domain.SingleChoice, Required: true, Text: domain.Text{UK: "Чим Ви виходите в інтернет?"}, Options: []domain.QuestionOption{
		{Code: "phone", Text: domain.Text{UK: "Телефон"}}, {Code: "computer", Text: domain.Text{UK: "Комп'ютер, ноутбук"}}, {Code: "another", Text: domain.Text{UK: "Інше"}, Other: true},
	}})
	add(domain.Question{Code: "q1_comment", Kind: domain.FreeText, Text: domain.Text{UK: "Чим Ви виходите в інтернет? [Коментар]"}})
	for i, row := range easeRows {
		add(domain.Question{Code: fmt.Sprint("q3_", i+1), Kind: domain.Likert, Text: domain.Text{UK: easeTitle + " [" + row + "]"}, Options: []domain.QuestionOption{
			{Code: "hard", Text: domain.Text{UK: "Важко"}}, {Code: "neither", Text: domain.Text{UK: "Ні легко, ні важко"}}, {Code: "easy", Text: domain.Text{UK: "Легко"}},
		}})
	}
	for i, row := range whereRows {
		add(domain.Question{Code: fmt.Sprint("q4_", i+1), Kind: domain.MultipleChoice, Text: domain.Text{UK: whereTitle + " " + row}, Options: []domain.QuestionOption{
			{Code: "home", Text: domain.Text{UK: "Вдома"}}, {Code: "work", Text: domain.Text{UK: "На роботі, в офісі"}}, {Code: "centre", Text: domain.Text{UK: "У ЦНАП"}},
		}})
	}
	add(domain.Question{Code: "q31", Kind: domain.Numeric, Minimum: new(1.0), Maximum: new(20.0), Text: domain.Text{UK: "Скільки осіб живе разом з Вами?"}})
	return q
}

// gridded is what a made-up respondent says to that; 0 and nothing: no answer.
type gridded struct {
	someone
	device        int
	other, remark string
	ease          []int
	where         [][]int
	together      int
}

func griddedPeople() []gridded {
	draw := rand.New(rand.NewPCG(2026, 12))
	var all []gridded
	for i, p := range people() {
		g := gridded{someone: p, device: 1 + i%3, together: 1 + draw.IntN(6), remark: wishes[(i+1)%len(wishes)]}
		if g.device == 3 {
			g.other = "Телевізор, приставка"
		}
		for range easeRows {
			g.ease = append(g.ease, draw.IntN(4))
		}
		for range whereRows {
			var ticked []int
			for n := 1; n <= 3; n++ {
				if draw.IntN(2) == 0 {
					ticked = append(ticked, n)
				}
			}
			g.where = append(g.where, ticked)
		}
		all = append(all, g)
	}
	return all
}

// said gives the text of an option of a question, by their numbers.
func said(question, option int) string {
	if option == 0 {
		return ""
	}
	return inGrids().Questions[question-1].Options[option-1].Text.UK
}

func allSaid(question int, options []int, between string) string {
	var texts []string
	for _, n := range options {
		texts = append(texts, said(question, n))
	}
	return strings.Join(texts, between)
}

// googleGridRows is what Google Forms gives of a grid and a tick-box grid: "Question [Row]" for headers, the columns' titles for answers.
func googleGridRows(between string, form func(time.Time) string) [][]string {
	head := []string{"Позначка часу", "Електронна адреса", "Ваша стать", "Вік", "Чим Ви виходите в інтернет?"}
	for _, row := range easeRows {
		head = append(head, easeTitle+" ["+row+"]")
	}
	for _, row := range whereRows {
		head = append(head, whereTitle+" ["+row+"]")
	}
	rows := [][]string{append(head, "Скільки осіб живе разом з Вами?")}
	for _, p := range griddedPeople() {
		row := []string{form(p.at), fmt.Sprintf("person%d@example.org", p.number), pick(p.female, "Жіноча", "Чоловіча"), fmt.Sprint(p.age), pick(p.other != "", p.other, said(1, p.device))}
		for i, ease := range p.ease {
			row = append(row, said(3+i, ease))
		}
		for i, where := range p.where {
			row = append(row, allSaid(6+i, where, between))
		}
		rows = append(rows, append(row, fmt.Sprint(p.together)))
	}
	return rows
}

// limesurveyArrayRows is what LimeSurvey gives of an array, of a list with a comment and of two questions with several answers. One did not come to
// the end. Headers are codes, or texts, or both; answers are codes, or texts.
func limesurveyArrayRows(header func(code, text string) string, coded bool) [][]string {
	head := []string{
		header("id", "Response ID"), header("submitdate", "Date submitted"), header("lastpage", "Last page"), header("startlanguage", "Start language"), header("seed", "Seed"),
		header("token", "Access code"), header("startdate", "Date started"), header("datestamp", "Date last action"), header("ipaddr", "IP address"), header("refurl", "Referrer URL"),
		header("sex", "Стать"), header("age", "Вік"), header("Q1", "Чим Ви виходите в інтернет?"), header("Q1[other]", "Чим Ви виходите в інтернет? [Інше]"),
		header("Q1[comment]", "Чим Ви виходите в інтернет? [Коментар]"),
	}
	for i, row := range easeRows {
		head = append(head, header(fmt.Sprintf("Q3[SQ%03d]", i+1), easeTitle+" ["+row+"]"))
	}
	for i, row := range whereRows {
		for n := 1; n <= 3; n++ {
			head = append(head, header(fmt.Sprintf("Q4%d[SQ%03d]", i+1, n), whereTitle+" "+row+" ["+said(6+i, n)+"]"))
		}
	}
	rows := [][]string{append(head, header("Q31", "Скільки осіб живе разом з Вами?"), header("interviewtime", "Total time"))}
	for i, p := range griddedPeople() {
		left := i%5 == 4
		row := []string{
			fmt.Sprint(p.number), pick(left, "", p.at.Format(time.DateTime)), pick(left, "1", "2"), "uk", "77120", fmt.Sprint("tok", p.number), p.at.Add(-6 * time.Minute).Format(time.DateTime),
			p.at.Format(time.DateTime), fmt.Sprint("192.0.2.", p.number), "https://example.org/?u=1", pick(p.female, "F", "M"), fmt.Sprint(p.age),
			pick(coded, pick(p.other != "", "-oth-", fmt.Sprint("A", p.device)), said(1, p.device)), p.other, pick(strings.HasPrefix(p.remark, "="), "'"+p.remark, p.remark),
		}
		for j, ease := range p.ease {
			row = append(row, pick(coded && ease > 0, fmt.Sprint("A", ease), said(3+j, ease)))
		}
		for _, where := range p.where {
			for n := 1; n <= 3; n++ {
				row = append(row, pick(slices.Contains(where, n), pick(coded, "Y", "Так"), pick(coded, "N", "Ні")))
			}
		}
		rows = append(rows, append(row, fmt.Sprintf("%d.0000000000", p.together), "212.4"))
	}
	return rows
}

func griddedSamples() map[string][]byte {
	codes := func(code, _ string) string { return code }
	texts := func(_, text string) string { return text }
	both := func(code, text string) string { return code + ". " + text }
	onSheet := func(t time.Time) string { return t.Format(time.DateTime) }
	return map[string][]byte{
		"google_grid.csv":           bare(",", "\r\n", googleGridRows(";", googleTime)...),
		"google_grid_sheet.csv":     bare(",", "\r\n", googleGridRows(", ", onSheet)...),
		"google_grid_sheet.xlsx":    workbook("Відповіді на форму (1)", googleGridRows(", ", onSheet), map[string]cellKind{"Позначка часу": dated(time.DateTime), "Вік": number}),
		"limesurvey_array.csv":      limesurveyFile(",", limesurveyArrayRows(codes, true)),
		"limesurvey_array_full.csv": limesurveyFile(";", limesurveyArrayRows(texts, false)),
		"limesurvey_array_both.csv": limesurveyFile(",", limesurveyArrayRows(both, false)),
	}
}

// TestSamplesOfGrids reads grids of every tool, each row for its question, as TestSamples does, and demands the answers that were made up.
func TestSamplesOfGrids(t *testing.T) {
	t.Parallel()
	for name, made := range griddedSamples() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			holdSample(t, name, made, inGrids())
			m := proposedFor(t, made, inGrids())
			want := surveys.GoogleForms
			if strings.HasPrefix(name, "limesurvey") {
				want = surveys.LimeSurvey
			}
			rows, report, err := readFor(made, inGrids(), m, options)
			if err != nil {
				t.Fatal(faultLines(t, err))
			}
			if m.Layout != want || len(report.Unread) > 0 || len(rows)+report.Incomplete != len(griddedPeople()) || (report.Incomplete == 2) != (want == surveys.LimeSurvey) {
				t.Errorf("%s, %d rows, %+v", m.Layout, len(rows), report)
			}
			for _, row := range rows {
				compareGrid(t, m.Layout, row)
			}
		})
	}
}

func compareGrid(t *testing.T, l surveys.Layout, row surveys.Row) {
	t.Helper()
	all := griddedPeople()
	i := slices.IndexFunc(all, func(p gridded) bool { return p.at.Equal(row.At) })
	if i < 0 {
		t.Fatalf("nobody answered at %s", row.At)
	}
	p := all[i]
	want := []domain.SurveyAnswer{{Options: []int{p.device}, Text: p.other}, {}}
	if l == surveys.LimeSurvey {
		want[1].Text = strings.ReplaceAll(p.remark, "\n", " ")
	}
	for _, ease := range p.ease {
		var options []int
		if ease > 0 {
			options = []int{ease}
		}
		want = append(want, domain.SurveyAnswer{Options: options})
	}
	for _, where := range p.where {
		want = append(want, domain.SurveyAnswer{Options: where, None: where == nil && l == surveys.LimeSurvey}) // whose columns say no
	}
	together := float64(p.together)
	if diff := cmp.Diff(append(want, domain.SurveyAnswer{Number: &together}), row.Answers); diff != "" {
		t.Errorf("person %d: %s", p.number, diff)
	}
	if row.Strata[domain.SexVariable] != pick(p.female, "FEMALE", "MALE") || row.Strata[domain.AgeVariable] != ageBand(p.age) {
		t.Errorf("person %d: %v", p.number, row.Strata)
	}
}

// oddGrids hold answers that their grids have not, and a grid that has lost a row.
func oddGrids() map[string]oddSample {
	grid, array := googleGridRows(";", googleTime), limesurveyArrayRows(func(code, _ string) string { return code }, true)
	lost := googleGridRows(";", googleTime)
	for i, row := range lost {
		lost[i] = slices.Delete(row, 6, 7)
	}
	return map[string]oddSample{
		"odd_google_grid.csv": {"google_grid.csv", bare(",", "\r\n", changed(grid, map[string]string{
			"2 " + easeTitle + " [Дія]": "Ні легко", "3 " + easeTitle + " [ЦНАП, онлайн-запис]": "Легко;Важко", "4 " + whereTitle + " [Запис до лікаря]": "Вдома;У сусідів",
			"5 " + whereTitle + " [Запис до лікаря]": "На роботі", "6 Чим Ви виходите в інтернет?": "", "7 Скільки осіб живе разом з Вами?": "0",
		})...)},
		"odd_google_grid_lost.csv": {"google_grid.csv", bare(",", "\r\n", lost...)},
		"odd_limesurvey_array.csv": {"limesurvey_array.csv", limesurveyFile(",", changed(array, map[string]string{
			"2 Q3[SQ001]": "A4", "3 Q3[SQ002]": "Y", "4 Q41[SQ002]": "A1", "5 Q1[other]": "Праска", "6 Q3[SQ001]": "A9", "7 submitdate": "2026-11-04", "8 submitdate": "04.11.26 14:30", "9 Q31": "2,5,0",
		}))},
	}
}

// TestRowsNobodyAsksForAreNoQuestions: a row of a grid has most words in common with the others.
func TestRowsNobodyAsksForAreNoQuestions(t *testing.T) {
	t.Parallel()
	m := proposedFor(t, []byte("Позначка часу,Наскільки легко Вам особисто користуватися цією послугою? [Пошта],Наскільки легко Вам особисто користуватись цією послугою? [Дія]\r\n"), inGrids())
	if m.Columns[1].Role != surveys.UnknownRole || m.Columns[2].Question != "q3_1" {
		t.Errorf("%+v", m.Columns)
	}
	q := inGrids()
	for i, row := range easeRows { // a bank may have the rows alone
		q.Questions[2+i].Text.UK = row
	}
	for _, file := range []struct{ before, code string }{{"Позначка часу", ""}, {"id,submitdate", "G01Q03[SQ00#]. "}} {
		header := file.before
		for i, row := range easeRows {
			header += `,"` + strings.ReplaceAll(file.code, "#", fmt.Sprint(i+1)) + easeTitle + " [" + row + `]"`
		}
		m := proposedFor(t, []byte(header+"\r\n"), q)
		for i, c := range m.Columns[len(m.Columns)-len(easeRows):] {
			if c.Question != fmt.Sprint("q3_", i+1) {
				t.Errorf("%s: %+v", c.Header, c)
			}
		}
	}
}
