package main

import (
	"bytes"
	"context"
	"encoding/json"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

const demoPassword = "троє коней і сіно"

// beside runs a command on a data directory, as an administrator does while the server runs.
func beside(t *testing.T, data, input string, arguments ...string) string {
	t.Helper()
	command := exec.CommandContext(t.Context(), programPath(t), append(arguments, "--data", data, "--lang", "en")...)
	command.Env, command.Stdin = append(os.Environ(), "DATABASE_URL="), strings.NewReader(input)
	var complaint bytes.Buffer
	command.Stderr = &complaint
	out, err := command.Output()
	if err != nil {
		t.Fatalf("%v: %v\n%s", arguments, err, complaint.String())
	}
	return string(out)
}

// signIn gives an access token; empty where it is refused.
func (p *process) signIn(email, password string) string {
	p.t.Helper()
	form, err := json.Marshal(map[string]string{"email": email, "password": password})
	if err != nil {
		p.t.Fatal(err)
	}
	status, body := p.post("/auth/sign-in", string(form), "")
	var given struct{ AccessToken string }
	if err := json.Unmarshal([]byte(body), &given); err != nil || (status == http.StatusOK) != (given.AccessToken != "") {
		p.t.Fatalf("sign-in: %d %s", status, body)
	}
	return given.AccessToken
}

func (p *process) post(path, body, token string) (int, string) {
	p.t.Helper()
	r, err := http.NewRequestWithContext(context.Background(), http.MethodPost, "http://"+p.address+path, strings.NewReader(body))
	if err != nil {
		p.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	return p.send(r)
}

// said is what the program has printed.
func (p *process) said() string {
	p.t.Helper()
	text, err := os.ReadFile(p.printed)
	if err != nil {
		p.t.Fatal(err)
	}
	return string(text)
}

// stop asks the program to end and waits.
func (p *process) stop() {
	p.t.Helper()
	if err := p.command.Process.Signal(syscall.SIGTERM); err != nil {
		p.t.Fatal(err)
	}
	if err := p.end(); err != nil {
		p.t.Error(err)
	}
}

var madeUp = regexp.MustCompile(`all with the password (\S+):`)

func TestDemonstrationAccountsComeWithOnePassword(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "data")
	first := start(t, []string{"HROMADA_DATA=" + data, "HROMADA_DEMO_PASSWORD="}, "demo")
	first.await(`msg=ready`)
	told := madeUp.FindStringSubmatch(first.said())
	if told == nil {
		t.Fatalf("no password in %q", first.said())
	}
	for _, name := range []string{"admin", "expert", "head", "staff", "staff2", "viewer"} {
		email := name + "@demo.example"
		if !strings.Contains(first.said(), email) || first.signIn(email, told[1]) == "" {
			t.Errorf("%s cannot sign in; printed was %q", email, first.said())
		}
	}
	first.stop()

	// Whoever started it once knows the password; it is kept nowhere, and not told again.
	second := start(t, []string{"HROMADA_DATA=" + data, "HROMADA_DEMO_PASSWORD="}, "demo")
	second.await(`msg=ready`)
	if second.said() != "" || second.signIn("staff@demo.example", told[1]) == "" {
		t.Errorf("the second start: %q", second.said())
	}
	beside(t, data, "", "user", "disable", "staff2@demo.example")
	second.stop()

	// A password that is told takes effect, and opens nothing that was shut.
	third := start(t, []string{"HROMADA_DATA=" + data, "HROMADA_DEMO_PASSWORD=" + demoPassword}, "demo")
	third.await(`msg=ready`)
	if third.said() != "" || third.signIn("admin@demo.example", demoPassword) == "" ||
		third.signIn("admin@demo.example", told[1]) != "" || third.signIn("staff2@demo.example", demoPassword) != "" {
		t.Errorf("the third start: %q", third.said())
	}
}

// ownAddresses are those of this machine that others could reach.
func ownAddresses(t *testing.T) []string {
	t.Helper()
	all, err := net.InterfaceAddrs()
	if err != nil {
		t.Fatal(err)
	}
	own := []string{}
	for _, address := range all {
		if network, ok := address.(*net.IPNet); ok && network.IP.IsGlobalUnicast() {
			own = append(own, net.JoinHostPort(network.IP.String(), "0"))
		}
	}
	return own
}

func TestDemonstrationAccountsStayOnTheirMachine(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "data")
	environment := []string{"HROMADA_DATA=" + data, "HROMADA_DEMO_PASSWORD=" + demoPassword}
	for _, command := range []string{"demo", "serve"} { // the accounts are there whatever serves them
		for _, address := range append(ownAddresses(t), "0.0.0.0:0", "[::]:0", ":0") {
			p := launch(t, environment, command, "--listen", address)
			p.await(`--listen is open to other machines: disable them \(hromada user disable\), listen on 127.0.0.1, or say --allow-demo-accounts`)
			if p.end() == nil {
				t.Errorf("%s on %s is served", command, address)
			}
		}
	}
	for _, arguments := range [][]string{
		{"--listen", "127.0.0.1:0"},
		{"--listen", "localhost:0"},
		{"--listen", "127.1.2.3:0"},
		{"--listen", "[::1]:0"},
		{"--listen", "0.0.0.0:0", "--allow-demo-accounts"},
	} {
		p := start(t, environment, append([]string{"serve"}, arguments...)...)
		p.await(`msg=ready`)
		p.stop()
	}
	// What the refusal advises helps, and the demonstration starts without them.
	for _, name := range []string{"admin", "expert", "head", "staff", "staff2", "viewer"} {
		beside(t, data, "", "user", "disable", name+"@demo.example")
	}
	for _, password := range []string{"", demoPassword} {
		p := start(t, append(environment, "HROMADA_DEMO_PASSWORD="+password), "demo", "--listen", "0.0.0.0:0")
		p.await(`msg=ready`)
		p.stop()
	}
}

