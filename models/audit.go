package models

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"time"

	"hromada/auth"
	"hromada/domain"
)

// AuditEvent is one entry of the audit log.
type AuditEvent struct {
	member[AuditEvent]
	ID               int64
	At               time.Time
	ActorID          *int64
	ActorName        *string
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

// NodeID is the event's public id.
func (e *AuditEvent) NodeID() domain.NodeID { return domain.NodeID{Type: "AuditEvent", Number: e.ID} }

// SubjectID is the public id of what the event is about; nil where it is about nothing of its own.
func (e *AuditEvent) SubjectID() *domain.NodeID {
	if e.SubjectType == nil {
		return nil
	}
	return &domain.NodeID{Type: *e.SubjectType, Community: *e.SubjectCommunity, Number: *e.SubjectNumber}
}

// AuditChange is one field that an event changed. Values are written as JSON; nil: there was, or is, none.
type AuditChange struct {
	Field         string
	Before, After *string
}

// Changes compares what was with what is, field by field, in the order of their names.
func (e *AuditEvent) Changes() ([]*AuditChange, error) {
	before, err := fields(e.Before)
	if err != nil {
		return nil, err
	}
	after, err := fields(e.After)
	if err != nil {
		return nil, err
	}
	names := map[string]bool{}
	for _, set := range []map[string]json.RawMessage{before, after} {
		for name := range set {
			names[name] = true
		}
	}
	changes := []*AuditChange{}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		was, is := value(before, name), value(after, name)
		if (was == nil) != (is == nil) || (was != nil && *was != *is) {
			changes = append(changes, &AuditChange{name, was, is})
		}
	}
	return changes, nil
}

func fields(object *string) (map[string]json.RawMessage, error) {
	set := map[string]json.RawMessage{}
	if object == nil {
		return set, nil
	}
	return set, json.Unmarshal([]byte(*object), &set)
}

func value(set map[string]json.RawMessage, name string) *string {
	text := string(set[name])
	if text == "null" {
		return nil
	}
	return optional(text)
}

// auditColumns are the columns of audit events e; only who reads the whole log sees addresses.
func (d *door) auditColumns() string {
	columns := `e.id, e.at, e.actor_id, e.actor_role, e.action, e.refused, e.subject_type, e.subject_community, e.subject_number, e.before, e.after, e.request_id`
	if d.scope.Reach == auth.All {
		return columns + `, e.address, (SELECT a.name FROM users a WHERE a.id = e.actor_id) AS actor_name`
	}
	return columns
}

// AuditFilter says which events; what is nil is not asked for.
type AuditFilter struct {
	Actions []domain.AuditAction
	Actor   *domain.NodeID
	Subject *domain.NodeID
	Refused *bool
	From    *time.Time
	Until   *time.Time
}

var auditOrder = ordering{name: "AUDIT", key: `e.id`, kind: integerKey, always: true, ties: []string{`e.id`}, descending: true}

// AuditLog gives one page of the log, the newest first.
func (s *Store) AuditLog(ctx context.Context, f AuditFilter, asked Page) (Slice[AuditEvent], error) {
	d, l, err := s.auditList(ctx, f)
	if err != nil {
		return Slice[AuditEvent]{}, err
	}
	found, err := page[AuditEvent](d, l, asked)
	gather(found.Rows)
	return found, err
}

// CountAuditEvents counts the events of all pages.
func (s *Store) CountAuditEvents(ctx context.Context, f AuditFilter) (int, error) {
	d, l, err := s.auditList(ctx, f)
	if err != nil {
		return 0, err
	}
	return count(d, l)
}

func (s *Store) auditList(ctx context.Context, f AuditFilter) (*door, list, error) {
	d, err := s.read(ctx, auth.ReadAuditLog)
	if err != nil {
		return nil, list{}, err
	}
	w := newWhere(nil)
	w.must(d.everything())
	if err := oneOf(w, `e.action`, "actions", "filter.actions", f.Actions); err != nil {
		return nil, list{}, err
	}
	if f.Actor != nil {
		w.and(`e.actor_id = @actor `, "actor", userNumber(*f.Actor))
	}
	if f.Subject != nil {
		w.and(`e.subject_type = @subjectType `, "subjectType", f.Subject.Type)
		w.and(`e.subject_community = @subjectCommunity `, "subjectCommunity", f.Subject.Community)
		w.and(`e.subject_number = @subjectNumber `, "subjectNumber", f.Subject.Number)
	}
	if f.Refused != nil {
		w.and(`e.refused = @refused `, "refused", *f.Refused)
	}
	if f.From != nil {
		w.and(`e.at >= CAST(@from AS timestamptz)`, "from", *f.From)
	}
	if f.Until != nil {
		w.and(`e.at < CAST(@until AS timestamptz)`, "until", *f.Until)
	}
	return d, list{columns: d.auditColumns(), from: `FROM audit_events e`, where: w, order: auditOrder}, nil
}

// historyLength is how many of its latest events an account tells.
const historyLength = 50

// HistoryOf gives the latest events about accounts, the newest first.
func (s *Store) HistoryOf(ctx context.Context, row *User) ([]*AuditEvent, error) {
	return share(ctx, row, "history", nil, func(ctx context.Context, rows []*User) (map[*User][]*AuditEvent, error) {
		d, err := s.read(ctx, auth.ReadUsers)
		if err != nil {
			return nil, err
		}
		found, err := siblings(fetch[AuditEvent](d, `SELECT `+d.auditColumns()+` FROM users u CROSS JOIN LATERAL (
				SELECT * FROM audit_events x WHERE x.subject_type = 'User' AND x.subject_community = 0 AND x.subject_number = u.id
				ORDER BY x.id DESC LIMIT @length ) e
			WHERE u.id = ANY (CAST(@ids AS bigint[])) AND `+d.accounts()+` ORDER BY e.id DESC`,
			named{"ids": numbers(keysOf(rows, (*User).id)), "length": historyLength}))
		return toMany(rows, (*User).id, found, func(e *AuditEvent) int64 { return *e.SubjectNumber }), err
	})
}

// ActorOf gives who did it; nil where nobody was signed in, or the viewer may not know.
func (s *Store) ActorOf(ctx context.Context, row *AuditEvent) (*User, error) {
	return share(ctx, row, "actor", nil, func(ctx context.Context, rows []*AuditEvent) (map[*AuditEvent]*User, error) {
		d, err := s.read(ctx, auth.ReadUsers)
		if err != nil {
			return nil, err
		}
		actor := func(e *AuditEvent) int64 { return valueOr(e.ActorID, 0) }
		found, err := usersByID(d, keysOf(rows, actor))
		return toOne(rows, actor, found, (*User).id), err
	})
}
