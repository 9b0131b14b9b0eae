package accounts

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"testing"

	"hromada/auth"
	"hromada/domain"
	"hromada/models"
)

const (
	sender    = "Громади <noreply@hromada.example>"
	dashboard = "https://dashboard.example"
)

// through sends letters through a server whose address is of a scheme, with what stands before the host.
func through(t *testing.T, m *mailbox, who string) Mail {
	t.Helper()
	sent, err := SMTP("smtp://"+who+m.address, sender, dashboard)
	if err != nil {
		t.Fatal(err)
	}
	return sent
}

func TestLettersArrive(t *testing.T) {
	t.Parallel()
	m := newMailbox(t, "127.0.0.1")
	sent, letter := through(t, m, ""), models.Letter{User: 7, Email: "olena@hromada.example", Name: "Олена Їжакевич", Secret: auth.NewSecret()}
	for name, e := range map[string]struct {
		send                func(context.Context, models.Letter) error
		subject, page, told string
	}{
		"an invitation": {sent.invite, "Запрошення · Invitation", "/accept-invitation", "воно діє 7 днів"},
		"a reset":       {sent.reset, "Новий пароль · New password", "/reset-password", "If you did not ask for it, do nothing."},
	} {
		if err := e.send(context.Background(), letter); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		got := <-m.letters
		if got.plain(t, "Subject") != e.subject || !strings.Contains(got.header.Get("Content-Type"), "UTF-8") || got.plain(t, "From") != sender {
			t.Errorf("%s: %v", name, got.header)
		}
		if !strings.HasPrefix(got.from, "FROM:<noreply@hromada.example>") || !strings.HasPrefix(got.to, "TO:<olena@hromada.example>") || got.plain(t, "To") != "<olena@hromada.example>" {
			t.Errorf("%s: from %s to %s", name, got.from, got.to)
		}
		link := "\n" + dashboard + e.page + "#token=" + letter.Secret + "\n"
		if strings.Count(got.body, link) != 2 || !strings.Contains(got.body, e.told) || !strings.Contains(got.body, "Вітаємо, Олена Їжакевич!") || !strings.Contains(got.body, "Hello, Олена Їжакевич!") {
			t.Errorf("%s: %s", name, got.body)
		}
	}
}

// A name or an address adds no header, no recipient and no letter.
func TestNamesAndAddressesAreNoHeaders(t *testing.T) {
	t.Parallel()
	m := newMailbox(t, "127.0.0.1")
	sent, ctx := through(t, m, ""), context.Background()
	for _, name := range []string{"Олена\r\nBcc: all@hromada.example", "\r\n.\r\nMAIL FROM:<x@hromada.example>\r\n", "Олена\n.\nQUIT", "\r\n\r\nSubject: інше", "Олена\x00", "=?UTF-8?B?0ITQvdC10Lk=?="} {
		if err := sent.invite(ctx, models.Letter{Email: "olena@hromada.example", Name: name, Secret: "s"}); err != nil {
			t.Fatalf("%q: %v", name, err)
		}
		got := <-m.letters
		if got.header.Get("Bcc") != "" || strings.Count(got.to, "TO:") != 1 || got.plain(t, "Subject") != "Запрошення · Invitation" || !strings.Contains(got.body, dashboard) {
			t.Errorf("%q: %+v", name, got)
		}
		m.none(t, name)
	}
	for _, address := range []string{
		"", "olena", "olena@hromada.example\r\nBcc: all@hromada.example", "olena@hromada.example, all@hromada.example", "olena@hromada.example> RCPT TO:<all@hromada.example",
		"olena@hromada.example\r\nDATA", "<olena@hromada.example>\n", "\r\n", "a\x00b@hromada.example",
	} {
		err := sent.reset(ctx, models.Letter{Email: address, Name: "Олена", Secret: "s"})
		select {
		case got := <-m.letters:
			if err != nil || got.header.Get("Bcc") != "" || got.to != "TO:<olena@hromada.example>" {
				t.Errorf("%q: %+v, %v", address, got, err)
			}
		default:
			if err == nil {
				t.Errorf("%q: no letter came, and no error", address)
			}
		}
	}
}

