package models

import (
	"context"
	"crypto/subtle"
	"encoding/hex"
	"time"

	"hromada/auth"
	"hromada/domain"
)

// How long a refresh token is good for, and for how long after its use it still gives its successor: two tabs may
// refresh at once.
const (
	sessionLifetime = 30 * 24 * time.Hour
	refreshGrace    = 10 * time.Second
)

// Account is what a request needs to know of who sends it.
type Account struct {
	ID          int64
	Disabled    bool
	Memberships []auth.Membership
	// Ended are the sessions whose access tokens may still be alive.
	Ended []string
}

// AccountOf reads who somebody is now; nil where there is no such account.
func (s *Store) AccountOf(ctx context.Context, id int64) (*Account, error) {
	d, err := s.read(ctx, auth.EnterAccount)
	if err != nil {
		return nil, err
	}
	args := named{"id": id, "now": d.now, "recent": d.now.Add(-2 * auth.AccessLifetime)}
	users, err := fetch[struct {
		ID       int64
		Disabled bool
	}](d, `SELECT u.id, u.disabled_at IS NOT NULL AS disabled FROM users u WHERE u.id = @id `, args)
	if err != nil || len(users) == 0 {
		return nil, err
	}
	account := &Account{ID: id, Disabled: users[0].Disabled}
	if account.Memberships, err = d.heldBy(id); err != nil {
		return nil, err
	}
	ended, err := fetch[struct{ ID []byte }](d, `SELECT x.id FROM sessions x WHERE x.user_id = @id AND x.revoked_at > CAST(@recent AS timestamptz)`, args)
	for _, session := range ended {
		account.Ended = append(account.Ended, hex.EncodeToString(session.ID))
	}
	return account, err
}

// heldBy gives the memberships that somebody holds now.
func (d *door) heldBy(user int64) ([]auth.Membership, error) {
	rows, err := fetch[auth.Membership](d, `SELECT m.role, coalesce(m.grade, '') AS grade, coalesce(m.community_id, 0) AS community,
			coalesce(m.region_id, 0) AS region
		FROM memberships m WHERE m.user_id = @id AND `+heldNow, named{"id": user, "now": d.now})
	var held []auth.Membership
	for _, m := range rows {
		held = append(held, *m)
	}
	return held, err
}

// speakFor makes whoever has just shown who they are the viewer of the transaction, so that the audit log knows them.
func (tx *Tx) speakFor(user int64) (err error) {
	tx.viewer.User = user
	tx.viewer.Memberships, err = tx.heldBy(user)
	return err
}

// SignedIn is what somebody who is signed in holds.
type SignedIn struct {
	User    int64
	Refresh auth.RefreshToken
	Session string // as access tokens name it
	Until   time.Time
}

// BeginSession signs in who has shown a credential; UNAUTHENTICATED where it holds no more.
func (s *Store) BeginSession(ctx context.Context, shown Credential) (*SignedIn, error) {
	user, token := shown.ID, auth.RefreshToken{Session: auth.NewSecret(), Secret: auth.NewSecret()}
	in := &SignedIn{User: user, Refresh: token, Session: hex.EncodeToString(auth.Fingerprint(token.Session))}
	err := s.InTx(ctx, auth.EnterAccount, false, func(tx *Tx) error {
		in.Until = tx.now.Add(sessionLifetime)
		return inOrder(
			func() error { return tx.holdCredential(shown) },
			func() error { return tx.speakFor(user) },
			func() error {
				return tx.exec(`INSERT INTO sessions (id, user_id, key, current, rotated_at, created_at, expires_at)
					VALUES (@id, @user, @key, @current, CAST(@now AS timestamptz), CAST(@now AS timestamptz), CAST(@until AS timestamptz))`,
					named{
						"id": bytesOf{auth.Fingerprint(token.Session)}, "user": user, "key": bytesOf{[]byte(auth.NewSecret())}, "current": bytesOf{auth.Fingerprint(token.Secret)},
						"now": tx.now, "until": in.Until,
					})
			},
			tx.forgetSessions,
			func() error { return tx.audit(Deed{Action: domain.AuditSignIn, Subject: userID(user)}) },
		)
	})
	return in, err
}

// mostSwept is how many rows that nobody needs any more are dropped by the way, so that nobody waits for it.
const mostSwept = 1000

// forgetSessions drops what nobody can use any more, whosever it is, but the last session of each account, which tells when they signed
// in. What another transaction holds it leaves to the next.
func (tx *Tx) forgetSessions() error {
	return tx.exec(`DELETE FROM sessions WHERE id IN (SELECT x.id FROM sessions x WHERE x.expires_at < CAST(@now AS timestamptz)
			AND EXISTS (SELECT FROM sessions y WHERE y.user_id = x.user_id AND (y.created_at, y.id) > (x.created_at, x.id))
		LIMIT @most FOR UPDATE SKIP LOCKED)`, named{"now": tx.now, "most": mostSwept})
}

// RefuseSignIn keeps that somebody tried to sign in and could not; user is 0 where there is no such account.
func (s *Store) RefuseSignIn(ctx context.Context, user int64) error {
	return s.InTx(ctx, auth.EnterAccount, false, func(tx *Tx) error {
		deed := Deed{Action: domain.AuditSignIn}
		if user != 0 {
			deed.Subject = userID(user)
		}
		return tx.log(true, deed)
	})
}

type sessionRow struct {
	ID        []byte
	UserID    int64
	Key       []byte
	Current   []byte
	Previous  []byte
	RotatedAt time.Time
	ExpiresAt time.Time
	RevokedAt *time.Time
	Disabled  bool
}

