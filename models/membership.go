package models

import (
	"context"
	"strconv"
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

// MembershipsOf gives the memberships of accounts, those that hold now first and the newest before older ones.
func (s *Store) MembershipsOf(ctx context.Context, row *User) ([]*Membership, error) {
	return share(ctx, row, "memberships", nil, func(ctx context.Context, rows []*User) (map[*User][]*Membership, error) {
		d, err := s.read(ctx, auth.ReadUsers)
		if err != nil {
			return nil, err
		}
		found, err := siblings(fetch[Membership](d, `SELECT `+membershipColumns+` FROM memberships m JOIN users u ON u.id = m.user_id
			WHERE m.user_id = ANY (CAST(@ids AS bigint[])) AND `+d.accounts()+` ORDER BY active DESC, m.since DESC, m.id DESC`,
			named{"ids": numbers(keysOf(rows, (*User).id)), "now": d.now}))
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

// Grant is a membership to be given.
type Grant struct {
	Role          auth.Role
	Grade         *auth.Grade
	CommunityCode *domain.KatottgCode
	RegionCode    *domain.KatottgCode
	Since         *time.Time // nil: now
	Until         *time.Time // nil: without an end
}

// checked is a grant whose places are known.
type checked struct {
	Grant
	community, region *int64
}

// checkGrants finds all faults of grants; their fields begin with memberships.N.
func (tx *Tx) checkGrants(grants []Grant) ([]checked, error) {
	if len(grants) > maxGrants {
		return nil, domain.Invalid("memberships", "Не більше ніж %d.", "At most %d.", maxGrants)
	}
	var faults domain.Faults
	all := make([]checked, len(grants))
	for i, g := range grants {
		known, err := tx.checkGrant(g)
		if err := faults.Collect(each(within("memberships."+strconv.Itoa(i), err))...); err != nil {
			return nil, err
		}
		all[i] = known
	}
	return all, faults.OrNil()
}

// within says in which part of an input all that an error tells of lies.
func within(field string, err error) error {
	faults := domain.Faults{}
	for _, fault := range each(err) {
		if err := faults.Collect(at(fault, field)); err != nil {
			return err
		}
	}
	return faults.OrNil()
}

// maxGrants is how many memberships an account begins with at the most.
const maxGrants = 20

func (tx *Tx) checkGrant(g Grant) (checked, error) {
	c, faults := checked{Grant: g}, domain.Faults{}
	staff, placed := g.Role == auth.Staff, g.Role == auth.Expert || g.Role == auth.Observer
	for _, need := range []struct {
		field         string
		given, wanted bool
	}{{"grade", g.Grade != nil, staff}, {"communityCode", g.CommunityCode != nil, staff}, {"regionCode", g.RegionCode != nil, placed}} {
		switch {
		case need.wanted && !need.given:
			faults = append(faults, domain.Invalid(need.field, "Для цієї ролі це треба вказати.", "This role needs it."))
		case need.given && !need.wanted:
			faults = append(faults, domain.Invalid(need.field, "Для цієї ролі цього не вказують.", "This role does not have it."))
		}
	}
	if g.Until != nil && !g.Until.After(valueOr(g.Since, tx.now)) {
		faults = append(faults, domain.Invalid("until", "Кінець має бути після початку.", "The end must come after the beginning."))
	}
	var noCommunity, noRegion error
	if staff {
		c.community, noCommunity = tx.numberOf(`SELECT c.id FROM communities c WHERE c.code = @code `, g.CommunityCode, "communityCode")
	}
	if placed {
		c.region, noRegion = tx.numberOf(`SELECT r.id FROM regions r WHERE r.code = @code `, g.RegionCode, "regionCode")
	}
	if err := faults.Collect(noCommunity, noRegion); err != nil {
		return c, err
	}
	return c, faults.OrNil()
}

func (tx *Tx) numberOf(statement string, code *domain.KatottgCode, field string) (*int64, error) {
	if code == nil {
		return nil, nil //nolint:nilnil // no place was named, and that is no fault
	}
	row, err := only(fetch[struct{ ID int64 }](&tx.door, statement, named{"code": *code}))(field)
	if err != nil {
		return nil, err
	}
	return &row.ID, nil
}

// grant gives a membership. Who holds the same already keeps it, and nothing is written.
func (tx *Tx) grant(user int64, c checked) (int64, error) {
	args := named{
		"user": user, "role": c.Role, "grade": c.Grade, "community": c.community, "region": c.region,
		"since": valueOr(c.Since, tx.now), "until": c.Until, "now": tx.now,
	}
	same, err := fetch[struct{ ID int64 }](&tx.door, `SELECT m.id FROM memberships m WHERE m.user_id = @user AND m.role = @role
			AND m.grade IS NOT DISTINCT FROM CAST(@grade AS text) AND m.community_id IS NOT DISTINCT FROM CAST(@community AS bigint)
			AND m.region_id IS NOT DISTINCT FROM CAST(@region AS bigint) AND m.until IS NOT DISTINCT FROM CAST(@until AS timestamptz)
			AND `+heldNow, args)
	if err != nil {
		return 0, err
	}
	if len(same) > 0 {
		return same[0].ID, nil
	}
	row, err := writeOne[struct{ ID int64 }](tx, `INSERT INTO memberships (user_id, role, grade, community_id, region_id, since, until)
		VALUES (@user, @role, CAST(@grade AS text), CAST(@community AS bigint), CAST(@region AS bigint), CAST(@since AS timestamptz),
			CAST(@until AS timestamptz)) RETURNING id`, args)
	if err != nil {
		return 0, err
	}
	return row.ID, inOrder(
		func() error { return tx.tellAccount(user) },
		func() error {
			return tx.audit(Deed{Action: domain.AuditGrantMembership, Subject: userID(user), After: facts{
				"role": c.Role, "grade": c.Grade, "communityCode": c.CommunityCode, "regionCode": c.RegionCode, "until": c.Until,
			}})
		},
	)
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
		return nil, err
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
		if err := tx.othersAdminister(`m.id <> @id `, found.ID); err != nil {
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
