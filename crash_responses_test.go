package main

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// opensSurvey opens a survey of a community that asks one question, and gives its id.
func (p *process) opensSurvey(token string) string {
	p.t.Helper()
	question := asks[struct {
		CreateQuestion struct{ Question struct{ ID string } }
	}](p, `mutation { createQuestion(input: {communityCode: "`+importedCommunity+`", code: "q_net", kind: SINGLE, textUk: "Чи маєте Ви інтернет?", options: [
		{code: "yes", textUk: "Так"}, {code: "no", textUk: "Ні"}]}) { question { id } userErrors { code message } } }`, token).CreateQuestion.Question.ID
	type changed struct {
		Done struct {
			Survey struct {
				ID      string
				Version int
			}
		}
	}
	survey := asks[changed](p, `mutation { done: createSurvey(input: {communityCode: "`+importedCommunity+`", titleUk: "Інтернет удома", startsOn: "2026-01-01", keepUntil: "2099-12-31"}) {
		survey { id version } userErrors { code message } } }`, token).Done.Survey
	for _, step := range []string{
		`setSurveyQuestions(input: {id: %q, version: %d, questions: [{questionId: "` + question + `", required: true}]})`,
		`setSurveyPopulation(input: {id: %q, version: %d, communityCode: "` + importedCommunity + `", population: 60000})`, `openSurvey(input: {id: %q, version: %d})`,
	} {
		survey = asks[changed](p, `mutation { done: `+fmt.Sprintf(step, survey.ID, survey.Version)+` { survey { id version } userErrors { code message } } }`, token).Done.Survey
	}
	return survey.ID
}

// responding is how far the import of responses has come, and of how many the survey tells.
type responding struct {
	ImportProgress struct {
		State                 string
		RowsRead, RowsWritten int
		FinishedAt            *string
	}
	Node struct {
		ResponseCounts []struct{ Count *int }
	}
}

func (p *process) responding(upload, survey, token string) responding {
	p.t.Helper()
	return asks[responding](p, `{ importProgress(uploadId: "`+upload+`") { state rowsRead rowsWritten finishedAt }
		node(id: "`+survey+`") { ... on Survey { responseCounts { count } } } }`, token)
}

// awaitImport asks until the import is as it is wanted.
func (p *process) awaitImport(upload, survey, token string, wanted func(responding) bool) responding {
	p.t.Helper()
	for deadline := time.Now().Add(2 * time.Minute); ; time.Sleep(20 * time.Millisecond) {
		told := p.responding(upload, survey, token)
		if wanted(told) {
			return told
		}
		if time.Now().After(deadline) {
			p.t.Fatalf("the import stays so: %+v", told)
		}
	}
}

// TestKilledImportOfResponsesLeavesNothing kills the server while it imports a large file of responses, and starts it again on the same data: none of them
// is there, the import is told to be interrupted, and the same file brings in all of them when it is sent again, and none when it is sent once more.
func TestKilledImportOfResponsesLeavesNothing(t *testing.T) {
	t.Parallel()
	const rows = 40_000
	file := &strings.Builder{}
	file.WriteString("id;дата;q_net\n")
	for i := range rows {
		fmt.Fprintf(file, "%d;%02d.01.2026 10:00:00;%s\n", i+1, i%28+1, []string{"yes", "no"}[i%3%2])
	}
	environment := []string{"HROMADA_DATA=" + filepath.Join(t.TempDir(), "data"), "HROMADA_DEMO_PASSWORD=" + demoPassword, "HROMADA_RATE_LIMIT=0"}
	p := start(t, environment, "demo")
	p.await(`msg=ready`)
	token := p.signIn("admin@demo.example", demoPassword)
	survey, upload := p.opensSurvey(token), p.uploads(file.String(), "RESPONSES", token)
	document := `mutation { importResponses(input: {surveyId: "` + survey + `", uploadId: "` + upload + `", mode: ONLINE}) { result { already rows added known } userErrors { code message } } }`
	go (&storm{p: p, token: token}).send(sending{"", document})
	told := p.awaitImport(upload, survey, token, func(r responding) bool { return r.ImportProgress.RowsRead > 0 })
	_ = p.command.Process.Kill()
	_ = p.end() // killed
	t.Logf("killed when it was told: %+v", told.ImportProgress)
	if told.ImportProgress.FinishedAt != nil {
		t.Fatal("the import was over before the server was killed")
	}

	p = start(t, environment, "serve")
	p.await(`msg=ready`)
	token = p.signIn("admin@demo.example", demoPassword)
	told = p.awaitImport(upload, survey, token, func(r responding) bool { return r.ImportProgress.State == "INTERRUPTED" })
	if told.ImportProgress.FinishedAt != nil || len(told.Node.ResponseCounts) > 0 {
		t.Errorf("after the kill: %+v", told)
	}
	type result struct {
		Already            bool
		Rows, Added, Known int
	}
	type imports struct{ ImportResponses struct{ Result result } }
	if got, want := asks[imports](p, document, token).ImportResponses.Result, (result{Rows: rows, Added: rows}); got != want {
		t.Errorf("sent again: %+v", got)
	}
	told = p.responding(upload, survey, token)
	if counts := told.Node.ResponseCounts; told.ImportProgress.State != "DONE" || len(counts) != 1 || counts[0].Count == nil || *counts[0].Count != rows {
		t.Errorf("sent again: %+v", told)
	}
	if got := asks[imports](p, document, token).ImportResponses.Result; !got.Already || got.Added != 0 {
		t.Errorf("sent once more: %+v", got)
	}
	p.stop()
}
