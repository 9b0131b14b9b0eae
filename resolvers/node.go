package resolvers

import (
	"context"

	"hromada/domain"
	"hromada/models"
)

// maxIDs is how many things nodes(ids:) fetches at once.
const maxIDs = 100

// byIDs finds things by their ids, one statement a type; null stands for what is not found.
func (r *Resolver) byIDs(ctx context.Context, ids []*domain.NodeID) ([]models.Node, error) {
	byType := map[string][]domain.NodeID{}
	for _, id := range ids {
		byType[id.Type] = append(byType[id.Type], *id)
	}
	found := map[domain.NodeID]models.Node{}
	for typeName, wanted := range byType {
		lookup, known := models.Lookups[typeName]
		if !known {
			continue
		}
		rows, err := lookup(ctx, r.Store, wanted)
		if err != nil {
			return nil, err
		}
		for id, row := range rows {
			found[id] = row
		}
	}
	nodes := make([]models.Node, len(ids))
	for i, id := range ids {
		nodes[i] = found[*id]
	}
	return nodes, nil
}
