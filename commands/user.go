package commands

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"
	"time"

	"golang.org/x/term"

	"hromada/auth"
	"hromada/domain"
	"hromada/models"
)

// User keeps accounts from the server's command line; the first administrator is made here.
type User struct {
	Add     AddUser     `cmd:"" help:"Make an account. The password is asked for, or read from standard input."`
	List    ListUsers   `cmd:"" help:"List the accounts and what they are."`
	Passwd  SetPassword `cmd:"" help:"Set somebody's password; all their sessions end."`
	Grant   GrantRole   `cmd:"" help:"Give somebody a role."`
	Revoke  RevokeRole  `cmd:"" help:"Take a role from somebody."`
	Disable DisableUser `cmd:"" help:"Shut an account; all its sessions end."`
	Enable  EnableUser  `cmd:"" help:"Open an account again."`
}

// place says what a role is about.
type place struct {
	Role      string `arg:"" optional:"" enum:"ADMIN,EXPERT,STAFF,OBSERVER," default:"" help:"ADMIN, EXPERT, STAFF or OBSERVER."`
	Grade     string `enum:"HEAD,EDITOR,VIEWER," default:"" help:"For STAFF: HEAD, EDITOR or VIEWER."`
	Community string `placeholder:"CODE" help:"For STAFF: the community's code."`
	Region    string `placeholder:"CODE" help:"For EXPERT and OBSERVER: the region's code."`
}

func (p place) grant() (models.Grant, error) {
	g := models.Grant{Role: auth.Role(p.Role)}
	if p.Grade != "" {
		g.Grade = new(auth.Grade(p.Grade))
	}
	var err error
	if g.CommunityCode, err = codeOf("--community", p.Community); err != nil {
		return g, err
	}
	g.RegionCode, err = codeOf("--region", p.Region)
	return g, err
}

func codeOf(flag, text string) (*domain.KatottgCode, error) {
	if text == "" {
		return nil, nil //nolint:nilnil // no place was told, and that is no fault
	}
	code, err := domain.ParseKatottgCode(text)
	if told, ok := domain.AsError(err); ok {
		return nil, told.At(flag)
	}
	return &code, err
}

// AddUser makes an account.
type AddUser struct {
	Email string `arg:"" help:"The address to sign in with."`
	place
	Name string `required:"" help:"What they are called."`
}

// Run asks for a password and makes the account.
func (c *AddUser) Run(ctx context.Context, s *Settings) error {
	n := models.NewUser{Email: c.Email, Name: c.Name}
	if c.Role != "" {
		grant, err := c.grant()
		if err != nil {
			return err
		}
		n.Memberships = []models.Grant{grant}
	}
	var err error
	if n.PasswordHash, err = askPassword(ctx, c.Email); err != nil {
		return err
	}
	return s.withStore(ctx, func(ctx context.Context, store *models.Store) error {
		return store.InTx(ctx, auth.InviteUser, false, func(tx *models.Tx) error {
			_, err := tx.AddUser(n, domain.AuditAddUser)
			return err
		})
	})
}

// SetPassword sets somebody's password.
type SetPassword struct {
	Email string `arg:"" help:"Whose account."`
}

// Run asks for the password and sets it.
func (c *SetPassword) Run(ctx context.Context, s *Settings) error {
	hash, err := askPassword(ctx, c.Email)
	if err != nil {
		return err
	}
	return s.withStore(ctx, func(ctx context.Context, store *models.Store) error {
		return store.SetPassword(ctx, strings.ToLower(c.Email), hash)
	})
}

// askPassword asks twice at a terminal, and else reads a line. A password on a command line could be read by everybody on
// the machine.
func askPassword(ctx context.Context, email string) (string, error) {
	password, err := readPassword()
	if err != nil {
		return "", err
	}
	if err := auth.CheckPassword("password", password, email); err != nil {
		return "", err
	}
	return auth.NewHasher().Hash(ctx, password)
}

func readPassword() (string, error) {
	input := int(os.Stdin.Fd())
	if !term.IsTerminal(input) {
		line, err := bufio.NewReader(io.LimitReader(os.Stdin, 4096)).ReadString('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return "", err
		}
		return strings.TrimRight(line, "\r\n"), nil
	}
	first, err := ask(input, "Password: ")
	if err != nil {
		return "", err
	}
	second, err := ask(input, "Once more: ")
	if err == nil && first != second {
		err = errors.New("the two are not the same")
	}
	return first, err
}

