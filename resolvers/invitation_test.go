package resolvers_test

import (
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"hromada/accounts"
	"hromada/domain"
	"hromada/graph"
)

const day = 24 * time.Hour

// newPassword is one that no account of the tests begins with.
const newPassword = testPassword + "-знову"

// wrongLink is what a link's token looks like that nobody was sent.
const wrongLink = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

func TestInvitedPeopleComeIn(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	admin := a.someone("admin", administrator())
	invited := done(t, admin, "inviteUser", vars{"email": "  Olena.Koval@People.Example ", "name": "  Олена\n\tКоваль ", "memberships": []vars{
		{"role": "STAFF", "grade": "EDITOR", "communityCode": yakushynetska}, {"role": "EXPERT", "regionCode": vinnytskaOblast, "until": noon.Add(30 * day)},
	}}).User
	if invited.Email != "olena.koval@people.example" || invited.Name != "Олена Коваль" || !invited.Invited || invited.Disabled {
		t.Errorf("%+v", invited)
	}
	token := a.letters.token(t, invited.Email)
	if a.mayEnter(invited.Email, testPassword) {
		t.Error("they come in before they chose a password")
	}
	accepted := done(t, a, "acceptInvitation", vars{"token": token, "name": "Олена Коваль-Гай", "password": testPassword})
	if accepted.Email == nil || *accepted.Email != invited.Email {
		t.Errorf("%+v", accepted)
	}
	olena := &person{api: a, email: invited.Email}
	olena.signIn()
	const who = `{ viewer { role user { name invited memberships { role grade community { code } region { code } until active user { name } } } } }`
	want := `{"data":{"viewer":{"role":"EXPERT","user":{"name":"Олена Коваль-Гай","invited":false,"memberships":[` +
		`{"role":"EXPERT","grade":null,"community":null,"region":{"code":"UA05000000000010236"},"until":"2026-12-20T10:00:00Z","active":true,"user":{"name":"Олена Коваль-Гай"}},` +
		`{"role":"STAFF","grade":"EDITOR","community":{"code":"UA05020310000080026"},"region":null,"until":null,"active":true,"user":{"name":"Олена Коваль-Гай"}}]}}}}`
	if got := olena.ask(who, nil); strings.TrimSpace(got.Body) != want {
		t.Error(got.Body)
	}
}

func TestInvitationsAreGoodOnceForAWeek(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	admin := a.someone("admin", administrator())
	links := map[string]string{}
	for _, name := range []string{"prompt", "late", "shut"} {
		done(t, admin, "inviteUser", vars{"email": name + "@people.example", "name": name})
		links[name] = a.letters.token(t, name+"@people.example")
	}
	a.exec(`UPDATE users SET disabled_at = $1 WHERE name = 'shut'`, noon)
	a.clock.pass(7*day - time.Second)
	accept := func(name, token string) string {
		return outcome(t, a, "acceptInvitation", vars{"token": token, "password": newPassword})
	}
	const refused = "token INVALID_INPUT"
	if got := outcome(t, a, "resetPassword", vars{"token": links["prompt"], "password": newPassword}); got != refused {
		t.Errorf("as a link to reset a password: %s", got)
	}
	for i, want := range []string{"", refused} {
		if got := accept("prompt", links["prompt"]); got != want {
			t.Errorf("try %d in time: %q", i, got)
		}
	}
	if got := accept("shut", links["shut"]); got != refused {
		t.Errorf("of an account that is shut: %q", got)
	}
	a.clock.pass(time.Second)
	if got := accept("late", links["late"]); got != refused {
		t.Errorf("after a week: %q", got)
	}
	for _, token := range []string{"", wrongLink, links["prompt"] + "=", "' OR 1=1 --", strings.Repeat("A", 5000)} {
		if got := accept("nobody", token); got != refused {
			t.Errorf("%.20s: %q", token, got)
		}
	}
	if !a.mayEnter("prompt@people.example", newPassword) || a.mayEnter("late@people.example", newPassword) || a.mayEnter("shut@people.example", newPassword) {
		t.Error("others came in than should")
	}
}

