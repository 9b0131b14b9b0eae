package resolvers_test

import (
	"context"
	"net/netip"
	"sync"
	"sync/atomic"

	"hromada/auth"
	"hromada/domain"
	"hromada/models"
)

// hashOfTests is testPassword as it is stored, worked out once since that takes a while.
var hashOfTests = sync.OnceValues(func() (string, error) {
	return auth.NewHasher().Hash(context.Background(), testPassword)
})

// person is somebody with an account, who asks with their access token.
type person struct {
	*api
	id    domain.NodeID
	email string
	token string
}

var newcomers atomic.Uint32

// someone makes an account that holds some roles, and signs it in.
func (a *api) someone(name string, grants ...models.Grant) *person {
	a.tb.Helper()
	p := a.member(name, grants...)
	p.signIn()
	return p
}

// member makes an account that holds some roles.
func (a *api) member(name string, grants ...models.Grant) *person {
	a.tb.Helper()
	p := &person{api: a, email: name + "@people.example"}
	p.id = a.account(models.NewUser{Email: p.email, Name: name, Memberships: grants})
	return p
}

// account makes an account with the password of tests.
func (a *api) account(n models.NewUser) (id domain.NodeID) {
	a.tb.Helper()
	hash, err := hashOfTests()
	if err != nil {
		a.tb.Fatal(err)
	}
	n.PasswordHash = hash
	err = a.store.InTx(operator(), auth.InviteUser, false, func(tx *models.Tx) error {
		number, err := tx.AddUser(n, domain.AuditAddUser)
		id = domain.NodeID{Type: "User", Number: number}
		return err
	})
	if err != nil {
		a.tb.Fatal(err)
	}
	return id
}

// signIn begins another session, from an address of its own: many people sign in at once here.
func (p *person) signIn() {
	p.tb.Helper()
	if err := p.enter(testPassword); err != nil {
		p.tb.Fatal(err)
	}
}

// enter tries to sign in with a password.
func (p *person) enter(password string) error {
	address := netip.AddrFrom4([4]byte{10, 1, byte(newcomers.Add(1) >> 8), byte(newcomers.Load())})
	ctx := auth.WithViewer(context.Background(), auth.Viewer{Role: auth.Visitor, Address: address.String()})
	in, err := p.in.SignIn(ctx, p.email, password)
	if err != nil {
		return err
	}
	p.token = in.AccessToken
	handedOut.keep(in.Refresh.Secret)
	return nil
}

// mayEnter tells whether somebody may sign in with a password.
func (a *api) mayEnter(email, password string) bool {
	return (&person{api: a, email: email}).enter(password) == nil
}

// ask sends a document with the access token.
func (p *person) ask(query string, variables vars, headers ...string) answer {
	p.tb.Helper()
	return p.api.ask(query, variables, append(headers, "Authorization", "Bearer "+p.token)...)
}

// Roles to give.
func administrator() models.Grant { return models.Grant{Role: auth.Admin} }

func expertOf(region domain.KatottgCode) models.Grant {
	return models.Grant{Role: auth.Expert, RegionCode: &region}
}

func observerOf(region domain.KatottgCode) models.Grant {
	return models.Grant{Role: auth.Observer, RegionCode: &region}
}

func staffOf(community domain.KatottgCode, grade auth.Grade) models.Grant {
	return models.Grant{Role: auth.Staff, Grade: &grade, CommunityCode: &community}
}
