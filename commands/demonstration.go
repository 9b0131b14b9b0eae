package commands

import (
	"context"

	"hromada/auth"
	"hromada/demonstration"
	"hromada/imports"
	"hromada/models"
)

// participantsSource tells where it is known from that communities take part in the project.
const participantsSource = "Новини проєкту «Digital Вінниччина»"

// LoadDemonstration brings in the oblast's registry and ten made-up goal trees, once: a demonstration
// that was imported into since keeps what it has.
func LoadDemonstration(ctx context.Context, store *models.Store) error {
	registry, err := imports.ReadRegistry(demonstration.Registry(), nil)
	if err != nil {
		return err
	}
	trees := demonstration.Trees(store.Today())
	return store.InTx(ctx, auth.LoadDemonstration, false, func(tx *models.Tx) error {
		return tx.LoadDemonstration(registry.Registry, participantsSource, trees)
	})
}
