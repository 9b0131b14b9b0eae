package surveys_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hromada/domain"
	"hromada/imports/surveys"
)

func TestRecognise(t *testing.T) {
	t.Parallel()
	want := map[string]surveys.Layout{
		"kobo_names.csv": surveys.Kobo, "kobo_labels.csv": surveys.Kobo, "kobo.xlsx": surveys.Kobo, "odk_central.csv": surveys.ODK, "limesurvey_codes.csv": surveys.LimeSurvey,
		"limesurvey_full.csv": surveys.LimeSurvey, "google_forms.csv": surveys.GoogleForms, "google_sheet.csv": surveys.GoogleForms, "wide.csv": surveys.Wide, "long.csv": surveys.Long,
		"limesurvey.xlsx": surveys.LimeSurvey, "google_sheet.xlsx": surveys.GoogleForms, "wide.xlsx": surveys.Wide,
	}
	for name, body := range samples() {
		if got := proposed(t, body).Layout; got != want[name] {
			t.Errorf("%s: %s", name, got)
		}
	}
	if got := surveys.Recognise([]string{"id. Response ID", "submitdate. Date submitted", "q. Так?"}); got != surveys.LimeSurvey {
		t.Error(got)
	}
	if got := surveys.Recognise(nil); got != surveys.Wide {
		t.Error(got)
	}
}

// Nothing of columns that tell who somebody is, and no free text, is in what is proposed, read or reported.
func TestNothingPersonalIsKept(t *testing.T) {
	t.Parallel()
	secrets := []string{
		"192.0.2", "oksana@", "Оксана", "tok101", "example.org/?u", "person101@", "+38044", "interviewer_7", "Оператор", "ee.kobotoolbox", "collect:abc",
	}
	for name, body := range samples() {
		m := proposed(t, body)
		asJSON, err := json.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		rows, report, err := readAll(body, m, options)
		kept := fmt.Sprintf("%s %+v %+v %v", asJSON, rows, report, err)
		for _, secret := range secrets {
			if strings.Contains(kept, secret) {
				t.Errorf("%s: %s is kept", name, secret)
			}
		}
		if strings.Contains(string(asJSON), "Швидкого") {
			t.Errorf("%s: a free text is in the mapping", name)
		}
	}
}

