package models

import (
	"context"

	"hromada/auth"
	"hromada/domain"
)

// Person is what colleagues know of each other: an id to name them by, and what they are called.
type Person struct {
	Number int64 `gorm:"column:user_id"`
	Name   string
}

// UserID is the public id of the person's account.
func (p *Person) UserID() domain.NodeID { return userID(p.Number) }

// seesDrafts is the condition that an account u may see the working trees of a community c: by serving it or its region, or because it may
// see all. It is the policy's answer, asked the other way round: not what somebody may see, but who may see something.
const seesDrafts = `u.disabled_at IS NULL AND EXISTS (SELECT FROM memberships m
	JOIN unnest(CAST(@seerRoles AS text[]), CAST(@seerGrades AS text[]), CAST(@seerReaches AS text[])) h (role, grade, reach)
		ON h.role = m.role AND h.grade = coalesce(m.grade, '')
	WHERE m.user_id = u.id AND ` + heldNow + ` AND (h.reach = 'ALL' OR m.community_id = c.id OR m.region_id = c.region_id))`

// seers are the arguments of seesDrafts.
func (d *door) seers() named {
	var roles []auth.Role
	var grades []auth.Grade
	var reaches []string
	names := map[auth.Reach]string{auth.Own: "OWN", auth.All: "ALL"}
	for _, h := range auth.Holders(auth.ReadWorkingTree) {
		roles, grades, reaches = append(roles, h.Role), append(grades, h.Grade), append(reaches, names[h.Reach])
	}
	return named{"seerRoles": texts(roles), "seerGrades": texts(grades), "seerReaches": texts(reaches), "now": d.now}
}

// MaxMentionable is how many people are offered at once to be mentioned.
const MaxMentionable = 100

// Mentionable gives the people who may see the draft of a tree, by name: those whom a comment in it may mention. Only names are searched:
// an address must not be found out by trying.
func (s *Store) Mentionable(ctx context.Context, row *GoalTree, f *TextFilter) ([]*Person, error) {
	type asked struct{ contains, startsWith string }
	key := asked{"\x00", "\x00"}
	if f != nil {
		key = asked{valueOr(f.Contains, "\x00"), valueOr(f.StartsWith, "\x00")}
	}
	return share(ctx, row, "mentionable", key, func(ctx context.Context, rows []*GoalTree) (map[*GoalTree][]*Person, error) {
		d, err := s.read(ctx, auth.ReadWorkingTree)
		if err != nil {
			return nil, err
		}
		community := func(t *GoalTree) int64 { return t.CommunityID }
		w := newWhere(d.seers())
		w.must(seesDrafts)
		if err := f.on(w, `search_key(u.name)`, "text"); err != nil {
			return nil, err
		}
		w.args["ids"], w.args["most"] = numbers(keysOf(rows, community)), MaxMentionable
		type seer struct {
			Person      `gorm:"embedded"`
			CommunityID int64
		}
		found, err := fetch[seer](d, `SELECT c.id AS community_id, x.user_id, x.name FROM communities c CROSS JOIN LATERAL (
				SELECT u.id AS user_id, u.name FROM users u WHERE `+w.sql()+` ORDER BY u.name, u.id LIMIT @most ) x
			WHERE c.id = ANY (CAST(@ids AS bigint[])) AND `+d.reaches(`c.id`)+` ORDER BY x.name, x.user_id`, w.args)
		shares := make(map[*GoalTree][]*Person, len(rows))
		for tree, seers := range toMany(rows, community, found, func(p *seer) int64 { return p.CommunityID }) {
			shares[tree] = make([]*Person, len(seers))
			for i, p := range seers {
				shares[tree][i] = &p.Person
			}
		}
		return shares, err
	})
}
