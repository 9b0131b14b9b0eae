package models

import (
	"database/sql"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"gorm.io/gorm"
)

// begin runs work in a transaction of the door's, on a connection that is known: many rows are copied straight over it.
func (tx *Tx) begin(work func(*gorm.DB) error) error {
	return tx.db.Connection(func(pinned *gorm.DB) error {
		conn, ok := pinned.Statement.ConnPool.(*sql.Conn)
		if !ok {
			return errors.New("the mapper gave no connection")
		}
		tx.conn = conn
		return pinned.Transaction(work, &sql.TxOptions{Isolation: sql.LevelReadCommitted})
	})
}

// copyInto writes rows by COPY within the transaction: many times faster than statements, and as flat in memory as the source is.
func (tx *Tx) copyInto(table pgx.Identifier, columns []string, rows pgx.CopyFromSource) error {
	return tx.conn.Raw(func(over any) error {
		driver, ok := over.(*stdlib.Conn)
		if !ok {
			return errors.New("the connection is not pgx's")
		}
		written, err := driver.Conn().CopyFrom(tx.db.Statement.Context, table, columns, rows)
		tx.writes += int(written)
		return err
	})
}
