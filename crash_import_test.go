package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// imported is what a server tells of one import, and of the tree that it begins.
type imported struct {
	ImportProgress struct {
		State                 string
		RowCount, RowsWritten int
		FinishedAt            *string
	}
	Community struct {
		GoalTree *struct {
			Counts struct{ Goals, Components int }
		}
	}
}

const importedCommunity = "UA05020010000053508"

// asks sends a document with a token, and reads the answer's data.
func asks[T any](p *process, document, token string) (data T) {
	p.t.Helper()
	body, err := json.Marshal(map[string]string{"query": document})
	if err != nil {
		p.t.Fatal(err)
	}
	_, got := p.post("/graphql", string(body), token)
	read := struct{ Data *T }{&data}
	if err := json.Unmarshal([]byte(got), &read); err != nil || strings.Contains(got, `"errors"`) || strings.Contains(got, `"code":"`) {
		p.t.Fatal(err, got)
	}
	return data
}

// uploads sends a file for a purpose, and gives the upload's id.
func (p *process) uploads(content, purpose, token string) string {
	p.t.Helper()
	type announced struct {
		CreateUpload struct {
			Upload struct{ ID, URL, Token string }
		}
	}
	up := asks[announced](p, fmt.Sprintf(`mutation { createUpload(input: {fileName: "f.csv", size: %d, purpose: %s}) { upload { id url token } } }`, len(content), purpose), token).CreateUpload.Upload
	r, err := http.NewRequestWithContext(context.Background(), http.MethodPut, "http://"+p.address+up.URL, strings.NewReader(content))
	if err != nil {
		p.t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+token)
	r.Header.Set("Upload-Token", up.Token)
	if status, got := p.send(r); status != http.StatusNoContent {
		p.t.Fatal(status, got)
	}
	return up.ID
}

func (p *process) importing(upload, token string) imported {
	p.t.Helper()
	return asks[imported](p, `{ importProgress(uploadId: "`+upload+`") { state rowCount rowsWritten finishedAt }
		community(code: "`+importedCommunity+`") { goalTree(kind: DEVELOPMENT_STRATEGY, view: WORKING) { counts { goals components } } } }`, token)
}

// TestKilledImportLeavesNothingHalf kills the server while it imports a large file, and starts it again on the same data: all of the file is
// there and the import is told to be done, or nothing is and it is not; and it can be sent again (abuse case 57).
func TestKilledImportLeavesNothingHalf(t *testing.T) {
	t.Parallel()
	const rows = 4000
	file := &strings.Builder{}
	file.WriteString("community_code;level;number;parent_number;title\n")
	for i := range rows {
		if i%100 == 0 {
			fmt.Fprintf(file, "%s;strategic;%d;;Ціль %d\n", importedCommunity, i/100+1, i/100+1)
		} else {
			fmt.Fprintf(file, "%s;component;%d.%d;%d;Захід %d\n", importedCommunity, i/100+1, i%100, i/100+1, i)
		}
	}
	environment := []string{"HROMADA_DATA=" + filepath.Join(t.TempDir(), "data"), "HROMADA_DEMO_PASSWORD=" + demoPassword, "HROMADA_RATE_LIMIT=0"}
	p := start(t, environment, "demo")
	p.await(`msg=ready`)
	token := p.signIn("admin@demo.example", demoPassword)
	upload := p.uploads(file.String(), "IMPORT", token)
	document := `mutation { importGoals(input: {uploadId: "` + upload + `", kind: DEVELOPMENT_STRATEGY}) { trees { added } userErrors { code message } } }`
	go (&storm{p: p, token: token}).send(sending{"", document})
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(20 * time.Millisecond) {
		if told := p.importing(upload, token).ImportProgress; told.State != "WAITING" && told.State != "READING" {
			t.Logf("killed in the state %s", told.State)
			break
		}
		if time.Now().After(deadline) {
			t.Fatal("the import never begins to check")
		}
	}
	_ = p.command.Process.Kill()
	_ = p.end() // killed
	p = start(t, environment, "serve")
	p.await(`msg=ready`)
	token = p.signIn("admin@demo.example", demoPassword)
	told := p.importing(upload, token)
	switch progress, tree := told.ImportProgress, told.Community.GoalTree; {
	case progress.State == "DONE" && tree != nil && tree.Counts.Goals == rows/100 && progress.RowsWritten == rows:
	case progress.State != "DONE" && progress.State != "FAILED" && progress.FinishedAt == nil && tree == nil:
	default:
		t.Errorf("after the kill: %+v, %+v", progress, tree)
	}
	asks[struct{}](p, document, token)
	told = p.importing(upload, token)
	if tree := told.Community.GoalTree; told.ImportProgress.State != "DONE" || tree == nil || tree.Counts.Goals != rows/100 || tree.Counts.Components != rows-rows/100 {
		t.Errorf("sent again: %+v", told)
	}
	p.stop()
}
