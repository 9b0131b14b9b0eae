package imports

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"hromada/domain"
	"hromada/models"
)

// Cell is one cell of a file that changes something.
type Cell struct {
	Row           int
	Column        int    // from 1; 0 where the file has no such column
	Name          string // the column's
	Node          domain.NodeID
	Title         string  // the node's, as it is to be
	New           bool    // the node is new
	Before, After *string // nil: nothing
}

// cells tell, in the order of the file, what it changes.
func (d *WorkDraft) cells(written models.DraftWritten) []Cell {
	names := namesOf(written)
	var all []Cell
	for _, change := range written.Changes {
		node := written.Nodes[change.Node]
		if node.Line == 0 {
			continue // made up to hold others
		}
		for _, field := range fieldsOf(change) {
			before, after := change.Before[field], change.After[field]
			if field == "position" && (node.Position == 0 || node.Position == before || node.Position == node.Exported) {
				continue // it follows from another parent
			}
			if field == "plannedCosts" {
				all = append(all, d.costCells(change, node, before, after)...)
				continue
			}
			if was, is := shownFact(names, before), shownFact(names, after); was != nil || is != nil {
				all = append(all, d.cell(change, node, d.columnOf(field), was, is))
			}
		}
	}
	slices.SortStableFunc(all, func(a, b Cell) int {
		return cmp.Or(cmp.Compare(a.Row, b.Row), cmp.Compare(a.Column, b.Column), cmp.Compare(a.Name, b.Name))
	})
	return all
}

func (d *WorkDraft) cell(change models.NodeChange, node domain.OutlineNode, column string, before, after *string) Cell {
	return Cell{
		Row: node.Line, Column: d.columns[column], Name: cmp.Or(d.names[column], column), Node: change.ID, Title: node.Title, New: change.New,
		Before: before, After: after,
	}
}

// fieldsOf are the fields of a change that a file can tell; the place of a node that is new is no cell.
func fieldsOf(change models.NodeChange) []string {
	fields := map[string]bool{}
	for _, set := range []map[string]any{change.Before, change.After} {
		for field := range set {
			fields[field] = true
		}
	}
	if change.New {
		delete(fields, "position")
		delete(fields, "weight")
	}
	return slices.Sorted(maps.Keys(fields))
}

// columnOf is the column that tells a field; the rest of a path within a field is left out.
func (d *WorkDraft) columnOf(field string) string {
	field, _, _ = strings.Cut(field, ".")
	return columnsOf[field]
}

// costCells has a cell for every planned cost that changes.
func (d *WorkDraft) costCells(change models.NodeChange, node domain.OutlineNode, before, after any) []Cell {
	was, _ := before.(map[string]domain.Decimal)
	is, _ := after.(map[string]domain.Decimal)
	keys := map[string]bool{}
	for _, set := range []map[string]domain.Decimal{was, is} {
		for key := range set {
			keys[key] = true
		}
	}
	var cells []Cell
	for _, key := range slices.Sorted(maps.Keys(keys)) {
		if was[key] != is[key] {
			column := "cost_" + strings.ToLower(strings.ReplaceAll(key, " ", "_"))
			cells = append(cells, d.cell(change, node, column, optionalText(string(was[key])), optionalText(string(is[key]))))
		}
	}
	return cells
}

// namesOf are what parents are called in a file: by their codes, or where they have none by their titles.
func namesOf(written models.DraftWritten) map[string]string {
	names := map[string]string{written.Tree.String(): ""}
	for _, s := range written.Standing {
		names[models.IDOf(written.Tree.Community, s.Level, s.Number).String()] = cmp.Or(s.Code, s.Title)
	}
	for _, c := range written.Changes {
		if n := written.Nodes[c.Node]; c.New {
			names[c.ID.String()] = cmp.Or(n.Code, n.Title)
		}
	}
	return names
}

func shownFact(names map[string]string, fact any) *string {
	switch v := fact.(type) {
	case nil:
		return nil
	case float64:
		return optionalText(strconv.FormatFloat(v, 'f', -1, 64))
	case string:
		if name, isParent := names[v]; isParent {
			return optionalText(name)
		}
		return &v
	default:
		return optionalText(fmt.Sprint(v))
	}
}

func optionalText(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
