package models

import (
	"context"

	"hromada/auth"
	"hromada/domain"
)

// Credential is what signing in compares with.
type Credential struct {
	ID           int64
	Email        string
	PasswordHash *string
	Disabled     bool
}

// CredentialOf finds the account of an e-mail address in small letters; nil where there is none.
func (s *Store) CredentialOf(ctx context.Context, email string) (*Credential, error) {
	return s.credential(ctx, `u.email = @email `, named{"email": email})
}

// OwnCredential finds the viewer's own.
func (s *Store) OwnCredential(ctx context.Context) (*Credential, error) {
	viewer, _ := auth.ViewerFrom(ctx)
	found, err := s.credential(ctx, `u.id = @id `, named{"id": viewer.User})
	if err == nil && found == nil {
		return nil, domain.Unauthenticated()
	}
	return found, err
}

func (s *Store) credential(ctx context.Context, condition string, args named) (*Credential, error) {
	d, err := s.read(ctx, auth.EnterAccount)
	if err != nil {
		return nil, err
	}
	rows, err := fetch[Credential](d, `SELECT u.id, u.email, u.password_hash, u.disabled_at IS NOT NULL AS disabled FROM users u WHERE `+condition, args)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	return rows[0], nil
}

// holdCredential keeps a credential as it is until the transaction ends; UNAUTHENTICATED where it was changed since it was read. To
// compare a password takes a while: what ends all sessions meanwhile must not be overtaken by one that begins after it.
func (tx *Tx) holdCredential(c Credential) error {
	rows, err := fetch[struct{ There bool }](&tx.door, `SELECT TRUE AS there FROM users u
		WHERE u.id = @id AND u.password_hash = @hash AND u.disabled_at IS NULL FOR NO KEY UPDATE`, named{"id": c.ID, "hash": c.PasswordHash})
	if err == nil && len(rows) == 0 {
		err = domain.Unauthenticated()
	}
	return err
}