func (r *sessionRow) usable(now time.Time) bool {
	return r.RevokedAt == nil && !r.Disabled && r.ExpiresAt.After(now)
}

func same(fingerprint []byte, secret string) bool {
	return subtle.ConstantTimeCompare(fingerprint, auth.Fingerprint(secret)) == 1
}

// RotateSession takes a refresh token and gives its successor. One that was used already ends the whole session, since
// two have it: UNAUTHENTICATED to both.
func (s *Store) RotateSession(ctx context.Context, token auth.RefreshToken) (*SignedIn, error) {
	var in *SignedIn
	err := s.InTx(ctx, auth.EnterAccount, false, func(tx *Tx) error {
		in = nil
		row, err := tx.lockSession(token)
		if err != nil || row == nil || !row.usable(tx.now) {
			return err
		}
		next := token.Next(row.Key)
		in = &SignedIn{User: row.UserID, Refresh: next, Session: hex.EncodeToString(row.ID), Until: tx.now.Add(sessionLifetime)}
		switch {
		case same(row.Current, token.Secret):
			return tx.rotate(row, next, in.Until)
		case row.Previous != nil && same(row.Previous, token.Secret) && tx.now.Sub(row.RotatedAt) <= refreshGrace:
			in.Until = row.ExpiresAt
			return nil
		}
		in = nil
		return tx.endReused(row)
	})
	if err == nil && in == nil {
		err = domain.Unauthenticated()
	}
	return in, err
}

func (tx *Tx) lockSession(token auth.RefreshToken) (*sessionRow, error) {
	rows, err := fetch[sessionRow](&tx.door, `SELECT x.id, x.user_id, x.key, x.current, x.previous, x.rotated_at, x.expires_at, x.revoked_at,
			u.disabled_at IS NOT NULL AS disabled
		FROM sessions x JOIN users u ON u.id = x.user_id WHERE x.id = @id FOR UPDATE OF x`, named{"id": bytesOf{auth.Fingerprint(token.Session)}})
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	return rows[0], nil
}

// rotate is no news for the audit log: who is signed in stays so.
func (tx *Tx) rotate(row *sessionRow, next auth.RefreshToken, until time.Time) error {
	tx.audited++
	return tx.exec(`UPDATE sessions SET previous = current, current = @next, rotated_at = CAST(@now AS timestamptz),
			expires_at = CAST(@until AS timestamptz) WHERE id = @id `,
		named{"next": bytesOf{auth.Fingerprint(next.Secret)}, "now": tx.now, "until": until, "id": bytesOf{row.ID}})
}

func (tx *Tx) endReused(row *sessionRow) error {
	return inOrder(
		func() error { return tx.speakFor(row.UserID) },
		func() error { return tx.endSession(row) },
		func() error { return tx.audit(Deed{Action: domain.AuditReuseToken, Subject: userID(row.UserID)}) },
	)
}

// EndSession signs somebody out who shows the session's token, here or everywhere. An unknown token, or one of a session that
// has ended, is no fault: nobody is signed in with it.
func (s *Store) EndSession(ctx context.Context, token auth.RefreshToken, everywhere bool) error {
	return s.InTx(ctx, auth.EnterAccount, false, func(tx *Tx) error {
		row, err := tx.lockSession(token)
		if err != nil || row == nil || !row.usable(tx.now) {
			return err
		}
		if err := tx.speakFor(row.UserID); err != nil {
			return err
		}
		switch known := same(row.Current, token.Secret) || (row.Previous != nil && same(row.Previous, token.Secret)); {
		case !known:
			return tx.endReused(row)
		case everywhere:
			return inOrder(
				func() error { return tx.endSessions(row.UserID, "") },
				func() error {
					return tx.audit(Deed{Action: domain.AuditSignOutEverywhere, Subject: userID(row.UserID)})
				},
			)
		}
		return inOrder(
			func() error { return tx.endSession(row) },
			func() error { return tx.audit(Deed{Action: domain.AuditSignOut, Subject: userID(row.UserID)}) },
		)
	})
}

func (tx *Tx) endSession(row *sessionRow) error {
	if err := tx.exec(`UPDATE sessions SET revoked_at = CAST(@now AS timestamptz) WHERE id = @id `, named{"now": tx.now, "id": bytesOf{row.ID}}); err != nil {
		return err
	}
	return tx.tellAccount(row.UserID)
}

// endSessions ends all sessions of an account but one, whose name is that of access tokens; empty: all.
func (tx *Tx) endSessions(user int64, except string) error {
	kept, err := hex.DecodeString(except)
	if err != nil {
		return err
	}
	if err := tx.exec(`UPDATE sessions SET revoked_at = CAST(@now AS timestamptz) WHERE user_id = @user AND revoked_at IS NULL AND id <> @kept `,
		named{"now": tx.now, "user": user, "kept": bytesOf{kept}}); err != nil {
		return err
	}
	return tx.tellAccount(user)
}

// AccountsChannel is where the numbers of accounts that have changed are told to every server.
const AccountsChannel = "hromada_accounts"

// tellAccount makes all servers forget what they know of an account, once the transaction is committed.
func (tx *Tx) tellAccount(user int64) error {
	tx.accounts = append(tx.accounts, user)
	return tx.db.Exec(`SELECT pg_notify('`+AccountsChannel+`', CAST(CAST(@user AS bigint) AS text))`, map[string]any{"user": user}).Error
}
