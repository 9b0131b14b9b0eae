package resolvers_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"hromada/auth"
	"hromada/domain"
)

// sampled are the questions that the samples of imports/surveys answer.
var sampled = []string{
	`code: "q_internet", kind: SINGLE, textUk: "Яким інтернетом Ви користуєтеся вдома?", textEn: "Which internet do you have at home?", options: [{code: "fibre", textUk: "Оптоволокно", textEn: "Fibre"}, {code: "mobile", textUk: "Мобільний, 4G або 5G", textEn: "Mobile, 4G or 5G"}, {code: "none", textUk: "Не маю", textEn: "None"}, {code: "another", textUk: "Інше", textEn: "Other", other: true}]`,
	`code: "q_services", kind: MULTIPLE, textUk: "Якими онлайн-послугами Ви користувалися?", options: [{code: "diia", textUk: "Дія"}, {code: "cnap", textUk: "ЦНАП, онлайн-запис"}, {code: "health", textUk: "Здоров'я (Helsi, eHealth)"}, {code: "nothing", textUk: "Жодними"}]`,
	`code: "q_trust", kind: LIKERT, textUk: "Чи довіряєте Ви свої дані онлайн-послугам?", options: [{code: "t1", textUk: "Зовсім ні"}, {code: "t2", textUk: "Скоріше ні"}, {code: "t3", textUk: "Скоріше так"}, {code: "t4", textUk: "Цілком"}]`,
	`code: "q_hours", kind: NUMERIC, textUk: "Скільки годин на день Ви в інтернеті?", minimum: 0, maximum: 24`,
	`code: "q_wish", kind: TEXT, textUk: "Чого бракує найбільше?"`,
}

// sampling opens a survey that the samples answer: of a community, or where place says so of the region.
func sampling(tb testing.TB, a *api, who *person, place string, of ...domain.KatottgCode) *poll {
	tb.Helper()
	p := &poll{api: a, head: who}
	var questions []string
	for i, q := range sampled {
		made := does[struct{ Question struct{ ID string } }](who, "createQuestion", place+", "+q, `question { id }`)
		questions = append(questions, fmt.Sprintf(`{questionId: %q, required: %t}`, made.Question.ID, i == 0))
	}
	p.step("createSurvey", place+`, titleUk: "Цифрові потреби громади", startsOn: "2026-11-01", keepUntil: "2027-12-31"`)
	p.step("setSurveyQuestions", p.known()+`, questions: [`+strings.Join(questions, ", ")+`]`)
	p.step("setSurveyCategories", p.known()+`, variable: SEX, categories: [{code: "FEMALE", labelUk: "Жінка"}, {code: "MALE", labelUk: "Чоловік"}]`)
	p.step("setSurveyCategories", p.known()+`, variable: AGE, categories: [{code: "18-29", labelUk: "18–29 років"}, {code: "30-59", labelUk: "30–59 років"}, {code: "60+", labelUk: "60 років і старші"}]`)
	p.step("setSurveyCategories", p.known()+`, variable: SETTLEMENT, categories: [{code: "URBAN", labelUk: "Місто"}, {code: "RURAL", labelUk: "Село"}]`)
	for _, code := range of {
		p.step("setSurveyPopulation", p.known()+fmt.Sprintf(`, communityCode: %q, population: 7000`, code))
	}
	p.step("openSurvey", p.known())
	return p
}

func answersFile(tb testing.TB, name string) []byte {
	tb.Helper()
	content, err := os.ReadFile(filepath.Join("../imports/surveys/testdata", name))
	if err != nil {
		tb.Fatal(err)
	}
	return content
}

// shownFault is what tests read of a fault of a file.
type shownFault struct {
	Row, Column *int
	Name        *string
	Message     string
}

// broughtIn is what importResponses answers.
type broughtIn struct {
	Survey *struct{ ID string }
	Result *struct {
		Already                                                                bool
		Rows, Responses, Added, Known, Incomplete, NotApproved, Empty, LeftOut int
		Repeated, SuspectedCount                                               int
		Suspected                                                              []struct{ Row, Repeats int }
		Personal, Unread                                                       []string
		Mapping                                                                json.RawMessage
	}
	Faults     []shownFault
	MoreFaults int
	UserErrors []struct {
		Code    domain.Code
		Message string
		Path    []string
	}
}

const mappingFields = `{ layout columns { header role question option values { value meaning } dayFirst personal confidence } timeZone versions }`

