package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// crashes is how often the server is killed; `make soak` asks for more.
func crashes(t *testing.T) int {
	t.Helper()
	rounds, err := strconv.Atoi(os.Getenv("HROMADA_SOAK"))
	if err != nil {
		return 2
	}
	return rounds
}

// storm is one client that changes trees until the server is gone.
type storm struct {
	p          *process
	token      string
	name       string
	parent     string // of what it makes
	components []*stormed
	pending    *sending // was not answered
	step       int      // of it
	done       func()   // is told of each change that was
}

// stormed is a component that a client made, with what was done to it, the newest first, as history has it.
type stormed struct {
	id      string
	history []string
}

// sending is one request that may be sent again.
type sending struct{ key, document string }

// send gives the answer's data; false where there was none.
func (s *storm) send(r sending) (string, bool) {
	body, err := json.Marshal(map[string]string{"query": r.document})
	if err != nil {
		s.p.t.Error(err)
		return "", false
	}
	request, err := http.NewRequestWithContext(context.Background(), http.MethodPost, "http://"+s.p.address+"/graphql", strings.NewReader(string(body)))
	if err != nil {
		s.p.t.Error(err)
		return "", false
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Authorization", "Bearer "+s.token)
	if r.key != "" {
		request.Header.Set("Idempotency-Key", r.key)
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return "", false // killed
	}
	defer func() { _ = answer.Body.Close() }()
	got, err := io.ReadAll(answer.Body)
	if err != nil || !json.Valid(got) {
		return "", false // killed while it answered
	}
	if strings.Contains(string(got), `"code"`) { // an error of any kind
		s.p.t.Errorf("%s: %s", r.document, got)
	}
	return string(got), true
}

// change sends one change, keeps it where no answer comes, and gives the id of what was changed.
func (s *storm) change(step int, r sending) (string, bool) {
	got, answered := s.send(r)
	if !answered {
		s.pending, s.step = &r, step
		return "", false
	}
	s.done()
	var read struct {
		Data struct {
			Done struct{ Component struct{ ID string } }
		}
	}
	if err := json.Unmarshal([]byte(got), &read); err != nil {
		s.p.t.Error(err)
	}
	return read.Data.Done.Component.ID, true
}

// steps are what is done to each component, one after another, and what history has of it.
var steps = []struct {
	history  []string
	document string
}{
	{[]string{"CREATE_NODE"}, `mutation { done: createComponent(input: {parentId: "%[2]s", title: "%[3]s", position: 1}) { component { id } userErrors { code message } } }`},
	{[]string{"UPDATE_NODE"}, `mutation { done: updateComponent(input: {id: "%[1]s", version: 1, weight: 3, description: "Опис"}) { component { id } userErrors { code message } } }`},
	{[]string{"REPORT_PROGRESS", "REPORT_PROGRESS"}, `mutation { done: reportProgress(input: {reports: [{id: "%[1]s", percent: 40}, {id: "%[1]s", percent: 50}]}) { userErrors { code message } } }`},
}

// run makes and changes components until an answer fails to come.
func (s *storm) run() {
	for n := 0; s.pending == nil; n++ {
		c := &stormed{}
		s.components = append(s.components, c)
		for i := 0; i < len(steps) && s.pending == nil; i++ {
			s.take(i, sending{fmt.Sprint(s.name, "-", n, "-", i), fmt.Sprintf(steps[i].document, c.id, s.parent, s.title(n))})
		}
	}
}

func (s *storm) title(n int) string { return fmt.Sprint(s.name, " component ", n) }

// take does the next step with the newest component.
func (s *storm) take(step int, r sending) {
	c := s.components[len(s.components)-1]
	id, answered := s.change(step, r)
	if !answered {
		return
	}
	if step == 0 {
		c.id = id
	}
	c.history = append(append([]string{}, steps[step].history...), c.history...)
}

// settle sends again what was not answered, and demands that everything is there once and whole.
func (s *storm) settle() {
	if s.pending != nil {
		r := *s.pending
		s.pending = nil
		s.take(s.step, r)
	}
	for n, c := range s.components {
		got, _ := s.send(sending{"", fmt.Sprintf(`{ node(id: %q) { ... on Component { title version weight description status history { action } progressHistory { percent } } } }`, c.id)})
		var read struct {
			Data struct {
				Node struct {
					Title, Description, Status string
					Version                    int
					Weight                     float64
					History                    []struct{ Action string }
					ProgressHistory            []struct{ Percent float64 }
				}
			}
		}
		if err := json.Unmarshal([]byte(got), &read); err != nil {
			s.p.t.Fatal(err, got)
		}
		node, history := read.Data.Node, []string{}
		for _, event := range node.History {
			history = append(history, event.Action)
		}
		updated, reported := slices.Contains(history, "UPDATE_NODE"), slices.Contains(history, "REPORT_PROGRESS")
		if node.Title != s.title(n) || !slices.Equal(history, c.history) || (node.Version == 2) != updated || (node.Weight == 3) != updated ||
			(node.Description != "") != updated || (node.Status != "") != reported || (len(node.ProgressHistory) == 2) != reported {
			s.p.t.Errorf("acknowledged were %v, there is %s", c.history, got)
		}
	}
}

// whole demands that what stands beneath a goal is what was acknowledged, each once, in places from 1.
func whole(s *storm, storms []*storm) {
	got, _ := s.send(sending{"", fmt.Sprintf(`{ node(id: %q) { ... on Goal { components { title position } } } }`, s.parent)})
	var read struct {
		Data struct {
			Node struct {
				Components []struct {
					Title    string
					Position int
				}
			}
		}
	}
	if err := json.Unmarshal([]byte(got), &read); err != nil {
		s.p.t.Fatal(err, got)
	}
	made := map[string]int{}
	for i, c := range read.Data.Node.Components {
		made[c.Title]++
		if c.Position != i+1 {
			s.p.t.Errorf("%s stands at %d, not %d", c.Title, c.Position, i+1)
		}
	}
	round, _, _ := strings.Cut(s.name, "-")
	for _, other := range storms {
		for n := range other.components {
			if other.parent == s.parent && made[other.title(n)] != 1 {
				s.p.t.Errorf("%s is there %d times", other.title(n), made[other.title(n)])
			}
			delete(made, other.title(n))
		}
	}
	for title := range made {
		if strings.HasPrefix(title, round+"-") {
			s.p.t.Errorf("%s was never made", title)
		}
	}
}

// TestKilledServerLosesNothing kills the server in the middle of a storm of changes, and starts it again on the same data: no change that
// was acknowledged is lost, none is half there, and what was not answered has one effect when it is sent again (abuse case 69).
func TestKilledServerLosesNothing(t *testing.T) {
	t.Parallel()
	environment := []string{"HROMADA_DATA=" + filepath.Join(t.TempDir(), "data"), "HROMADA_DEMO_PASSWORD=" + demoPassword, "HROMADA_RATE_LIMIT=0"}
	p := start(t, environment, "demo")
	p.await(`msg=ready`)
	for round := range crashes(t) {
		storms := newStorms(p, round, 12)
		kill := sync.OnceFunc(func() { _ = p.command.Process.Kill() })
		var acknowledged atomic.Int32
		last := int32(25 + round*17%60) // at another moment each time
		var all sync.WaitGroup
		for _, s := range storms {
			s.done = func() {
				if acknowledged.Add(1) >= last {
					kill()
				}
			}
			all.Go(s.run)
		}
		all.Wait()
		_ = p.end() // killed
		p = start(t, environment, "serve")
		p.await(`msg=ready`)
		token := p.signIn("admin@demo.example", demoPassword)
		for _, s := range storms {
			s.p, s.token, s.done = p, token, func() {}
			s.settle()
		}
		for _, s := range storms {
			whole(s, storms)
		}
		t.Logf("killed after %d acknowledged changes", acknowledged.Load())
	}
	p.stop()
}

// newStorms are clients that work on the demonstration's trees, two or more on each.
func newStorms(p *process, round, clients int) []*storm {
	p.t.Helper()
	token := p.signIn("admin@demo.example", demoPassword)
	_, got := p.post("/graphql", `{"query": "{ communities(filter: {hasGoalTree: DIGITAL}, first: 5) { nodes { goalTree { goals { id } } } } }"}`, token)
	var read struct {
		Data struct {
			Communities struct {
				Nodes []struct {
					GoalTree struct{ Goals []struct{ ID string } }
				}
			}
		}
	}
	if err := json.Unmarshal([]byte(got), &read); err != nil || len(read.Data.Communities.Nodes) == 0 {
		p.t.Fatal(err, got)
	}
	storms := make([]*storm, clients)
	for i := range storms {
		trees := read.Data.Communities.Nodes
		storms[i] = &storm{p: p, token: token, name: fmt.Sprintf("r%d-%d", round, i), parent: trees[i%len(trees)].GoalTree.Goals[0].ID}
	}
	return storms
}