func TestInvitationTellsAllFaultsAtOnce(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	admin := a.someone("admin", administrator())
	before, events := a.stored(), len(a.events())
	p := do(t, admin, "inviteUser", vars{"email": "ADMIN@people.example", "name": strings.Repeat("ї", 201), "memberships": []vars{
		{"role": "STAFF"},
		{"role": "ADMIN", "grade": "HEAD", "communityCode": yakushynetska, "regionCode": vinnytskaOblast},
		{"role": "ADMIN"},
		{"role": "EXPERT", "communityCode": yakushynetska, "until": noon},
		{"role": "OBSERVER", "regionCode": "UA99000000000000000", "until": noon.Add(-time.Hour)},
		{"role": "STAFF", "grade": "HEAD", "communityCode": "UA99020010000000000"},
		{"role": "STAFF", "grade": "HEAD", "communityCode": "UA99020010000000000", "regionCode": "UA99000000000000000"},
	}})
	want := []string{
		"email CONFLICT", "memberships.0.communityCode INVALID_INPUT", "memberships.0.grade INVALID_INPUT",
		"memberships.1.communityCode INVALID_INPUT", "memberships.1.grade INVALID_INPUT", "memberships.1.regionCode INVALID_INPUT",
		"memberships.3.communityCode INVALID_INPUT", "memberships.3.regionCode INVALID_INPUT", "memberships.3.until INVALID_INPUT",
		"memberships.4.regionCode NOT_FOUND", "memberships.4.until INVALID_INPUT", "memberships.5.communityCode NOT_FOUND",
		"memberships.6.communityCode NOT_FOUND", "memberships.6.regionCode INVALID_INPUT", "name INVALID_INPUT",
	}
	if got := p.faults(); got != strings.Join(want, ", ") {
		t.Errorf("got  %s\nwant %s", got, strings.Join(want, ", "))
	}
	many := make([]vars, 21)
	for i := range many {
		many[i] = vars{"role": "ADMIN"}
	}
	if got := outcome(t, admin, "inviteUser", vars{"email": "new@people.example", "name": " ", "memberships": many}); got != "memberships INVALID_INPUT, name INVALID_INPUT" {
		t.Error(got)
	}
	if a.stored() != before || len(a.events()) != events || len(a.letters.came) > 0 {
		t.Errorf("something was written: %v", a.events()[events:])
	}
}

// TestNamesAndAddresses: an address or a name is shown in lists and letters, and must be what it seems.
func TestNamesAndAddresses(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	admin := a.someone("admin", administrator())
	before := a.stored()
	for _, address := range []string{
		"", "a", "a@", "@b.example", "a@b", "a@b..example", "a b@c.example", `"a"@b.example`, `"a b"@c.example`, "Оля <a@b.example>", "<a@b.example>", "a@b.example, c@d.example",
		"a@b.example\r\nBcc: c@d.example", "a\r\n@b.example", "a@b.example\x00", "a\u202e@b.example", "a\u0007@b.example", "a\u0085@b.example", "a\u200b@b.example",
		"оля@b.example", "a@приклад.укр", "a@[127.0.0.1]", "a(x)@b.example", "a@b.example.", "a@-b.example", "a%\x7f@b.example",
		strings.Repeat("a", 64) + "@" + strings.Repeat("b.", 91) + "examples",
	} {
		got := attempt(admin, "inviteUser", vars{"email": address, "name": "Оля"})
		if len(got.Errors) != 1 || got.Errors[0].Extensions.Code != domain.CodeInvalidInput || !strings.HasSuffix(got.Errors[0].Extensions.Field, "input.email") {
			t.Errorf("%q: %s", address, got.Body)
		}
	}
	for _, name := range []string{"", " \n\t ", strings.Repeat("а", 201), "Оля\u0007", "О\u001b[31mля", "О\u200bля", "\u200d", "Оля\u2060", "Оля\u00ad", "\U000e0041"} {
		if got := outcome(t, admin, "inviteUser", vars{"email": "olia@people.example", "name": name}); !strings.HasSuffix(got, "name INVALID_INPUT") {
			t.Errorf("%q: %s", name, got)
		}
	}
	for _, name := range []string{"Оля\x00", "О\u202eля", "О\u2066ля", "Оля\ufffd"} {
		if got := outcome(t, admin, "inviteUser", vars{"email": "olia@people.example", "name": name}); got != string(domain.CodeInvalidInput) {
			t.Errorf("%q: %s", name, got)
		}
	}
	if a.stored() != before {
		t.Error("something was written")
	}
	for address, want := range map[string]string{
		"O'Neil+x_y%z.w-v@B-c.Example\r\n": "o'neil+x_y%z.w-v@b-c.example", "a@xn--80aikifvh.xn--j1amh": "a@xn--80aikifvh.xn--j1amh",
		strings.Repeat("a", 64) + "@" + strings.Repeat("b.", 91) + "example": strings.Repeat("a", 64) + "@" + strings.Repeat("b.", 91) + "example",
	} {
		name := strings.Repeat("ї", 200)
		if got := done(t, admin, "inviteUser", vars{"email": address, "name": name}).User; got.Email != want || got.Name != name {
			t.Errorf("%q: %+v", address, got)
		}
		a.letters.token(t, want)
	}
}

