package models_test

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"hromada/auth"
	"hromada/domain"
	"hromada/models"
)

// field is a survey under way in an area, as tests of responses need it.
type field struct {
	*base
	area   area
	survey domain.NodeID
	asked  domain.Questionnaire
}

// survey writes an open survey of a number of questions, behind the store's back: of the area's first community, or where regional of all of it.
func (b *base) survey(t failer, a area, questions int, regional bool) field {
	t.Helper()
	f := field{base: b, area: a, asked: domain.Questionnaire{Version: 1}}
	community := `(SELECT id FROM communities WHERE code = '` + string(a.communities[0]) + `')`
	if regional {
		community = `NULL`
	}
	f.survey = domain.NodeID{Type: "Survey"}
	b.scan(t, `INSERT INTO surveys (region_id, community_id, title_uk, state, link, breakdowns, opened_at, created_at, updated_at)
		VALUES ((SELECT id FROM regions WHERE code = '`+string(a.region)+`'), `+community+`, 'Опитування', 'OPEN', 'link-of-survey-number-1', '{SEX*AGE}', now(), now(), now())
		RETURNING number`, &f.survey.Number)
	b.exec(t, fmt.Sprintf(`INSERT INTO survey_categories (survey_number, variable, code, position, label_uk) VALUES
		(%[1]d, 'SEX', 'FEMALE', 1, 'жінки'), (%[1]d, 'SEX', 'MALE', 2, 'чоловіки'), (%[1]d, 'AGE', '18-39', 1, '18–39'), (%[1]d, 'AGE', '40+', 2, '40+')`, f.survey.Number))
	b.exec(t, fmt.Sprintf(`INSERT INTO survey_populations SELECT %d, id, 20000 FROM communities WHERE id = coalesce(%s, id)`, f.survey.Number, community))
	for i := range questions {
		kind := []domain.QuestionKind{domain.SingleChoice, domain.MultipleChoice, domain.Likert, domain.Numeric, domain.FreeText}[i%5]
		q := domain.Question{Code: fmt.Sprint("q_", i+1), Kind: kind}
		b.scan(t, fmt.Sprintf(`INSERT INTO questions (region_id, code, kind, text_uk, created_at, updated_at)
			VALUES ((SELECT id FROM regions WHERE code = '%s'), '%s', '%s', 'Запитання', now(), now()) RETURNING number`, a.region, q.Code, kind), &q.Number)
		b.exec(t, fmt.Sprintf(`INSERT INTO survey_questions VALUES (%d, %d, %d)`, f.survey.Number, q.Number, i+1))
		if kind.HasOptions() {
			b.exec(t, fmt.Sprintf(`INSERT INTO question_options (question_number, number, code, text_uk, other)
				SELECT %d, n, 'o' || n, 'Варіант', n = 5 FROM generate_series(1, 5) n`, q.Number))
			for n := range 5 {
				q.Options = append(q.Options, domain.QuestionOption{Number: n + 1, Other: n == 4})
			}
		}
		f.asked.Questions = append(f.asked.Questions, q)
	}
	return f
}

func (b *base) exec(t failer, statement string) {
	t.Helper()
	_, err := b.db.ExecContext(context.Background(), statement)
	must(t, err)
}

// response is what the n-th respondent answers, by rule.
func (f field) response(n int) domain.SurveyResponse {
	r := domain.SurveyResponse{
		Mode: domain.SurveyModes[n/3%4], At: time.Date(2026, 11, 1, 0, n, 0, 0, time.UTC), ExternalID: fmt.Sprint("uuid:", n),
		Strata: map[domain.Variable]string{domain.SexVariable: []string{"FEMALE", "MALE"}[n%2], domain.AgeVariable: []string{"18-39", "40+"}[n/2%2]},
	}
	for i, q := range f.asked.Questions {
		a := domain.SurveyAnswer{}
		switch {
		case (n+i)%11 == 0: // not answered
		case q.Kind == domain.MultipleChoice:
			a.Options = []int{1 + n%2, 3 + n%2}
		case q.Kind.HasOptions():
			a.Options = []int{1 + (n+i)%5}
		case q.Kind == domain.Numeric:
			a.Number = new(float64(n % 50))
		default:
			a.Text = "таємниця " + fmt.Sprint(n)
		}
		r.Answers = append(r.Answers, a)
	}
	return r
}

