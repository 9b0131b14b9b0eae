package main

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"hromada/database/databasetest"
)

// patience bounds every wait for a process; a machine under load is slow, never endless.
const patience = 60 * time.Second

// process is the program, running on its own.
type process struct {
	t       *testing.T
	command *exec.Cmd
	address string
	lines   chan string // of its log, as they come
	ended   chan error
	printed string // the file that its standard output goes to
}

// program is the test's own binary under the name that makes it the program.
func programPath(t *testing.T) string {
	t.Helper()
	path, err := exec.LookPath("hromada") // testscript put it there
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// start runs the program and waits until it listens.
func start(t *testing.T, environment []string, arguments ...string) *process {
	t.Helper()
	p := launch(t, environment, arguments...)
	p.address = p.await(`msg=listening address=(\S+)`)
	return p
}

func launch(t *testing.T, environment []string, arguments ...string) *process {
	t.Helper()
	command := exec.CommandContext(context.Background(), programPath(t), arguments...)
	command.Env = append(os.Environ(), append([]string{"DATABASE_URL=", "HROMADA_LISTEN=127.0.0.1:0", "HROMADA_DRAIN=0s"}, environment...)...)
	out, err := command.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	printed, err := os.Create(filepath.Join(t.TempDir(), "printed"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = printed.Close() }() // the program has its own
	command.Stdout = printed
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	p := &process{t: t, command: command, lines: make(chan string, 10_000), ended: make(chan error, 1), printed: printed.Name()}
	over := make(chan struct{})
	go func() {
		defer close(over)
		for scanner := bufio.NewScanner(out); scanner.Scan(); {
			p.lines <- scanner.Text()
		}
		close(p.lines)
		p.ended <- command.Wait()
	}()
	t.Cleanup(func() { // gently, where the test has not: a PostgreSQL that outlives it writes into what is cleared away
		_ = command.Process.Signal(syscall.SIGTERM)
		select {
		case <-over:
		case <-time.After(patience):
			_ = command.Process.Kill()
		}
	})
	return p
}

// await reads the log until a line matches, and gives the pattern's group.
func (p *process) await(pattern string) string {
	p.t.Helper()
	wanted, seen, timeout := regexp.MustCompile(pattern), []string{}, time.After(patience)
	for {
		select {
		case line, open := <-p.lines:
			if match := wanted.FindStringSubmatch(line); match != nil {
				return match[len(match)-1]
			}
			if !open {
				p.t.Fatalf("the program ended without %s:\n%s", pattern, strings.Join(seen, "\n"))
			}
			seen = append(seen, line)
		case <-timeout:
			p.t.Fatalf("no %s in the log:\n%s", pattern, strings.Join(seen, "\n"))
		}
	}
}

// end waits for the program's end.
func (p *process) end() error {
	p.t.Helper()
	select {
	case err := <-p.ended:
		return err
	case <-time.After(patience):
		p.t.Fatal("the program does not end")
		return nil
	}
}

func (p *process) ask(body string) (int, string) {
	p.t.Helper()
	r, err := http.NewRequestWithContext(context.Background(), http.MethodPost, "http://"+p.address+"/graphql", bytes.NewBufferString(body))
	if err != nil {
		p.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	return p.send(r)
}

func (p *process) get(path string) (int, string) {
	p.t.Helper()
	r, err := http.NewRequestWithContext(context.Background(), http.MethodGet, "http://"+p.address+path, nil)
	if err != nil {
		p.t.Fatal(err)
	}
	return p.send(r)
}

func (p *process) send(r *http.Request) (int, string) {
	p.t.Helper()
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		p.t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	return answer.StatusCode, string(body)
}

const countCommunities = `{"query": "{ communities { totalCount } instance { demonstration } }"}`

func TestDemonstrationSurvivesEveryWayToStop(t *testing.T) {
	t.Parallel()
	data := []string{"HROMADA_DATA=" + filepath.Join(t.TempDir(), "data")}
	want := `{"data":{"communities":{"totalCount":63},"instance":{"demonstration":true}}}` + "\n"

	first := start(t, data, "demo")
	first.await(`msg=ready`)
	if _, got := first.ask(countCommunities); got != want {
		t.Fatalf("got %s", got)
	}

	second := launch(t, data, "serve")
	second.await(`in use by another hromada server \(process \d+\)`)
	if second.end() == nil {
		t.Error("a second server on one directory must fail")
	}

	out, err := exec.CommandContext(t.Context(), programPath(t), "migrate", "status", "--data", strings.TrimPrefix(data[0], "HROMADA_DATA=")).CombinedOutput()
	if err != nil || !strings.Contains(string(out), "0002_goal_trees") {
		t.Errorf("a command beside the server: %v\n%s", err, out)
	}

	if err := first.command.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = first.end() // killed

	third := start(t, data, "serve")
	third.await(`msg=ready`)
	if _, got := third.ask(countCommunities); got != want {
		t.Errorf("after a kill: %s", got)
	}
	if err := third.command.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := third.end(); err != nil {
		t.Errorf("a stop that was asked for is no failure: %v", err)
	}
}

// held is a request body that the server has begun to wait for: it is read only after the server asked
// for it, and given when it is released.
type held struct {
	body     io.Reader
	once     sync.Once
	awaited  func()
	released <-chan struct{}
}

func (h *held) Read(b []byte) (int, error) {
	h.once.Do(h.awaited)
	<-h.released
	return h.body.Read(b)
}

func TestStopDropsNoRequestInFlight(t *testing.T) {
	t.Parallel()
	p := start(t, []string{"HROMADA_DRAIN=10s", "HROMADA_DATA=" + filepath.Join(t.TempDir(), "data")}, "demo")
	p.await(`msg=ready`)
	const clients = 8
	client := &http.Client{Transport: &http.Transport{ExpectContinueTimeout: patience}}
	released := make(chan struct{})
	var asking, awaited sync.WaitGroup
	awaited.Add(clients)
	for range clients {
		asking.Go(func() {
			p.askWhole(client, &held{body: strings.NewReader(wholeTrees), awaited: awaited.Done, released: released})
		})
	}
	awaited.Wait()
	if err := p.command.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	p.await(`msg=stopping`)
	if status, _ := p.get("/readyz"); status != http.StatusServiceUnavailable {
		t.Errorf("a balancer must hear of the stop while requests are still taken, readyz: %d", status)
	}
	close(released)
	asking.Wait()
	if err := p.end(); err != nil {
		t.Error(err)
	}
}

const wholeTrees = `{"query": "{ communities(first: 100) { nodes { goalTree { goals { title progress { percent } subgoals { title components { title spending { date } } } } } } } }"}`

func (p *process) askWhole(client *http.Client, body io.Reader) {
	r, err := http.NewRequestWithContext(context.Background(), http.MethodPost, "http://"+p.address+"/graphql", body)
	if err != nil {
		p.t.Error(err)
		return
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Expect", "100-continue")
	answer, err := client.Do(r)
	if err != nil {
		p.t.Errorf("dropped: %v", err)
		return
	}
	defer func() { _ = answer.Body.Close() }()
	got, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK || !bytes.HasSuffix(got, []byte("}\n")) {
		p.t.Errorf("cut: %v, status %d, %d bytes", err, answer.StatusCode, len(got))
	}
}

func TestServesAnotherPostgreSQL(t *testing.T) {
	t.Parallel()
	p := start(t, []string{"DATABASE_URL=" + databasetest.Blank(t)}, "serve")
	p.await(`msg=ready`)
	if status, body := p.get("/readyz"); status != http.StatusOK {
		t.Errorf("readyz: %d %s", status, body)
	}
	if _, got := p.ask(countCommunities); !strings.Contains(got, `"totalCount":0`) {
		t.Errorf("got %s", got)
	}
}

func TestLivesWithoutItsDatabase(t *testing.T) {
	t.Parallel()
	p := start(t, []string{"DATABASE_URL=postgres://nobody@127.0.0.1:1/none?connect_timeout=1"}, "serve")
	if status, _ := p.get("/healthz"); status != http.StatusOK {
		t.Errorf("healthz: %d", status)
	}
	if status, _ := p.get("/readyz"); status != http.StatusServiceUnavailable {
		t.Errorf("readyz: %d", status)
	}
	if status, body := p.ask(countCommunities); status != http.StatusServiceUnavailable || !strings.Contains(body, `"UNAVAILABLE"`) {
		t.Errorf("graphql: %d %s", status, body)
	}
	if err := p.command.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := p.end(); err != nil {
		t.Error(err)
	}
}

func TestGivesUpOnADatabaseThatDoesNotExist(t *testing.T) {
	t.Parallel()
	missing := strings.Replace(databasetest.Blank(t), "hromada_test", "no_such_database", 1)
	p := launch(t, []string{"DATABASE_URL=" + missing}, "serve")
	p.await(`does not exist`)
	if p.end() == nil {
		t.Error("waiting cannot mend a wrong name, so the program must fail")
	}
}

func TestDemonstrationRefusesRealTrees(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "data")
	run := func(arguments ...string) string {
		command := exec.CommandContext(t.Context(), programPath(t), append(arguments, "--data", data, "--lang", "en")...)
		command.Env = append(os.Environ(), "DATABASE_URL=", "HROMADA_LISTEN=127.0.0.1:0")
		out, _ := command.CombinedOutput() // what it says is looked at
		return string(out)
	}
	files := t.TempDir()
	registry, goals := filepath.Join(files, "registry.csv"), filepath.Join(files, "goals.csv")
	const header = "code,name_uk,name_en,type,raion_uk,raion_en,raion_code,oblast_uk,oblast_en,oblast_code,center_uk,center_code,center_lat,center_lon,settlements_2026,population_2026,urban_population_2026,area_km2\n"
	write(t, registry, header+"UA05060110000027268,Северинівська,Severynivska,rural,Жмеринський,Zhmerynskyi,UA05060000000061926,Вінницька,Vinnytska,UA05000000000010236,Северинівка,UA05060110010047621,49.04709,27.93755,19,8708,0,223.1\n")
	write(t, goals, "community_code,level,number,parent_number,title\nUA05060110000027268,strategic,1,,Вигадана ціль\n")
	run("import", "registry", registry)
	run("import", "goals", goals)
	if out := run("demo"); !strings.Contains(out, "holds real goal trees") {
		t.Errorf("got %s", out)
	}
	if out := run("import", "registry", registry); !strings.Contains(out, "communities: added 0, changed 0, unchanged 1") {
		t.Errorf("the refused demonstration changed the registry: %s", out)
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
