package models

import (
	"context"
	"maps"
	"slices"

	"hromada/auth"
	"hromada/domain"
)

// UpdateNode changes what is written of a goal, subgoal or component. Version is the one that the change was made from: where
// somebody has written since, it is a CONFLICT, and how things stand comes with it. An edit that changes nothing writes nothing.
func (s *Store) UpdateNode(
	ctx context.Context, level domain.Level, id domain.NodeID, version int, edit func(*domain.NodeFields),
) (*Changed, error) {
	done, err := s.change(ctx, auth.EditTree, false, func(tx *Tx) ([]domain.NodeID, error) {
		if levels[id.Type] != level {
			return nil, domain.NotFound("id")
		}
		return []domain.NodeID{id}, tx.updateNode(id, version, edit)
	})
	return s.withCurrent(ctx, id, done, err)
}

func (tx *Tx) updateNode(id domain.NodeID, version int, edit func(*domain.NodeFields)) error {
	tree, node, err := tx.holdNode(id, version)
	if err != nil {
		return err
	}
	before, err := tx.fields(node)
	if err != nil {
		return err
	}
	after := before
	edit(&after)
	faults := after.Check(node.Level)
	if !slices.Equal(before.Problems, after.Problems) {
		if err := tx.nameProblems(tree, &after, &faults); err != nil {
			return err
		}
	}
	if len(faults) > 0 {
		return faults
	}
	after = after.Stored()
	was, is := domain.Differences(before.Facts(), after.Facts())
	if len(was)+len(is) == 0 {
		return nil
	}
	return inOrder(
		func() error { return tx.writeFields(tree, node, after, onlyResponsible(was, is)) },
		func() error {
			return tx.audit(Deed{Action: domain.AuditUpdateNode, Subject: id, Before: was, After: is})
		},
	)
}

// onlyResponsible tells whether nothing of the structure changes: who answers for a node is not of one revision.
func onlyResponsible(was, is map[string]any) bool {
	changed := maps.Clone(was)
	maps.Copy(changed, is)
	_, responsible := changed["responsible"]
	return responsible && len(changed) == 1
}

// holdNode holds a node's tree and finds the node as those who edit see it, in the version that they know.
func (tx *Tx) holdNode(id domain.NodeID, version int) (*heldTree, *Placement, error) {
	tree, err := tx.hold(id, "id")
	if err != nil {
		return nil, nil, err
	}
	node, err := tx.placed(tree, id, "id")
	if err != nil {
		return nil, nil, err
	}
	if node.Version != version {
		return nil, nil, errStale()
	}
	return tree, node, nil
}

// placed finds a node in the revision that is edited.
func (tx *Tx) placed(tree *heldTree, id domain.NodeID, field string) (*Placement, error) {
	args := tree.args()
	args["node"], args["level"] = id.Number, levels[id.Type]
	return only(fetch[Placement](&tx.door, `SELECT `+placementColumns+` FROM placements p
		JOIN tree_nodes n ON n.community_id = p.community_id AND n.number = p.node_number
		WHERE p.community_id = @community AND p.revision_number = @revision AND p.node_number = @node AND p.level = @level `, args))(field)
}

// structure is what a revision says of a node, but for its planned costs and the problems it answers.
func (p *Placement) structure() domain.NodeFields {
	return domain.NodeFields{
		Code: valueOr(p.Code, ""), Title: p.Title, Description: valueOr(p.Description, ""), Priority: valueOr(p.Priority, ""), Weight: p.Weight,
		StartDate: p.StartDate, DueDate: p.DueDate, Kind: valueOr(p.Kind, ""), Category: valueOr(p.CategoryCode, ""),
		ExpectedResult: valueOr(p.ExpectedResult, ""), Customer: valueOr(p.Customer, ""), Executor: valueOr(p.Executor, ""),
	}
}

// become takes over the structure that fields tell, as the database holds it.
func (p *Placement) become(f domain.NodeFields) {
	f = f.Stored() // or the same again would differ
	p.Code, p.Title, p.Description, p.Priority, p.Weight = optional(f.Code), f.Title, optional(f.Description), optional(f.Priority), f.Weight
	p.StartDate, p.DueDate, p.Kind, p.CategoryCode = f.StartDate, f.DueDate, optional(f.Kind), optional(f.Category)
	p.ExpectedResult, p.Customer, p.Executor = optional(f.ExpectedResult), optional(f.Customer), optional(f.Executor)
}