// some are the responses of so many from one on.
func (f field) some(from, count int) iter.Seq2[domain.SurveyResponse, error] {
	return func(yield func(domain.SurveyResponse, error) bool) {
		for n := range count {
			r := f.response(from + n)
			if len(f.area.communities) > 1 && f.asked.Title.UK != "own" {
				r.Community = f.area.communities[n%len(f.area.communities)]
			}
			if !yield(r, nil) {
				return
			}
		}
	}
}

// bring writes responses as a file of some name.
func (f field) bring(ctx context.Context, name string, rows iter.Seq2[domain.SurveyResponse, error]) (w models.ResponsesWritten, err error) {
	err = f.InTx(ctx, auth.ImportResponses, false, func(tx *models.Tx) (err error) {
		w, err = tx.WriteResponses(models.ResponseBatch{Survey: f.survey, Version: 1, SHA256: sha256.Sum256([]byte(name)), FileName: name, Layout: "plain"}, rows)
		return err
	})
	return w, err
}

func TestAFileIsReadOnceAndAResponseKeptOnce(t *testing.T) {
	t.Parallel()
	b := newBase(t)
	f := b.survey(t, b.addArea(t, 1, 1), 10, false)
	for _, step := range []struct {
		file        string
		from, count int
		want        models.ResponsesWritten
	}{
		{"a", 0, 4500, models.ResponsesWritten{Added: 4500}},
		{"a", 0, 4500, models.ResponsesWritten{Again: true}},
		{"b", 4400, 200, models.ResponsesWritten{Added: 100, Known: 100}},
	} {
		got, err := f.bring(operator(), step.file, f.some(step.from, step.count))
		if err != nil || got != step.want {
			t.Errorf("the file %s became %+v, %v", step.file, got, err)
		}
	}
	var responses, texts, counted, audited, batches, figures int
	b.scan(t, `SELECT count(*) FROM responses.responses WHERE octet_length(external) = 32`, &responses)
	b.scan(t, `SELECT count(*) FROM responses.texts`, &texts)
	b.scan(t, `SELECT sum(responses) FROM survey_counts`, &counted)
	b.scan(t, `SELECT count(*) FROM audit_events WHERE action = 'IMPORT_RESPONSES' AND subject_number = `+fmt.Sprint(f.survey.Number), &audited)
	b.scan(t, `SELECT sum(responses) FROM responses.batches`, &batches)
	b.scan(t, `SELECT count(*) FROM survey_figures WHERE value IS NOT NULL AND NOT hidden`, &figures)
	if responses != 4600 || counted != 4600 || audited != 2 || batches != 4600 || texts < 4000 || figures < 100 {
		t.Errorf("%d responses with %d texts, %d counted, %d in batches, %d figures, %d events", responses, texts, counted, batches, figures, audited)
	}
}