// intake is a document that brings responses in.
const intake = `mutation($in: ImportResponsesInput!) { importResponses(input: $in) { survey { id }
	result { already rows responses added known incomplete notApproved empty leftOut repeated suspectedCount suspected { row repeats } personal unread mapping ` + mappingFields + ` }
	faults { row column name message } moreFaults userErrors { code message path } } }`

// brings has somebody bring a file of responses in.
func (p *poll) brings(who *person, upload string, more vars) broughtIn {
	p.tb.Helper()
	in := vars{"surveyId": p.id, "uploadId": upload}
	for name, value := range more {
		in[name] = value
	}
	var told broughtIn
	decode(p.tb, who.ask(intake, vars{"in": in}), "importResponses", &told)
	return told
}

func (b broughtIn) wrong() string {
	told := []string{}
	for _, e := range b.UserErrors {
		told = append(told, string(e.Code)+" "+strings.Join(e.Path, "."))
	}
	return strings.Join(told, ", ")
}

// looked is what proposeSurveyMapping answers.
type looked struct {
	Mapping    *mapped
	Basis      *string
	Ready      bool
	Undecided  []shownFault
	Faults     []shownFault
	UserErrors []struct{ Path []string }
}

// mapped is a mapping as it comes; it goes back without what a person does not say.
type mapped struct {
	Layout  string `json:"layout"`
	Columns []struct {
		Header     string  `json:"header"`
		Role       string  `json:"role"`
		Question   *string `json:"question"`
		Option     *string `json:"option"`
		DayFirst   *bool   `json:"dayFirst"`
		Personal   bool    `json:"personal"`
		Confidence float64 `json:"-"`
		Values     []struct {
			Value   string  `json:"value"`
			Meaning *string `json:"meaning"`
		} `json:"values"`
	} `json:"columns"`
	TimeZone *string  `json:"timeZone"`
	Versions []string `json:"versions"`
}

func (p *poll) looks(who *person, upload string) looked {
	p.tb.Helper()
	var told looked
	decode(p.tb, who.ask(`mutation($in: ProposeSurveyMappingInput!) { proposeSurveyMapping(input: $in) { mapping `+mappingFields+` basis ready
		undecided { row column name message } faults { row column name message } userErrors { path } } }`,
		vars{"in": vars{"surveyId": p.id, "uploadId": upload}}), "proposeSurveyMapping", &told)
	return told
}

// tells is whether a column has the role.
func (l *looked) tells(role string) bool {
	for _, c := range l.Mapping.Columns {
		if c.Role == role {
			return true
		}
	}
	return false
}

// settled is the mapping after a person did what they must: nobody can guess what the numbers stand for.
func (l *looked) settled() *mapped {
	m := l.Mapping
	for i := range m.Columns {
		c := &m.Columns[i]
		for j := range c.Values {
			if v := &c.Values[j]; v.Meaning == nil {
				v.Meaning = new(map[string]string{"1": "URBAN", "2": "RURAL"}[v.Value])
			}
		}
	}
	return m
}

