package models

import (
	"context"
	"time"

	"hromada/auth"
	"hromada/domain"
)

// Membership is a role that somebody holds, or held, for a time.
type Membership struct {
	member[Membership]
	ID          int64
	UserID      int64
	Role        auth.Role
	Grade       *auth.Grade
	CommunityID *int64
	RegionID    *int64
	Since       time.Time
	Until       *time.Time
	Active      bool
}

// heldNow is the condition that a membership m holds at @now.
const heldNow = `m.since <= CAST(@now AS timestamptz) AND (m.until IS NULL OR m.until > CAST(@now AS timestamptz))`

const membershipColumns = `m.id, m.user_id, m.role, m.grade, m.community_id, m.region_id, m.since, m.until, (` + heldNow + `) AS active`

// NodeID is the membership's public id.
func (m *Membership) NodeID() domain.NodeID { return membershipID(m.ID) }

func membershipID(id int64) domain.NodeID { return domain.NodeID{Type: "Membership", Number: id} }

// ViewerCan lists what the viewer may do about the membership now: one that has ended cannot be revoked.
func (m *Membership) ViewerCan(ctx context.Context) []auth.Action {
	viewer, _ := auth.ViewerFrom(ctx)
	if !m.Active {
		return []auth.Action{}
	}
	return auth.Can(viewer, auth.RevokeMembership)
}

func membershipsByID(d *door, ids []int64) ([]*Membership, error) {
	return siblings(fetch[Membership](d, `SELECT `+membershipColumns+` FROM memberships m JOIN users u ON u.id = m.user_id
		WHERE m.id = ANY (CAST(@ids AS bigint[])) AND `+d.accounts(), named{"ids": numbers(ids), "now": d.now}))
}

// MembershipsOf gives the memberships of accounts, those that hold now first and the newest before older ones: the
// first MaxMemberships.
func (s *Store) MembershipsOf(ctx context.Context, row *User) ([]*Membership, error) {
	return share(ctx, row, "memberships", nil, func(ctx context.Context, rows []*User) (map[*User][]*Membership, error) {
		d, err := s.read(ctx, auth.ReadUsers)
		if err != nil {
			return nil, err
		}
		found, err := siblings(fetch[Membership](d, `SELECT x.* FROM users u CROSS JOIN LATERAL (
				SELECT `+membershipColumns+` FROM memberships m WHERE m.user_id = u.id ORDER BY active DESC, m.since DESC, m.id DESC LIMIT @most ) x
			WHERE u.id = ANY (CAST(@ids AS bigint[])) AND `+d.accounts()+` ORDER BY x.active DESC, x.since DESC, x.id DESC`,
			named{"ids": numbers(keysOf(rows, (*User).id)), "now": d.now, "most": MaxMemberships}))
		return toMany(rows, (*User).id, found, func(m *Membership) int64 { return m.UserID }), err
	})
}

// CommunityOfMembership gives the community that is served; nil for other roles.
func (s *Store) CommunityOfMembership(ctx context.Context, row *Membership) (*Community, error) {
	return share(ctx, row, "community", nil, func(ctx context.Context, rows []*Membership) (map[*Membership]*Community, error) {
		return communitiesOf(ctx, s, rows, func(m *Membership) int64 { return valueOr(m.CommunityID, 0) })
	})
}

// RegionOfMembership gives the region that is read; nil for other roles.
func (s *Store) RegionOfMembership(ctx context.Context, row *Membership) (*Region, error) {
	return share(ctx, row, "region", nil, func(ctx context.Context, rows []*Membership) (map[*Membership]*Region, error) {
		return regionsOf(ctx, s, rows, func(m *Membership) int64 { return valueOr(m.RegionID, 0) })
	})
}

// UserOfMembership gives whose it is.
func (s *Store) UserOfMembership(ctx context.Context, row *Membership) (*User, error) {
	return share(ctx, row, "user", nil, func(ctx context.Context, rows []*Membership) (map[*Membership]*User, error) {
		d, err := s.read(ctx, auth.ReadUsers)
		if err != nil {
			return nil, err
		}
		owner := func(m *Membership) int64 { return m.UserID }
		found, err := usersByID(d, keysOf(rows, owner))
		return toOne(rows, owner, found, (*User).id), err
	})
}

