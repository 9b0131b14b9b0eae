package resolvers_test

import (
	"fmt"
	"net/http"
	"net/netip"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"hromada/domain"
	"hromada/models"
)

// guesses tries a password, and counts the answers by their status.
func (a *api) guesses(email, password string, counts map[int]int) entered {
	a.tb.Helper()
	got := a.enter("sign-in", vars{"email": email, "password": password})
	counts[got.Code]++
	if got.Code == http.StatusTooManyRequests {
		wait, err := strconv.Atoi(got.Header().Get("Retry-After"))
		if err != nil || wait < 1 || wait > 15*60 || got.Errors[0].Extensions.Code != domain.CodeRateLimited {
			a.tb.Errorf("%v %s", got.Header(), got.Body)
		}
	}
	return got
}

// only demands that all answers have one of some statuses.
func only(t *testing.T, counts map[int]int, statuses ...int) {
	t.Helper()
	allowed := map[int]bool{}
	for _, s := range statuses {
		allowed[s] = true
	}
	for status := range counts {
		if !allowed[status] {
			t.Errorf("%v", counts)
		}
	}
}

func TestOneAccountIsNotGuessed(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.someone("editor")
	const email, home, thief = "editor@people.example", "198.51.100.7", "203.0.113.5"
	a.from(home).signsIn(email)
	counts := map[int]int{}
	for i := range 1000 {
		a.from(thief).guesses(email, "guess "+strconv.Itoa(i), counts)
	}
	only(t, counts, http.StatusUnauthorized, http.StatusTooManyRequests)
	if counts[http.StatusUnauthorized] != 5 {
		t.Errorf("of 1,000 guesses %v", counts)
	}
	if got := a.from(thief).guesses(email, testPassword, counts); got.Code != http.StatusTooManyRequests {
		t.Errorf("the right guess after them: %d", got.Code)
	}
	a.from(home).signsIn(email)
	a.from("198.51.100.8").signsIn(email) // and from anywhere else, while one address alone guesses
}

// TestGuessingFromManyAddresses: all of them together are slowed down too, and the owner has two ways left.
func TestGuessingFromManyAddresses(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.someone("editor")
	const email, home, away = "editor@people.example", "198.51.100.7", "198.51.100.8"
	a.from(home).signsIn(email)
	guess := func(i int, counts map[int]int) {
		address := netip.AddrFrom4([4]byte{203, 0, byte(i >> 8), byte(i)})
		a.from(address.String()).guesses(email, "guess", counts)
	}
	counts := map[int]int{}
	for i := range 300 {
		guess(i, counts)
	}
	if only(t, counts, http.StatusUnauthorized, http.StatusTooManyRequests); counts[http.StatusUnauthorized] != 100 {
		t.Errorf("of 300 guesses %v", counts)
	}
	if got := a.from(away).guesses(email, testPassword, counts); got.Code != http.StatusTooManyRequests {
		t.Errorf("the owner away from home: %d %s", got.Code, got.Body)
	}
	a.from(home).signsIn(email)
	reset := a.from(away).resets(email)
	if got := a.from(away).enter("sign-in", vars{"email": email, "password": reset}); got.Code != http.StatusOK {
		t.Errorf("with a new password: %d %s", got.Code, got.Body)
	}
}

// resets has somebody set another password by a letter, and gives it.
func (a *api) resets(email string) string {
	a.tb.Helper()
	const next = "червоний-кіт-на-велосипеді-та-самокаті"
	got := a.ask(`mutation($e: EmailAddress!) { requestPasswordReset(input: {email: $e}) { userErrors { code } } }`, vars{"e": email})
	if len(got.Errors) > 0 {
		a.tb.Fatal(got.Body)
	}
	got = a.ask(`mutation($t: String!, $p: String!) { resetPassword(input: {token: $t, password: $p}) { email userErrors { message } } }`,
		vars{"t": a.letters.token(a.tb, email), "p": next})
	if !strings.Contains(got.Body, email) {
		a.tb.Fatal(got.Body)
	}
	return next
}

func TestOwnerWhoForgotComesInByTheLetter(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.someone("editor")
	const email = "editor@people.example"
	counts := map[int]int{}
	for range 6 {
		a.guesses(email, "what was it", counts)
	}
	if counts[http.StatusTooManyRequests] == 0 {
		t.Errorf("%v", counts)
	}
	if got := a.enter("sign-in", vars{"email": email, "password": a.resets(email)}); got.Code != http.StatusOK {
		t.Errorf("with the new password: %d %s", got.Code, got.Body)
	}
}

func TestWaitsGrowAndEnd(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.someone("editor")
	const email = "editor@people.example"
	counts := map[int]int{}
	for range 5 {
		a.guesses(email, "guess", counts)
	}
	for _, wait := range []int{1, 2, 4, 8, 16} {
		for range 2 { // a try that has to wait makes the wait no longer
			if got := a.guesses(email, testPassword, counts); got.Header().Get("Retry-After") != strconv.Itoa(wait) {
				t.Fatalf("want to wait %d s: %d %v", wait, got.Code, got.Header())
			}
		}
		a.clock.pass(time.Duration(wait) * time.Second)
		a.guesses(email, "guess", counts)
	}
	a.clock.pass(15 * time.Minute)
	a.signsIn(email)
	for range 5 {
		if got := a.guesses(email, "guess", counts); got.Code != http.StatusUnauthorized {
			t.Errorf("after the right one: %d", got.Code)
		}
	}
}

