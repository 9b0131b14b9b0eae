package resolvers_test

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"hromada/auth"
	"hromada/domain"
)

// run is how far an import is told to be, as a line.
type run struct {
	State                                       string
	DryRun                                      bool
	RowsRead, RowCount, RowsWritten, FaultCount int
	StartedAt, HeardAt, FinishedAt              string
}

func (r run) String() string {
	line := fmt.Sprintf("%s %d/%d read %d written %d faults", r.State, r.RowsRead, r.RowCount, r.RowsWritten, r.FaultCount)
	if r.DryRun {
		line += " dry"
	}
	return fmt.Sprintf("%s, begun %t, over %t", line, r.StartedAt != "", r.FinishedAt != "")
}

const runFields = `state dryRun rowsRead rowCount rowsWritten faultCount startedAt heardAt finishedAt`

func (p *person) progressOf(upload string) run {
	p.tb.Helper()
	got := p.ask(`query($u: ID!) { importProgress(uploadId: $u) { `+runFields+` } }`, vars{"u": upload})
	var told run
	if err := json.Unmarshal(got.Data["importProgress"], &told); err != nil || len(got.Errors) > 0 {
		p.tb.Fatal(err, got.Body)
	}
	return told
}

// awaitRun waits until an import is told to be in a state.
func (p *person) awaitRun(upload, state string) run {
	p.tb.Helper()
	told := run{}
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if told = p.progressOf(upload); told.State == state {
			return told
		}
	}
	p.tb.Fatalf("the import is never %s, but %s", state, told)
	return told
}

// hold keeps everybody from writing a community's trees.
func (a *api) hold(of domain.KatottgCode) *sql.Tx {
	a.tb.Helper()
	tx, err := a.db.BeginTx(context.Background(), nil)
	if err == nil {
		_, err = tx.Exec(`SELECT FROM communities WHERE code = $1 FOR UPDATE`, of)
	}
	if err != nil {
		a.tb.Fatal(err)
	}
	return tx
}

// sends asks in the name of somebody while a context lasts, and gives the answer when it is there.
func (p *person) sends(ctx context.Context, document string) <-chan string {
	answered := make(chan string, 1)
	go func() {
		r := httptest.NewRequestWithContext(ctx, http.MethodPost, "/graphql", strings.NewReader(query(document)))
		r.Header.Set("Content-Type", plain)
		r.Header.Set("Authorization", "Bearer "+p.token)
		w := httptest.NewRecorder()
		p.handler.ServeHTTP(w, r)
		answered <- w.Body.String()
	}()
	return answered
}

func importOf(upload string) string {
	return `mutation { importGoals(input: {uploadId: "` + upload + `", ` + digital + `}) { trees { added changed matched } userErrors { code } } }`
}

// A running import is seen from elsewhere, and how it ended.
func TestProgressOfAnImport(t *testing.T) {
	t.Parallel()
	a, editor, _ := importing(t)
	sent := editor.send("IMPORT", "цілі.csv", []byte(strategyFile(yakushynetska)))
	expect := func(what string, got run, want string) {
		t.Helper()
		if got.String() != want {
			t.Errorf("%s: %s, want %s", what, got, want)
		}
	}
	expect("before", editor.progressOf(sent), "WAITING 0/0 read 0 written 0 faults, begun false, over false")
	does[imported](editor, "importGoals", `uploadId: "`+sent+`", `+digital+`, dryRun: true`, importedFields)
	expect("a dry run", editor.progressOf(sent), "DONE 2/2 read 2 written 0 faults dry, begun true, over true")

	held := a.hold(yakushynetska)
	answered := editor.sends(t.Context(), importOf(sent))
	expect("a running one", editor.awaitRun(sent, "CHECKING"), "CHECKING 2/2 read 0 written 0 faults, begun true, over false")
	if err := held.Rollback(); err != nil {
		t.Fatal(err)
	}
	if got := <-answered; !strings.Contains(got, `"trees":[{"added":1`) {
		t.Error(got)
	}
	expect("afterwards", editor.progressOf(sent), "DONE 2/2 read 2 written 0 faults, begun true, over true")

	faulty := editor.send("IMPORT", "цілі.csv", []byte(strategyFile(yakushynetska)+string(vinnytska)+";strategic;2;;Чуже\nUA;strategic;3;;Нічиє\n"))
	does[imported](editor, "importGoals", `uploadId: "`+faulty+`", `+digital, importedFields, "INVALID_INPUT uploadId")
	expect("a faulty file", editor.progressOf(faulty), "FAILED 4/0 read 0 written 2 faults, begun true, over true")
	does[imported](editor, "importGoals", `uploadId: "`+sent+`", kind: DIGITAL, period: {start: 2029, end: 2028}`, importedFields, "INVALID_INPUT period")
	if got := editor.progressOf(sent); got.State != "FAILED" || got.FaultCount != 1 {
		t.Errorf("a wrong period: %s", got)
	}
}

// A client that leaves leaves nothing of its import but the word that it failed.
func TestProgressOfACancelledImport(t *testing.T) {
	t.Parallel()
	a, editor, _ := importing(t)
	sent, before := editor.send("IMPORT", "цілі.csv", []byte(strategyFile(yakushynetska))), a.trees()
	held := a.hold(yakushynetska)
	ctx, leave := context.WithCancel(t.Context())
	answered := editor.sends(ctx, importOf(sent))
	editor.awaitRun(sent, "CHECKING")
	leave()
	<-answered
	if got := editor.progressOf(sent); got.State != "FAILED" || got.FinishedAt == "" || got.RowsWritten != 0 {
		t.Errorf("%s", got)
	}
	if err := held.Rollback(); err != nil {
		t.Fatal(err)
	}
	if a.trees() != before {
		t.Error("something was written")
	}
	if got := <-editor.sends(t.Context(), importOf(sent)); !strings.Contains(got, `"added":1`) {
		t.Errorf("again: %s", got)
	}
	if got := editor.progressOf(sent); got.State != "DONE" {
		t.Errorf("again: %s", got)
	}
}

