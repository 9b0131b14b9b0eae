// Package commands holds the settings of the program and its short commands: everything but serving.
package commands

import (
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"hromada/domain"
	"hromada/graph"
)

// Settings are what every command can be told, by flag or environment. The README's table is checked
// against them by a test.
type Settings struct {
	Listen            string         `env:"HROMADA_LISTEN" default:"127.0.0.1:8080" help:"Address and port to answer on."`
	Data              string         `env:"HROMADA_DATA" default:"./data" help:"Directory of the embedded PostgreSQL."`
	DatabaseURL       string         `env:"DATABASE_URL" placeholder:"URL" help:"PostgreSQL to use in place of the embedded one."`
	Connections       int            `env:"HROMADA_CONNECTIONS" default:"20" help:"Most database connections open at once, 2 to 50."`
	CORSOrigins       []string       `name:"cors-origins" env:"HROMADA_CORS_ORIGINS" placeholder:"ORIGIN,…" help:"Web origins that browsers may call from, such as https://dashboard.example."`
	Introspection     *bool          `env:"HROMADA_INTROSPECTION" negatable:"" help:"Answer questions about the schema; on in demo, off in serve."`
	Playground        *bool          `env:"HROMADA_PLAYGROUND" negatable:"" help:"Serve a page at / where people try queries; on in demo, off in serve."`
	GetQueries        *bool          `env:"HROMADA_GET_QUERIES" negatable:"" help:"Take queries by GET too; on in demo, off in serve."`
	CostLimit         int            `env:"HROMADA_COST_LIMIT" default:"50000" help:"What one request may cost, in objects, 100 to 1000000."`
	RateLimit         int            `env:"HROMADA_RATE_LIMIT" default:"100" help:"Requests a second that one account, or one address without, may send, ten times as many at once; 0: any number."`
	TrustedProxies    []netip.Prefix `env:"HROMADA_TRUSTED_PROXIES" placeholder:"NETWORK,…" help:"Networks of proxies whose X-Forwarded-For is believed, such as 10.0.0.0/8."`
	PublicReading     bool           `env:"HROMADA_PUBLIC_READING" default:"true" negatable:"" help:"Show what is published to those without an account; on unless told."`
	SigningKeys       string         `env:"HROMADA_SIGNING_KEYS" placeholder:"PEM" help:"Private keys of access tokens (Ed25519, PKCS #8), the one that signs first; several servers need the same. Otherwise the data directory has them."`
	SMTPURL           string         `name:"smtp-url" env:"HROMADA_SMTP_URL" placeholder:"URL" help:"Mail server for letters, such as smtp://user:password@mail.example:587."`
	MailFrom          string         `env:"HROMADA_MAIL_FROM" placeholder:"ADDRESS" help:"Whom letters come from."`
	DashboardURL      string         `name:"dashboard-url" env:"HROMADA_DASHBOARD_URL" placeholder:"URL" help:"Where the links in letters lead: the dashboard's address."`
	DemoPassword      string         `env:"HROMADA_DEMO_PASSWORD" placeholder:"PASSWORD" help:"Password of the demonstration's accounts; one is made up and printed unless told."`
	Drain             time.Duration  `env:"HROMADA_DRAIN" default:"1s" help:"How long /readyz says 503 before the server stops taking requests, 0s to 1m."`
	AllowDemoAccounts bool           `env:"HROMADA_ALLOW_DEMO_ACCOUNTS" help:"Serve demonstration accounts to other machines too."`
	Lang              string         `env:"HROMADA_LANG" default:"uk" enum:"uk,en" help:"Language of reports on the terminal: uk or en."`
	LogFormat         string         `env:"HROMADA_LOG_FORMAT" default:"text" enum:"text,json" help:"Form of the log: text or json."`
	LogLevel          string         `env:"HROMADA_LOG_LEVEL" default:"info" enum:"debug,info,warn,error" help:"Least level that is logged: debug, info, warn or error."`
}

