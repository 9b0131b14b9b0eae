package models

import (
	"context"

	"hromada/auth"
	"hromada/domain"
)

// isExpert is the condition that an account u advises the region of a community c now.
const isExpert = `u.disabled_at IS NULL AND EXISTS (SELECT FROM memberships m
	WHERE m.user_id = u.id AND m.role = 'EXPERT' AND m.region_id = c.region_id AND ` + heldNow + `)`

// MaxExperts is how many experts may look after one community.
const MaxExperts = 50

// ExpertsOf gives the experts who look after communities, by name, for those who may see how a community works. Who is no expert of the
// region any more is not among them.
func (s *Store) ExpertsOf(ctx context.Context, row *Community) ([]*Person, error) {
	type expert struct {
		Person      `gorm:"embedded"`
		CommunityID int64
	}
	return share(ctx, row, "experts", nil, func(ctx context.Context, rows []*Community) (map[*Community][]*Person, error) {
		d, err := s.read(ctx, auth.ReadWorkingTree)
		if err != nil {
			return nil, err
		}
		found, err := fetch[expert](d, `SELECT x.community_id, u.id AS user_id, u.name FROM expert_assignments x
			JOIN communities c ON c.id = x.community_id JOIN users u ON u.id = x.user_id
			WHERE x.community_id = ANY (CAST(@ids AS bigint[])) AND x.until IS NULL AND `+isExpert+` AND `+d.reaches(`x.community_id`)+`
			ORDER BY u.name, u.id`, named{"ids": numbers(keysOf(rows, (*Community).id)), "now": d.now})
		shares := make(map[*Community][]*Person, len(rows))
		for c, experts := range toMany(rows, (*Community).id, found, func(e *expert) int64 { return e.CommunityID }) {
			shares[c] = keysOf(experts, func(e *expert) *Person { return &e.Person })
		}
		return shares, err
	})
}

// MaxRegionExperts is how many experts of a region are told.
const MaxRegionExperts = 200

// ExpertsOfRegion gives the experts of regions, by name, to those who may have them look after communities there.
func (s *Store) ExpertsOfRegion(ctx context.Context, row *Region) ([]*Person, error) {
	type expert struct {
		Person   `gorm:"embedded"`
		RegionID int64
	}
	return share(ctx, row, "experts", nil, func(ctx context.Context, rows []*Region) (map[*Region][]*Person, error) {
		d, err := s.read(ctx, auth.AssignExpert)
		if err != nil {
			return nil, err
		}
		found, err := fetch[expert](d, `SELECT c.region_id, x.user_id, x.name FROM unnest(CAST(@ids AS bigint[])) c (region_id) CROSS JOIN LATERAL (
				SELECT u.id AS user_id, u.name FROM users u WHERE `+isExpert+` ORDER BY u.name, u.id LIMIT @most ) x
			WHERE `+d.reachesWholeRegion(`c.region_id`)+` ORDER BY x.name, x.user_id`,
			named{"ids": numbers(keysOf(rows, (*Region).id)), "most": MaxRegionExperts, "now": d.now})
		shares := make(map[*Region][]*Person, len(rows))
		for r, experts := range toMany(rows, (*Region).id, found, func(e *expert) int64 { return e.RegionID }) {
			shares[r] = keysOf(experts, func(e *expert) *Person { return &e.Person })
		}
		return shares, err
	})
}

// AssignExpert has an expert of its region look after a community. Who does so already goes on, and nothing is written.
func (s *Store) AssignExpert(ctx context.Context, code domain.KatottgCode, user domain.NodeID) (*Changed, error) {
	return s.changeExperts(ctx, code, func(tx *Tx, community int64) error { return tx.assignExpert(community, user) })
}

// UnassignExpert ends it. Where it has ended before, nothing is written.
func (s *Store) UnassignExpert(ctx context.Context, code domain.KatottgCode, user domain.NodeID) (*Changed, error) {
	return s.changeExperts(ctx, code, func(tx *Tx, community int64) error { return tx.unassignExpert(community, user) })
}

