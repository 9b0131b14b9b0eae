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

// LoadDemonstration brings in the oblast's registry and, once, ten made-up goal trees.
func LoadDemonstration(ctx context.Context, store *models.Store) error {
	if _, err := imports.ImportRegistry(ctx, store, demonstration.Registry(), participantsSource, imports.Run{}); err != nil {
		return err
	}
	return store.InTx(ctx, auth.LoadDemonstration, false, func(tx *models.Tx) error {
		return tx.LoadDemonstration(demonstration.Trees(store.Today()))
	})
}
