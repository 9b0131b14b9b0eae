package models

import (
	"context"
	"strconv"

	"hromada/auth"
	"hromada/domain"
)

// NewNode is a node to be made beneath a parent: a goal in a tree, a subgoal beneath a goal, a component beneath either.
type NewNode struct {
	Level    domain.Level
	Parent   domain.NodeID
	Field    string // the input that names the parent
	Position *int   // among its siblings, from 1; nil: the last
	Numbered bool   // its code is worked out from its parent's and its place
	Edit     func(*domain.NodeFields)
}

// CreateNode makes a goal, subgoal or component in the revision that is worked on.
func (s *Store) CreateNode(ctx context.Context, n NewNode) (*Changed, error) {
	return s.change(ctx, auth.EditTree, false, func(tx *Tx) ([]domain.NodeID, error) {
		id, err := tx.createNode(n)
		return []domain.NodeID{id}, err
	})
}

func (tx *Tx) createNode(n NewNode) (domain.NodeID, error) {
	none := domain.NodeID{}
	tree, err := tx.hold(n.Parent, n.Field)
	if err != nil {
		return none, err
	}
	parent, err := tx.parent(tree, n.Level, n.Parent, n.Field)
	if err != nil {
		return none, err
	}
	last, err := tx.siblingsBeneath(tree, parent, n.Level)
	if err != nil {
		return none, err
	}
	position, faults := positionIn(n.Position, last+1)
	if last >= mostChildren[n.Level] {
		return none, tooMany(n.Level, mostChildren[n.Level])
	}
	fields := domain.NodeFields{Weight: 1}
	n.Edit(&fields)
	if n.Numbered {
		fields.Code = parent.childCode(position)
	}
	faults = append(faults, fields.Check(n.Level)...)
	if err := tx.nameProblems(tree, &fields, &faults); err != nil {
		return none, err
	}
	if len(faults) > 0 {
		return none, faults
	}
	if err := tx.open(tree); err != nil {
		return none, err
	}
	return tx.addPlacement(tree, parent, n.Level, position, fields.Stored())
}

// parentNode is where a node hangs: another node, or the tree itself.
type parentNode struct {
	number *int64
	level  *domain.Level
	code   string
}

// childCode numbers a child: 3 in a tree, 1.3 beneath 1, and none beneath what has none.
func (p parentNode) childCode(position int) string {
	switch {
	case p.number == nil:
		return strconv.Itoa(position)
	case p.code == "":
		return ""
	}
	return p.code + "." + strconv.Itoa(position)
}

// parentsOf are the types that may stand above a level.
var parentsOf = map[domain.Level]map[string]bool{
	domain.GoalLevel:      {"GoalTree": true},
	domain.SubgoalLevel:   {"Goal": true},
	domain.ComponentLevel: {"Goal": true, "Subgoal": true},
}

// parent finds the parent that an id names in a tree, where a node of a level may hang beneath it; otherwise there is none.
func (tx *Tx) parent(tree *heldTree, level domain.Level, id domain.NodeID, field string) (parentNode, error) {
	switch {
	case !parentsOf[level][id.Type] || id.Community != tree.CommunityID:
		return parentNode{}, domain.NotFound(field)
	case id.Type == "GoalTree" && id.Number == tree.Number:
		return parentNode{}, nil
	case id.Type == "GoalTree":
		return parentNode{}, domain.NotFound(field)
	}
	p, err := tx.placed(tree, id, field)
	if err != nil {
		return parentNode{}, err
	}
	return parentNode{&p.Number, &p.Level, valueOr(p.Code, "")}, nil
}

// args name the siblings of a level beneath a parent.
func (p parentNode) args(tree *heldTree, level domain.Level) named {
	args := tree.args()
	args["parent"], args["level"] = p.number, level
	return args
}

// beneath is the condition on placements that hang beneath @parent, of the level @level.
const beneath = `community_id = @community AND revision_number = @revision AND level = @level
	AND tree_number = @tree AND parent_number IS NOT DISTINCT FROM CAST(@parent AS bigint)`

// siblingsBeneath counts the nodes of a level beneath a parent.
func (tx *Tx) siblingsBeneath(tree *heldTree, p parentNode, level domain.Level) (int, error) {
	row, err := fetchOne[struct{ Last int }](&tx.door, `SELECT count(*) AS last FROM placements WHERE `+beneath, p.args(tree, level))
	if err != nil {
		return 0, err
	}
	return row.Last, nil
}

// positionIn is the place asked for, or the last one.
func positionIn(asked *int, last int) (int, domain.Faults) {
	switch {
	case asked == nil:
		return last, nil
	case *asked < 1 || *asked > last:
		return 0, domain.Faults{domain.Invalid("position", "Від 1 до %d.", "From 1 to %d.", last)}
	}
	return *asked, nil
}

