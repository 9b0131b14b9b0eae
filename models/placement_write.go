package models

import (
	"encoding/json"

	"hromada/domain"
)

// placementJSON is a placement as it is handed to a statement that writes many: one argument for all of them, where GORM would send an
// argument for each cell.
type placementJSON struct {
	Node           int64                 `json:"node_number"`
	Tree           int64                 `json:"tree_number"`
	Level          domain.Level          `json:"level"`
	Parent         *int64                `json:"parent_number"`
	ParentLevel    *domain.Level         `json:"parent_level"`
	Position       int                   `json:"position"`
	Code           *string               `json:"code"`
	Title          string                `json:"title"`
	Description    *string               `json:"description"`
	Placeholder    bool                  `json:"placeholder"`
	Priority       *domain.Priority      `json:"priority"`
	Weight         float64               `json:"weight"`
	StartDate      *domain.Date          `json:"start_date"`
	DueDate        *domain.Date          `json:"due_date"`
	Kind           *domain.ComponentKind `json:"kind"`
	Category       *string               `json:"category_code"`
	ExpectedResult *string               `json:"expected_result"`
	Customer       *string               `json:"customer"`
	Executor       *string               `json:"executor"`
}

// givenRows are the placements x of placementArgs, with the columns that are copied; givenPlacements are those in the revision @revision.
const (
	givenRows = `jsonb_to_recordset(CAST(@rows AS jsonb)) x (node_number bigint, tree_number bigint, level text, parent_number bigint, parent_level text,
		position integer, code text, title text, description text, placeholder boolean, priority text, weight numeric, start_date date, due_date date,
		kind text, category_code text, expected_result text, customer text, executor text)`
	givenPlacements = `SELECT CAST(@community AS bigint), CAST(@revision AS bigint), ` + copied + ` FROM ` + givenRows
)

// placementArgs are the arguments of givenRows, and @nodes for the numbers of their nodes.
func placementArgs(tree *heldTree, placements []*Placement) (named, error) {
	rows, nodes := make([]placementJSON, len(placements)), make([]int64, len(placements))
	for i, p := range placements {
		nodes[i] = p.Number
		rows[i] = placementJSON{
			p.Number, tree.Number, p.Level, p.ParentNumber, p.ParentLevel, p.Position, p.Code, p.Title, p.Description, p.Placeholder, p.Priority, p.Weight,
			p.StartDate, p.DueDate, p.Kind, p.CategoryCode, p.ExpectedResult, p.Customer, p.Executor,
		}
	}
	text, err := json.Marshal(rows)
	args := tree.args()
	args["rows"], args["nodes"] = string(text), numbers(nodes)
	return args, err
}

func (tx *Tx) insertPlacements(tree *heldTree, added []*Placement) error {
	if len(added) == 0 {
		return nil
	}
	args, err := placementArgs(tree, added)
	if err != nil {
		return err
	}
	return tx.exec(`INSERT INTO placements (community_id, revision_number, `+copied+`) `+givenPlacements, args)
}

func (tx *Tx) updatePlacements(tree *heldTree, changed []*Placement) error {
	if len(changed) == 0 {
		return nil
	}
	args, err := placementArgs(tree, changed)
	if err != nil {
		return err
	}
	return tx.exec(`UPDATE placements SET parent_number = x.parent_number, parent_level = x.parent_level, position = x.position, code = x.code,
			title = x.title, description = x.description, priority = x.priority, weight = x.weight, start_date = x.start_date, due_date = x.due_date,
			kind = x.kind, category_code = x.category_code, expected_result = x.expected_result, customer = x.customer, executor = x.executor
		FROM `+givenRows+`
		WHERE placements.community_id = @community AND placements.revision_number = @revision AND placements.node_number = x.node_number`, args)
}