// TestOneAddressIsInvitedOnce: administrators who invite the same person at the same moment make one account.
func TestOneAddressIsInvitedOnce(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	admin := a.someone("admin", administrator())
	ended := map[string]int{}
	var mu sync.Mutex
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			got := outcome(t, admin, "inviteUser", vars{"email": "olia@people.example", "name": "Оля", "memberships": []vars{{"role": "ADMIN"}}})
			mu.Lock()
			defer mu.Unlock()
			ended[got]++
		})
	}
	all.Wait()
	if len(ended) != 2 || ended[""] != 1 || ended["email CONFLICT"] != 7 {
		t.Errorf("%v", ended)
	}
	a.letters.token(t, "olia@people.example")
	if len(a.letters.came) > 0 {
		t.Error("more than one letter was sent")
	}
	if n := a.text(`SELECT CAST(count(*) AS text) FROM memberships m JOIN users u ON u.id = m.user_id WHERE u.email = 'olia@people.example'`); n != "1" {
		t.Errorf("%s memberships", n)
	}
}

// TestAcceptingTellsAllFaultsAtOnce: a name that is wrong and a password that is poor are told together, and the link stays good.
func TestAcceptingTellsAllFaultsAtOnce(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	admin := a.someone("admin", administrator())
	done(t, admin, "inviteUser", vars{"email": "olia@people.example", "name": "Оля"})
	token := a.letters.token(t, "olia@people.example")
	before := a.stored()
	for _, poor := range []string{"коротко", "olia@people.example", "111111111111111", "passwordpassword", strings.Repeat("довго", 30)} {
		got := outcome(t, a, "acceptInvitation", vars{"token": token, "password": poor, "name": strings.Repeat("а", 201)})
		if got != "name INVALID_INPUT, password INVALID_INPUT" {
			t.Errorf("%.20s: %s", poor, got)
		}
	}
	if a.stored() != before {
		t.Error("something was written")
	}
	if got := outcome(t, a, "acceptInvitation", vars{"token": token, "password": newPassword, "name": nil}); got != "" {
		t.Error(got)
	}
	if got := a.text(`SELECT name FROM users WHERE email = 'olia@people.example'`); got != "Оля" {
		t.Errorf("they are called %s", got)
	}
}

// TestNoInvitationWithoutMail: an account whose owner cannot be written to would be of no use.
func TestNoInvitationWithoutMail(t *testing.T) {
	t.Parallel()
	a := *newAPI(t)
	a.in = accounts.New(a.store, accounts.Options{Keys: testKeys(t), Mail: accounts.NoMail(), Log: slog.New(slog.DiscardHandler), Now: a.clock.now})
	a.handler = a.face(graph.Options{})
	admin, nobody := a.someone("admin", administrator()), a.someone("nobody")
	before := a.stored()
	for want, who := range map[domain.Code]asker{domain.CodeUnavailable: admin, domain.CodeForbidden: nobody, domain.CodeUnauthenticated: &a} {
		if got := outcome(t, who, "inviteUser", vars{"email": "olia@people.example", "name": "Оля"}); got != string(want) || a.stored() != before {
			t.Errorf("%q, want %s", got, want)
		}
	}
}
