package accounts

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"hromada/auth"
	"hromada/domain"
	"hromada/models"
)

// newService is a service without a database: whatever comes to that panics.
func newService(t *testing.T, sent Mail, log *slog.Logger) *Service {
	t.Helper()
	c := &clock{}
	store, err := models.NewStore(nil, c.now)
	must(t, err)
	return New(store, Options{Keys: opened(t, t.TempDir(), c), Mail: sent, Log: log, Now: c.now})
}

func from(address string) context.Context {
	return auth.WithViewer(context.Background(), auth.Viewer{Role: auth.Visitor, Address: address})
}

// told demands an error that callers are told.
func told(t *testing.T, what string, err error, code domain.Code, field string) {
	t.Helper()
	if e, ok := domain.AsError(err); !ok || e.Code != code || e.Field != field || e.Message.UK == "" || e.Message.EN == "" {
		t.Errorf("%s: %v", what, err)
	}
}

// What cannot be an address or a password is refused before anything dear is done for it.
func TestWhatNobodyTypesIsRefusedAtOnce(t *testing.T) {
	t.Parallel()
	s := newService(t, NoMail(), slog.New(slog.DiscardHandler))
	long := strings.Repeat("ї", 1<<19)
	for name, e := range map[string]struct{ email, password, field string }{
		"no address": {"", "password", "email"}, "a long address": {long, "password", "email"}, "NUL in the address": {"olena\x00@hromada.example", "password", "email"},
		"no password": {olena, "", "password"}, "a long password": {olena, long, "password"}, "neither": {"", "", "email"},
	} {
		_, err := s.SignIn(from(home), e.email, e.password)
		told(t, name, err, domain.CodeInvalidInput, e.field)
	}
	if len(s.guard.tries) != 0 {
		t.Error("they count as tries")
	}
	_, err := s.Refresh(from(home), long)
	told(t, "a long refresh token", err, domain.CodeUnauthenticated, "")
	if err := s.SignOut(from(home), "no token", false); err != nil {
		t.Errorf("nobody cannot be signed out: %v", err)
	}
	told(t, "a reset for no address", s.RequestReset(from(home), "olena"), domain.CodeInvalidInput, "email")
	_, err = s.Identify(from(home), "no token")
	told(t, "no token", err, domain.CodeUnauthenticated, "")
}

func TestTooManyTriesAreToldHowLongToWait(t *testing.T) {
	t.Parallel()
	s := newService(t, NoMail(), slog.New(slog.DiscardHandler))
	for range triesAtOnce {
		s.guard.visit(home)
	}
	_, err := s.SignIn(from(home), olena, "password")
	told(t, "a sign-in", err, domain.CodeRateLimited, "")
	if e, _ := domain.AsError(err); e.RetryAfter != time.Second {
		t.Errorf("it waits %s", e.RetryAfter)
	}
	told(t, "a reset", s.RequestReset(from(home), olena), domain.CodeRateLimited, "")
}

// Letters wait behind the answers, but not without end.
func TestTooManyLettersAreUnavailable(t *testing.T) {
	t.Parallel()
	s := newService(t, NoMail(), slog.New(slog.DiscardHandler))
	for i := range waitingLetters {
		must(t, s.RequestReset(from(home+string(rune(i))), olena))
	}
	err := s.RequestReset(from("192.0.2.2"), olena)
	told(t, "one more", err, domain.CodeUnavailable, "")
	if !errors.Is(err, errFull) {
		t.Errorf("%v", err)
	}
}

// A letter that fails is told to the operator, without whom it was for, and the next is sent all the same.
func TestALetterThatFailsHoldsUpNoOther(t *testing.T) {
	t.Parallel()
	m := newMailbox(t, "127.0.0.1")
	m.refuses = "olena"
	var log bytes.Buffer
	s := newService(t, through(t, m, ""), slog.New(slog.NewTextHandler(&log, nil)))
	for _, to := range []string{olena, "taras@hromada.example"} {
		must(t, s.behind(func(ctx context.Context) error { return s.mail.reset(ctx, models.Letter{Email: to, Secret: "secret"}) }))
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		s.Run(ctx)
	}()
	if got := <-m.letters; got.to != "TO:<taras@hromada.example>" {
		t.Errorf("%+v", got)
	}
	stop()
	<-ended
	if line := log.String(); !strings.Contains(line, "a letter was not sent") || strings.Contains(line, olena) || strings.Contains(line, "secret") {
		t.Errorf("%s", line)
	}
}

// TestLettersThatWaitAreSentAtTheEnd, as long as there is time, and those that are not are counted in the log.
func TestLettersThatWaitAreSentAtTheEnd(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	s := newService(t, NoMail(), slog.New(slog.NewTextHandler(&log, nil)))
	ctx, stop := context.WithCancel(t.Context())
	began, goOn, ran := make(chan struct{}), make(chan struct{}), make(chan struct{})
	sent := 0
	send := func(context.Context) error { sent++; return nil }
	must(t, s.behind(func(context.Context) error { close(began); <-goOn; sent++; return nil }))
	must(t, s.behind(send))
	go func() { s.Run(ctx); close(ran) }()
	<-began
	stop()
	must(t, s.behind(send)) // of a request that was in flight
	close(goOn)
	<-ran
	s.Finish(t.Context())
	if sent != 3 || log.Len() > 0 {
		t.Errorf("%d letters were sent of 3: %s", sent, log.String())
	}
	must(t, s.behind(func(context.Context) error { return errors.New("no such mailbox") }))
	must(t, s.behind(send))
	s.Finish(t.Context())
	if sent != 4 || !strings.Contains(log.String(), "no such mailbox") || !strings.Contains(log.String(), "letters=1") {
		t.Errorf("%d letters were sent: %s", sent, log.String())
	}
	log.Reset()
	must(t, s.behind(send))
	must(t, s.behind(send))
	s.Finish(ctx)
	if sent != 4 || !strings.Contains(log.String(), "letters=2") {
		t.Errorf("%d letters were sent when the time was over: %s", sent, log.String())
	}
}