// Validate refuses settings that could only fail later; the command line calls it before any command.
func (s *Settings) Validate() error {
	for _, check := range []func() error{
		s.checkListen, s.checkDatabase, s.checkConnections, s.checkOrigins, s.checkLimits, s.checkDashboard, s.checkMail, s.checkKeys,
		s.checkDemoPassword, s.checkDrain,
	} {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

func (s *Settings) checkListen() error {
	_, port, err := net.SplitHostPort(s.Listen)
	if n, bad := strconv.ParseUint(port, 10, 16); err != nil || bad != nil || n > 65535 {
		return fmt.Errorf("--listen (HROMADA_LISTEN): %q is not an address with a port, such as 127.0.0.1:8080", s.Listen)
	}
	return nil
}

// checkDatabase never repeats the URL, which may hold a password.
func (s *Settings) checkDatabase() error {
	if s.DatabaseURL == "" {
		return nil
	}
	if _, err := pgx.ParseConfig(s.DatabaseURL); err != nil {
		return fmt.Errorf("--database-url (DATABASE_URL): not a PostgreSQL address such as postgres://user:password@host:5432/name")
	}
	return nil
}

func (s *Settings) checkConnections() error {
	if s.Connections < 2 || s.Connections > 50 {
		return fmt.Errorf("--connections (HROMADA_CONNECTIONS): %d is not between 2 and 50", s.Connections)
	}
	return nil
}

func (s *Settings) checkOrigins() error {
	for _, origin := range s.CORSOrigins {
		if !isOrigin(origin) {
			return fmt.Errorf("--cors-origins (HROMADA_CORS_ORIGINS): %q is not an origin such as https://dashboard.example", origin)
		}
	}
	return nil
}

// isOrigin tells whether a browser could send this as its Origin, to the letter.
func isOrigin(origin string) bool {
	u, err := url.Parse(origin)
	if err != nil || u.Host == "" || u.Hostname() == "" || strings.ContainsAny(origin, "*,; ") || origin != strings.ToLower(origin) {
		return false
	}
	defaultPort := map[string]string{"https": "443", "http": "80"}[u.Scheme]
	return defaultPort != "" && u.Port() != defaultPort && origin == u.Scheme+"://"+u.Host
}

func (s *Settings) checkLimits() error {
	if s.CostLimit < 100 || s.CostLimit > 1_000_000 {
		return fmt.Errorf("--cost-limit (HROMADA_COST_LIMIT): %d is not between 100 and 1000000", s.CostLimit)
	}
	if s.RateLimit < 0 || s.RateLimit > 1_000_000 {
		return fmt.Errorf("--rate-limit (HROMADA_RATE_LIMIT): %d is not between 0 and 1000000", s.RateLimit)
	}
	return nil
}

func (s *Settings) checkDrain() error {
	if s.Drain < 0 || s.Drain > time.Minute {
		return fmt.Errorf("--drain (HROMADA_DRAIN): %s is not between 0s and 1m", s.Drain)
	}
	return nil
}

// Logger writes the log to standard error, so that reports on standard output stay clean.
func (s *Settings) Logger() *slog.Logger {
	var level slog.Level
	if err := level.UnmarshalText([]byte(s.LogLevel)); err != nil {
		level = slog.LevelInfo
	}
	options := &slog.HandlerOptions{Level: level}
	if s.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(os.Stderr, options))
	}
	return slog.New(slog.NewTextHandler(os.Stderr, options))
}

// Face is what the HTTP face is told by the settings. What nobody set is on where people come to look
// around, and off elsewhere.
func (s *Settings) Face(open bool) graph.Options {
	on := func(set *bool) bool { return (set == nil && open) || (set != nil && *set) }
	return graph.Options{
		Log: s.Logger(), Origins: s.CORSOrigins,
		Introspection: on(s.Introspection), Playground: on(s.Playground), GetQueries: on(s.GetQueries),
		Closed: !s.PublicReading, CostLimit: s.CostLimit, RateLimit: s.RateLimit, TrustedProxies: s.TrustedProxies,
	}
}

// Language is the language of reports.
func (s *Settings) Language() domain.Language {
	if s.Lang == "en" {
		return domain.English
	}
	return domain.Ukrainian
}

// notice tells a person at the terminal why a command waits.
func notice(text string) { fmt.Fprintln(os.Stderr, text) }
