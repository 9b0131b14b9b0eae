package models

import (
	"encoding/json"
	"reflect"

	"hromada/domain"
)

// writeWork writes what is not as it stood, in a number of statements that does not grow with the tree. What lives on identities
// needs no revision to work on.
func (tx *Tx) writeWork(w *work, changes []NodeChange) error {
	var added, changed []*Placement
	there := make(map[int64]bool, len(w.placements))
	for _, p := range w.placements {
		there[p.Number] = true
		if stood := w.known[p.Number]; stood == nil {
			added = append(added, p)
		} else if !reflect.DeepEqual(*p, *stood) {
			changed = append(changed, p)
		}
	}
	var gone, costed []int64
	for number := range w.known {
		if !there[number] {
			gone = append(gone, number)
		}
	}
	for _, c := range changes {
		_, had := c.Before["plannedCosts"]
		if _, has := c.After["plannedCosts"]; !c.New && (had || has) {
			costed = append(costed, c.ID.Number)
		}
	}
	if len(added)+len(changed)+len(gone)+len(costed) > 0 {
		if err := tx.open(w.tree); err != nil {
			return err
		}
	}
	return inOrder(
		func() error { return tx.insertWork(w, added) },
		func() error { return tx.updatePlacements(w.tree, changed) },
		func() error { return tx.removePlacements(w.tree, gone) },
		func() error { return tx.replaceCosts(w, costed) },
		func() error { return tx.countVersions(w, changes) },
		func() error { return tx.auditWork(w, changes) },
	)
}

// insertWork adds what is new: identities first, since placements name them, and parents before children.
func (tx *Tx) insertWork(w *work, added []*Placement) error {
	fresh := make(map[int64]bool, len(added))
	for _, p := range added {
		p.RevisionNumber = w.tree.revision()
		fresh[p.Number] = true
	}
	return inOrder(
		func() error { return tx.insertAll("tree_nodes", w.merged.nodes) },
		func() error { return tx.insertAll("placements", added) },
		func() error { return tx.insertAll("planned_costs", w.costsFor(fresh)) },
	)
}

// costsFor are the costs of some nodes, in the revision that is worked on now.
func (w *work) costsFor(nodes map[int64]bool) []*PlannedCost {
	var rows []*PlannedCost
	for _, c := range w.costs {
		if nodes[c.NodeNumber] {
			c.RevisionNumber = w.tree.revision()
			rows = append(rows, c)
		}
	}
	return rows
}

// placementJSON is a placement as it is handed to a statement that writes many.
type placementJSON struct {
	Node           int64                 `json:"node_number"`
	Parent         *int64                `json:"parent_number"`
	ParentLevel    *domain.Level         `json:"parent_level"`
	Position       int                   `json:"position"`
	Code           *string               `json:"code"`
	Title          string                `json:"title"`
	Description    *string               `json:"description"`
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

func (tx *Tx) updatePlacements(tree *heldTree, changed []*Placement) error {
	if len(changed) == 0 {
		return nil
	}
	rows := make([]placementJSON, len(changed))
	for i, p := range changed {
		rows[i] = placementJSON{
			p.Number, p.ParentNumber, p.ParentLevel, p.Position, p.Code, p.Title, p.Description, p.Priority, p.Weight,
			p.StartDate, p.DueDate, p.Kind, p.CategoryCode, p.ExpectedResult, p.Customer, p.Executor,
		}
	}
	text, err := json.Marshal(rows)
	if err != nil {
		return err
	}
	args := tree.args()
	args["rows"] = string(text)
	return tx.exec(`UPDATE placements SET parent_number = x.parent_number, parent_level = x.parent_level, position = x.position, code = x.code,
			title = x.title, description = x.description, priority = x.priority, weight = x.weight, start_date = x.start_date, due_date = x.due_date,
			kind = x.kind, category_code = x.category_code, expected_result = x.expected_result, customer = x.customer, executor = x.executor
		FROM jsonb_to_recordset(CAST(@rows AS jsonb)) x (node_number bigint, parent_number bigint, parent_level text, position integer,
			code text, title text, description text, priority text, weight numeric, start_date date, due_date date, kind text,
			category_code text, expected_result text, customer text, executor text)
		WHERE placements.community_id = @community AND placements.revision_number = @revision AND placements.node_number = x.node_number`, args)
}

func (tx *Tx) removePlacements(tree *heldTree, gone []int64) error {
	if len(gone) == 0 {
		return nil
	}
	args := tree.args()
	args["gone"] = numbers(gone)
	return tx.exec(`DELETE FROM placements WHERE community_id = @community AND revision_number = @revision AND node_number = ANY (CAST(@gone AS bigint[]))`, args)
}

func (tx *Tx) replaceCosts(w *work, costed []int64) error {
	if len(costed) == 0 {
		return nil
	}
	args, nodes := w.tree.args(), make(map[int64]bool, len(costed))
	args["costed"] = numbers(costed)
	for _, number := range costed {
		nodes[number] = true
	}
	return inOrder(
		func() error {
			return tx.exec(`DELETE FROM planned_costs WHERE community_id = @community AND revision_number = @revision AND node_number = ANY (CAST(@costed AS bigint[]))`, args)
		},
		func() error { return tx.insertAll("planned_costs", w.costsFor(nodes)) },
	)
}

// countVersions takes the next version of each node that changed, so that whoever edits one meanwhile is told.
func (tx *Tx) countVersions(w *work, changes []NodeChange) error {
	var changed []int64
	var responsible []string
	for _, c := range changes {
		if !c.New {
			changed, responsible = append(changed, c.ID.Number), append(responsible, w.nodes[c.Node].after.Responsible)
		}
	}
	if len(changed) == 0 {
		return nil
	}
	return tx.exec(`UPDATE tree_nodes SET version = version + 1, responsible = nullif(x.responsible, ''), updated_at = CAST(@now AS timestamptz)
		FROM unnest(CAST(@changed AS bigint[]), CAST(@responsible AS text[])) x (number, responsible)
		WHERE tree_nodes.community_id = @community AND tree_nodes.number = x.number`,
		named{"now": tx.now, "changed": numbers(changed), "responsible": texts(responsible), "community": w.tree.CommunityID})
}

// auditWork tells of each node what was changed, as if it had been done by hand, and once of the whole.
func (tx *Tx) auditWork(w *work, changes []NodeChange) error {
	if tx.writes == w.since {
		return nil
	}
	deeds := []Deed{{
		Action: domain.AuditImportGoals, Subject: w.tree.nodeID(), After: facts{"kind": w.tree.Kind, "nodes": len(w.nodes), "changed": len(changes)},
	}}
	for _, c := range changes {
		deed := Deed{Action: domain.AuditUpdateNode, Subject: c.ID, Before: c.Before, After: c.After}
		if c.New {
			deed.Action = domain.AuditCreateNode
		}
		deeds = append(deeds, deed)
	}
	return tx.auditAll(deeds)
}
