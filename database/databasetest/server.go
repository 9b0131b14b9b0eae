package databasetest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync"
	"sync/atomic"

	"hromada/database"
)

// server makes and drops databases.
type server struct {
	admin    *sql.DB
	base     url.URL
	prefix   string // of all names, so that several binaries can share one server
	count    atomic.Int64
	end      func(context.Context) error
	template struct {
		sync.Mutex // held while it is made and while it is copied: copies side by side are no faster
		name       string
	}
}

// begin connects to the server named in the environment, or starts one.
func begin() (*server, error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	address, end := os.Getenv("HROMADA_TEST_DATABASE_URL"), func(context.Context) error { return nil }
	if address == "" {
		var err error
		if address, end, err = startCluster(ctx); err != nil {
			return nil, err
		}
	}
	s, err := connect(ctx, address)
	if err != nil {
		return nil, errors.Join(err, end(ctx))
	}
	s.end = end
	return s, nil
}

func connect(ctx context.Context, address string) (*server, error) {
	base, err := url.Parse(address)
	if err != nil || !strings.HasPrefix(base.Scheme, "postgres") {
		return nil, errors.New("HROMADA_TEST_DATABASE_URL is not a postgres:// URL") // its text may hold a password
	}
	admin, err := database.Connect(ctx, address, database.ConnectOptions{MaxConns: 4})
	if err != nil {
		return nil, err
	}
	return &server{admin: admin, base: *base, prefix: "hromada_test_" + strings.ToLower(rand.Text()[:8])}, nil
}

// address is the DSN of one of the server's databases.
func (s *server) address(name string) string {
	own := s.base
	own.Path = "/" + name
	return own.String()
}

func (s *server) blank(ctx context.Context, name string) error {
	_, err := s.admin.ExecContext(ctx, "CREATE DATABASE "+name)
	return err
}

// clone copies the template file by file, which for a small database is several times faster than through the WAL.
func (s *server) clone(ctx context.Context, name string) error {
	s.template.Lock()
	defer s.template.Unlock()
	if err := s.ensureTemplate(ctx); err != nil {
		return err
	}
	_, err := s.admin.ExecContext(ctx, "CREATE DATABASE "+name+" TEMPLATE "+s.template.name+" STRATEGY file_copy")
	return err
}

// ensureTemplate makes the migrated database that New copies, and then closes it to connections: a database that
// somebody is connected to cannot be copied.
func (s *server) ensureTemplate(ctx context.Context) error {
	if s.template.name != "" {
		return nil
	}
	name := s.prefix + "_template"
	if err := s.blank(ctx, name); err != nil {
		return err
	}
	if err := migrate(ctx, s.address(name)); err != nil {
		return errors.Join(fmt.Errorf("template: %w", err), s.drop(ctx, name))
	}
	if _, err := s.admin.ExecContext(ctx, "ALTER DATABASE "+name+" ALLOW_CONNECTIONS false"); err != nil {
		return errors.Join(err, s.drop(ctx, name))
	}
	s.template.name = name
	return nil
}

func migrate(ctx context.Context, address string) error {
	db, err := database.Connect(ctx, address, database.ConnectOptions{MaxConns: 1})
	if err != nil {
		return err
	}
	_, err = database.MigrateUp(ctx, db)
	return errors.Join(err, db.Close())
}

func (s *server) drop(ctx context.Context, name string) error {
	_, err := s.admin.ExecContext(ctx, "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)")
	return err
}

// stop drops the template, as the server may not be ours, and ends the cluster if it is.
func (s *server) stop() error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	return errors.Join(s.drop(ctx, s.prefix+"_template"), s.admin.Close(), s.end(ctx))
}
