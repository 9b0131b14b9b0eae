package surveys_test

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"hromada/domain"
	"hromada/imports/surveys"
)

func formOf(t failer, q domain.Questionnaire) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := surveys.WriteXLSForm(&out, q); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// withoutNumbers is a questionnaire as a form can tell it: the bank's numbers are its own.
func withoutNumbers(q domain.Questionnaire) domain.Questionnaire {
	q.Questions = append([]domain.Question(nil), q.Questions...)
	for i := range q.Questions {
		q.Questions[i].Number = 0
	}
	return q
}

func TestFormsComeBackAsTheyWere(t *testing.T) {
	t.Parallel()
	form, err := surveys.ReadXLSForm(bytes.NewReader(formOf(t, asked())))
	if err != nil {
		t.Fatal(faultLines(t, err))
	}
	if diff := cmp.Diff(withoutNumbers(asked()), form.Questionnaire); diff != "" || len(form.NotTaken) > 0 {
		t.Error(diff, form.NotTaken)
	}
}

// TestAnyFormComesBack draws questionnaires as the bank may hold them.
func TestAnyFormComesBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		q := drawn(t)
		form, err := surveys.ReadXLSForm(bytes.NewReader(formOf(t, q)))
		if err != nil {
			t.Fatal(faultLines(t, err))
		}
		if diff := cmp.Diff(q, form.Questionnaire); diff != "" || len(form.NotTaken) > 0 {
			t.Fatal(diff, form.NotTaken)
		}
	})
}

func drawn(t *rapid.T) domain.Questionnaire {
	word := rapid.StringMatching(`[А-ЯЇЄҐа-яїєґA-Za-z0-9=+'«»?$<>&"]{1,12}`)
	text := rapid.Custom(func(t *rapid.T) domain.Text {
		uk := word.Draw(t, "uk") + " а"
		return domain.Text{UK: uk, EN: rapid.SampledFrom([]string{"", word.Draw(t, "en") + " b"}).Draw(t, "or")}
	})
	bound := func(name string) *float64 {
		if rapid.Bool().Draw(t, name) {
			return new(math.Round(rapid.Float64Range(-1000, 1000).Draw(t, name)*100) / 100)
		}
		return nil
	}
	q := domain.Questionnaire{Title: text.Draw(t, "title"), Version: rapid.IntRange(0, 9).Draw(t, "version")}
	for i := range rapid.IntRange(1, 5).Draw(t, "questions") {
		one := domain.Question{
			Code: fmt.Sprint("q", i), Text: text.Draw(t, "text"), Required: rapid.Bool().Draw(t, "required"),
			Kind: rapid.SampledFrom([]domain.QuestionKind{domain.SingleChoice, domain.MultipleChoice, domain.Likert, domain.Numeric, domain.FreeText}).Draw(t, "kind"),
		}
		if rapid.Bool().Draw(t, "hint") {
			one.Hint = text.Draw(t, "hint")
		}
		switch {
		case one.Kind == domain.Numeric:
			one.Minimum, one.Maximum = bound("minimum"), bound("maximum")
			if one.Minimum != nil && one.Maximum != nil && *one.Minimum > *one.Maximum {
				one.Minimum, one.Maximum = one.Maximum, one.Minimum
			}
		case one.Kind.HasOptions():
			for n := range rapid.IntRange(1, 4).Draw(t, "options") {
				one.Options = append(one.Options, domain.QuestionOption{Number: n + 1, Code: fmt.Sprint(n, "_a"), Text: text.Draw(t, "option"), Other: n == 3})
			}
		}
		q.Questions = append(q.Questions, one)
	}
	return q
}

