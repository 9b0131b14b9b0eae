package models

import (
	"context"
	"strconv"

	"hromada/auth"
	"hromada/domain"
)

// NewTree is a goal tree to be drawn up.
type NewTree struct {
	Community domain.KatottgCode
	Kind      domain.TreeKind
	Period    *domain.Period
}

// facts are what the audit log keeps of a tree.
func (n NewTree) facts() facts {
	told := facts{"kind": n.Kind}
	if n.Period != nil {
		told["period"] = strconv.Itoa(n.Period.Start) + "-" + strconv.Itoa(n.Period.End)
	}
	return told
}

func (n NewTree) args() named {
	args := named{"kind": n.Kind, "start": nil, "end": nil}
	if n.Period != nil {
		args["start"], args["end"] = n.Period.Start, n.Period.End
	}
	return args
}

// CreateTree begins a goal tree, with a revision to work on. Of one kind and period a community has one: another is a CONFLICT.
func (s *Store) CreateTree(ctx context.Context, n NewTree) (*Changed, error) {
	return s.change(ctx, auth.EditTree, false, func(tx *Tx) ([]domain.NodeID, error) {
		if err := checkPeriod(n.Period); err != nil {
			return nil, err
		}
		id, err := tx.createTree(n)
		return []domain.NodeID{id}, err
	})
}

func checkPeriod(p *domain.Period) error {
	if p != nil && (p.Start < 1991 || p.End > 2100 || p.Start > p.End) {
		return domain.Invalid("period", "Роки від 1991 до 2100, від меншого до більшого.", "Years from 1991 to 2100, the earlier one first.")
	}
	return nil
}

func (tx *Tx) createTree(n NewTree) (domain.NodeID, error) {
	owner, err := tx.holdCommunity(n.Community, "communityCode")
	if err != nil {
		return domain.NodeID{}, err
	}
	tree, err := tx.addTree(owner, n)
	if err != nil {
		return domain.NodeID{}, err
	}
	_, err = tx.addRevision(tree)
	return tree.nodeID(), err
}

// hasRoomForTree refuses one tree more than a community may have.
func (tx *Tx) hasRoomForTree(args named) error {
	has, err := fetchOne[struct{ Trees int }](&tx.door, `SELECT count(*) AS trees FROM goal_trees WHERE community_id = @community `, args)
	if err == nil && has.Trees >= MaxTrees {
		err = tooMany("GOAL_TREE", MaxTrees)
	}
	return err
}

func (tx *Tx) addTree(community int64, n NewTree) (*heldTree, error) {
	args := n.args()
	args["community"], args["now"] = community, tx.now
	if err := tx.hasRoomForTree(args); err != nil {
		return nil, err
	}
	rows, err := fetch[heldTree](&tx.door, `INSERT INTO goal_trees (community_id, kind, period_start, period_end, demonstration, created_at)
		SELECT @community, @kind, CAST(@start AS integer), CAST(@end AS integer), i.demonstration, CAST(@now AS timestamptz) FROM instance i
		ON CONFLICT DO NOTHING RETURNING community_id, number, kind, period_start, period_end`, args)
	switch {
	case err != nil:
		return nil, err
	case len(rows) == 0:
		return nil, errTreeThere()
	}
	tx.writes++
	return rows[0], tx.audit(Deed{Action: domain.AuditCreateTree, Subject: rows[0].nodeID(), After: n.facts()})
}

func errTreeThere() *domain.Error {
	return domain.Conflict("period", "Дерево цього виду на цей період уже є.", "There is a tree of this kind for this period.")
}
