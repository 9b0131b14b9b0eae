package models

import (
	"context"
	"errors"
	"slices"
	"time"

	"hromada/auth"
	"hromada/domain"
)

// User is somebody's account.
type User struct {
	member[User]
	ID            int64
	Email         string
	Name          string
	Demonstration bool
	CreatedAt     time.Time
	DisabledAt    *time.Time
	Invited       bool // no password yet: the invitation was not accepted
	LastSignInAt  *time.Time
}

const userColumns = `u.id, u.email, u.name, u.demonstration, u.created_at, u.disabled_at, u.password_hash IS NULL AS invited,
	(SELECT max(x.created_at) FROM sessions x WHERE x.user_id = u.id) AS last_sign_in_at`

// NodeID is the account's public id.
func (u *User) NodeID() domain.NodeID { return userID(u.ID) }

func userID(id int64) domain.NodeID { return domain.NodeID{Type: "User", Number: id} }

func (u *User) id() int64 { return u.ID }

// userNumber is the account that an id names; 0, which none has, where it names something else.
func userNumber(id domain.NodeID) int64 {
	if id != userID(id.Number) {
		return 0
	}
	return id.Number
}

// Disabled tells whether the account lets nobody in.
func (u *User) Disabled() bool { return u.DisabledAt != nil }

// ViewerCan lists what the viewer may do about the account now.
func (u *User) ViewerCan(ctx context.Context) []auth.Action {
	viewer, _ := auth.ViewerFrom(ctx)
	can := auth.Can(viewer, auth.DisableUser, auth.GrantMembership)
	if viewer.User == u.ID {
		return append(slices.DeleteFunc(can, func(a auth.Action) bool { return a == auth.DisableUser }), auth.ChangePassword)
	}
	return can
}

func usersByID(d *door, ids []int64) ([]*User, error) {
	return siblings(fetch[User](d, `SELECT `+userColumns+` FROM users u
		WHERE u.id = ANY (CAST(@ids AS bigint[])) AND `+d.accounts(), named{"ids": numbers(ids)}))
}

// ViewerUser gives the viewer's own account; nil where nobody is signed in.
func (s *Store) ViewerUser(ctx context.Context) (*User, error) {
	viewer, _ := auth.ViewerFrom(ctx)
	if !viewer.SignedIn() {
		_, err := allowed(ctx, auth.EnterAccount) // anybody may know that they are nobody
		return nil, err
	}
	d, err := s.read(ctx, auth.ReadUsers)
	if err != nil {
		return nil, err
	}
	rows, err := usersByID(d, []int64{viewer.User})
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	return rows[0], nil
}

// UserFilter says which accounts; what is nil is not asked for.
type UserFilter struct {
	Text          *TextFilter
	Role          []auth.Role
	CommunityCode *domain.KatottgCode
	Disabled      *bool
}

var userOrder = ordering{name: "USER_NAME", key: `u.name`, kind: textKey, always: true, ties: []string{`u.id`}}

// Users gives one page of accounts, by name.
func (s *Store) Users(ctx context.Context, f UserFilter, asked Page) (Slice[User], error) {
	d, l, err := s.userList(ctx, f)
	if err != nil {
		return Slice[User]{}, err
	}
	if err := s.known(ctx, codesAsked{communities: listOf(f.CommunityCode), communitiesField: "filter.communityCode"}); err != nil {
		return Slice[User]{}, err
	}
	found, err := page[User](d, l, asked)
	gather(found.Rows)
	return found, err
}

// CountUsers counts the accounts of all pages.
func (s *Store) CountUsers(ctx context.Context, f UserFilter) (int, error) {
	d, l, err := s.userList(ctx, f)
	if err != nil {
		return 0, err
	}
	return count(d, l)
}

func (s *Store) userList(ctx context.Context, f UserFilter) (*door, list, error) {
	d, err := s.read(ctx, auth.ReadUsers)
	if err != nil {
		return nil, list{}, err
	}
	w := newWhere(nil)
	w.must(d.accounts())
	if err := f.Text.on(w, `u.search`, "filter.text"); err != nil {
		return nil, list{}, err
	}
	if f.Disabled != nil {
		w.and(`(u.disabled_at IS NOT NULL) = @disabled `, "disabled", *f.Disabled)
	}
	held := newWhere(w.args)
	if err := oneOf(held, `m.role`, "roles", "filter.role", f.Role); err != nil {
		return nil, list{}, err
	}
	if f.CommunityCode != nil {
		held.and(`m.community_id = (SELECT c.id FROM communities c WHERE c.code = @community )`, "community", *f.CommunityCode)
	}
	if len(held.conditions) > 0 {
		w.args["now"] = d.now
		w.must(`EXISTS (SELECT FROM memberships m WHERE m.user_id = u.id AND ` + heldNow + ` AND ` + held.sql() + `)`)
	}
	return d, list{columns: userColumns, from: `FROM users u`, where: w, order: userOrder}, nil
}

func listOf[T any](v *T) []T {
	if v == nil {
		return nil
	}
	return []T{*v}
}

