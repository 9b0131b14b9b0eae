package resolvers_test

import (
	"bytes"
	"context"
	"regexp"
	"strings"
	"sync"
	"testing"

	"hromada/accounts"
)

// journal is a log that may be read while it is written.
type journal struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (j *journal) Write(b []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.Write(b)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.String()
}

func (j *journal) Reset() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.text.Reset()
}

// everything is what all tests of the suite logged.
var everything = &journal{}

// testPassword is that of every account the tests make.
const testPassword = "червоний-кіт-на-велосипеді"

// private is what no line of a log may have: passwords and their hashes, tokens, keys, and addresses of people.
var private = regexp.MustCompile(testPassword + `|\$argon2id\$|eyJ[A-Za-z0-9_-]{10,}|[a-z0-9.]+@[a-z]+\.example|BEGIN PRIVATE`)

// handedOut are the refresh tokens and links that the tests were given; no line of a log may have them either.
var handedOut = &kept{}

type kept struct {
	mu  sync.Mutex
	all []string
}

func (k *kept) keep(secret string) string {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.all = append(k.all, secret)
	return secret
}

// leaked gives the beginning of something private that a log has; empty: nothing.
func leaked(log string) string {
	handedOut.mu.Lock()
	defer handedOut.mu.Unlock()
	for _, secret := range handedOut.all {
		if strings.Contains(log, secret) {
			return secret[:8]
		}
	}
	found := private.FindString(log)
	return found[:min(len(found), 12)]
}

// letters keeps what would have been sent, by address.
type letters struct {
	mu   sync.Mutex
	sent map[string][]string
	came chan struct{}
}

func (l *letters) mail() accounts.Mail {
	l.sent, l.came = map[string][]string{}, make(chan struct{}, 100)
	return accounts.MailThrough(func(_ context.Context, to, _, body string) error {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.sent[to] = append(l.sent[to], body)
		l.came <- struct{}{}
		return nil
	}, "https://dashboard.example")
}

var tokenOfLink = regexp.MustCompile(`#token=([A-Za-z0-9_-]{43})`)

// token waits for the next letter and gives the token of its link.
func (l *letters) token(tb testing.TB, to string) string {
	tb.Helper()
	<-l.came
	l.mu.Lock()
	defer l.mu.Unlock()
	all := l.sent[to]
	if len(all) == 0 {
		tb.Fatalf("no letter to %s", to)
	}
	found := tokenOfLink.FindStringSubmatch(all[len(all)-1])
	if found == nil {
		tb.Fatalf("no link in %s", all[len(all)-1])
	}
	return handedOut.keep(found[1])
}

// running sends letters until the test ends.
func (a *api) running(in *accounts.Service) {
	ctx, stop := context.WithCancel(context.Background())
	a.tb.Cleanup(stop)
	go in.Run(ctx)
}
