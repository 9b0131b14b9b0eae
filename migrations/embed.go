// Package migrations carries the schema of the database as numbered SQL files.
//
// A file is written once: after it has been released, a change to the schema is a new file. Each says how to go up and
// how to come back down, in goose's annotations.
package migrations

import "embed"

// Files holds every migration, named NNNN_what.sql, at its root.
//
//go:embed *.sql
var Files embed.FS
