package models

import (
	"fmt"

	"hromada/domain"
)

// OutlineFault is what is wrong with one node of an outline; the fault names the field as the schema does.
type OutlineFault struct {
	Node  int
	Fault *domain.Error
}

// OutlineFaults are all that is wrong with the nodes of an outline.
type OutlineFaults []OutlineFault

func (f OutlineFaults) Error() string {
	return fmt.Sprintf("faults in the outline: %d, the first: %v", len(f), f[0].Fault)
}

// checkWork finds everything that is wrong with what is to be written.
func (tx *Tx) checkWork(w *work, changes []NodeChange) error {
	kinds, err := tx.kindsOf(w)
	if err != nil {
		return err
	}
	faults := w.staleOrder()
	for _, change := range changes {
		i, n := change.Node, w.nodes[change.Node]
		if !change.New && n.said.Version > 0 && n.said.Version != n.placed.Version {
			faults = append(faults, OutlineFault{i, errStale()})
		}
		for _, fault := range n.after.Check(n.placed.Level) {
			faults = append(faults, OutlineFault{i, fault})
		}
		if kind := kinds[n.after.Category]; n.after.Category != "" && n.after.Kind != "" && kind != n.after.Kind {
			faults = append(faults, OutlineFault{i, domain.Invalid("category", "Такої категорії цього виду немає.", "There is no such category of this kind.")})
		}
	}
	if len(faults) > 0 {
		return faults
	}
	return nil
}

// kindsOf gives the kind of each category that is named.
func (tx *Tx) kindsOf(w *work) (map[string]domain.ComponentKind, error) {
	asked := map[string]bool{}
	for _, n := range w.nodes {
		if n.after.Category != "" {
			asked[n.after.Category] = true
		}
	}
	kinds := map[string]domain.ComponentKind{}
	if len(asked) == 0 {
		return kinds, nil
	}
	codes := make([]string, 0, len(asked))
	for code := range asked {
		codes = append(codes, code)
	}
	rows, err := fetch[Category](&tx.door, `SELECT `+categoryColumns+` FROM categories g WHERE g.code = ANY (CAST(@codes AS text[]))`, named{"codes": texts(codes)})
	for _, c := range rows {
		kinds[c.Code] = c.Kind
	}
	return kinds, err
}