// NewUser is an account to be made, with what it may do.
type NewUser struct {
	Email, Name   string
	PasswordHash  string // empty: the invitation tells
	Demonstration bool
	Memberships   []Grant
}

// AddUser makes an account with memberships. Who is known already is a CONFLICT about `email`; all other faults are
// told together.
func (tx *Tx) AddUser(n NewUser, action domain.AuditAction) (int64, error) {
	var faults domain.Faults
	email, err := domain.ParseEmail(n.Email)
	if err := faults.Collect(at(err, "email")); err != nil {
		return 0, err
	}
	name, err := domain.CheckName("name", n.Name)
	if err := faults.Collect(err); err != nil {
		return 0, err
	}
	if known, err := tx.userByEmail(email); err == nil && known != nil {
		faults = append(faults, emailTaken())
	} else if err != nil {
		return 0, err
	}
	grants, err := tx.checkGrants(n.Memberships)
	if err := faults.Collect(each(err)...); err != nil {
		return 0, err
	}
	if len(faults) > 0 {
		return 0, faults
	}
	row, err := writeOne[struct{ ID int64 }](tx, `INSERT INTO users (email, name, password_hash, demonstration, created_at)
		VALUES (@email, @name, CAST(@hash AS text), @demonstration, CAST(@now AS timestamptz)) RETURNING id`,
		named{"email": email, "name": name, "hash": optional(n.PasswordHash), "demonstration": n.Demonstration, "now": tx.now})
	if err != nil {
		return 0, err
	}
	told := facts{"email": email, "name": name}
	if err := tx.audit(Deed{Action: action, Subject: userID(row.ID), After: told}); err != nil {
		return 0, err
	}
	for _, g := range grants {
		if _, err := tx.grant(row.ID, g); err != nil {
			return 0, err
		}
	}
	return row.ID, nil
}

func emailTaken() *domain.Error {
	return domain.Conflict("email", "Обліковий запис із цією адресою вже є.", "There is an account with this address.")
}

// each gives faults one by one, or the error alone.
func each(err error) []error {
	var faults domain.Faults
	if !errors.As(err, &faults) {
		return []error{err}
	}
	all := make([]error, len(faults))
	for i, f := range faults {
		all[i] = f
	}
	return all
}

// at says which input an error is about.
func at(err error, field string) error {
	if told, ok := domain.AsError(err); ok {
		return told.At(field)
	}
	return err
}

func (tx *Tx) userByEmail(email string) (*User, error) {
	rows, err := fetch[User](&tx.door, `SELECT `+userColumns+` FROM users u WHERE u.email = @email `, named{"email": email})
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	return rows[0], nil
}

// UserByEmail finds an account for the commands of the operator; NOT_FOUND about `email` where there is none.
func (tx *Tx) UserByEmail(email string) (*User, error) {
	found, err := tx.userByEmail(email)
	if err == nil && found == nil {
		err = domain.NotFound("email")
	}
	return found, err
}

// UserByEmail finds an account that the viewer may know; NOT_FOUND about `email` where there is none.
func (s *Store) UserByEmail(ctx context.Context, email string) (*User, error) {
	d, err := s.read(ctx, auth.ReadUsers)
	if err != nil {
		return nil, err
	}
	return only(siblings(fetch[User](d, `SELECT `+userColumns+` FROM users u WHERE u.email = @email AND `+d.accounts(), named{"email": email})))("email")
}

// lockUser finds an account and lets nobody else change it until the transaction ends.
func (tx *Tx) lockUser(id domain.NodeID, field string) (*User, error) {
	return only(siblings(fetch[User](&tx.door, `SELECT `+userColumns+` FROM users u
		WHERE u.id = @id FOR NO KEY UPDATE OF u`, named{"id": userNumber(id)})))(field)
}

// SetDisabled shuts an account and ends all its sessions, or opens it again. What is so already is not written.
func (s *Store) SetDisabled(ctx context.Context, id domain.NodeID, disabled bool) (user *User, err error) {
	err = s.InTx(ctx, auth.DisableUser, false, func(tx *Tx) error {
		if user, err = tx.lockUser(id, "id"); err != nil {
			return err
		}
		if user.Disabled() == disabled {
			return nil
		}
		return tx.setDisabled(user, disabled)
	})
	return user, err
}

func (tx *Tx) setDisabled(user *User, disabled bool) error {
	action := domain.AuditEnableUser
	was := facts{"disabledAt": user.DisabledAt}
	user.DisabledAt = nil
	if disabled {
		if err := tx.dispensable(user); err != nil {
			return err
		}
		action, user.DisabledAt = domain.AuditDisableUser, &tx.now
	}
	return inOrder(
		func() error {
			return tx.exec(`UPDATE users SET disabled_at = CAST(@at AS timestamptz) WHERE id = @id `, named{"at": user.DisabledAt, "id": user.ID})
		},
		func() error { return tx.endSessions(user.ID, "") },
		func() error {
			return tx.audit(Deed{Action: action, Subject: user.NodeID(), Before: was, After: facts{"disabledAt": user.DisabledAt}})
		},
	)
}