func TestResponsesOfElsewhereAreRefusedWhole(t *testing.T) {
	t.Parallel()
	b := newBase(t)
	home, away := b.addArea(t, 1, 2), b.addArea(t, 2, 1)
	own := b.survey(t, home, 5, false)
	rows := func(codes ...domain.KatottgCode) iter.Seq2[domain.SurveyResponse, error] {
		return func(yield func(domain.SurveyResponse, error) bool) {
			for n, code := range codes {
				r := own.response(n + 1)
				r.Community = code
				if !yield(r, nil) {
					return
				}
			}
		}
	}
	_, err := own.bring(operator(), "neighbours", rows("", home.communities[0], home.communities[1], away.communities[0]))
	var faults domain.Faults
	if !errors.As(err, &faults) || len(faults) != 2 || faults[0].Field != "responses.2.community" || faults[1].Field != "responses.3.community" {
		t.Errorf("told is %v", err)
	}
	broken := func(yield func(domain.SurveyResponse, error) bool) {
		r := own.response(1)
		r.Answers[0].Options = []int{9}
		r.Strata[domain.SexVariable] = "CAT"
		_ = yield(own.response(2), nil) && yield(r, nil)
	}
	_, err = own.bring(operator(), "broken", broken)
	if !errors.As(err, &faults) || len(faults) != 2 || faults[0].Field != "responses.1.q_1.options" || faults[1].Field != "responses.1.strata.SEX" {
		t.Errorf("told is %v", err)
	}
	var kept int
	b.scan(t, `SELECT (SELECT count(*) FROM responses.responses) + (SELECT count(*) FROM responses.batches)`, &kept)
	if kept != 0 {
		t.Errorf("%d rows are kept", kept)
	}
}

func TestOnlyWhoKeepsASurveyBringsResponses(t *testing.T) {
	t.Parallel()
	b := newBase(t)
	home := b.addArea(t, 1, 2)
	f := b.survey(t, home, 5, false)
	var community, other, region int64
	b.scan(t, `SELECT id, region_id FROM communities WHERE code = '`+string(home.communities[0])+`'`, &community, &region)
	b.scan(t, `SELECT id FROM communities WHERE code = '`+string(home.communities[1])+`'`, &other)
	by := func(m auth.Membership) context.Context {
		return auth.WithViewer(context.Background(), auth.Viewer{Role: auth.Visitor, User: 1, Memberships: []auth.Membership{m}})
	}
	b.exec(t, `INSERT INTO users (id, email, name, created_at) OVERRIDING SYSTEM VALUE VALUES (1, 'a@people.example', 'A', now())`)
	for who, step := range map[string]struct {
		membership auth.Membership
		want       domain.Code
	}{
		"an editor":            {auth.Membership{Role: auth.Staff, Grade: auth.Editor, Community: community}, ""},
		"a reader":             {auth.Membership{Role: auth.Staff, Grade: auth.Reader, Community: community}, domain.CodeForbidden},
		"the neighbour's head": {auth.Membership{Role: auth.Staff, Grade: auth.Head, Community: other}, domain.CodeNotFound},
		"the region's expert":  {auth.Membership{Role: auth.Expert, Region: region}, domain.CodeForbidden},
	} {
		own := f
		own.asked.Title.UK = "own"
		_, err := own.bring(by(step.membership), who, own.some(0, 3))
		told, _ := domain.AsError(err)
		if (told == nil) != (step.want == "") || (told != nil && told.Code != step.want) {
			t.Errorf("%s: %v", who, err)
		}
	}
}

// TestTheSchemaOfResponsesIsReadInOnePlaceOnly holds that what people answered is in reach of the code about responses alone.
func TestTheSchemaOfResponsesIsReadInOnePlaceOnly(t *testing.T) {
	t.Parallel()
	named := regexp.MustCompile(`responses\.(responses|texts|batches)|Identifier\{"responses"`)
	var elsewhere []string
	found := 0
	must(t, filepath.WalkDir("..", func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		if err == nil && named.Match(text) {
			found++
			if ok, _ := filepath.Match("../models/response_*.go", path); !ok {
				elsewhere = append(elsewhere, path)
			}
		}
		return err
	}))
	if slices.Sort(elsewhere); len(elsewhere) > 0 || found < 4 {
		t.Errorf("responses are named in %v, and where they should be in %d files", elsewhere, found)
	}
}

func BenchmarkImportOf50000Responses(b *testing.B) {
	home := newBase(b)
	f := home.survey(b, home.addArea(b, 1, 5), 20, true)
	from := 0
	b.ReportAllocs()
	for b.Loop() {
		if _, err := f.bring(operator(), fmt.Sprint(from), f.some(from, 50_000)); err != nil {
			b.Fatal(err)
		}
		from += 50_000
	}
}
