package resolvers

import (
	"context"

	"hromada/models"
)

// submit keeps what somebody answers, unless so much comes from their address.
func (r *Resolver) submit(ctx context.Context, said models.Submission) (string, error) {
	if err := r.Accounts.Admit(ctx); err != nil {
		return "", err
	}
	return r.Store.SubmitResponse(ctx, said)
}

// erase erases a response, unless so much comes from the address of who asks.
func (r *Resolver) erase(ctx context.Context, receipt string) error {
	if err := r.Accounts.Admit(ctx); err != nil {
		return err
	}
	return r.Store.EraseResponse(ctx, receipt)
}
