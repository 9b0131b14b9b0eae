package imports

import (
	"fmt"

	"hromada/domain"
	"hromada/imports/table"
	"hromada/models"
)

// elsewhere is one fault where the file is of another tree of the community: its kind or period was told wrongly, and each row would say so.
func (d *WorkDraft) elsewhere(tx *models.Tx, tree domain.NodeID, standing []domain.Standing) error {
	stands := map[int64]bool{}
	for _, s := range standing {
		stands[s.Number] = true
	}
	var first *workRow
	var numbers []int64
	for i, r := range d.rows {
		switch {
		case r.id == nil || r.id.Community != tree.Community:
		case stands[r.id.Number]:
			return nil
		default:
			if first == nil {
				first = &d.rows[i]
			}
			numbers = append(numbers, r.id.Number)
		}
	}
	if first == nil {
		return nil
	}
	other, err := tx.OtherTreeOf(tree, numbers)
	if err != nil || other == nil {
		return err
	}
	var fault table.Collector
	at := first.sheet.index["id"]
	fault.Add(Fault{Line: first.lines[at], Column: at + 1, Name: first.sheet.header[at], Message: otherTree(*other)})
	return fault.Err()
}

func otherTree(t models.OtherTree) domain.Text {
	uk, en := "не вказано", "not told"
	if t.PeriodStart != nil && t.PeriodEnd != nil {
		uk = fmt.Sprintf("%d–%d", *t.PeriodStart, *t.PeriodEnd)
		en = uk
	}
	told := text("Файл з іншого дерева цієї громади: його вид (kind) %s, період (period) ", "The file is of another tree of this community, whose kind is %s and whose period is ", t.Kind)
	return domain.Text{UK: told.UK + uk + ".", EN: told.EN + en + "."}
}
