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
		if fields.Code, err = tx.childCode(tree, parent, position); err != nil {
			return none, err
		}
	}
	strange, err := tx.unknownTargets(place{Community: tree.CommunityID}, nil, fields.Targets)
	if err != nil {
		return none, err
	}
	faults = append(faults, fields.Check(n.Level)...)
	if err := tx.nameProblems(tree, &fields, &faults); err != nil {
		return none, err
	}
	if faults = append(faults, strange...); len(faults) > 0 {
		return none, faults
	}
	fields = fields.Stored()
	if err := inOrder(
		func() error { return tx.open(tree) },
		func() error { return tx.identify(tree.CommunityID, fields.Targets) },
	); err != nil {
		return none, err
	}
	return tx.addPlacement(tree, parent, n.Level, position, fields)
}

// parentNode is where a node hangs: another node, or the tree itself.
type parentNode struct {
	number *int64
	level  *domain.Level
	code   string
}

// childCode numbers a child: 3 in a tree, 1.3 beneath 1, and none beneath what has none. The number is that of its place, or the next that no
// child has: what was numbered keeps its number when others come and go.
func (tx *Tx) childCode(tree *heldTree, p parentNode, position int) (string, error) {
	prefix := p.code + "."
	switch {
	case p.number == nil:
		prefix = ""
	case p.code == "":
		return "", nil
	}
	rows, err := fetch[struct{ Code string }](&tx.door, `SELECT code FROM placements WHERE community_id = @community AND revision_number = @revision
		AND tree_number = @tree AND parent_number IS NOT DISTINCT FROM CAST(@parent AS bigint) AND code IS NOT NULL`, p.args(tree, ""))
	taken := make(map[string]bool, len(rows))
	for _, row := range rows {
		taken[row.Code] = true
	}
	for taken[prefix+strconv.Itoa(position)] {
		position++
	}
	return prefix + strconv.Itoa(position), err
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
		func() error { return tx.writeTargets(p, f.Targets) },
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
