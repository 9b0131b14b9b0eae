package models

import (
	"context"

	"hromada/auth"
	"hromada/domain"
)

// LoadDemonstration brings in a registry, made-up trees, problems and surveys and marks the installation as a
// demonstration, once: where it is one already, nothing is written. It refuses an installation that
// holds trees of its own, since made-up figures must never stand among real ones.
func (tx *Tx) LoadDemonstration(registry domain.Registry, source string, trees []domain.Outline, problems domain.Problems, surveys ...domain.MadeUpSurvey) error {
	fresh, err := tx.beginDemonstration()
	if err != nil || !fresh {
		return err
	}
	if _, err := tx.WriteRegistry(registry, ProjectOfParticipants, source); err != nil {
		return err
	}
	for _, tree := range trees {
		if _, err := tx.WriteTree(tree); err != nil {
			return err
		}
	}
	if err := tx.writeProblems(problems); err != nil {
		return err
	}
	for _, s := range surveys {
		if err := tx.writeMadeUp(s); err != nil {
			return err
		}
	}
	return nil
}

// writeProblems adds made-up problems to the lists of regions, and to communities.
func (tx *Tx) writeProblems(p domain.Problems) error {
	for _, q := range p.Listed {
		region, err := only(fetch[Region](&tx.door, `SELECT `+regionColumns+` FROM regions r WHERE r.code = @code `, named{"code": q.Region}))("problems")
		if err != nil {
			return err
		}
		list, err := tx.problemList(region.ID, q.Code)
		if err != nil {
			return err
		}
		if _, err := tx.addProblem(region.ID, q.Code, list.Last+1, q.ProblemFields); err != nil {
			return err
		}
	}
	for _, k := range p.Found {
		owner, err := tx.lockCommunity(k.Community)
		if err != nil {
			return err
		}
		byCode, err := tx.problemsByCode(owner.ID, []string{k.Code})
		if err != nil {
			return err
		}
		if _, err := tx.addCommunityProblem(owner.ID, byCode[k.Code], k.CommunityProblemFields); err != nil {
			return err
		}
	}
	return nil
}

func (tx *Tx) beginDemonstration() (fresh bool, err error) {
	type state struct {
		Demonstration bool
		RealTrees     bool
	}
	now, err := fetchOne[state](&tx.door, `SELECT i.demonstration,
			EXISTS (SELECT FROM goal_trees t WHERE NOT t.demonstration) AS real_trees
		FROM instance i FOR UPDATE`, named{})
	switch {
	case err != nil:
		return false, err
	case now.Demonstration:
		return false, nil
	case now.RealTrees:
		return false, &domain.Error{Code: domain.CodeConflict, Message: domain.Text{
			UK: "У базі є справжні дерева цілей; демонстраційні дані до них не додаються. Вкажіть інший каталог (--data) або базу.",
			EN: "The database holds real goal trees; demonstration data are not added to them. Give another directory (--data) or database.",
		}}
	}
	if err := tx.exec(`UPDATE instance SET demonstration = TRUE`, named{}); err != nil {
		return false, err
	}
	return true, tx.audit(Deed{Action: domain.AuditLoadDemonstration})
}

// Demonstrated tells whether there are made-up accounts, and whether one of them, whose passwords many know, lets somebody in.
func (s *Store) Demonstrated(ctx context.Context) (made, open bool, err error) {
	d, err := s.read(ctx, auth.LoadDemonstration)
	if err != nil {
		return false, false, err
	}
	row, err := fetchOne[struct{ Made, Open bool }](d, `SELECT count(*) > 0 AS made, count(*) FILTER (WHERE u.disabled_at IS NULL) > 0 AS open
		FROM users u WHERE u.demonstration`, nil)
	if err != nil {
		return false, false, err
	}
	return row.Made, row.Open, nil
}