// An import of which nothing is heard any more was cut off with its server; that nothing can be told of one does not stop it.
func TestProgressOfAnImportThatIsGone(t *testing.T) {
	t.Parallel()
	a, editor, _ := importing(t)
	sent := editor.send("IMPORT", "цілі.csv", []byte(strategyFile(yakushynetska)))
	does[imported](editor, "importGoals", `uploadId: "`+sent+`", `+digital+`, dryRun: true`, importedFields)
	a.exec(`UPDATE import_progress SET state = 'WRITING', finished_at = NULL`)
	a.clock.pass(30 * time.Second)
	if got := editor.progressOf(sent); got.State != "WRITING" {
		t.Errorf("after 30 seconds: %s", got)
	}
	a.clock.pass(time.Second)
	if got := editor.progressOf(sent); got.State != "INTERRUPTED" || got.HeardAt != "2026-11-20T10:00:00Z" || got.FinishedAt != "" {
		t.Errorf("after 31 seconds: %s", got)
	}
	a.exec(`ALTER TABLE import_progress RENAME TO away`)
	if got := <-editor.sends(t.Context(), importOf(sent)); !strings.Contains(got, `"trees":[{"added":1`) {
		t.Errorf("where nothing can be told: %s", got)
	}
	a.exec(`ALTER TABLE away RENAME TO import_progress`)
	if got := <-editor.sends(t.Context(), importOf(sent)); !strings.Contains(got, `"trees":[{"added":0,"changed":0`) || editor.progressOf(sent).State != "DONE" {
		t.Errorf("again: %s, %s", got, editor.progressOf(sent))
	}
}

// Whose upload it is is told how far it is, and for nobody else it is there.
func TestWhoSeesTheProgressOfAnImport(t *testing.T) {
	t.Parallel()
	a, editor, _ := importing(t)
	file := []byte(strategyFile(yakushynetska))
	sent := editor.send("IMPORT", "цілі.csv", file)
	does[imported](editor, "importGoals", `uploadId: "`+sent+`", `+digital, importedFields)
	document := func(upload string) string { return `{ importProgress(uploadId: "` + upload + `") { state } }` }
	same := ""
	for what, got := range map[string]answer{
		"another of the staff": a.someone("head", staffOf(yakushynetska, auth.Head)).ask(document(sent), nil, "X-Request-Id", "same-request"),
		"an administrator":     a.someone("admin", administrator()).ask(document(sent), nil, "X-Request-Id", "same-request"),
		"no upload":            editor.ask(document(missing("Upload", 0)), nil, "X-Request-Id", "same-request"),
		"another type's id":    editor.ask(document(missing("Goal", 1)), nil, "X-Request-Id", "same-request"),
		"evidence":             editor.ask(document(editor.send("EVIDENCE", "цілі.csv", file)), nil, "X-Request-Id", "same-request"),
	} {
		if same == "" {
			same = got.Body
		}
		if answered(got) != "NOT_FOUND" || got.Body != same {
			t.Errorf("%s: %s", what, got.Body)
		}
	}
	for want, got := range map[string]answer{
		"UNAUTHENTICATED": a.ask(document(sent), nil),
		"FORBIDDEN":       a.someone("reader", staffOf(yakushynetska, auth.Reader)).ask(document(sent), nil),
	} {
		if answered(got) != want {
			t.Errorf("want %s: %s", want, got.Body)
		}
	}
}

// Abuse case 56: one file sent in two tabs at once has one effect, whether it was uploaded once or twice.
func TestOneFileInTwoTabs(t *testing.T) {
	t.Parallel()
	for name, uploads := range map[string]int{"one upload": 1, "two uploads": 2} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newAPI(t)
			a.registry()
			editor := a.someone("editor", staffOf(yakushynetska, auth.Editor))
			var sent []string
			for range uploads {
				sent = append(sent, editor.send("IMPORT", "цілі.csv", []byte(strategyFile(yakushynetska))))
			}
			answers := make([]string, 4)
			var all sync.WaitGroup
			for i := range answers {
				all.Go(func() { answers[i] = <-editor.sends(t.Context(), importOf(sent[i%uploads])) })
			}
			all.Wait()
			added := 0
			for _, got := range answers {
				if strings.Contains(got, `"added":2,"changed":0,"matched":0`) {
					added++
				} else if !strings.Contains(got, `"added":0,"changed":0,"matched":2`) {
					t.Error(got)
				}
			}
			if nodes := a.text(`SELECT count(*) || ' ' || (SELECT count(*) FROM goal_trees) || ' ' || (SELECT count(*) FROM audit_events WHERE action = 'IMPORT_GOALS') FROM placements`); added != 1 || nodes != "2 1 1" {
				t.Errorf("%d had an effect; nodes, trees and events: %s", added, nodes)
			}
			for _, upload := range sent {
				if got := editor.progressOf(upload); got.State != "DONE" {
					t.Errorf("%s", got)
				}
			}
		})
	}
}
