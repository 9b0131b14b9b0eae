package commands

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"
	"time"

	"hromada/models"
)

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
				if err := writeUser(ctx, table, store, user); err != nil {
					return err
				}
			}
			if !found.HasNext {
				return table.Flush()
			}
			page.After = &found.Cursors[len(found.Cursors)-1]
		}
	})
}

// showUser writes what somebody's account has become.
func showUser(ctx context.Context, store *models.Store, email string) error {
	user, err := store.UserByEmail(ctx, email)
	if err != nil {
		return err
	}
	row := tabwriter.NewWriter(os.Stdout, 0, 4, 2, ' ', 0)
	if err := writeUser(ctx, row, store, user); err != nil {
		return err
	}
	return row.Flush()
}

func writeUser(ctx context.Context, w io.Writer, store *models.Store, user *models.User) error {
	roles, err := rolesOf(ctx, store, user)
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", user.Email, user.Name, stateOf(user), roles)
	return nil
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

// rolesOf tells the roles that hold now; - where there are none.
func rolesOf(ctx context.Context, store *models.Store, user *models.User) (string, error) {
	zone, err := kyiv()
	if err != nil {
		return "", err
	}
	held, err := store.MembershipsOf(ctx, user)
	if err != nil {
		return "", err
	}
	roles := []string{}
	for _, m := range held {
		if !m.Active {
			continue
		}
		role, err := roleOf(ctx, store, m)
		if err != nil {
			return "", err
		}
		if m.Until != nil {
			role += " until " + m.Until.In(zone).Format(time.DateOnly)
		}
		roles = append(roles, role)
	}
	if len(roles) == 0 {
		return "-", nil
	}
	return strings.Join(roles, ", "), nil
}

func roleOf(ctx context.Context, store *models.Store, m *models.Membership) (string, error) {
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
	return role, nil
}