func TestMappingsAreKeptAsJSON(t *testing.T) {
	t.Parallel()
	for name, body := range samples() {
		m := proposed(t, body)
		asJSON, err := json.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		var back surveys.Mapping
		if err := json.Unmarshal(asJSON, &back); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(m, back); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestCheckTellsAllAtOnce(t *testing.T) {
	t.Parallel()
	m := surveys.Mapping{Layout: "EXCEL", Zone: "Europe/Vinnytsia", Columns: []surveys.Column{
		{Header: "а", Role: surveys.QuestionRole, Question: "q_nothing"},
		{Header: "б", Role: surveys.OptionRole, Question: "q_internet", Option: "fibre"},
		{Header: "в", Role: surveys.OptionRole, Question: "q_services", Option: "metro"},
		{Header: "г", Role: surveys.OtherRole, Question: "q_services"},
		{Header: "ґ", Role: surveys.QuestionRole, Question: "q_trust", Values: map[string]string{"так": "t9", "хтозна": "", "ні": "t1", "-": surveys.NoAnswer}},
		{Header: "д", Role: surveys.QuestionRole, Question: "q_trust"},
		{Header: "е", Role: surveys.SexRole, Values: map[string]string{"ж": "WOMAN"}},
		{Header: "є", Role: surveys.TimeRole},
		{Header: "ж", Role: surveys.TimeRole},
		{Header: "з", Role: "COLOUR"},
		{Header: "и", Role: surveys.AskedRole},
		{Header: "і", Role: surveys.ExternalIDRole, Personal: true},
		{Header: "ї", Role: surveys.CommunityRole, Values: map[string]string{"Гнівань": "UA05"}},
		{Header: "й", Role: surveys.UnknownRole, Question: "q_nothing"},
	}}
	got := strings.Split(strings.TrimSpace(faultLines(t, m.Check(asked()))), "\n")
	want := []string{
		`The layout "EXCEL" is not known.`,
		`The time zone "Europe/Vinnytsia" is not known.`,
		`column 1 (а): The questionnaire has no question "q_nothing".`,
		`column 2 (б): One answer is chosen to q_internet: options have no columns of their own.`,
		`column 3 (в): The question q_services has no option "metro".`,
		`column 4 (г): The question q_services has no option that takes a text.`,
		`column 5 (ґ): “так”: the meaning "t9" is not known.`,
		`column 5 (ґ): It is not said what “хтозна” means.`,
		`column 6 (д): The same is in column 5 (ґ) already.`,
		`column 7 (е): “ж”: the meaning "WOMAN" is not known.`,
		`column 9 (ж): The same is in column 8 (є) already.`,
		`column 10 (з): The role "COLOUR" of a column is not known.`,
		`column 11 (и): Only a table of one row an answer has such a column.`,
		`column 12 (і): A column of personal data is not read.`,
		`column 13 (ї): “Гнівань”: the meaning "UA05" is not known.`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if err := (surveys.Mapping{Layout: surveys.Wide}).Check(asked()); !strings.Contains(faultLines(t, err), "No column is a question of the questionnaire.") {
		t.Error(err)
	}
	if err := (surveys.Mapping{Layout: surveys.Long}).Check(asked()); strings.Count(faultLines(t, err), "It is not said which column holds") != 3 {
		t.Error(err)
	}
	hours := surveys.Mapping{Layout: surveys.Wide, Columns: []surveys.Column{{Header: "h", Role: surveys.QuestionRole, Question: "q_hours"}}}
	if err := hours.Check(asked()); !strings.Contains(faultLines(t, err), "No column is the question q_internet, which must be answered.") {
		t.Error(err)
	}
	if _, err := surveys.Read(strings.NewReader(""), asked(), hours, options); err == nil {
		t.Error("read with it")
	}
}

// What is proposed leaves to people what nobody can know, and says how sure it is of the rest.
func TestProposals(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		header string
		role   surveys.Role
		about  string // question/option
		sure   float64
	}{
		{"q_internet", surveys.QuestionRole, "q_internet/", 1},
		{"Q_INTERNET", surveys.QuestionRole, "q_internet/", 1},
		{"яким інтернетом ви користуєтеся вдома", surveys.QuestionRole, "q_internet/", 0.95},
		{"Which internet do you have at home?", surveys.QuestionRole, "q_internet/", 0.95},
		{"1. Яким інтернетом Ви користуєтеся вдома?", surveys.QuestionRole, "q_internet/", 0.5},
		{"q_services/diia", surveys.OptionRole, "q_services/diia", 1},
		{"Якими онлайн-послугами Ви користувалися? [Дія]", surveys.OptionRole, "q_services/diia", 0.95},
		{"Оцініть [Чи довіряєте Ви свої дані онлайн-послугам?]", surveys.QuestionRole, "q_trust/", 0.7},
		{"Вкажіть Вашу електронну пошту", surveys.DroppedRole, "/", 0.9},
		{"Ваша електронна пошта", surveys.DroppedRole, "/", 0.9},
		{"E-mail", surveys.DroppedRole, "/", 0.9},
		{"Номер телефону", surveys.DroppedRole, "/", 0.9},
		{"Прізвище, ім’я, по батькові", surveys.DroppedRole, "/", 0.9},
		{"Стать респондента", surveys.SexRole, "/", 0.7},
		{"Громада", surveys.CommunityRole, "/", 0.9},
		{"Колір", surveys.UnknownRole, "/", 0},
	} {
		m := proposed(t, []byte(c.header+";Колір очей\n"))
		got := m.Columns[0]
		if got.Role != c.role || got.Question+"/"+got.Option != c.about || got.Confidence < c.sure || got.Confidence > c.sure+0.2 {
			t.Errorf("%s: %+v", c.header, got)
		}
	}
}

func TestProposalsOfDates(t *testing.T) {
	t.Parallel()
	m := proposed(t, []byte("date;q_internet\n03/11/2026;fibre\n11/13/2026;none\n"))
	if day := m.Columns[0].DayFirst; day == nil || *day {
		t.Errorf("%+v", m.Columns[0])
	}
	rows, _, err := readAll([]byte("date;q_internet\n11/03/2026 10:00;fibre\n11/13/2026;none\n"), m, options)
	if err != nil || rows[0].At.Day() != 3 {
		t.Errorf("%v %v", rows, err)
	}
}

// A survey that asks nothing of respondents has no place for their sex.
func TestProposalsKnowWhatTheSurveyAsks(t *testing.T) {
	t.Parallel()
	q := asked()
	q.Categories = nil
	m, err := surveys.Propose(strings.NewReader("Стать;q_internet\nж;fibre\n"), q)
	if err != nil || m.Columns[0].Role != surveys.UnknownRole {
		t.Errorf("%+v %v", m, err)
	}
}

func TestLongFaults(t *testing.T) {
	t.Parallel()
	const head = "respondent_id;question;answer;date;стать\n"
	m := proposed(t, []byte(head+"1;q_internet;fibre;2026-11-03;ж\n"))
	for why, c := range map[string]struct{ rows, want string }{
		"no such question": {"1;q_colour;red;2026-11-03;ж\n", "line 2, column 2 (question): The questionnaire has no question “q_colour”."},
		"two answers":      {"1;q_internet;fibre;2026-11-03;ж\n1;q_internet;none;2026-11-03;ж\n", "line 3, column 3 (answer): The respondent has answered this otherwise already."},
		"two sexes":        {"1;q_internet;fibre;2026-11-03;ж\n1;q_hours;2;2026-11-03;ч\n", "line 3, column 1 (respondent_id): Row 2 says otherwise of this respondent."},
		"nobody":           {";q_internet;fibre;2026-11-03;ж\n", "line 2, column 1 (respondent_id): The cell is empty."},
		"required":         {"1;q_hours;2;2026-11-03;ж\n", "line 2: The question q_internet must be answered."},
	} {
		_, _, err := readAll([]byte(head+c.rows), m, options)
		if err == nil {
			t.Errorf("%s: taken", why)
			continue
		}
		if got := strings.TrimSpace(faultLines(t, err)); got != c.want {
			t.Errorf("%s: %s", why, got)
		}
	}
	rows, report, err := readAll([]byte(head+"1;q_internet;fibre;2026-11-03;ж\n2;q_internet;none;2026-11-04;ч\n1;q_services;Дія;2026-11-05;ж\n1;q_services;health;2026-11-03;ж\n3;q_hours;;2026-11-03;ж\n"), m, options)
	if err != nil || len(rows) != 2 || !slices.Equal(rows[0].Answers[1].Options, []int{1, 3}) || rows[0].At.Day() != 4 || report.Empty != 1 {
		t.Errorf("%+v %+v %v", rows, report, err)
	}
}

// A column of one code that is the same in two questions, and a header that stands twice.
func TestHeadersThatRepeat(t *testing.T) {
	t.Parallel()
	q := asked()
	q.Questions[4].Text, q.Questions[3].Text = domain.Text{UK: "Чому?"}, domain.Text{UK: "Чому?"}
	body := []byte("date,q_internet,Чому?,Чому?\n2026-11-03,fibre,2,тому\n")
	m, err := surveys.Propose(bytes.NewReader(body), q)
	if err != nil || m.Columns[2].Question != "q_hours" || m.Columns[3].Question != "q_wish" {
		t.Fatalf("%+v %v", m.Columns, err)
	}
	reading, err := surveys.Read(bytes.NewReader(body), q, m, options)
	if err != nil {
		t.Fatal(err)
	}
	for row, err := range reading.Rows(background) {
		if err != nil || *row.Answers[3].Number != 2 || row.Answers[4].Text != "тому" {
			t.Errorf("%+v %v", row, err)
		}
	}
}