// TestSamplesOfEveryLayout are brought in, and answer the same.
func TestSamplesOfEveryLayout(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	head := a.someone("head", staffOf(yakushynetska, auth.Head))
	p := sampling(t, a, head, fmt.Sprintf("communityCode: %q", yakushynetska), yakushynetska)
	total := 0
	for _, one := range []struct {
		name, layout string
		count        int
	}{
		{"kobo_names.csv", "KOBO", 11},
		{"odk_central.csv", "ODK", 11},
		{"limesurvey_codes.csv", "LIMESURVEY", 11},
		{"google_forms.csv", "GOOGLE_FORMS", 12},
		{"wide.csv", "WIDE", 12},
		{"long.csv", "LONG", 0}, // the same ids as in the wide table
		{"kobo.xlsx", "KOBO", 0},
		{"kobo_labels.csv", "KOBO", 0},
		{"limesurvey_full.csv", "LIMESURVEY", 0}, // the same responses as before
	} {
		upload := head.send("RESPONSES", one.name, answersFile(t, one.name))
		told := p.looks(head, upload)
		if told.Mapping == nil || told.Mapping.Layout != one.layout || len(told.Faults) != 0 {
			t.Errorf("%s is proposed as %+v", one.name, told)
			continue
		}
		more := vars{"mode": "ONLINE", "dryRun": true}
		untold := len(told.Undecided) > 0 && strings.HasSuffix(told.Undecided[0].Message, "вкажіть mode.")
		if told.Ready != (len(told.Undecided) == 0) || untold == told.tells("MODE") {
			t.Errorf("%s does not say that its mode is to be told: %+v", one.name, told)
		}
		if got := p.brings(head, upload, vars{"mapping": told.settled(), "dryRun": true}); untold && (got.wrong() != "INVALID_INPUT mode" || len(got.Faults) > 0) {
			t.Errorf("%s without a mode: %+v", one.name, got)
		}
		if len(told.Undecided) > 1 || !told.Ready && !untold {
			if p.brings(head, upload, more).wrong() != "INVALID_INPUT mapping" {
				t.Errorf("%s is undecided, and taken", one.name)
			}
			more["mapping"] = told.settled()
		}
		if dry := p.brings(head, upload, more); dry.Result == nil || dry.Result.Added != one.count {
			t.Errorf("%s on a dry run: %+v", one.name, dry)
		}
		more["dryRun"] = false
		got := p.brings(head, upload, more)
		if got.Result == nil || got.Result.Added != one.count || got.Result.Already || got.Result.Added+got.Result.Known != got.Result.Responses {
			t.Errorf("%s: %+v", one.name, got)
		}
		total += one.count
		if again := p.brings(head, upload, more); again.Result == nil || !again.Result.Already || again.Result.Added != 0 {
			t.Errorf("%s again: %+v", one.name, again)
		}
		if rows := a.rowsOf("responses.responses"); rows != total {
			t.Fatalf("after %s there are %d responses, not %d", one.name, rows, total)
		}
	}
	if n := p.figures(head, "")["q_internet"].N; n == nil || *n != total {
		t.Errorf("the figures are of %v, not %d", n, total)
	}
	if told := a.auditOf("IMPORT_RESPONSES"); strings.Contains(told, "Starlink") || strings.Contains(told, "Оксана") || !strings.Contains(told, "added") {
		t.Errorf("the log has %s", told)
	}
}

// auditOf is what the log keeps of an action.
func (a *api) auditOf(action string) (told string) {
	a.tb.Helper()
	if err := a.db.QueryRowContext(a.tb.Context(), `SELECT string_agg(CAST(e AS text), E'\n') FROM audit_events e WHERE action = $1`, action).Scan(&told); err != nil {
		a.tb.Fatal(err)
	}
	return told
}

// Abuse case 56: one file in two tabs has one effect. What a person said of columns is kept, and goes on to the next wave.
func TestAFileInTwoTabsAndItsMapping(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	head := a.someone("head", staffOf(yakushynetska, auth.Head))
	p := sampling(t, a, head, fmt.Sprintf("communityCode: %q", yakushynetska), yakushynetska)
	upload := head.send("RESPONSES", "відповіді.csv", answersFile(t, "limesurvey_codes.csv"))
	first := p.looks(head, upload)
	if first.Ready || *first.Basis != "FILE" || len(first.Undecided) < 2 || *first.Undecided[1].Name != "settlement" {
		t.Errorf("at first %+v", first)
	}
	first.settled()
	for _, never := range []string{"2099-01-01T00:00:00Z", "1901-01-01T00:00:00Z"} {
		if got := p.brings(head, upload, vars{"mode": "ONLINE", "answeredAt": never}); got.wrong() != "INVALID_INPUT answeredAt" {
			t.Errorf("answered at %s: %+v", never, got)
		}
	}
	documents := make(chan string, 2)
	for range 2 {
		go func() {
			documents <- head.ask(intake, vars{"in": vars{"surveyId": p.id, "uploadId": upload, "mode": "ONLINE", "mapping": first.Mapping}}).Body
		}()
	}
	both := <-documents + <-documents
	if strings.Count(both, `"added":11`) != 1 || strings.Count(both, `"already":true`) != 1 || a.rowsOf("responses.responses") != 11 {
		t.Errorf("two tabs: %s", both)
	}
	if progress := head.ask(`{ importProgress(uploadId: "`+upload+`") { state } }`, nil).Body; !strings.Contains(progress, `"DONE"`) {
		t.Error(progress)
	}
	if kept := p.looks(head, upload); len(kept.Undecided) != 1 || *kept.Basis != "EARLIER_FILE" {
		t.Errorf("afterwards %+v", kept)
	}
	a.clock.pass(1e9)
	p.follow()
	if next := p.looks(head, upload); len(next.Undecided) != 1 || *next.Basis != "EARLIER_WAVE" {
		t.Errorf("in the next wave %+v", next)
	}
	if got := p.brings(head, upload, vars{"mode": "ONLINE"}); got.Result == nil || got.Result.Added != 11 || !slices.Contains(got.Result.Personal, "email") {
		t.Errorf("in the next wave %+v", got)
	}
	for _, secret := range []string{"oksana@example.org", "192.0.2.101", "tok101"} {
		if n := a.rowsOf(`(SELECT FROM survey_mappings m WHERE CAST(m AS text) LIKE '%` + secret + `%' UNION ALL
			SELECT FROM responses.responses r WHERE CAST(r AS text) LIKE '%` + secret + `%' UNION ALL SELECT FROM responses.texts x WHERE x.text LIKE '%` + secret + `%') x`); n != 0 {
			t.Errorf("%s is kept", secret)
		}
	}
}

