package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"

	"hromada/commands"
	"hromada/database"
)

// runStatements is a program of scripts: it runs the SQL of a file on the embedded database, where a script needs what people make in the graph.
func runStatements() {
	if err := statements(context.Background(), os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func statements(ctx context.Context, file string) (err error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	settings := commands.Settings{Data: "data", Connections: 1}
	cluster, err := database.StartCluster(ctx, database.ClusterOptions{DataDir: settings.Data, Purpose: database.Command, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, cluster.Stop(ctx)) }()
	db, err := settings.Connect(ctx, cluster)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	_, err = db.ExecContext(ctx, string(text))
	return err
}
