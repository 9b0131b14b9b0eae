// Package auth says who is asking and what they may do. policy.go decides; the store enforces.
package auth

import "context"

// Role is what a viewer is to the region.
type Role string

// The roles known so far.
const (
	// Visitor is anybody without an account.
	Visitor Role = "VISITOR"
	// Operator is whoever runs the program's own commands on the server's machine.
	Operator Role = "OPERATOR"
)

// Viewer is whoever a request is answered for.
type Viewer struct{ Role Role }

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
