package database

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

// reconnectAfter is how soon a lost connection is opened again.
const reconnectAfter = time.Second

// Listen hands the messages of a channel to heard until the context ends. It holds one connection of the pool. Whenever it
// begins, also after a lost connection, it calls begun first: messages may have been missed. What ended it is logged, and it goes on.
func Listen(ctx context.Context, db *sql.DB, channel string, log *slog.Logger, begun func(), heard func(message string)) {
	for ctx.Err() == nil {
		err := listen(ctx, db, channel, begun, heard)
		begun()
		if ctx.Err() == nil {
			log.WarnContext(ctx, "messages of other servers were not heard; listening again", "channel", channel, "again", reconnectAfter.String(), "error", err)
		}
		select {
		case <-ctx.Done():
		case <-time.After(reconnectAfter):
		}
	}
}

func listen(ctx context.Context, db *sql.DB, channel string, begun func(), heard func(string)) error {
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }()
	return conn.Raw(func(driver any) error {
		own, ok := driver.(*stdlib.Conn)
		if !ok {
			return fmt.Errorf("a connection of another driver: %T", driver)
		}
		defer func() { _ = own.Conn().Close(context.WithoutCancel(ctx)) }() // it must not listen on for somebody else
		if _, err := own.Conn().Exec(ctx, `LISTEN `+pgx.Identifier{channel}.Sanitize()); err != nil {
			return err
		}
		begun()
		for {
			message, err := own.Conn().WaitForNotification(ctx)
			if err != nil {
				return err
			}
			heard(message.Payload)
		}
	})
}