func (s *Store) changeExperts(ctx context.Context, code domain.KatottgCode, work func(*Tx, int64) error) (*Changed, error) {
	return s.change(ctx, auth.AssignExpert, false, func(tx *Tx) ([]domain.NodeID, error) {
		community, err := tx.holdCommunity(code, "communityCode")
		if err != nil {
			return nil, err
		}
		return []domain.NodeID{{Type: "Community", Number: community}}, work(tx, community)
	})
}

// holdCommunity finds a community that the viewer may write about, and keeps others from doing so. Everybody sees communities, so that
// another one is FORBIDDEN.
//
//nolint:unparam // whoever holds something names the input that asked for it
func (tx *Tx) holdCommunity(code domain.KatottgCode, field string) (int64, error) {
	found, err := only(fetch[struct {
		ID       int64
		Writable bool
	}](&tx.door, `SELECT c.id, `+tx.reaches(`c.id`)+` AS writable FROM communities c
		WHERE c.code = @code FOR NO KEY UPDATE`, named{"code": code}))(field)
	if err != nil {
		return 0, err
	}
	if !found.Writable {
		return 0, domain.Forbidden()
	}
	return found.ID, nil
}

// assignments tells how a community and an account stand to each other.
type assignments struct {
	Expert  bool // of the community's region
	Current bool // looks after it
	Ever    bool // does, or did
	Taken   int  // how many look after it
}

func (tx *Tx) assignments(args named) (*assignments, error) {
	return fetchOne[assignments](&tx.door, `SELECT
			EXISTS (SELECT FROM users u JOIN communities c ON c.id = @community WHERE u.id = @user AND `+isExpert+`) AS expert,
			coalesce(bool_or(x.until IS NULL) FILTER (WHERE x.user_id = @user ), FALSE) AS current,
			coalesce(bool_or(x.user_id = @user ), FALSE) AS ever, count(*) FILTER (WHERE x.until IS NULL) AS taken
		FROM expert_assignments x WHERE x.community_id = @community `, args)
}

func (tx *Tx) assignExpert(community int64, user domain.NodeID) error {
	args := named{"community": community, "user": userNumber(user), "now": tx.now}
	found, err := tx.assignments(args)
	switch {
	case err != nil:
		return err
	case !found.Expert:
		return domain.NotFound("userId")
	case found.Current:
		return nil
	case found.Taken >= MaxExperts:
		return domain.Invalid("communityCode", "Не більше ніж %d експертів.", "At most %d experts.", MaxExperts)
	}
	return inOrder(
		func() error {
			return tx.exec(`INSERT INTO expert_assignments (community_id, user_id, since) VALUES (@community, @user, CAST(@now AS timestamptz))`, args)
		},
		func() error { return tx.auditExpert(domain.AuditAssignExpert, community, user) },
	)
}

func (tx *Tx) unassignExpert(community int64, user domain.NodeID) error {
	args := named{"community": community, "user": userNumber(user), "now": tx.now}
	found, err := tx.assignments(args)
	switch {
	case err != nil:
		return err
	case !found.Ever:
		return domain.NotFound("userId")
	case !found.Current:
		return nil
	}
	return inOrder(
		func() error {
			return tx.exec(`UPDATE expert_assignments SET until = greatest(since, CAST(@now AS timestamptz))
				WHERE community_id = @community AND user_id = @user AND until IS NULL`, args)
		},
		func() error { return tx.auditExpert(domain.AuditUnassignExpert, community, user) },
	)
}

func (tx *Tx) auditExpert(action domain.AuditAction, community int64, user domain.NodeID) error {
	return tx.audit(Deed{Action: action, Subject: domain.NodeID{Type: "Community", Number: community}, After: facts{"userId": user.String()}})
}
