package accounts

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"regexp"
	"strconv"

	"github.com/wneessen/go-mail"

	"hromada/domain"
	"hromada/models"
)

// Mail is where letters go.
type Mail struct {
	send      func(ctx context.Context, to, subject, body string) error
	dashboard string
}

// NoMail sends nothing: letters need a server to be set.
func NoMail() Mail { return Mail{} }

// ready tells whether letters can be sent.
func (m Mail) ready() error {
	if m.send != nil {
		return nil
	}
	return &domain.Error{Code: domain.CodeUnavailable, Message: domain.Text{
		UK: "Поштовий сервер не налаштовано. Додайте користувача на сервері: hromada user add.",
		EN: "No mail server is set. Add the user on the server: hromada user add.",
	}}
}

// LoggedMail writes letters to the log, for trying the product out on one's own machine.
func LoggedMail(log *slog.Logger, dashboard string) Mail {
	return MailThrough(func(ctx context.Context, to, subject, body string) error {
		log.InfoContext(ctx, "a letter, as it would be sent", "to", to, "subject", subject, "body", body)
		return nil
	}, dashboard)
}

// MailThrough sends letters by a function.
func MailThrough(send func(ctx context.Context, to, subject, body string) error, dashboard string) Mail {
	return Mail{send: send, dashboard: dashboard}
}

// SMTP sends letters through a server whose address is smtp://user:password@host:587 (with STARTTLS), or smtps:// for TLS
// from the start. Where the host is this machine, no TLS is asked for.
func SMTP(address, from, dashboard string) (Mail, error) {
	server, err := url.Parse(address)
	if err != nil || server.Hostname() == "" || (server.Scheme != "smtp" && server.Scheme != "smtps") {
		return Mail{}, errors.New("not an address such as smtp://user:password@mail.example:587")
	}
	options := []mail.Option{mail.WithTLSPortPolicy(mail.TLSMandatory)}
	switch host := server.Hostname(); {
	case server.Scheme == "smtps":
		options = []mail.Option{mail.WithSSLPort(false)}
	case host == "localhost" || host == "127.0.0.1" || host == "::1":
		options = []mail.Option{mail.WithTLSPolicy(mail.NoTLS)}
	}
	if port, err := strconv.Atoi(server.Port()); err == nil {
		options = append(options, mail.WithPort(port))
	}
	if password, ok := server.User.Password(); ok {
		options = append(options, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(server.User.Username()), mail.WithPassword(password))
	}
	client, err := mail.NewClient(server.Hostname(), options...)
	if err != nil {
		return Mail{}, err
	}
	return MailThrough(func(ctx context.Context, to, subject, body string) error {
		letter := mail.NewMsg()
		if err := letter.From(from); err != nil {
			return err
		}
		if letter.To(to) != nil {
			return errors.New("not an address that letters can be sent to") // the cause would repeat it
		}
		letter.Subject(subject)
		letter.SetBodyString(mail.TypeTextPlain, body)
		return unsent(client.DialAndSendWithContext(ctx, letter))
	}, dashboard), nil
}

// unsent says why a server did not take a letter, without the address that servers repeat: it is for the log.
func unsent(err error) error {
	var refused *mail.SendError
	if errors.As(err, &refused) {
		return fmt.Errorf("%s: %d %s", refused.Reason, refused.ErrorCode(), refused.EnhancedStatusCode())
	}
	return err
}

// link leads to a page of the dashboard. The secret stands behind #, which browsers send to nobody.
func (m Mail) link(page, secret string) string { return m.dashboard + page + "#token=" + secret }

// write sends a letter with the link that its owner needs. Mail servers repeat in their errors whom they refuse; the log
// must not have that.
func (m Mail) write(ctx context.Context, l models.Letter) error {
	send := m.reset
	if l.Purpose == models.Invitation {
		send = m.invite
	}
	err := send(ctx, l)
	if err == nil {
		return nil
	}
	return errors.New(regexp.MustCompile("(?i)"+regexp.QuoteMeta(l.Email)).ReplaceAllString(err.Error(), "…"))
}

func (m Mail) invite(ctx context.Context, l models.Letter) error {
	link := m.link("/accept-invitation", l.Secret)
	return m.send(ctx, l.Email, "Запрошення · Invitation", fmt.Sprintf(
		"Вітаємо, %[1]s!\n\nДля вас створено обліковий запис. Оберіть пароль за посиланням, воно діє 7 днів:\n%[2]s\n\n"+
			"Hello, %[1]s!\n\nAn account was made for you. Choose a password by this link within 7 days:\n%[2]s\n", l.Name, link))
}

func (m Mail) reset(ctx context.Context, l models.Letter) error {
	link := m.link("/reset-password", l.Secret)
	return m.send(ctx, l.Email, "Новий пароль · New password", fmt.Sprintf(
		"Вітаємо, %[1]s!\n\nЩоб задати новий пароль, перейдіть за посиланням, воно діє годину:\n%[2]s\nЯкщо ви цього не просили, нічого не робіть.\n\n"+
			"Hello, %[1]s!\n\nSet a new password by this link within an hour:\n%[2]s\nIf you did not ask for it, do nothing.\n", l.Name, link))
}
