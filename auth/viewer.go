// Package auth says who is asking and what they may do. policy.go decides; the store enforces. It also makes and checks
// what people show: passwords, access tokens and the random secrets of sessions and letters.
package auth

import "context"

// Role is what somebody is to the region.
type Role string

// The roles. Those of people are given by memberships; the others nobody can be given.
const (
	// Admin keeps users, the registry and everything else.
	Admin Role = "ADMIN"
	// Expert reads everything of a region, drafts too, and advises.
	Expert Role = "EXPERT"
	// Staff work for a community.
	Staff Role = "STAFF"
	// Observer reads what experts read, and writes nothing.
	Observer Role = "OBSERVER"
	// Visitor is anybody, where reading is public.
	Visitor Role = "VISITOR"
	// Outsider is anybody, where it is not.
	Outsider Role = "OUTSIDER"
	// Person is anybody with an account, whatever their memberships.
	Person Role = "PERSON"
	// Operator is whoever runs the program's own commands on the server's machine.
	Operator Role = "OPERATOR"
)

// Grade is how far a member of a community's staff may go.
type Grade string

// The grades of staff.
const (
	// Head writes, and also submits trees and records their adoption.
	Head Grade = "HEAD"
	// Editor writes.
	Editor Grade = "EDITOR"
	// Reader only reads.
	Reader Grade = "VIEWER"
)

// Membership is a role that somebody holds now. Staff serve one community, experts and observers one region; the
// other of the two numbers is 0.
type Membership struct {
	Role      Role
	Grade     Grade
	Community int64
	Region    int64
}

// Viewer is whoever a request is answered for.
type Viewer struct {
	// Role is what anybody is here without an account: Visitor, Outsider, or Operator on the command line.
	Role Role
	// User is the number of the account; 0 where nobody is signed in.
	User int64
	// Session names the sign-in that the request belongs to.
	Session string
	// Memberships are those that hold now.
	Memberships []Membership
	// Once is the request's own key, under which it may be sent again without a second effect.
	Once Once
	// Address and Request say where the request came from, for the audit log.
	Address, Request string
}

// Once names one change that its sender may ask for again.
type Once struct {
	Key     string // of the sender's choice; empty: none
	Field   string // the change's name in the request
	Request []byte // a fingerprint of all that was asked
}

// SignedIn tells whether the viewer has an account.
func (v Viewer) SignedIn() bool { return v.User != 0 }

// holdings is everything that gives the viewer rights.
func (v Viewer) holdings() []Membership {
	held := []Membership{{Role: v.Role}}
	if v.SignedIn() {
		held = append(held, Membership{Role: Person})
	}
	return append(held, v.Memberships...)
}

// Leading is the role that a frontend arranges itself by: the widest that the viewer holds.
func (v Viewer) Leading() Role {
	for _, role := range []Role{Admin, Expert, Staff, Observer} {
		for _, m := range v.Memberships {
			if m.Role == role {
				return role
			}
		}
	}
	if v.Role == Operator {
		return Operator
	}
	return Visitor
}

type viewerKey struct{}

// WithViewer binds the viewer to the context that the request's statements run under.
func WithViewer(ctx context.Context, v Viewer) context.Context {
	return context.WithValue(ctx, viewerKey{}, v)
}

// ViewerFrom finds the viewer; false when none was bound, which every door treats as an error.
func ViewerFrom(ctx context.Context) (Viewer, bool) {
	v, ok := ctx.Value(viewerKey{}).(Viewer)
	return v, ok
}