// addPlacement adds an identity and its place in the revision that is worked on.
func (tx *Tx) addPlacement(tree *heldTree, parent parentNode, level domain.Level, position int, f domain.NodeFields) (domain.NodeID, error) {
	numbers, err := tx.identities(make([]domain.Match, 1))
	if err != nil {
		return domain.NodeID{}, err
	}
	p := &Placement{
		CommunityID: tree.CommunityID, RevisionNumber: tree.revision(), TreeNumber: tree.Number, Number: numbers[0], Level: level,
		ParentNumber: parent.number, ParentLevel: parent.level, Position: position,
		Code: optional(f.Code), Title: f.Title, Description: optional(f.Description), Priority: optional(f.Priority), Weight: f.Weight,
		StartDate: f.StartDate, DueDate: f.DueDate, Kind: optional(f.Kind), CategoryCode: optional(f.Category),
		ExpectedResult: optional(f.ExpectedResult), Customer: optional(f.Customer), Executor: optional(f.Executor),
	}
	identity := &nodeRow{
		CommunityID: p.CommunityID, Number: p.Number, TreeNumber: p.TreeNumber, Level: level, Responsible: optional(f.Responsible),
		CreatedAt: tx.now, UpdatedAt: tx.now,
	}
	told := facts(f.Facts())
	told["parentId"], told["position"] = tree.idOf(parent).String(), position
	return p.NodeID(), inOrder(
		func() error { return tx.makeRoom(tree, parent, level, position) },
		func() error { return tx.insertAll("tree_nodes", []*nodeRow{identity}) },
		func() error { return tx.insertAll("placements", []*Placement{p}) },
		func() error { return tx.insertAll("planned_costs", costRows(tree, p.Number, f.PlannedCosts)) },
		func() error {
			return tx.insertAll("goal_problems", goalProblemRows(tree.CommunityID, tree.revision(), p.Number, f.Problems))
		},
		func() error {
			return tx.audit(Deed{Action: domain.AuditCreateNode, Subject: p.NodeID(), After: told})
		},
	)
}

// idOf is the public id of a parent.
func (h *heldTree) idOf(p parentNode) domain.NodeID {
	if p.number == nil {
		return h.nodeID()
	}
	return domain.NodeID{Type: typeNames[*p.level], Community: h.CommunityID, Number: *p.number}
}

// makeRoom moves the siblings from a position on one place further.
func (tx *Tx) makeRoom(tree *heldTree, p parentNode, level domain.Level, position int) error {
	args := p.args(tree, level)
	args["position"] = position
	return tx.exec(`UPDATE placements SET position = position + 1 WHERE `+beneath+` AND position >= @position `, args)
}

// closeGap moves the siblings behind a position one place nearer.
func (tx *Tx) closeGap(tree *heldTree, p parentNode, level domain.Level, position int) error {
	args := p.args(tree, level)
	args["position"] = position
	return tx.exec(`UPDATE placements SET position = position - 1 WHERE `+beneath+` AND position > @position `, args)
}

// NewTree is a goal tree to be drawn up.
type NewTree struct {
	Community domain.KatottgCode
	Kind      domain.TreeKind
	Period    *domain.Period
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

func (tx *Tx) addTree(community int64, n NewTree) (*heldTree, error) {
	args := named{"community": community, "kind": n.Kind, "start": nil, "end": nil, "now": tx.now}
	told := facts{"kind": n.Kind}
	if n.Period != nil {
		args["start"], args["end"] = n.Period.Start, n.Period.End
		told["period"] = strconv.Itoa(n.Period.Start) + "-" + strconv.Itoa(n.Period.End)
	}
	has, err := fetchOne[struct{ Trees int }](&tx.door, `SELECT count(*) AS trees FROM goal_trees WHERE community_id = @community `, args)
	if err != nil {
		return nil, err
	}
	if has.Trees >= MaxTrees {
		return nil, tooMany("GOAL_TREE", MaxTrees)
	}
	rows, err := fetch[heldTree](&tx.door, `INSERT INTO goal_trees (community_id, kind, period_start, period_end, demonstration, created_at)
		SELECT @community, @kind, CAST(@start AS integer), CAST(@end AS integer), i.demonstration, CAST(@now AS timestamptz) FROM instance i
		ON CONFLICT DO NOTHING RETURNING community_id, number, kind, period_start, period_end`, args)
	switch {
	case err != nil:
		return nil, err
	case len(rows) == 0:
		return nil, domain.Conflict("period", "Дерево цього виду на цей період уже є.", "There is a tree of this kind for this period.")
	}
	tx.writes++
	return rows[0], tx.audit(Deed{Action: domain.AuditCreateTree, Subject: rows[0].nodeID(), After: told})
}
