package models

import (
	"reflect"
	"slices"

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
		if err := tx.writeStructure(w, added, changed); err != nil {
			return err
		}
	}
	return inOrder(
		func() error { return tx.insertAll("planned_costs", w.costsFor(setOf(added))) },
		func() error { return tx.removePlacements(w.tree, gone) },
		func() error { return tx.replaceCosts(w, costed) },
		func() error { return tx.countVersions(w, changes) },
		func() error { return tx.auditWork(w, changes) },
	)
}

// writeStructure writes placements, each once; parents of others may be among them. Identities come first, since placements name them.
func (tx *Tx) writeStructure(w *work, added, changed []*Placement) error {
	if err := tx.insertAll("tree_nodes", w.merged.nodes); err != nil {
		return err
	}
	if w.tree.WorkingRevision == nil {
		return tx.openWith(w.tree, slices.Concat(changed, added))
	}
	return inOrder(
		func() error { return tx.open(w.tree) },
		func() error { return tx.insertPlacements(w.tree, added) },
		func() error { return tx.updatePlacements(w.tree, changed) },
	)
}

func setOf(placements []*Placement) map[int64]bool {
	numbers := make(map[int64]bool, len(placements))
	for _, p := range placements {
		numbers[p.Number] = true
	}
	return numbers
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
