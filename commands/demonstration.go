package commands

import (
	"context"
	"fmt"

	"hromada/auth"
	"hromada/demonstration"
	"hromada/domain"
	"hromada/imports"
	"hromada/models"
)

// participantsSource tells where it is known from that communities take part in the project.
const participantsSource = "Новини проєкту «Digital Вінниччина»"

// LoadDemonstration brings in the oblast's registry, ten made-up goal trees, what problems they answer, and a survey in two waves, once: a demonstration
// that was imported into since keeps what it has.
func LoadDemonstration(ctx context.Context, store *models.Store) error {
	registry, err := imports.ReadRegistry(demonstration.Registry(), nil)
	if err != nil {
		return err
	}
	trees := demonstration.Trees(store.Today())
	return store.InTx(ctx, auth.LoadDemonstration, false, func(tx *models.Tx) error {
		return tx.LoadDemonstration(registry.Registry, participantsSource, trees, demonstration.Problems(), demonstration.Survey(registry.Registry))
	})
}

// Demonstrate loads the demonstration and its accounts. A password that nobody told is made up when the accounts are made,
// and printed, once.
func (s *Settings) Demonstrate(ctx context.Context, store *models.Store) error {
	if err := LoadDemonstration(ctx, store); err != nil {
		return err
	}
	there, _, err := store.Demonstrated(ctx)
	if err != nil || (there && s.DemoPassword == "") {
		return err
	}
	password, told, users := s.DemoPassword, "the password of HROMADA_DEMO_PASSWORD", demonstration.Users()
	if password == "" {
		password = auth.NewSecret()[:24]
		told = "the password " + password
	}
	hasher := auth.NewHasher()
	hash, err := hasher.Hash(ctx, password)
	if err != nil {
		return err
	}
	if there {
		return setPasswords(ctx, store, users, hash, func(known *string) (bool, error) { return hasher.Verify(ctx, password, known) })
	}
	if err := store.RefreshMetrics(ctx); err != nil { // so that comparisons answer from the first request on
		return err
	}
	if err := addUsers(ctx, store, users, hash); err != nil {
		return err
	}
	fmt.Println("Demonstration accounts, all with " + told + ":")
	for _, u := range users {
		fmt.Println("  " + u.Email + "  " + u.Name)
	}
	return nil
}

func addUsers(ctx context.Context, store *models.Store, users []models.NewUser, hash string) error {
	return store.InTx(ctx, auth.InviteUser, false, func(tx *models.Tx) error {
		for _, u := range users {
			u.PasswordHash = hash
			if _, err := tx.AddUser(u, domain.AuditAddUser); err != nil {
				return err
			}
		}
		return nil
	})
}

// setPasswords gives the accounts the password told, whatever an earlier start gave them. Who has it already stays signed in.
func setPasswords(
	ctx context.Context, store *models.Store, users []models.NewUser, hash string, right func(*string) (bool, error),
) error {
	for _, u := range users {
		known, err := store.CredentialOf(ctx, u.Email)
		if err != nil {
			return err
		}
		same := known == nil // an operator may have taken it away
		if !same {
			same, err = right(known.PasswordHash)
		}
		if err == nil && !same {
			err = store.SetPassword(ctx, u.Email, hash)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *Settings) checkDemoPassword() error {
	if s.DemoPassword == "" {
		return nil
	}
	return auth.CheckPassword("--demo-password (HROMADA_DEMO_PASSWORD)", s.DemoPassword, "")
}