// nameForm is what the reference lets a question be named.
var nameForm = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9._-]*$`)

// TestFormsFollowTheReference checks what KoboToolbox and ODK refuse: unknown columns and types, lists that are missing, names that are
// repeated or not allowed, choices without labels, groups that do not end.
func TestFormsFollowTheReference(t *testing.T) {
	t.Parallel()
	file, err := excelize.OpenReader(bytes.NewReader(formOf(t, asked())))
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(file.GetSheetList()); got != "[survey choices settings]" {
		t.Error(got)
	}
	lists := map[string]map[string]bool{}
	for _, row := range rowsOf(t, file, "choices") {
		if lists[row["list_name"]] == nil {
			lists[row["list_name"]] = map[string]bool{}
		}
		if lists[row["list_name"]][row["name"]] || strings.ContainsAny(row["name"], " \t") || row["label::Українська (uk)"] == "" || row["label::English (en)"] == "" {
			t.Errorf("%v", row)
		}
		lists[row["list_name"]][row["name"]] = true
	}
	names := map[string]bool{}
	for _, row := range rowsOf(t, file, "survey") {
		kind, list, _ := strings.Cut(row["type"], " ")
		switch kind {
		case "select_one", "select_multiple":
			if len(lists[list]) == 0 {
				t.Errorf("no list %s", list)
			}
		case "start", "end":
		case "note", "decimal", "text":
		default:
			t.Errorf("type %s", kind)
		}
		if names[row["name"]] || !nameForm.MatchString(row["name"]) || (kind != "start" && kind != "end" && row["label::Українська (uk)"] == "") {
			t.Errorf("%v", row)
		}
		names[row["name"]] = true
		if at := strings.Index(row["relevant"], "${"); at >= 0 && !names[row["relevant"][at+2:strings.IndexByte(row["relevant"], '}')]] {
			t.Errorf("%v refers to what is not before it", row)
		}
	}
	if got := rowsOf(t, file, "settings"); len(got) != 1 || got[0]["default_language"] != "Українська (uk)" || got[0]["form_title"] != asked().Title.UK || got[0]["version"] != "3" {
		t.Errorf("%v", got)
	}
}

func rowsOf(t failer, file *excelize.File, sheet string) []map[string]string {
	t.Helper()
	rows, err := file.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	var all []map[string]string
	for _, row := range rows[1:] {
		named := map[string]string{}
		for i, cell := range row {
			named[rows[0][i]] = cell
		}
		all = append(all, named)
	}
	return all
}

func TestFormsThatCannotBeWritten(t *testing.T) {
	t.Parallel()
	for _, change := range []func(*domain.Questionnaire){
		func(q *domain.Questionnaire) { q.Questions[0].Code = "start" },
		func(q *domain.Questionnaire) { q.Questions[1].Code = "q_internet_other" },
		func(q *domain.Questionnaire) { q.Categories[0].Code = "FE MALE" },
	} {
		q := asked()
		change(&q)
		if err := surveys.WriteXLSForm(&bytes.Buffer{}, q); err == nil {
			t.Errorf("written: %+v", q)
		}
	}
}

// foreignForm is a form as people make them for KoboToolbox: with groups, skips, notes, calculations and old names of columns.
func foreignForm() []byte {
	return bookOf(map[string][][]string{
		"survey": {
			{"type", "name", "label::Ukrainian (uk)", "label::English (en)", "label::Polski (pl)", "hint::Ukrainian (uk)", "required", "relevance", "constraint", "appearance", "parameters", "calculate"},
			{"start", "start"},
			{"end", "end"},
			{"deviceid", "deviceid"},
			{"note", "intro", "Добрий день!", "Hello!"},
			{"begin_group", "about", "Про Вас", "About you"},
			{"select_one gender", "gender", "Ваша стать", "Your sex", "", "", "true"},
			{"integer", "Household-Size", "Скільки людей у домі?", "How many live at home?", "", "Разом із Вами", "yes", "", "(. > 0) and (. < 20)"},
			{"end_group"},
			{"begin group", "net", "Інтернет", "Internet", "", "", "", "${gender} != ''"},
			{"select_multiple tools or_other", "tools", "Чим Ви користуєтеся?", "What do you use?"},
			{"select one agree", "agree", "Чи погоджуєтеся?", "Do you agree?", "", "", "", "${household} > 1", "", "likert"},
			{"range", "mark", "Оцініть", "Give a mark", "", "", "", "", "", "", "start=0 end=5 step=1"},
			{"decimal", "speed", "Швидкість", "Speed", "", "", "", "", ". > 0"},
			{"text", "why", "Чому?", "", "", "", "", "", "regex(., '[a-z]+')"},
			{"calculate", "score", "", "", "", "", "", "", "", "", "", "1 + 1"},
			{"geopoint", "place", "Де?", "Where?"},
			{"end group"},
			{"begin_kobomatrix", "table", "Таблиця", "Table"},
			{"text", "row", "Рядок", "Row"},
			{"end_kobomatrix"},
			{"begin_repeat", "children", "Діти", "Children"},
			{"text", "child", "Хто?", "Who?"},
			{"end_repeat"},
		},
		"choices": {
			{"list name", "value", "label::Ukrainian (uk)", "label::English (en)"},
			{"gender", "f", "Жінка", "Woman"},
			{"gender", "m", "Чоловік", "Man"},
			{"tools", "Phone", "Телефон", "Phone"},
			{"tools", "laptop-pc", "Ноутбук", "Laptop"},
			{"agree", "1", "Ні", "No"},
			{"agree", "2", "Так", "Yes"},
		},
		"settings": {{"form_title", "id_string", "version", "default_language"}, {"Інтернет у громаді", "net_2026", "2026110301", "Ukrainian (uk)"}},
	}, "survey", "choices", "settings")
}

func bookOf(sheets map[string][][]string, order ...string) []byte {
	file := excelize.NewFile()
	for i, name := range order {
		if i == 0 {
			_ = file.SetSheetName("Sheet1", name)
		} else if _, err := file.NewSheet(name); err != nil {
			panic(err)
		}
		for j, row := range sheets[name] {
			cells := make([]any, len(row))
			for k, cell := range row {
				cells[k] = cell
			}
			if err := file.SetSheetRow(name, fmt.Sprint("A", j+1), &cells); err != nil {
				panic(err)
			}
		}
	}
	out, err := file.WriteToBuffer()
	if err != nil {
		panic(err)
	}
	return out.Bytes()
}

// TestForeignForm holds what is read of such a form, and what is said to be left out, against what was seen to be right.
func TestForeignForm(t *testing.T) {
	t.Parallel()
	path := filepath.Join("testdata", "foreign_form.xlsx")
	if *update {
		write(t, path, foreignForm())
	}
	body, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	form, err := surveys.ReadXLSForm(bytes.NewReader(body))
	if err != nil {
		t.Fatal(faultLines(t, err))
	}
	var out strings.Builder
	fmt.Fprintf(&out, "%+v, version %d\n", form.Title, form.Version)
	for _, c := range form.Categories {
		fmt.Fprintf(&out, "%+v\n", c)
	}
	for _, q := range form.Questions {
		fmt.Fprintf(&out, "%s %s %+v hint %+v required %t", q.Code, q.Kind, q.Text, q.Hint, q.Required)
		if q.Minimum != nil {
			fmt.Fprintf(&out, " %v..%v", *q.Minimum, *q.Maximum)
		}
		fmt.Fprintf(&out, " %+v\n", q.Options)
	}
	for _, n := range form.NotTaken {
		fmt.Fprintf(&out, "%s %d %s: %s\n", n.Sheet, n.Line, n.Name, n.Why.EN)
	}
	if *update {
		write(t, path+".golden", []byte(out.String()))
	}
	want, err := os.ReadFile(path + ".golden")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), out.String()); diff != "" {
		t.Error(diff)
	}
}

func TestFaultsOfForms(t *testing.T) {
	t.Parallel()
	head := []string{"type", "name", "label"}
	choices := [][]string{{"list_name", "name", "label"}, {"yn", "y", "Так"}, {"yn", "n", "Ні"}, {"twice", "a", "А"}, {"twice", "a", "Б"}, {"bare", "a"}}
	for why, c := range map[string]struct {
		rows [][]string
		want string
	}{
		"no list":        {[][]string{{"select_one так", "q", "Так?"}}, "line 2, column 1 (survey): There is no list of choices “так”."},
		"a type unknown": {[][]string{{"selct_one yn", "q", "Так?"}}, "line 2, column 1 (survey): The type “selct_one yn” is not known."},
		"no type":        {[][]string{{"", "q", "Так?"}}, "line 2, column 1 (survey): It is not said of what type the question is."},
		"no name":        {[][]string{{"text", "", "Так?"}}, "line 2, column 1 (survey): The question has no name."},
		"no text":        {[][]string{{"text", "q"}}, "line 2, column 1 (survey): The question q has no text."},
		"a name twice":   {[][]string{{"text", "q", "Так?"}, {"text", "Q", "Ні?"}}, "line 3, column 1 (survey): The name Q is on row 2 already."},
		"no end":         {[][]string{{"begin_group", "g", "Г"}, {"text", "q", "Так?"}}, "line 2, column 1 (survey): The group begins and does not end."},
		"no beginning":   {[][]string{{"text", "q", "Так?"}, {"end_group"}}, "line 3, column 1 (survey): A group ends that did not begin."},
		"choices twice":  {[][]string{{"select_one twice", "q", "Так?"}}, "line 5: The choice a is repeated."},
		"choices bare":   {[][]string{{"select_one bare", "q", "Так?"}}, "line 6: The choice a has no text."},
		"nothing asked":  {[][]string{{"note", "q", "Так!"}}, "The form asks nothing."},
	} {
		_, err := surveys.ReadXLSForm(bytes.NewReader(bookOf(map[string][][]string{"survey": append([][]string{head}, c.rows...), "choices": choices}, "survey", "choices")))
		if err == nil {
			t.Errorf("%s: taken", why)
			continue
		}
		if got := faultLines(t, err); !strings.Contains(got, c.want) {
			t.Errorf("%s:\n%s\nwant\n%s", why, got, c.want)
		}
	}
	for why, body := range map[string][]byte{"a table": []byte("type,name,label\n"), "another workbook": sheetOf([][]string{{"a"}}), "nothing": nil} {
		if _, err := surveys.ReadXLSForm(bytes.NewReader(body)); err == nil {
			t.Errorf("%s: taken", why)
		}
	}
}

// TestOurFormsAreReadBack: what KoboToolbox collects with a form of ours needs nobody to say what its columns are.
func TestOurFormsAreReadBack(t *testing.T) {
	t.Parallel()
	m := proposed(t, samples()["kobo_names.csv"])
	for _, c := range m.Columns {
		if c.Role == surveys.UnknownRole || c.Confidence < 0.9 {
			t.Errorf("%+v", c)
		}
	}
}