// GrantMembership gives somebody a role.
func (s *Store) GrantMembership(ctx context.Context, user domain.NodeID, g Grant) (given *Membership, err error) {
	err = s.InTx(ctx, auth.GrantMembership, false, func(tx *Tx) error {
		given, err = tx.GrantTo(user, g)
		return err
	})
	return given, err
}

// GrantTo gives somebody a role.
func (tx *Tx) GrantTo(user domain.NodeID, g Grant) (*Membership, error) {
	var faults domain.Faults
	owner, err := tx.lockUser(user, "userId")
	if err := faults.Collect(err); err != nil {
		return nil, err
	}
	c, err := tx.checkGrant(g)
	if err := faults.Collect(each(within("membership", err))...); err != nil {
		return nil, err
	}
	if len(faults) > 0 {
		return nil, faults
	}
	id, err := tx.grant(owner.ID, c)
	if err != nil {
		return nil, at(err, "membership")
	}
	return tx.membership(id)
}

func (tx *Tx) membership(id int64) (*Membership, error) {
	return only(siblings(fetch[Membership](&tx.door, `SELECT `+membershipColumns+` FROM memberships m
		WHERE m.id = @id `, named{"id": id, "now": tx.now})))("id")
}

// RevokeMembership ends a membership now. One that has ended already is not written again. The last administrator stays one:
// nobody could give the role back.
func (s *Store) RevokeMembership(ctx context.Context, id domain.NodeID) (ended *Membership, err error) {
	err = s.InTx(ctx, auth.RevokeMembership, false, func(tx *Tx) error {
		ended, err = tx.Revoke(id)
		return err
	})
	return ended, err
}

// Revoke ends a membership now.
func (tx *Tx) Revoke(id domain.NodeID) (*Membership, error) {
	if id != membershipID(id.Number) {
		return nil, domain.NotFound("id")
	}
	found, err := only(fetch[Membership](&tx.door, `SELECT `+membershipColumns+` FROM memberships m
		WHERE m.id = @id FOR UPDATE OF m`, named{"id": id.Number, "now": tx.now}))("id")
	if err != nil {
		return nil, err
	}
	if found.Until != nil && !found.Until.After(tx.now) {
		return tx.membership(found.ID)
	}
	if found.Role == auth.Admin {
		if err := tx.othersAdminister("id", `m.id <> @id `, found.ID); err != nil {
			return nil, err
		}
	}
	if err := tx.end(found); err != nil {
		return nil, err
	}
	return tx.membership(found.ID)
}

func (tx *Tx) end(m *Membership) error {
	was := facts{"membership": m.NodeID().String(), "role": m.Role, "grade": m.Grade, "until": m.Until}
	return inOrder(
		func() error {
			return tx.exec(`UPDATE memberships SET since = least(since, CAST(@now AS timestamptz)), until = CAST(@now AS timestamptz) WHERE id = @id `,
				named{"now": tx.now, "id": m.ID})
		},
		func() error { return tx.tellAccount(m.UserID) },
		func() error {
			return tx.audit(Deed{Action: domain.AuditRevokeMembership, Subject: userID(m.UserID), Before: was, After: facts{"until": tx.now}})
		},
	)
}

// RevokeFrom ends what somebody holds now of a role, and of its grade and place where they are given; it tells how many
// memberships that were.
func (tx *Tx) RevokeFrom(email string, g Grant) (int, error) {
	user, err := tx.UserByEmail(email)
	if err != nil {
		return 0, err
	}
	held, err := fetch[Membership](&tx.door, `SELECT `+membershipColumns+` FROM memberships m
		LEFT JOIN communities c ON c.id = m.community_id LEFT JOIN regions r ON r.id = m.region_id
		WHERE m.user_id = @user AND m.role = @role AND `+heldNow+`
			AND (CAST(@grade AS text) IS NULL OR m.grade = CAST(@grade AS text))
			AND (CAST(@community AS text) IS NULL OR c.code = CAST(@community AS text))
			AND (CAST(@region AS text) IS NULL OR r.code = CAST(@region AS text))`,
		named{"user": user.ID, "role": g.Role, "grade": g.Grade, "community": g.CommunityCode, "region": g.RegionCode, "now": tx.now})
	for _, m := range held {
		if err == nil {
			_, err = tx.Revoke(m.NodeID())
		}
	}
	return len(held), err
}
