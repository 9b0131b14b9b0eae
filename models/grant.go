package models

import (
	"strconv"
	"time"

	"hromada/auth"
	"hromada/domain"
)

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

// mostLive is how many memberships one account may have that hold now or will: enough for anybody's duties, and few enough to be
// read with every request.
const mostLive = 50

// grant gives a membership. Who holds the same already keeps it, and nothing is written; where only its end is another, that is changed,
// so that one role in one place has one end at a time.
func (tx *Tx) grant(user int64, c checked) (int64, error) {
	since := valueOr(c.Since, tx.now)
	args := named{
		"user": user, "role": c.Role, "grade": c.Grade, "community": c.community, "region": c.region, "since": since, "until": c.Until, "now": tx.now,
	}
	live, err := fetch[struct {
		Membership
		Same bool
	}](&tx.door, `SELECT `+membershipColumns+`, (`+sameRole+`) AS same FROM memberships m
		WHERE m.user_id = @user AND (m.until IS NULL OR m.until > CAST(@now AS timestamptz)) ORDER BY m.until DESC NULLS FIRST, m.id FOR UPDATE OF m`, args)
	if err != nil {
		return 0, err
	}
	for _, m := range live {
		if m.Same {
			return m.ID, tx.extend(&m.Membership, since, c.Until)
		}
	}
	if len(live) >= mostLive {
		return 0, domain.Invalid("", "В однієї людини не більше ніж %d ролей одночасно; спершу відкличте зайві.",
			"One person has at most %d roles at a time; revoke some first.", mostLive)
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

// sameRole is the condition that a membership m is of a role, a grade and a place, and that its time and another's meet.
const sameRole = `m.role = @role AND m.grade IS NOT DISTINCT FROM CAST(@grade AS text)
	AND m.community_id IS NOT DISTINCT FROM CAST(@community AS bigint) AND m.region_id IS NOT DISTINCT FROM CAST(@region AS bigint)
	AND (m.until IS NULL OR m.until >= CAST(@since AS timestamptz))
	AND (CAST(@until AS timestamptz) IS NULL OR m.since <= CAST(@until AS timestamptz))`

// extend gives a membership another end, which may be an earlier one, and a beginning that is no later. The last administrator without
// an end stays one.
func (tx *Tx) extend(m *Membership, since time.Time, until *time.Time) error {
	if m.Since.Before(since) {
		since = m.Since
	}
	if since.Equal(m.Since) && sameTime(m.Until, until) {
		return nil
	}
	if m.Role == auth.Admin && m.Until == nil && until != nil {
		if err := tx.othersAdminister("until", `m.id <> @id `, m.ID); err != nil {
			return err
		}
	}
	was := facts{"membership": m.NodeID().String(), "role": m.Role, "grade": m.Grade, "since": m.Since, "until": m.Until}
	return inOrder(
		func() error {
			return tx.exec(`UPDATE memberships SET since = CAST(@since AS timestamptz), until = CAST(@until AS timestamptz) WHERE id = @id `,
				named{"since": since, "until": until, "id": m.ID})
		},
		func() error { return tx.tellAccount(m.UserID) },
		func() error {
			return tx.audit(Deed{Action: domain.AuditGrantMembership, Subject: userID(m.UserID), Before: was, After: facts{
				"membership": m.NodeID().String(), "role": m.Role, "grade": m.Grade, "since": since, "until": until,
			}})
		},
	)
}

func sameTime(a, b *time.Time) bool { return (a == nil) == (b == nil) && (a == nil || a.Equal(*b)) }