// Letters carry links that open accounts: they do not go over a network that others can read.
func TestLettersDoNotLeaveTheMachineInTheOpen(t *testing.T) {
	t.Parallel()
	m := newMailbox(t, "127.0.0.2", "AUTH PLAIN") // as good as another machine
	for _, who := range []string{"", "hromada:wordpass@"} {
		if err := through(t, m, who).reset(context.Background(), models.Letter{Email: "olena@hromada.example", Secret: "s"}); err == nil {
			t.Errorf("%q: it is sent", who)
		}
	}
	m.none(t, "without TLS")
	for len(m.said) > 0 {
		if line := <-m.said; !strings.HasPrefix(line, "EHLO") && line != "QUIT" {
			t.Errorf("the server is told %q", line)
		}
	}
	tls, err := SMTP("smtps://"+m.address, sender, dashboard)
	if err != nil {
		t.Fatal(err)
	}
	if err := tls.reset(context.Background(), models.Letter{Email: "olena@hromada.example", Secret: "s"}); err == nil {
		t.Error("smtps is sent without TLS")
	}
}

// Not even on this machine is the server's password sent for others to read.
func TestThePasswordOfTheServerIsNotSentInTheOpen(t *testing.T) {
	t.Parallel()
	m := newMailbox(t, "127.0.0.1", "AUTH PLAIN LOGIN")
	err := through(t, m, "hromada:wordpass@").reset(context.Background(), models.Letter{Email: "olena@hromada.example", Secret: "s"})
	if err == nil || strings.Contains(err.Error(), "wordpass") {
		t.Errorf("%v", err)
	}
	m.none(t, "without a password")
	for len(m.said) > 0 {
		if line := <-m.said; strings.HasPrefix(line, "AUTH") {
			t.Errorf("the server is told %q", line)
		}
	}
}

func TestRefusedLettersAreTold(t *testing.T) {
	t.Parallel()
	m := newMailbox(t, "127.0.0.1")
	m.refuses = "olena"
	letter := models.Letter{Email: "olena@hromada.example", Secret: auth.NewSecret()}
	err := through(t, m, "").reset(context.Background(), letter)
	if err == nil || !strings.Contains(err.Error(), "550") || strings.Contains(err.Error(), letter.Secret) || strings.Contains(err.Error(), letter.Email) {
		t.Errorf("%v", err)
	}
	gone, leave := context.WithCancel(context.Background())
	leave()
	letter.Email = "taras@hromada.example"
	if err := through(t, m, "").reset(gone, letter); err == nil {
		t.Error("it is sent after the end")
	}
	m.none(t, "after the end")
}

// The address of a server holds its password: no error repeats it.
func TestBadAddressesOfServersAreNotRepeated(t *testing.T) {
	t.Parallel()
	for _, address := range []string{
		"", "mail.example", "mail.example:587", "smtp:", "smtp://", "smtp://:587", "smtp://hromada:wordpass@", "smtp://hromada:wordpass@:587", "http://hromada:wordpass@mail.example",
		"smtp://hromada:wordpass@mail.example:port", "smtp://hromada:word%pass@mail.example", "smtp://hromada:wordpass@mail example", "smtp://hromada:wordpass@mail.example:99999",
		"SMTPX://hromada:wordpass@mail.example", "hromada:wordpass@mail.example", "smtp://hromada:wordpass\x00@mail.example", "smtp://hromada:wordpass@mail.example:0",
	} {
		if _, err := SMTP(address, sender, dashboard); err == nil || strings.Contains(err.Error(), "wordpass") || strings.Contains(err.Error(), "word%pass") {
			t.Errorf("%q: %v", address, err)
		}
	}
	for _, address := range []string{"smtp://mail.example", "smtps://mail.example", "smtp://hromada:wordpass@mail.example:2525", "SMTP://mail.example", "smtp://[::1]:25"} {
		if _, err := SMTP(address, sender, dashboard); err != nil {
			t.Errorf("%q: %v", address, err)
		}
	}
}

func TestWithoutAMailServerLettersAreUnavailable(t *testing.T) {
	t.Parallel()
	told, ok := domain.AsError(NoMail().ready())
	if !ok || told.Code != domain.CodeUnavailable || !strings.Contains(told.Message.UK, "hromada user add") || !strings.Contains(told.Message.EN, "hromada user add") {
		t.Errorf("%v", told)
	}
	if err := LoggedMail(slog.New(slog.DiscardHandler), dashboard).ready(); err != nil {
		t.Error(err)
	}
}

func TestLoggedLettersCanBeReadInTheLog(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	logged := LoggedMail(slog.New(slog.NewTextHandler(&log, nil)), dashboard)
	if err := logged.invite(context.Background(), models.Letter{Email: "olena@hromada.example", Name: "Олена\nlevel=ERROR", Secret: "secret-of-the-link"}); err != nil {
		t.Fatal(err)
	}
	line := log.String()
	if strings.Count(line, "\n") != 1 || !strings.Contains(line, "to=olena@hromada.example") || !strings.Contains(line, dashboard+"/accept-invitation#token=secret-of-the-link") {
		t.Errorf("%s", line)
	}
}