// Abuse case 58: responses of other communities refuse the whole file, and say in which rows.
func TestResponsesOfOtherCommunitiesAreRefused(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	expert := a.someone("expert", expertOf(vinnytskaOblast))
	region := sampling(t, a, expert, fmt.Sprintf("regionCode: %q", vinnytskaOblast), yakushynetska, vinnytska)
	file := func(rows ...string) string {
		return expert.send("RESPONSES", "таблиця.csv", []byte("id;q_internet;дата;громада\n"+strings.Join(rows, "\n")+"\n"))
	}
	mapping := func(community string) vars {
		column := func(header, role, question string) vars {
			c := vars{"header": header, "role": role}
			if question != "" {
				c["question"] = question
			}
			return c
		}
		all := []any{column("id", "EXTERNAL_ID", ""), column("q_internet", "QUESTION", "q_internet"), column("дата", "TIME", "")}
		if community != "" {
			all = append(all, column("громада", community, ""))
		}
		return vars{"mode": "CAPI", "mapping": vars{"layout": "WIDE", "columns": all}}
	}
	good, bad := fmt.Sprintf("1;fibre;03.11.2026;%s", yakushynetska), fmt.Sprintf("2;none;03.11.2026;%s", "UA99020010000053508")
	if got := region.brings(expert, file(good, bad, "3;fibre;04.11.2026;"), mapping("COMMUNITY")); got.wrong() != "INVALID_INPUT uploadId" || len(got.Faults) != 2 ||
		*got.Faults[0].Row != 3 || *got.Faults[0].Column != 4 || *got.Faults[1].Row != 4 {
		t.Errorf("a foreign community: %+v", got)
	}
	if got := region.brings(expert, file(good), mapping("")); got.wrong() != "INVALID_INPUT uploadId" || got.Result != nil {
		t.Errorf("without a community: %+v", got)
	}
	if rows := a.rowsOf("responses.responses"); rows != 0 {
		t.Errorf("%d responses are there", rows)
	}
	if got := region.brings(expert, file(good, fmt.Sprintf("2;none;03.11.2026;%s", vinnytska)), mapping("COMMUNITY")); got.Result == nil || got.Result.Added != 2 {
		t.Errorf("of the region: %+v", got)
	}
	head := a.someone("head", staffOf(yakushynetska, auth.Head))
	own := sampling(t, a, head, fmt.Sprintf("communityCode: %q", yakushynetska), yakushynetska)
	upload := head.send("RESPONSES", "таблиця.csv", []byte(fmt.Sprintf("id;q_internet;дата;громада\n%s\n2;none;03.11.2026;%s\n", good, vinnytska)))
	if got := own.brings(head, upload, mapping("COMMUNITY")); got.wrong() != "INVALID_INPUT uploadId" || len(got.Faults) != 1 || *got.Faults[0].Row != 3 {
		t.Errorf("the neighbour's: %+v", got)
	}
}

