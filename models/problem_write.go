package models

import (
	"context"

	"hromada/auth"
	"hromada/domain"
)

// NewProblem is a problem to be added to the list of a region.
type NewProblem struct {
	Region domain.KatottgCode
	Code   string
	Edit   func(*domain.ProblemFields)
}

// CreateProblem adds a problem at the end of the list of a region. A code that the list has, merged or not, is a CONFLICT.
func (s *Store) CreateProblem(ctx context.Context, n NewProblem) (*Changed, error) {
	return s.change(ctx, auth.EditProblems, false, func(tx *Tx) ([]domain.NodeID, error) {
		id, err := tx.createProblem(n)
		return []domain.NodeID{id}, err
	})
}

func (tx *Tx) createProblem(n NewProblem) (domain.NodeID, error) {
	none, fields := domain.NodeID{}, domain.ProblemFields{}
	n.Edit(&fields)
	fields = fields.Trimmed()
	faults := fields.Check()
	_ = faults.Collect(domain.CheckProblemCode(n.Code)) // nothing but what it tells of the code
	region, err := tx.holdRegion(`r.code = @key `, n.Region, "regionCode")
	if err := faults.Collect(err); err != nil {
		return none, err
	}
	if len(faults) > 0 {
		return none, faults
	}
	list, err := tx.problemList(region, n.Code)
	switch {
	case err != nil:
		return none, err
	case list.Taken:
		return none, domain.Conflict("code", "Такий код у списку вже є.", "The list has this code already.")
	case list.Length >= MaxProblems:
		return none, domain.Invalid("regionCode", "Не більше ніж %d проблем.", "At most %d problems.", MaxProblems)
	}
	return tx.addProblem(region, n.Code, list.Last+1, fields)
}

// problemList is what adding a problem needs to know of the list of a region.
type problemList struct {
	Length, Last int  // how many there are, and the last position
	Taken        bool // whether one has the code
}

func (tx *Tx) problemList(region int64, code string) (*problemList, error) {
	return fetchOne[problemList](&tx.door, `SELECT count(*) AS length, coalesce(max(q.position), 0) AS last,
			coalesce(bool_or(q.code = @code ), FALSE) AS taken
		FROM problems q WHERE q.region_id = @region `, named{"region": region, "code": code})
}

func (tx *Tx) addProblem(region int64, code string, position int, f domain.ProblemFields) (domain.NodeID, error) {
	args := problemArgs(f)
	args["region"], args["code"], args["position"] = region, code, position
	made, err := writeOne[struct{ ID int64 }](tx, `INSERT INTO problems (region_id, code, name_uk, name_en, description_uk, description_en, position)
		VALUES (@region, @code, @nameUK, CAST(@nameEN AS text), CAST(@descriptionUK AS text), CAST(@descriptionEN AS text), @position)
		RETURNING id`, args)
	if err != nil {
		return domain.NodeID{}, err
	}
	told := facts(f.Facts())
	told["code"], told["position"] = code, position
	return problemID(made.ID), tx.audit(Deed{Action: domain.AuditCreateProblem, Subject: problemID(made.ID), After: told})
}

func problemArgs(f domain.ProblemFields) named {
	return named{
		"nameUK": f.NameUK, "nameEN": optional(f.NameEN), "descriptionUK": optional(f.DescriptionUK), "descriptionEN": optional(f.DescriptionEN),
	}
}

// holdRegion finds the region for which a condition on regions r holds, with @key, and keeps others from changing its list. Everybody sees
// regions, so that one which the viewer may not write for is FORBIDDEN.
func (tx *Tx) holdRegion(condition string, key any, field string) (int64, error) {
	found, err := only(fetch[struct{ ID int64 }](&tx.door, `SELECT r.id FROM regions r WHERE `+condition+` FOR NO KEY UPDATE`, named{"key": key}))(field)
	switch {
	case err != nil:
		return 0, err
	case !tx.scope.Holds(0, found.ID):
		return 0, domain.Forbidden()
	}
	return found.ID, nil
}

// UpdateProblem changes what is written of a problem. Version is the one that the change was made from.
func (s *Store) UpdateProblem(ctx context.Context, id domain.NodeID, version int, edit func(*domain.ProblemFields)) (*Changed, error) {
	done, err := s.change(ctx, auth.EditProblems, false, func(tx *Tx) ([]domain.NodeID, error) {
		return []domain.NodeID{id}, tx.updateProblem(id, version, edit)
	})
	return s.withCurrent(ctx, id, done, err)
}

