package commands

import (
	"context"
	"strings"

	"hromada/auth"
	"hromada/domain"
	"hromada/models"
)

// User keeps accounts from the server's command line; the first administrator is made here.
type User struct {
	Add     AddUser     `cmd:"" help:"Make an account. The password is asked for, or read from standard input."`
	List    ListUsers   `cmd:"" help:"List the accounts and what they are."`
	Passwd  SetPassword `cmd:"" help:"Set somebody's password; all their sessions end. It is asked for, or read from standard input."`
	Grant   GrantRole   `cmd:"" help:"Give somebody a role."`
	Revoke  RevokeRole  `cmd:"" help:"Take a role from somebody: all they hold of it, or that of a grade or place."`
	Disable DisableUser `cmd:"" help:"Shut an account; all its sessions end."`
	Enable  EnableUser  `cmd:"" help:"Open an account again."`
}

// AddUser makes an account.
type AddUser struct {
	Email string `arg:"" help:"The address to sign in with."`
	Role  string `arg:"" optional:"" help:"ADMIN, EXPERT, STAFF or OBSERVER; none unless told."`
	place
	Name string `required:"" placeholder:"NAME" help:"What they are called."`
}

// Run makes the account. All else is checked before anybody types a password.
func (c *AddUser) Run(ctx context.Context, s *Settings) error {
	n := models.NewUser{Email: c.Email, Name: c.Name}
	if c.Role != "" || c.place != (place{}) {
		grant, err := c.grant(c.Role)
		if err != nil {
			return err
		}
		n.Memberships = []models.Grant{grant}
	}
	return s.withStore(ctx, func(ctx context.Context, store *models.Store) (err error) {
		add := func(tx *models.Tx) error {
			_, err := tx.AddUser(n, domain.AuditAddUser)
			return asTyped(err)
		}
		if err := store.InTx(ctx, auth.InviteUser, true, add); err != nil {
			return err
		}
		if n.PasswordHash, err = askPassword(ctx, c.Email); err != nil {
			return err
		}
		if err := store.InTx(ctx, auth.InviteUser, false, add); err != nil {
			return err
		}
		return showUser(ctx, store, strings.ToLower(strings.TrimSpace(c.Email)))
	})
}

// withUser runs work on somebody's account, and shows what has become of it.
func (s *Settings) withUser(ctx context.Context, address string, work func(context.Context, *models.Store, *models.User) error) error {
	email, err := domain.ParseEmail(address)
	if told, ok := domain.AsError(err); ok {
		return told.At("<email>")
	}
	return s.withStore(ctx, func(ctx context.Context, store *models.Store) error {
		user, err := store.UserByEmail(ctx, email)
		if err != nil {
			return asTyped(err)
		}
		if err := work(ctx, store, user); err != nil {
			return asTyped(err)
		}
		return showUser(ctx, store, email)
	})
}

// SetPassword sets somebody's password.
type SetPassword struct {
	Email string `arg:"" help:"Whose account."`
}

// Run asks for the password and sets it.
func (c *SetPassword) Run(ctx context.Context, s *Settings) error {
	return s.withUser(ctx, c.Email, func(ctx context.Context, store *models.Store, user *models.User) error {
		hash, err := askPassword(ctx, user.Email)
		if err != nil {
			return err
		}
		return store.SetPassword(ctx, user.Email, hash)
	})
}

// GrantRole gives somebody a role.
type GrantRole struct {
	Email string `arg:"" help:"Whose account."`
	Role  string `arg:"" help:"ADMIN, EXPERT, STAFF or OBSERVER."`
	place
	Until string `placeholder:"YYYY-MM-DD" help:"The first day on which it holds no more; without an end unless told."`
}

// Run gives it.
func (c *GrantRole) Run(ctx context.Context, s *Settings) error {
	grant, err := c.grant(c.Role)
	if err != nil {
		return err
	}
	if grant.Until, err = untilDay(c.Until); err != nil {
		return err
	}
	return s.withUser(ctx, c.Email, func(ctx context.Context, store *models.Store, user *models.User) error {
		_, err := store.GrantMembership(ctx, user.NodeID(), grant)
		return err
	})
}

// RevokeRole takes a role from somebody.
type RevokeRole struct {
	Email string `arg:"" help:"Whose account."`
	Role  string `arg:"" help:"ADMIN, EXPERT, STAFF or OBSERVER."`
	place
}

// Run ends the memberships that are as was told.
func (c *RevokeRole) Run(ctx context.Context, s *Settings) error {
	wanted, err := c.grant(c.Role)
	if err != nil {
		return err
	}
	return s.withUser(ctx, c.Email, func(ctx context.Context, store *models.Store, user *models.User) error {
		return store.InTx(ctx, auth.RevokeMembership, false, func(tx *models.Tx) error {
			ended, err := tx.RevokeFrom(user.Email, wanted)
			if err == nil && ended == 0 {
				err = domain.Invalid("<role>", "Такої ролі зараз немає; усі показує hromada user list.", "They hold no such role now; hromada user list shows all of them.")
			}
			return err
		})
	})
}

// DisableUser shuts an account.
type DisableUser struct {
	Email string `arg:"" help:"Whose account."`
}

// Run shuts it.
func (c *DisableUser) Run(ctx context.Context, s *Settings) error {
	return s.setDisabled(ctx, c.Email, true)
}

// EnableUser opens an account.
type EnableUser struct {
	Email string `arg:"" help:"Whose account."`
}

// Run opens it.
func (c *EnableUser) Run(ctx context.Context, s *Settings) error {
	return s.setDisabled(ctx, c.Email, false)
}

func (s *Settings) setDisabled(ctx context.Context, email string, disabled bool) error {
	return s.withUser(ctx, email, func(ctx context.Context, store *models.Store, user *models.User) error {
		_, err := store.SetDisabled(ctx, user.NodeID(), disabled)
		return err
	})
}