// TestWhoBringsResponsesIn: those who may edit the survey, while it takes them.
func TestWhoBringsResponsesIn(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	head := a.someone("head", staffOf(yakushynetska, auth.Head))
	p := sampling(t, a, head, fmt.Sprintf("communityCode: %q", yakushynetska), yakushynetska)
	foreign := a.someone("foreign", staffOf(vinnytska, auth.Head))
	editor, reader := a.someone("editor", staffOf(yakushynetska, auth.Editor)), a.someone("reader", staffOf(yakushynetska, auth.Reader))
	expert, admin := a.someone("expert", expertOf(vinnytskaOblast)), a.someone("admin", administrator())
	content := answersFile(t, "kobo_names.csv")
	document := func(who *person, upload string) string {
		return who.ask(intake, vars{"in": vars{"surveyId": p.id, "uploadId": upload, "mode": "ONLINE", "dryRun": true}}).Body
	}
	for name, one := range map[string]struct {
		who  *person
		want string
	}{
		"editor": {editor, `"added":11`}, "head": {head, `"added":11`}, "admin": {admin, `"added":11`},
		"foreign": {foreign, `{"code":"NOT_FOUND","message":"Не знайдено.","path":["surveyId"]}`}, "expert": {expert, `FORBIDDEN`},
	} {
		if got := document(one.who, one.who.send("RESPONSES", "kobo.csv", content)); !strings.Contains(got, one.want) {
			t.Errorf("%s: %s", name, got)
		}
	}
	mine := head.send("RESPONSES", "kobo.csv", content)
	if got := document(reader, mine); !strings.Contains(got, "FORBIDDEN") {
		t.Errorf("a reader: %s", got)
	}
	if got := document(editor, mine); !strings.Contains(got, `"path":["uploadId"]`) {
		t.Errorf("an upload of another: %s", got)
	}
	if got := document(head, head.send("IMPORT", "kobo.csv", content)); !strings.Contains(got, `"path":["uploadId"]`) {
		t.Errorf("an upload for something else: %s", got)
	}
	if got := a.ask(intake, vars{"in": vars{"surveyId": p.id, "uploadId": mine}}).Body; !strings.Contains(got, "UNAUTHENTICATED") {
		t.Errorf("a visitor: %s", got)
	}
	p.step("closeSurvey", p.known())
	if got := p.brings(head, mine, vars{"mode": "ONLINE"}); got.Result == nil || got.Result.Added != 11 {
		t.Errorf("a survey that is closed: %+v", got)
	}
	p.step("publishSurvey", p.known())
	if got := p.brings(head, mine, vars{"mode": "ONLINE"}); got.wrong() != "CONFLICT surveyId" {
		t.Errorf("a survey that is published: %+v", got)
	}
	if got := p.looks(head, mine); len(got.UserErrors) != 1 || got.Mapping != nil {
		t.Errorf("looking at a file for it: %+v", got)
	}
}

// Abuse cases 51 to 55: odd files are told by row and column, and nothing of them is kept.
func TestOddFilesOfResponses(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	head := a.someone("head", staffOf(yakushynetska, auth.Head))
	p := sampling(t, a, head, fmt.Sprintf("communityCode: %q", yakushynetska), yakushynetska)
	for name, want := range map[string]int{"odd_kobo.csv": 10, "odd_kobo_cut.csv": 9, "odd_kobo_twice.csv": 16, "odd_google_mixed.csv": 16} {
		got := p.brings(head, head.send("RESPONSES", name, answersFile(t, name)), vars{"mode": "ONLINE"})
		at := slices.IndexFunc(got.Faults, func(f shownFault) bool { return f.Row != nil && *f.Row == want })
		if got.Result != nil || (got.wrong() != "INVALID_INPUT uploadId" && got.wrong() != "INVALID_INPUT mapping") || (at < 0 && got.wrong() == "INVALID_INPUT uploadId") {
			t.Errorf("%s: %+v", name, got)
		}
	}
	upload := head.send("RESPONSES", "../../etc/passwd", answersFile(t, "kobo_names.csv"))
	for what, in := range map[string]vars{
		"a role that a personal column cannot have": {"mapping": vars{"layout": "KOBO", "columns": []any{vars{"header": "username", "role": "QUESTION", "question": "q_wish", "personal": true}}}},
		"a question that is not asked":              {"mapping": vars{"layout": "KOBO", "columns": []any{vars{"header": "q", "role": "QUESTION", "question": "q_nothing"}}}},
		"an unknown time zone":                      {"mapping": vars{"layout": "KOBO", "timeZone": "Moon/Sea", "columns": []any{}}},
		"an unknown category":                       {"strata": []any{vars{"variable": "SEX", "category": "X"}}},
		"a long source":                             {"source": strings.Repeat("x", 101)},
	} {
		if got := p.brings(head, upload, in); got.Result != nil || len(got.UserErrors) == 0 {
			t.Errorf("%s is taken: %+v", what, got)
		}
	}
	if got := head.ask(intake, vars{"in": vars{"surveyId": p.id, "uploadId": upload, "source": "a\x00b"}}).Body; !strings.Contains(got, "INVALID_INPUT") {
		t.Errorf("a NUL: %s", got)
	}
	if rows := a.rowsOf("responses.responses") + a.rowsOf("responses.batches") + a.rowsOf("survey_mappings"); rows != 0 {
		t.Errorf("%d rows are kept", rows)
	}
}