func TestReadingMayBeForThoseWithAnAccount(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "data")
	p := start(t, []string{"HROMADA_DATA=" + data, "HROMADA_DEMO_PASSWORD=" + demoPassword}, "demo", "--no-public-reading")
	p.await(`msg=ready`)
	if said := p.said(); !strings.Contains(said, "admin@demo.example") || strings.Contains(said, demoPassword) {
		t.Errorf("a password that was told is printed: %q", said) // printed is where others may read it
	}
	if _, got := p.ask(countCommunities); !strings.Contains(got, `"UNAUTHENTICATED"`) || strings.Contains(got, `":63`) { // an id of a request may have these digits
		t.Errorf("a visitor reads %s", got)
	}
	if _, got := p.ask(`{"query": "{ viewer { role } }"}`); got != `{"data":{"viewer":{"role":null}}}`+"\n" {
		t.Errorf("a visitor asks who they are: %s", got)
	}
	_, got := p.post("/graphql", countCommunities, p.signIn("viewer@demo.example", demoPassword))
	if want := `{"data":{"communities":{"totalCount":63},"instance":{"demonstration":true}}}` + "\n"; got != want {
		t.Errorf("somebody with a role reads %s", got)
	}
	// An account without a role is no key to what is closed.
	beside(t, data, demoPassword, "user", "add", "new@hromada.example", "--name", "New")
	if _, got := p.post("/graphql", countCommunities, p.signIn("new@hromada.example", demoPassword)); strings.Contains(got, `":63`) {
		t.Errorf("somebody without a role reads %s", got)
	}
}

// becomes asks until the answer has a text: what a command changed reaches the server by a message.
func (p *process) becomes(token, text string) {
	p.t.Helper()
	got := ""
	for begun := time.Now(); time.Since(begun) < patience; {
		if _, got = p.post("/graphql", `{"query": "{ viewer { role user { name } } }"}`, token); strings.Contains(got, text) {
			return
		}
	}
	p.t.Fatalf("still %s", got)
}

func TestRunningServerHeedsTheCommandLine(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "data")
	p := start(t, []string{"HROMADA_DATA=" + data, "HROMADA_RATE_LIMIT=0"}, "serve")
	p.await(`msg=ready`)
	user := func(input string, arguments ...string) string {
		return beside(t, data, input, slices.Concat([]string{"user"}, arguments)...)
	}
	user(demoPassword, "add", "olena@hromada.example", "ADMIN", "--name", "Olena")
	user(demoPassword, "add", "taras@hromada.example", "ADMIN", "--name", "Taras")
	token := p.signIn("olena@hromada.example", demoPassword)
	p.becomes(token, `"role":"ADMIN"`)

	user("", "revoke", "olena@hromada.example", "ADMIN")
	p.becomes(token, `"role":null,"user":{"name":"Olena"}`)
	user("", "grant", "olena@hromada.example", "ADMIN")
	p.becomes(token, `"role":"ADMIN"`)

	// The token is from before the rotation.
	beside(t, data, "", "key", "rotate")
	p.becomes(token, `"role":"ADMIN"`)
	p.becomes(p.signIn("olena@hromada.example", demoPassword), `"role":"ADMIN"`)

	user("чотири коні й сіно", "passwd", "olena@hromada.example")
	p.becomes(token, `"UNAUTHENTICATED"`)
	if p.signIn("olena@hromada.example", demoPassword) != "" {
		t.Error("the old password is good")
	}
	token = p.signIn("olena@hromada.example", "чотири коні й сіно")
	p.becomes(token, `"role":"ADMIN"`)

	user("", "disable", "olena@hromada.example")
	p.becomes(token, `"UNAUTHENTICATED"`)
	if p.signIn("olena@hromada.example", "чотири коні й сіно") != "" {
		t.Error("a shut account lets somebody in")
	}
	user("", "enable", "olena@hromada.example")
	p.becomes(p.signIn("olena@hromada.example", "чотири коні й сіно"), `"role":"ADMIN"`)
}
