package commands

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/mail"
	"net/url"
	"path/filepath"
	"strconv"

	"hromada/accounts"
	"hromada/database"
	"hromada/models"
)

// keysFolder is where the data directory keeps the keys of access tokens.
const keysFolder = "keys"

// Keys opens the keys that sign access tokens: those given, or those of the data directory.
func (s *Settings) Keys() (*accounts.KeyRing, error) {
	if s.SigningKeys != "" {
		ring, err := accounts.GivenKeys(s.SigningKeys)
		if err != nil {
			return nil, fmt.Errorf("--signing-keys (HROMADA_SIGNING_KEYS): %w", err)
		}
		return ring, nil
	}
	return accounts.OpenKeys(filepath.Join(s.Data, keysFolder))
}

// Prepare loads the demonstration where that is served, sees to the figures of surveys, and makes what lets people in.
func (s *Settings) Prepare(ctx context.Context, db *sql.DB, store *models.Store, log *slog.Logger, demonstrating bool) (*accounts.Service, error) {
	operator := AsOperator(ctx)
	if demonstrating {
		if err := s.Demonstrate(operator, store); err != nil {
			return nil, err
		}
	}
	if err := s.guardDemoAccounts(operator, store); err != nil {
		return nil, err
	}
	computeFigures(ctx, store, log)
	dropUploads(ctx, store, log)
	return s.accounts(ctx, db, store, log, demonstrating)
}

// accounts makes what lets people in, and keeps it informed until the context ends. With demonstrating, letters that no
// server is set for are written to the log.
func (s *Settings) accounts(ctx context.Context, db *sql.DB, store *models.Store, log *slog.Logger, demonstrating bool) (*accounts.Service, error) {
	keys, err := s.Keys()
	if err != nil {
		return nil, err
	}
	letters, err := s.mail(log, demonstrating)
	if err != nil {
		return nil, err
	}
	service := accounts.New(store, accounts.Options{Keys: keys, Mail: letters, Log: log})
	go service.Run(ctx)
	go database.Listen(ctx, db, models.AccountsChannel, log, func() { service.Forget(0) }, func(user string) {
		id, err := strconv.ParseInt(user, 10, 64)
		if err != nil {
			id = 0 // whoever it is about
		}
		service.Forget(id)
	})
	return service, nil
}

func (s *Settings) mail(log *slog.Logger, demonstrating bool) (accounts.Mail, error) {
	dashboard := s.DashboardURL
	if dashboard == "" {
		dashboard = "http://" + s.Listen
	}
	switch {
	case s.SMTPURL != "":
		letters, err := accounts.SMTP(s.SMTPURL, s.MailFrom, dashboard)
		if err != nil {
			return letters, fmt.Errorf("--smtp-url (HROMADA_SMTP_URL): %w", err)
		}
		return letters, nil
	case demonstrating:
		return accounts.LoggedMail(log, dashboard), nil
	}
	return accounts.NoMail(), nil
}

func (s *Settings) checkMail() error {
	if s.SMTPURL == "" {
		return nil
	}
	if s.MailFrom == "" || s.DashboardURL == "" {
		return errors.New("--smtp-url (HROMADA_SMTP_URL) needs --mail-from (HROMADA_MAIL_FROM) and --dashboard-url (HROMADA_DASHBOARD_URL) too")
	}
	if _, err := mail.ParseAddress(s.MailFrom); err != nil {
		return fmt.Errorf("--mail-from (HROMADA_MAIL_FROM): %q is not an address such as hromada@oblast.example", s.MailFrom)
	}
	_, err := s.mail(nil, false)
	return err
}

func (s *Settings) checkKeys() error {
	if s.SigningKeys == "" {
		return nil
	}
	_, err := s.Keys()
	return err
}

func (s *Settings) checkDashboard() error {
	if s.DashboardURL == "" {
		return nil
	}
	if u, err := url.Parse(s.DashboardURL); err != nil || (u.Scheme != "https" && u.Scheme != "http") || u.Host == "" || u.RawQuery != "" || u.Fragment != "" {
		return fmt.Errorf("--dashboard-url (HROMADA_DASHBOARD_URL): %q is not an address such as https://dashboard.example", s.DashboardURL)
	}
	return nil
}

// errDemoAccounts keeps accounts whose passwords many know from where anybody can reach them.
var errDemoAccounts = errors.New("this database has demonstration accounts, and --listen is open to other machines: disable them " +
	"(hromada user disable), listen on 127.0.0.1, or say --allow-demo-accounts (HROMADA_ALLOW_DEMO_ACCOUNTS)")

// guardDemoAccounts refuses to serve demonstration accounts to other machines, unless that is wanted.
func (s *Settings) guardDemoAccounts(ctx context.Context, store *models.Store) error {
	if s.AllowDemoAccounts || s.isLocal() {
		return nil
	}
	_, open, err := store.Demonstrated(ctx)
	if err == nil && open {
		return errDemoAccounts
	}
	return err
}

// isLocal tells whether only this machine can reach the server.
func (s *Settings) isLocal() bool {
	host, _, err := net.SplitHostPort(s.Listen)
	if err != nil {
		return false
	}
	address := net.ParseIP(host)
	return host == "localhost" || (address != nil && address.IsLoopback())
}