func (tx *Tx) updateProblem(id domain.NodeID, version int, edit func(*domain.ProblemFields)) error {
	problem, err := tx.holdProblem(id, version)
	if err != nil {
		return err
	}
	before := problem.fields()
	after := before
	edit(&after)
	after = after.Trimmed()
	if faults := after.Check(); len(faults) > 0 {
		return faults
	}
	was, is := domain.Differences(before.Facts(), after.Facts())
	if len(was)+len(is) == 0 {
		return nil
	}
	args := problemArgs(after)
	args["id"] = problem.ID
	return inOrder(
		func() error {
			return tx.exec(`UPDATE problems SET name_uk = @nameUK, name_en = CAST(@nameEN AS text), description_uk = CAST(@descriptionUK AS text),
				description_en = CAST(@descriptionEN AS text), version = version + 1 WHERE id = @id `, args)
		},
		func() error {
			return tx.audit(Deed{Action: domain.AuditUpdateProblem, Subject: id, Before: was, After: is})
		},
	)
}

func (p *Problem) fields() domain.ProblemFields {
	return domain.ProblemFields{
		NameUK: p.NameUK, NameEN: valueOr(p.NameEN, ""), DescriptionUK: valueOr(p.DescriptionUK, ""), DescriptionEN: valueOr(p.DescriptionEN, ""),
	}
}

// holdProblem keeps others from changing the list that a problem is in, and finds it in the version that the viewer knows. What was merged
// does not change any more.
func (tx *Tx) holdProblem(id domain.NodeID, version int) (*Problem, error) {
	if _, err := tx.holdRegion(`r.id = (SELECT q.region_id FROM problems q WHERE q.id = @key )`, problemNumber(id), "id"); err != nil {
		return nil, err
	}
	found, err := only(problemsByID(&tx.door, []int64{problemNumber(id)}))("id")
	switch {
	case err != nil:
		return nil, err
	case found.Version != version:
		return nil, errStale()
	case found.MergedInto != nil:
		return nil, domain.Invalid("id", "Цю проблему вже об'єднано з іншою.", "The problem was merged into another one.")
	}
	return found, nil
}

// ReorderProblems puts the list of a region into another order: all that was not merged, each once.
func (s *Store) ReorderProblems(ctx context.Context, region domain.KatottgCode, ids []domain.NodeID) (*Changed, error) {
	return s.change(ctx, auth.EditProblems, false, func(tx *Tx) ([]domain.NodeID, error) { return ids, tx.reorderProblems(region, ids) })
}

func (tx *Tx) reorderProblems(code domain.KatottgCode, ids []domain.NodeID) error {
	region, err := tx.holdRegion(`r.code = @key `, code, "regionCode")
	if err != nil {
		return err
	}
	args := named{"region": region, "asked": problemNumbers(ids)}
	list, err := fetchOne[struct{ All, Same bool }](&tx.door, `SELECT
			coalesce(array_agg(q.id ORDER BY q.id) = (SELECT array_agg(u.id ORDER BY u.id) FROM unnest(CAST(@asked AS bigint[])) u (id)), FALSE) AS all,
			coalesce(array_agg(q.id ORDER BY q.position, q.id) = CAST(@asked AS bigint[]), FALSE) AS same
		FROM problems q WHERE q.region_id = @region AND NOT q.merged`, args)
	switch {
	case err != nil:
		return err
	case !list.All:
		return domain.Invalid("ids", "Перелічіть усі проблеми області, кожну один раз.", "List all problems of the region, each once.")
	case list.Same:
		return nil
	}
	order := make([]string, len(ids))
	for i, id := range ids {
		order[i] = id.String()
	}
	return inOrder(
		func() error {
			return tx.exec(`UPDATE problems SET position = u.place FROM unnest(CAST(@asked AS bigint[])) WITH ORDINALITY u (id, place)
				WHERE problems.region_id = @region AND problems.id = u.id`, args)
		},
		func() error {
			return tx.audit(Deed{Action: domain.AuditReorderProblems, Subject: domain.NodeID{Type: "Region", Number: region}, After: facts{"ids": order}})
		},
	)
}