func TestSprayingFromOneAddress(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.someone("editor")
	for _, address := range []func(int) string{
		func(int) string { return "203.0.113.5" },
		func(i int) string { return fmt.Sprintf("[2001:db8:1:1::%x]", i+1) }, // one household
	} {
		counts := map[int]int{}
		for i := range 1000 {
			a.from(address(i)).guesses(fmt.Sprintf("user%d@people.example", i), "guess", counts)
		}
		if only(t, counts, http.StatusUnauthorized, http.StatusTooManyRequests); counts[http.StatusUnauthorized] != 20 {
			t.Errorf("of 1,000 accounts %v", counts)
		}
	}
	a.from("203.0.113.6").signsIn("editor@people.example")
	a.clock.pass(time.Minute)
	a.from("203.0.113.5").signsIn("editor@people.example")
}

func TestSignInInBulk(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.someone("editor")
	counts, some, all := map[int]int{}, sync.Mutex{}, sync.WaitGroup{}
	for range 100 {
		all.Go(func() {
			got := a.enter("sign-in", vars{"email": "editor@people.example", "password": testPassword})
			some.Lock()
			defer some.Unlock()
			counts[got.Code]++
		})
	}
	all.Wait()
	// Each right one forgives those before it; those that run at once count as tries until then.
	if only(t, counts, http.StatusOK, http.StatusTooManyRequests); counts[http.StatusOK] == 0 || counts[http.StatusOK] > 20 {
		t.Errorf("%v", counts)
	}
}

// TestRefusedSignInsAreTheSame does not run beside others, since it looks at what the process takes: each refusal must
// have hashed a password, whoever it was for.
func TestRefusedSignInsAreTheSame(t *testing.T) {
	a := newAPI(t)
	a.someone("editor")
	shut := a.someone("shut")
	if _, err := a.store.SetDisabled(operator(), shut.id, true); err != nil {
		t.Fatal(err)
	}
	if _, _, err := a.store.Invite(operator(), models.NewUser{Email: "guest@people.example", Name: "guest"}); err != nil {
		t.Fatal(err)
	}
	answers, counts := map[string]bool{}, map[int]bool{}
	for i, e := range []struct{ email, password string }{
		{"editor@people.example", "wrong"},
		{"nobody@people.example", "wrong"},
		{"nobody@people.example", testPassword},
		{"shut@people.example", "wrong"},
		{"shut@people.example", testPassword},
		{"guest@people.example", "wrong"},
		{"guest@people.example", testPassword},
	} {
		var before, after runtime.MemStats
		a.count.take()
		runtime.ReadMemStats(&before)
		got := a.from("192.0.2."+strconv.Itoa(i+1)).enter("sign-in", vars{"email": e.email, "password": e.password}, "X-Request-Id", "same-request")
		runtime.ReadMemStats(&after)
		got.turnedAway(t, e.email, http.StatusUnauthorized, domain.CodeUnauthenticated, "")
		header := got.Header().Clone()
		answers[fmt.Sprint(got.Code, header, got.Body)], counts[len(a.count.take())] = true, true
		if taken := after.TotalAlloc - before.TotalAlloc; taken < hashMemory {
			t.Errorf("%s took %d bytes: nothing was hashed", e.email, taken)
		}
	}
	if len(answers) != 1 || len(counts) != 1 {
		t.Errorf("answers %v, statements %v", answers, counts)
	}
}

// hashMemory is what one hash takes, in bytes.
const hashMemory = 19 << 20

// TestSignInsOfAllTheWorld does not run beside others either. So many hashes at once would take 190 GB.
func TestSignInsOfAllTheWorld(t *testing.T) {
	a := newAPI(t)
	a.someone("editor")
	many := 10_000
	if testing.Short() {
		many = 1000 // races need company, not volume
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	counts, some, all := map[int]int{}, sync.Mutex{}, sync.WaitGroup{}
	for i := range many {
		all.Go(func() {
			address := netip.AddrFrom4([4]byte{203, 0, byte(i >> 8), byte(i)})
			got := a.from(address.String()).enter("sign-in", vars{"email": fmt.Sprintf("user%d@people.example", i), "password": "guess"})
			some.Lock()
			defer some.Unlock()
			counts[got.Code]++
		})
	}
	all.Wait()
	runtime.ReadMemStats(&after)
	only(t, counts, http.StatusUnauthorized, http.StatusTooManyRequests)
	if counts[http.StatusUnauthorized] == 0 || counts[http.StatusTooManyRequests] == 0 {
		t.Errorf("%v", counts)
	}
	if grown := after.HeapSys - before.HeapSys; after.HeapSys > before.HeapSys && grown > 1<<30 {
		t.Errorf("the heap grew by %d MiB", grown>>20)
	}
	a.signsIn("editor@people.example")
}
