package models

import (
	"context"
	"encoding/json"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"hromada/auth"
	"hromada/domain"
)

// facts are what an audit event says of its subject, by the names that the schema has for them.
type facts map[string]any

// Deed is something done that the audit log keeps.
type Deed struct {
	Action        domain.AuditAction
	Subject       domain.NodeID // the zero id: nothing of its own
	Before, After facts
}

// audit adds an event in the same transaction as what it tells of: neither is there without the other.
func (tx *Tx) audit(deed Deed) error {
	tx.audited++
	return tx.log(false, deed)
}

// auditAll adds an event for each of many deeds, in one statement for a thousand of them.
func (tx *Tx) auditAll(deeds []Deed) error {
	tx.audited += len(deeds)
	return tx.log(false, deeds...)
}

// eventRow is an event as it is written.
type eventRow struct {
	At               time.Time
	ActorID          *int64
	ActorRole        auth.Role
	Action           domain.AuditAction
	Refused          bool
	SubjectType      *string
	SubjectCommunity *int64
	SubjectNumber    *int64
	Before, After    *string
	Address          *string
	RequestID        *string
}

func (tx *Tx) log(refused bool, deeds ...Deed) error {
	rows := make([]*eventRow, len(deeds))
	for i, deed := range deeds {
		before, err := deed.Before.json()
		if err != nil {
			return err
		}
		after, err := deed.After.json()
		if err != nil {
			return err
		}
		rows[i] = &eventRow{
			At: tx.now, ActorID: number(tx.viewer.User), ActorRole: tx.viewer.Leading(), Action: deed.Action, Refused: refused,
			Before: before, After: after, Address: optional(tx.viewer.Address), RequestID: optional(tx.viewer.Request),
		}
		if deed.Subject.Type != "" {
			rows[i].SubjectType, rows[i].SubjectCommunity, rows[i].SubjectNumber = &deed.Subject.Type, &deed.Subject.Community, &deed.Subject.Number
		}
	}
	return tx.db.Table("audit_events").CreateInBatches(rows, batch).Error
}

func (f facts) json() (*string, error) {
	if f == nil {
		return nil, nil //nolint:nilnil // nothing is told, and that is no fault
	}
	text, err := json.Marshal(f)
	return optional(string(text)), err
}

func number(n int64) *int64 {
	if n == 0 {
		return nil
	}
	return &n
}

// refusals bounds how many refused deeds of one account are kept: the log must not be filled by trying.
type refusals struct {
	mu   sync.Mutex
	each map[int64]*rate.Limiter
}

// Refused deeds that are kept of one account: so many at once, and then one in a while.
const (
	refusalsAtOnce = 20
	refusalsEvery  = 10 * time.Second
)

func (r *refusals) let(user int64, now time.Time) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.each == nil {
		r.each = map[int64]*rate.Limiter{}
	}
	if r.each[user] == nil {
		r.each[user] = rate.NewLimiter(rate.Every(refusalsEvery), refusalsAtOnce)
	}
	return r.each[user].AllowN(now, 1)
}

// refused keeps that somebody with an account was refused, in a transaction of its own, and gives the refusal back.
func (s *Store) refused(ctx context.Context, action auth.Action, why error) error {
	viewer, _ := auth.ViewerFrom(ctx)
	if !viewer.SignedIn() || !s.refusals.let(viewer.User, s.now()) {
		return why
	}
	tx := &Tx{door: *s.door(ctx, viewer, auth.Scope{})}
	if err := tx.log(true, Deed{Action: domain.AuditAction(action)}); err != nil {
		return fault(err)
	}
	return why
}
