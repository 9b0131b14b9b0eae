// Hromada answers the graph of a region's communities and their goal trees over HTTP.
package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/alecthomas/kong"

	"hromada/accounts"
	"hromada/commands"
	"hromada/database"
	"hromada/files"
	"hromada/graph"
	"hromada/models"
	"hromada/resolvers"
)

// program is the command line.
type program struct {
	commands.Settings
	Serve   serve            `cmd:"" default:"withargs" help:"Answer requests until told to stop (the default)."`
	Demo    demo             `cmd:"" help:"Load the registry and demonstration data, and serve them."`
	Migrate commands.Migrate `cmd:"" help:"Bring the database's structure up or down."`
	Import  commands.Import  `cmd:"" help:"Read files into the database."`
	Schema  commands.Schema  `cmd:"" help:"Print the GraphQL schema."`
	User    commands.User    `cmd:"" help:"Keep accounts: the first administrator is made here."`
	Key     commands.Key     `cmd:"" help:"Keep the keys that sign access tokens."`
	Survey  commands.Survey  `cmd:"" help:"Keep what people answered to surveys."`
	Doctor  commands.Doctor  `cmd:"" help:"Check what serving needs and say what to do."`
	Version commands.Version `cmd:"" help:"Print the version."`
}

type (
	serve struct{}
	demo  struct{}
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	var p program
	if err := commands.ForgetEmpty(); err != nil {
		panic(err) // a name that the environment itself gave
	}
	line := kong.Parse(&p, kong.Name("hromada"), kong.ShortUsageOnError(), kong.Description(
		"The API of a region's digitalization dashboard: communities, their goal trees and progress, as one GraphQL graph."))
	line.BindTo(ctx, (*context.Context)(nil))
	line.FatalIfErrorf(p.Told(line.Run(&p.Settings)))
}

// Run serves whatever the database holds.
func (serve) Run(ctx context.Context, s *commands.Settings) error {
	return run(ctx, s, false)
}

// Run serves the demonstration.
func (demo) Run(ctx context.Context, s *commands.Settings) error {
	return run(ctx, s, true)
}

// service is what answers once the database is ready; parts are nil until then.
type service struct {
	settings *commands.Settings
	demo     bool
	face     graph.Options
	log      *slog.Logger
	address  string
	cluster  *database.Cluster
	db       *sql.DB
	graph    atomic.Pointer[http.Handler]
	accounts atomic.Pointer[accounts.Service]
	files    atomic.Pointer[http.Handler]
	stopping atomic.Bool
}

// run answers at once, with 503 until the database is open, migrated and prepared.
func run(ctx context.Context, s *commands.Settings, demo bool) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	commands.CollectLessOften()
	sv := &service{settings: s, demo: demo, face: s.Face(demo)}
	sv.log = sv.face.Log
	sv.face.Graph, sv.face.Ready, sv.face.Accounts, sv.face.Files = graph.Loaded(&sv.graph), sv.ready, sv.doorkeeper, graph.Loaded(&sv.files)
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", s.Listen)
	if err != nil {
		return fmt.Errorf("--listen (HROMADA_LISTEN): %w", err)
	}
	sv.address = listener.Addr().String()
	server, failed := graph.Server(sv.face), make(chan error, 2)
	go func() { failed <- server.Serve(listener) }()
	booted := make(chan struct{})
	go func() {
		defer close(booted)
		if err := sv.boot(ctx); err != nil {
			failed <- err
		}
	}()
	sv.log.Info("listening", "address", sv.address)
	select {
	case <-ctx.Done():
	case err = <-failed:
		cancel()
	}
	return errors.Join(err, sv.stop(ctx, server, booted))
}

// boot opens the database, brings its structure up to date and lets requests in.
func (sv *service) boot(ctx context.Context) (err error) {
	defer func() { err = commands.IgnoreStop(ctx, err) }()
	if sv.cluster, err = sv.settings.Cluster(ctx, database.Server); err != nil {
		return err
	}
	var store *models.Store
	if sv.db, store, err = sv.settings.OpenWhenUp(ctx, sv.cluster, sv.log); err != nil {
		return err
	}
	in, err := sv.settings.Prepare(ctx, sv.db, store, sv.log, sv.demo)
	if err != nil {
		return err
	}
	handler := graph.Handler(resolvers.Schema(store, in, commands.ProgramVersion()), sv.face)
	sv.accounts.Store(in)
	var clerk http.Handler = files.New(store, sv.log)
	sv.files.Store(&clerk)
	sv.graph.Store(&handler)
	sv.log.Info("ready", "graph", "http://"+sv.address+"/graphql")
	if sv.face.Playground {
		sv.log.Info("try queries in a browser", "playground", "http://"+sv.address+"/")
	}
	return sv.watch(ctx)
}

// watch ends the service when the embedded PostgreSQL dies under it: a supervisor starts both again.
func (sv *service) watch(ctx context.Context) error {
	if sv.cluster == nil {
		return nil
	}
	select {
	case <-ctx.Done():
		return nil
	case <-sv.cluster.Done():
		return errors.New("the embedded PostgreSQL has ended; see postgres.log in the data directory")
	}
}

func (sv *service) doorkeeper() graph.Accounts {
	if in := sv.accounts.Load(); in != nil {
		return in
	}
	return nil
}

var errNotReady = errors.New("not ready")

func (sv *service) ready(ctx context.Context) error {
	if sv.stopping.Load() || sv.graph.Load() == nil {
		return errNotReady
	}
	return sv.db.PingContext(ctx)
}

// stop tells balancers first, lets requests in flight end, then gives the database back.
func (sv *service) stop(ctx context.Context, server *http.Server, booted <-chan struct{}) error {
	sv.stopping.Store(true)
	sv.log.Info("stopping")
	if sv.graph.Load() != nil {
		time.Sleep(sv.settings.Drain)
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 30*time.Second)
	defer cancel()
	failed := []error{server.Shutdown(ctx)}
	select {
	case <-booted:
	case <-ctx.Done():
		return errors.Join(append(failed, ctx.Err())...)
	}
	if sv.db != nil {
		failed = append(failed, sv.db.Close())
	}
	if sv.cluster != nil {
		failed = append(failed, sv.cluster.Stop(ctx))
	}
	return errors.Join(failed...)
}
