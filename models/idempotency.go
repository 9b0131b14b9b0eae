package models

import (
	"bytes"
	"time"

	"hromada/domain"
)

// keysLast is how long a request may be sent again under its key.
const keysLast = 24 * time.Hour

// doneBefore finds out whether the request was done already under the key that its sender gave it, and what it touched then. Two
// at once under one key wait for each other, whatever they ask for: the key is locked before the work begins. A row alone would not do,
// since each mutation of a request has one of its own.
func (tx *Tx) doneBefore() (touched []domain.NodeID, again bool, err error) {
	once := tx.viewer.Once
	if once.Key == "" || !tx.viewer.SignedIn() {
		return nil, false, nil
	}
	args := named{
		"user": tx.viewer.User, "key": once.Key, "field": once.Field, "request": bytesOf{once.Request}, "now": tx.now, "old": tx.now.Add(-keysLast),
	}
	if err := tx.db.Exec(`SELECT pg_advisory_xact_lock(hashtextextended(CAST(@key AS text), CAST(@user AS bigint)))`, args.list()...).Error; err != nil {
		return nil, false, err
	}
	if err := tx.db.Exec(`DELETE FROM idempotency_keys WHERE created_at < CAST(@old AS timestamptz) AND user_id = @user `, args.list()...).Error; err != nil {
		return nil, false, err
	}
	taken := tx.db.Exec(`INSERT INTO idempotency_keys (user_id, key, field, request, touched, created_at)
		SELECT CAST(@user AS bigint), CAST(@key AS text), CAST(@field AS text), CAST(@request AS bytea), '{}', CAST(@now AS timestamptz)
		WHERE NOT EXISTS (SELECT FROM idempotency_keys k WHERE k.user_id = @user AND k.key = @key AND k.request <> @request )
		ON CONFLICT DO NOTHING`, args.list()...)
	if taken.Error != nil || taken.RowsAffected == 1 {
		return nil, false, taken.Error
	}
	return tx.recall(args)
}

// touchedBefore looks for what this very request touched under its key, without taking the key.
func (d *door) touchedBefore() (touched []domain.NodeID, again bool, err error) {
	once := d.viewer.Once
	if once.Key == "" || !d.viewer.SignedIn() {
		return nil, false, nil
	}
	args := named{"user": d.viewer.User, "key": once.Key, "field": once.Field, "request": bytesOf{once.Request}, "old": d.now.Add(-keysLast)}
	done, err := fetch[struct{ User int64 }](d, `SELECT k.user_id AS user FROM idempotency_keys k
		WHERE k.user_id = @user AND k.key = @key AND k.field = @field AND k.request = @request AND k.created_at >= CAST(@old AS timestamptz)`, args)
	if err != nil || len(done) == 0 {
		return nil, false, err
	}
	return d.recall(args)
}

// recall reads what an earlier request under the same key touched. It must be the same request, whatever changes it asked for.
func (d *door) recall(args named) ([]domain.NodeID, bool, error) {
	rows, err := fetch[struct {
		Request []byte
		ID      *string
	}](d, `SELECT k.request, t.id FROM idempotency_keys k LEFT JOIN LATERAL unnest(k.touched) WITH ORDINALITY t (id, n)
			ON k.field = @field
		WHERE k.user_id = @user AND k.key = @key ORDER BY t.n`, args)
	if err != nil {
		return nil, false, err
	}
	touched := []domain.NodeID{}
	for _, row := range rows {
		if !bytes.Equal(row.Request, d.viewer.Once.Request) {
			return nil, false, domain.Invalid("Idempotency-Key", "Під цим ключем уже надійшов інший запит.", "Another request came under this key.")
		}
		if row.ID == nil {
			continue
		}
		id, err := domain.ParseNodeID(*row.ID)
		if err != nil {
			return nil, false, err
		}
		touched = append(touched, id)
	}
	return touched, true, nil
}

// remember keeps, under the request's key, what was touched: in the same transaction as the change.
func (tx *Tx) remember(touched []domain.NodeID) error {
	once := tx.viewer.Once
	if once.Key == "" || !tx.viewer.SignedIn() {
		return nil
	}
	ids := make([]string, len(touched))
	for i, id := range touched {
		ids[i] = id.String()
	}
	return tx.db.Exec(`UPDATE idempotency_keys SET touched = CAST(@touched AS text[]) WHERE user_id = @user AND key = @key AND field = @field `,
		named{"touched": texts(ids), "user": tx.viewer.User, "key": once.Key, "field": once.Field}.list()...).Error
}
