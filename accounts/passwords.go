package accounts

import (
	"context"
	"errors"
	"time"

	"hromada/auth"
	"hromada/domain"
	"hromada/models"
)

// ChangePassword sets the viewer's own password, for who knows the present one, and ends all other sessions.
func (s *Service) ChangePassword(ctx context.Context, current, next string) error {
	viewer, _ := auth.ViewerFrom(ctx)
	if _, err := auth.Allow(viewer, auth.ChangePassword); err != nil {
		return err
	}
	own, err := s.store.OwnCredential(ctx)
	if err != nil {
		return err
	}
	if len(current) > maxTyped {
		return wrongPresent()
	}
	if wait := s.guard.try(viewer.Address, own.Email); wait > 0 {
		return domain.RateLimitedFor(wait)
	}
	right, err := s.hasher.Verify(ctx, current, own.PasswordHash)
	if err != nil {
		s.guard.unmade(viewer.Address, own.Email)
		return err
	}
	var faults domain.Faults
	if !right {
		faults = append(faults, wrongPresent())
	} else {
		s.guard.right(viewer.Address, own.Email)
	}
	if err := faults.Collect(auth.CheckPassword("newPassword", next, own.Email)); err != nil {
		return err
	}
	if len(faults) > 0 {
		return faults
	}
	hash, err := s.hasher.Hash(ctx, next)
	if err != nil {
		return err
	}
	return s.store.ChangePassword(ctx, *own, hash)
}

func wrongPresent() *domain.Error {
	return domain.Invalid("currentPassword", "Пароль неправильний.", "The password is wrong.")
}

// RequestReset sends a letter to who has an account with this address, and tells nobody whether there is one.
func (s *Service) RequestReset(ctx context.Context, email string) error {
	address, err := domain.ParseEmail(email)
	if told, ok := domain.AsError(err); ok {
		return told.At("email")
	}
	viewer, _ := auth.ViewerFrom(ctx)
	if wait := s.guard.visit(viewer.Address); wait > 0 {
		return domain.RateLimitedFor(wait)
	}
	return s.behind(func(ctx context.Context) error {
		if err := s.mail.ready(); err != nil {
			return err
		}
		letter, err := s.store.RequestReset(auth.WithViewer(ctx, viewer), address)
		if err != nil || letter == nil {
			return err
		}
		return s.mail.write(ctx, *letter)
	})
}

// errFull says that more letters wait than can be sent.
var errFull = errors.New("too many letters wait to be sent")

// letterTime bounds the sending of one letter.
const letterTime = time.Minute

func (s *Service) behind(work func(context.Context) error) error {
	select {
	case s.letters <- work:
		return nil
	default:
		return domain.Unavailable(errFull)
	}
}

// UseLink sets the password of who was sent the link, and gives the address to sign in with. Name may be empty.
func (s *Service) UseLink(ctx context.Context, secret, password, name string, purposes ...models.LinkPurpose) (string, error) {
	if len(secret) > maxTyped {
		secret = ""
	}
	owner, err := s.store.LinkOwner(ctx, secret, purposes...)
	if err != nil {
		return "", err
	}
	var faults domain.Faults
	if name != "" {
		name, err = domain.CheckName("name", name)
	}
	if err := faults.Collect(err, auth.CheckPassword("password", password, owner.Email)); err != nil {
		return "", err
	}
	if len(faults) > 0 {
		return "", faults
	}
	hash, err := s.hasher.Hash(ctx, password)
	if err != nil {
		return "", err
	}
	email, err := s.store.UseLink(ctx, secret, hash, name, purposes...)
	if err == nil {
		s.guard.clear(email)
	}
	return email, err
}

// Invite makes an account and sends its owner the link to choose a password by.
func (s *Service) Invite(ctx context.Context, n models.NewUser) (*models.User, error) {
	viewer, _ := auth.ViewerFrom(ctx)
	if _, err := auth.Allow(viewer, auth.InviteUser); err == nil && s.mail.ready() != nil {
		return nil, s.mail.ready()
	}
	user, letter, err := s.store.Invite(ctx, n)
	if err != nil {
		return nil, err
	}
	return user, s.behind(func(ctx context.Context) error { return s.mail.write(ctx, letter) })
}