// fields are what is written of a node.
func (tx *Tx) fields(p *Placement) (domain.NodeFields, error) {
	f := p.structure()
	f.Responsible = valueOr(p.Responsible, "")
	if p.Level == domain.GoalLevel {
		answers, err := tx.goalProblems(p.CommunityID, p.RevisionNumber)
		f.Problems = answers[p.Number]
		return f, err
	}
	if p.Level != domain.ComponentLevel {
		return f, nil
	}
	costs, err := fetch[PlannedCost](&tx.door, `SELECT k.community_id, k.node_number, k.year, k.fund_source, k.expense_kind, k.amount
		FROM planned_costs k WHERE k.community_id = @community AND k.revision_number = @revision AND k.node_number = @node
		ORDER BY k.year, k.fund_source, k.expense_kind`,
		named{"community": p.CommunityID, "revision": p.RevisionNumber, "node": p.Number})
	for _, c := range costs {
		f.PlannedCosts = append(f.PlannedCosts, domain.PlannedCost{Year: c.Year, Source: c.FundSource, Expense: c.ExpenseKind, Amount: c.Sum})
	}
	return f, err
}

// writeFields writes the fields of a node into the revision that is worked on, and counts its version.
func (tx *Tx) writeFields(tree *heldTree, node *Placement, f domain.NodeFields, living bool) error {
	if err := tx.countVersion(node, f.Responsible); err != nil || living {
		return err
	}
	if err := tx.open(tree); err != nil {
		return err
	}
	args := fieldArgs(f)
	maps.Copy(args, tree.args())
	args["node"] = node.Number
	return inOrder(
		func() error {
			return tx.exec(`UPDATE placements SET code = CAST(@code AS text), title = @title, description = CAST(@description AS text),
					priority = CAST(@priority AS text), weight = @weight, start_date = CAST(@start AS date), due_date = CAST(@due AS date),
					kind = CAST(@kind AS text), category_code = CAST(@category AS text), expected_result = CAST(@result AS text),
					customer = CAST(@customer AS text), executor = CAST(@executor AS text)
				WHERE community_id = @community AND revision_number = @revision AND node_number = @node `, args)
		},
		func() error {
			return tx.exec(`DELETE FROM planned_costs WHERE community_id = @community AND revision_number = @revision AND node_number = @node `, args)
		},
		func() error { return tx.insertAll("planned_costs", costRows(tree, node.Number, f.PlannedCosts)) },
		func() error { return tx.replaceProblems(tree, node, f.Problems) },
	)
}

func fieldArgs(f domain.NodeFields) named {
	return named{
		"code": optional(f.Code), "title": f.Title, "description": optional(f.Description), "priority": optional(f.Priority), "weight": f.Weight,
		"start": f.StartDate, "due": f.DueDate, "kind": optional(f.Kind), "category": optional(f.Category), "result": optional(f.ExpectedResult),
		"customer": optional(f.Customer), "executor": optional(f.Executor),
	}
}

func costRows(tree *heldTree, node int64, costs []domain.PlannedCost) []*PlannedCost {
	rows := make([]*PlannedCost, len(costs))
	for i, c := range costs {
		rows[i] = &PlannedCost{
			CommunityID: tree.CommunityID, RevisionNumber: tree.revision(), NodeNumber: node,
			Year: c.Year, FundSource: c.Source, ExpenseKind: c.Expense, Sum: c.Amount,
		}
	}
	return rows
}

// countVersion takes the next version of an identity, which nobody else may have taken, and writes what lives on it.
func (tx *Tx) countVersion(node *Placement, responsible string) error {
	written, err := tx.execCount(`UPDATE tree_nodes SET version = version + 1, responsible = CAST(@responsible AS text), updated_at = CAST(@now AS timestamptz)
		WHERE community_id = @community AND number = @node AND version = @version `, named{
		"responsible": optional(responsible), "now": tx.now, "community": node.CommunityID, "node": node.Number, "version": node.Version,
	})
	if err == nil && written != 1 {
		return errStale()
	}
	return err
}
