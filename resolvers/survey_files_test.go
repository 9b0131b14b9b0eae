package resolvers_test

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"hromada/auth"
	"hromada/domain"
)

// formRead is what importQuestionnaire answers.
type formRead struct {
	Survey *struct {
		ID        string
		Version   int
		Questions []struct {
			Required bool
			Question struct{ Code string }
		}
		Categories []struct{ Code string }
	}
	Created, Reused int
	NotTaken        []struct{ Sheet, Name, Message string }
	Faults          []shownFault
}

const formFields = `survey { id version questions { required question { code } } categories { code } } created reused notTaken { sheet name message } faults { row message }`

// A questionnaire goes out as a form and comes back: the bank has its questions, and the draft asks them as the first survey did.
func TestQuestionnairesGoOutAndComeBack(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	head := a.someone("head", staffOf(yakushynetska, auth.Head))
	p := sampling(t, a, head, fmt.Sprintf("communityCode: %q", yakushynetska), yakushynetska)
	path := "/export/surveys/" + p.id + "/questionnaire.xlsx"
	if got := a.fetch(http.MethodGet, path, nil); got.Code != http.StatusNotFound {
		t.Errorf("a visitor has the questionnaire of an open survey: %d", got.Code)
	}
	form := head.fetch(http.MethodGet, path, nil).Body.Bytes()
	if cells, err := openBook(t, form).SearchSheet("settings", "survey_"+a.text(`SELECT CAST(number AS text) FROM surveys`)); err != nil || len(cells) != 1 {
		t.Errorf("the form's id is not the survey's: %v, %v", cells, err)
	}
	begin := func(who *person, community domain.KatottgCode) string {
		return does[changedSurvey](who, "createSurvey", fmt.Sprintf("communityCode: %q, titleUk: \"Друге\"", community), pollAnswer).Survey.ID
	}
	brings := func(who *person, survey string, content []byte, more string, faults ...string) formRead {
		return does[formRead](who, "importQuestionnaire", fmt.Sprintf("surveyId: %q, version: 1, uploadId: %q%s", survey, who.send("IMPORT", "анкета.xlsx", content), more), formFields, faults...)
	}
	second := begin(head, yakushynetska)
	if dry := brings(head, second, form, ", dryRun: true"); dry.Reused != 5 || dry.Created != 0 {
		t.Errorf("on a dry run %+v", dry)
	}
	back := brings(head, second, form, "")
	if back.Reused != 5 || back.Created != 0 || len(back.Survey.Questions) != 5 || !back.Survey.Questions[0].Required || back.Survey.Questions[4].Question.Code != "q_wish" || len(back.Survey.Categories) != 7 {
		t.Errorf("back it is %+v", back)
	}
	brings(head, second, form, "", "CONFLICT version")
	neighbour := a.someone("neighbour", staffOf(vinnytska, auth.Head))
	made := brings(neighbour, begin(neighbour, vinnytska), form, "")
	if made.Created != 5 || made.Reused != 0 || len(made.Survey.Questions) != 5 {
		t.Errorf("elsewhere it is %+v", made)
	}
	brings(neighbour, second, form, "", "NOT_FOUND surveyId")
	changed := withCell(t, form, "choices", "Оптоволокно", "Кабель")
	third := begin(head, yakushynetska)
	brings(head, third, changed, "", "INVALID_INPUT questions.q_internet")
	if got := brings(head, third, []byte("id;q\n1;2\n"), "", "INVALID_INPUT uploadId"); len(got.Faults) != 1 {
		t.Errorf("what is no form: %+v", got)
	}
	foreign := brings(head, third, answersFile(t, "foreign_form.xlsx"), ", dryRun: true")
	if foreign.Created == 0 || len(foreign.NotTaken) == 0 {
		t.Errorf("a form of others: %+v", foreign)
	}
}

func openBook(t *testing.T, content []byte) *excelize.File {
	t.Helper()
	file, err := excelize.OpenReader(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// withCell gives a workbook with another text in a cell of a sheet.
func withCell(t *testing.T, content []byte, sheet, was, is string) []byte {
	t.Helper()
	file := openBook(t, content)
	cells, err := file.SearchSheet(sheet, was)
	if err != nil || len(cells) != 1 {
		t.Fatal(cells, err)
	}
	if err := file.SetCellStr(sheet, cells[0], is); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := file.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// Figures as files say of what is hidden that it is, and show to each what they see in the graph.
func TestFiguresAsFiles(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	p := polling(t, a, yakushynetska, 7708, "")
	p.bring("men", "", "MALE", 1, 2) // of whom nothing may be told
	p.bring("women", "", "FEMALE", 60, 40)
	path := "/export/surveys/" + p.id + "/figures."
	neighbour := a.someone("neighbour", staffOf(vinnytska, auth.Head))
	if got := a.fetch(http.MethodGet, path+"csv", nil); got.Code != http.StatusNotFound {
		t.Errorf("a visitor: %d %s", got.Code, got.Body)
	}
	if got := neighbour.fetch(http.MethodGet, path+"xlsx", nil); got.Code != http.StatusNotFound {
		t.Errorf("a neighbour: %d %s", got.Code, got.Body)
	}
	for _, bad := range []string{path + "csv?by=SEX", path + "json", "/export/surveys/" + p.id + "/answers.csv", "/export/surveys/x/figures.csv", "/export/surveys/" + p.id + "/questionnaire.csv"} {
		if got := p.head.fetch(http.MethodGet, bad, nil); got.Code < 400 || got.Code > 499 {
			t.Errorf("%s: %d", bad, got.Code)
		}
	}
	for _, format := range []string{"csv", "xlsx"} {
		table := p.head.exported(path + format)
		hidden, shown := 0, 0
		for _, row := range table[1:] {
			cell := func(name string) string {
				at := table.column(name)
				if at >= len(row) {
					return ""
				}
				return row[at]
			}
			if cell("survey") != "Інтернет у громаді" || cell("wave") != "1" || cell("demonstration") != "no" {
				t.Errorf("%s says of its survey: %v", format, row)
			}
			if cell("basis") == "" || cell("measure") == "" {
				t.Errorf("%s: %v", format, row)
			}
			if cell("group") == "Чоловіки" && cell("measure") != "COUNT" {
				hidden++
				for _, name := range []string{"value", "standard_error", "low", "high", "missing"} {
					if cell(name) != "SUPPRESSED" {
						t.Errorf("%s: of few people %s is %q", format, name, cell(name))
					}
				}
			}
			if cell("group_by") == "" && cell("option") == "o1" && cell("question") == "q_one" {
				shown++
			}
		}
		if hidden == 0 || shown != 1 {
			t.Errorf("%s has %d hidden rows and %d of the whole", format, hidden, shown)
		}
	}
	book, err := excelize.OpenReader(p.head.fetch(http.MethodGet, path+"xlsx", nil).Body)
	if err != nil {
		t.Fatal(err)
	}
	notes, err := book.GetRows("notes")
	if err != nil || !strings.Contains(fmt.Sprint(notes), "SUPPRESSED") || !strings.Contains(fmt.Sprint(notes), "Інтернет у громаді") {
		t.Errorf("the notes are %v, %v", notes, err)
	}
	p.step("closeSurvey", p.known())
	p.step("publishSurvey", p.known())
	if table := a.exported(path + "csv"); len(table) < 10 {
		t.Errorf("everybody sees %v", table)
	}
	if got := a.fetch(http.MethodGet, "/export/surveys/"+p.id+"/questionnaire.xlsx", nil); got.Code != http.StatusOK {
		t.Errorf("everybody has the questionnaire: %d", got.Code)
	}
}
