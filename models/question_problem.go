package models

import (
	"strconv"

	"hromada/domain"
)

// problemAsked is the id of a problem that a question or an option names; the zero id where it names none.
func problemAsked(id *int64) domain.NodeID {
	if id == nil {
		return domain.NodeID{}
	}
	return problemID(*id)
}

// nameProblemsAsked finds the problems that a question and its options speak of in the list of their region: for what was merged, what it counts for.
// One that the region does not have is NOT_FOUND.
func (tx *Tx) nameProblemsAsked(region int64, f *domain.QuestionFields) error {
	asked, fields := []*domain.NodeID{}, []string{}
	add := func(id *domain.NodeID, field string) {
		if id.Type != "" {
			asked, fields = append(asked, id), append(fields, field)
		}
	}
	add(&f.Problem, "problemId")
	for i := range f.Options {
		add(&f.Options[i].Problem, "options."+strconv.Itoa(i)+".problemId")
	}
	if len(asked) == 0 {
		return nil
	}
	return tx.standFor(region, asked, fields)
}

func (tx *Tx) standFor(region int64, ids []*domain.NodeID, fields []string) error {
	asked := make([]domain.NodeID, len(ids))
	for i, id := range ids {
		asked[i] = *id
	}
	found, err := fetch[Problem](&tx.door, `SELECT q.id, q.merged_into FROM problems q WHERE q.id = ANY (CAST(@asked AS bigint[])) AND q.region_id = @region `,
		named{"asked": problemNumbers(asked), "region": region})
	if err != nil {
		return err
	}
	stands := make(map[domain.NodeID]int64, len(found))
	for _, p := range found {
		stands[p.NodeID()] = valueOr(p.MergedInto, p.ID)
	}
	var faults domain.Faults
	for i, id := range ids {
		if stands[*id] == 0 {
			faults = append(faults, domain.NotFound(fields[i]))
			continue
		}
		*id = problemID(stands[*id])
	}
	return faults.OrNil()
}
