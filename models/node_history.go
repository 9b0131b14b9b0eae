package models

import (
	"context"
	"time"

	"hromada/auth"
	"hromada/domain"
)

// NodeHistory gives the latest events about goals, subgoals or components, the newest first, for those who may see how a community
// works on its trees.
func NodeHistory[R any, P placedRow[R]](ctx context.Context, s *Store, row P) ([]*AuditEvent, error) {
	return share[R, P](ctx, row, "history", nil, func(ctx context.Context, rows []*R) (map[*R][]*AuditEvent, error) {
		key := func(r *R) place { return P(r).placement().place() }
		found, err := s.historyOf(ctx, typeNames[P(rows[0]).placement().Level], keysOf(rows, key))
		return toMany(rows, key, found, subjectPlace), err
	})
}

// TreeHistory gives the latest events about trees, the newest first.
func (s *Store) TreeHistory(ctx context.Context, row *GoalTree) ([]*AuditEvent, error) {
	return share(ctx, row, "history", nil, func(ctx context.Context, rows []*GoalTree) (map[*GoalTree][]*AuditEvent, error) {
		found, err := s.historyOf(ctx, "GoalTree", keysOf(rows, (*GoalTree).place))
		return toMany(rows, (*GoalTree).place, found, subjectPlace), err
	})
}

func subjectPlace(e *AuditEvent) place { return place{*e.SubjectCommunity, *e.SubjectNumber} }

func (s *Store) historyOf(ctx context.Context, typeName string, keys []place) ([]*AuditEvent, error) {
	d, err := s.read(ctx, auth.ReadWorkingTree)
	if err != nil {
		return nil, err
	}
	args := places(keys)
	args["type"], args["length"] = typeName, historyLength
	return siblings(fetch[AuditEvent](d, `SELECT `+d.workColumns()+` FROM `+unnestPlaces+` asked (community_id, number) CROSS JOIN LATERAL (
			SELECT * FROM audit_events x WHERE x.subject_type = @type AND x.subject_community = asked.community_id
				AND x.subject_number = asked.number AND NOT x.refused
			ORDER BY x.id DESC LIMIT @length ) e
		LEFT JOIN users u ON u.id = e.actor_id
		WHERE `+d.reaches(`e.subject_community`)+` ORDER BY e.id DESC`, args))
}

// workColumns are the columns of events e by people u: colleagues and experts know each other by name, and not where they sit.
func (d *door) workColumns() string {
	return `e.id, e.at, e.actor_id, e.actor_role, e.action, e.refused, e.subject_type, e.subject_community, e.subject_number,
		e.before, e.after, u.name AS actor_name`
}

// ActivityQuery says of which community, and since when, the activity is asked for.
type ActivityQuery struct {
	Community domain.KatottgCode
	Since     *time.Time
}

var activityOrder = ordering{name: "ACTIVITY", key: `e.id`, kind: integerKey, always: true, ties: []string{`e.id`}, descending: true}

// Activity gives one page of what was done in a community's trees, the newest first.
func (s *Store) Activity(ctx context.Context, q ActivityQuery, asked Page) (Slice[AuditEvent], error) {
	d, l, err := s.activityList(ctx, q)
	if err != nil {
		return Slice[AuditEvent]{}, err
	}
	if err := s.known(ctx, codesAsked{communities: []domain.KatottgCode{q.Community}, communitiesField: "communityCode"}); err != nil {
		return Slice[AuditEvent]{}, err
	}
	found, err := page[AuditEvent](d, l, asked)
	gather(found.Rows)
	return found, err
}

// CountActivity counts the events of all pages.
func (s *Store) CountActivity(ctx context.Context, q ActivityQuery) (int, error) {
	d, l, err := s.activityList(ctx, q)
	if err != nil {
		return 0, err
	}
	return count(d, l)
}

func (s *Store) activityList(ctx context.Context, q ActivityQuery) (*door, list, error) {
	d, err := s.read(ctx, auth.ReadWorkingTree)
	if err != nil {
		return nil, list{}, err
	}
	w := newWhere(nil)
	w.must(d.reaches(`e.subject_community`))
	w.and(`e.subject_community = (SELECT c.id FROM communities c WHERE c.code = @community )`, "community", q.Community)
	w.must(`NOT e.refused`)
	if q.Since != nil {
		w.and(`e.at >= CAST(@since AS timestamptz)`, "since", *q.Since)
	}
	return d, list{columns: d.workColumns(), from: `FROM audit_events e LEFT JOIN users u ON u.id = e.actor_id`, where: w, order: activityOrder}, nil
}
