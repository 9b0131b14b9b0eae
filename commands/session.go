package commands

import (
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"hromada/auth"
	"hromada/database"
	"hromada/models"
)

// Session is an open database: the server's that DATABASE_URL names, or the embedded one.
type Session struct {
	DB      *sql.DB
	cluster *database.Cluster
}

// stopTime bounds the shutdown of the embedded PostgreSQL.
const stopTime = 30 * time.Second

// Cluster starts the embedded PostgreSQL, or finds the one that a running server has started. It is
// nil where DATABASE_URL names another.
func (s *Settings) Cluster(ctx context.Context, purpose database.Purpose) (*database.Cluster, error) {
	if s.DatabaseURL != "" {
		return nil, nil //nolint:nilnil // another PostgreSQL is used, and that is no fault
	}
	return database.StartCluster(ctx, database.ClusterOptions{
		DataDir: s.Data, Purpose: purpose, Log: s.Logger(), Notice: notice,
	})
}

// Connect opens the pool on the cluster, or on DATABASE_URL where it is nil.
func (s *Settings) Connect(ctx context.Context, cluster *database.Cluster) (*sql.DB, error) {
	dsn := s.DatabaseURL
	if cluster != nil {
		dsn = cluster.URL()
	}
	return database.Connect(ctx, dsn, database.ConnectOptions{MaxConns: s.Connections})
}

// ConnectWhenUp waits for a database that does not answer yet, since it may start after us.
func (s *Settings) ConnectWhenUp(ctx context.Context, cluster *database.Cluster, log *slog.Logger) (*sql.DB, error) {
	for {
		db, err := s.Connect(ctx, cluster)
		if err == nil || hopeless(err) {
			return db, err
		}
		log.WarnContext(ctx, "the database does not answer; trying again", "error", err)
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(time.Second):
		}
	}
}

// OpenWhenUp opens a database that may not answer yet, and brings its structure up to date. The pool is given also where that
// fails, for its owner to close.
func (s *Settings) OpenWhenUp(ctx context.Context, cluster *database.Cluster, log *slog.Logger) (*sql.DB, *models.Store, error) {
	db, err := s.ConnectWhenUp(ctx, cluster, log)
	if err != nil {
		return nil, nil, err
	}
	if _, err := database.MigrateUp(ctx, db); err != nil {
		return db, nil, err
	}
	store, err := OpenStore(db)
	return db, store, err
}

// hopeless tells what waiting cannot mend: a server too old, a wrong user, password or database.
func hopeless(err error) bool {
	var tooOld *database.TooOldError
	var refused *pgconn.PgError
	if errors.As(err, &refused) {
		return strings.HasPrefix(refused.Code, "28") || refused.Code == "3D000"
	}
	return errors.As(err, &tooOld)
}

// open opens the database for a short command.
func (s *Settings) open(ctx context.Context) (*Session, error) {
	cluster, err := s.Cluster(ctx, database.Command)
	if err != nil {
		return nil, err
	}
	session := &Session{cluster: cluster}
	if session.DB, err = s.Connect(ctx, cluster); err != nil {
		return nil, errors.Join(err, session.Close(ctx))
	}
	return session, nil
}

// Close gives the pool back and stops what was started, also when ctx has ended: it was asked to.
func (s *Session) Close(ctx context.Context) error {
	var failed []error
	if s.DB != nil {
		failed = append(failed, s.DB.Close())
	}
	if s.cluster != nil {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTime)
		defer cancel()
		failed = append(failed, s.cluster.Stop(ctx))
	}
	return errors.Join(failed...)
}

// OpenStore makes a store over a pool.
func OpenStore(db *sql.DB) (*models.Store, error) {
	mapper, err := database.Gorm(db)
	if err != nil {
		return nil, err
	}
	return models.NewStore(mapper, time.Now)
}

// AsOperator is a context for whoever runs a command on the server's machine.
func AsOperator(ctx context.Context) context.Context {
	return auth.WithViewer(ctx, auth.Viewer{Role: auth.Operator})
}

// withStore runs work on a migrated database.
func (s *Settings) withStore(ctx context.Context, work func(context.Context, *models.Store) error) (err error) {
	session, err := s.open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, session.Close(ctx)) }()
	if _, err := database.MigrateUp(ctx, session.DB); err != nil {
		return err
	}
	store, err := OpenStore(session.DB)
	if err != nil {
		return err
	}
	return work(AsOperator(ctx), store)
}

// IgnoreStop takes the end of waiting for no failure: it was asked for.
func IgnoreStop(ctx context.Context, err error) error {
	if ctx.Err() == nil {
		return err
	}
	return nil
}