func ask(input int, prompt string) (string, error) {
	fmt.Fprint(os.Stderr, prompt)
	defer fmt.Fprintln(os.Stderr)
	typed, err := term.ReadPassword(input)
	return string(typed), err
}

// GrantRole gives somebody a role.
type GrantRole struct {
	Email string `arg:"" help:"Whose account."`
	place
	Until string `placeholder:"YYYY-MM-DD" help:"The first day on which it holds no more; without an end unless told."`
}

// Run gives it.
func (c *GrantRole) Run(ctx context.Context, s *Settings) error {
	grant, err := c.grant()
	if err != nil {
		return err
	}
	if c.Until != "" {
		day, err := time.ParseInLocation(time.DateOnly, c.Until, time.Local)
		if err != nil {
			return fmt.Errorf("--until: %q is not a day such as 2027-01-31", c.Until)
		}
		grant.Until = &day
	}
	return s.withStore(ctx, func(ctx context.Context, store *models.Store) error {
		return store.InTx(ctx, auth.GrantMembership, false, func(tx *models.Tx) error {
			user, err := tx.UserByEmail(strings.ToLower(c.Email))
			if err != nil {
				return err
			}
			_, err = tx.GrantTo(user.NodeID(), grant)
			return err
		})
	})
}

// RevokeRole takes a role from somebody.
type RevokeRole struct {
	Email string `arg:"" help:"Whose account."`
	place
}

// Run ends the memberships that are as was told.
func (c *RevokeRole) Run(ctx context.Context, s *Settings) error {
	wanted, err := c.grant()
	if err != nil {
		return err
	}
	ended := 0
	err = s.withStore(ctx, func(ctx context.Context, store *models.Store) error {
		return store.InTx(ctx, auth.RevokeMembership, false, func(tx *models.Tx) error {
			ended, err = tx.RevokeFrom(strings.ToLower(c.Email), wanted)
			return err
		})
	})
	if err == nil && ended == 0 {
		err = errors.New("they hold no such role now; see hromada user list")
	}
	return err
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
	return s.withStore(ctx, func(ctx context.Context, store *models.Store) error {
		known, err := store.CredentialOf(ctx, strings.ToLower(email))
		if err != nil {
			return err
		}
		if known == nil {
			return domain.NotFound("email")
		}
		_, err = store.SetDisabled(ctx, domain.NodeID{Type: "User", Number: known.ID}, disabled)
		return err
	})
}

// ListUsers lists accounts.
type ListUsers struct{}

// Run writes a table to standard output.
func (ListUsers) Run(ctx context.Context, s *Settings) error {
	return s.withStore(ctx, func(ctx context.Context, store *models.Store) error {
		table := tabwriter.NewWriter(os.Stdout, 0, 4, 2, ' ', 0)
		fmt.Fprintln(table, "EMAIL\tNAME\tSTATE\tROLES")
		page := models.Page{First: new(models.MaxPageSize)}
		for {
			found, err := store.Users(ctx, models.UserFilter{}, page)
			if err != nil {
				return err
			}
			for _, user := range found.Rows {
				roles, err := rolesOf(ctx, store, user)
				if err != nil {
					return err
				}
				fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", user.Email, user.Name, stateOf(user), roles)
			}
			if !found.HasNext {
				return table.Flush()
			}
			page.After = &found.Cursors[len(found.Cursors)-1]
		}
	})
}

func stateOf(u *models.User) string {
	switch {
	case u.Disabled():
		return "disabled"
	case u.Invited:
		return "invited"
	default:
		return "active"
	}
}

func rolesOf(ctx context.Context, store *models.Store, user *models.User) (string, error) {
	held, err := store.MembershipsOf(ctx, user)
	if err != nil {
		return "", err
	}
	roles := []string{}
	for _, m := range held {
		if !m.Active {
			continue
		}
		role := string(m.Role)
		if m.Grade != nil {
			role += " " + string(*m.Grade)
		}
		community, err := store.CommunityOfMembership(ctx, m)
		if err != nil {
			return "", err
		}
		region, err := store.RegionOfMembership(ctx, m)
		if err != nil {
			return "", err
		}
		if community != nil {
			role += " " + string(community.Code)
		}
		if region != nil {
			role += " " + string(region.Code)
		}
		roles = append(roles, role)
	}
	return strings.Join(roles, ", "), nil
}
