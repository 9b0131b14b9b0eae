package accounts

import (
	"context"
	"log/slog"
	"time"

	"hromada/auth"
	"hromada/domain"
	"hromada/models"
)

// Service lets people in.
type Service struct {
	store   *models.Store
	keys    *KeyRing
	mail    Mail
	log     *slog.Logger
	now     func() time.Time
	hasher  *auth.Hasher
	viewers *viewers
	guard   *guard
	forms   *guard
	letters chan func(context.Context) error
	sending chan struct{} // holds a place while somebody takes letters out and sends them
}

// Options are what the service is told.
type Options struct {
	Keys *KeyRing
	Mail Mail
	Log  *slog.Logger
	Now  func() time.Time // nil: the clock
}

// waitingLetters is how many letters may wait to be sent.
const waitingLetters = 100

// New makes a service over a store. Run it, too.
func New(store *models.Store, o Options) *Service {
	if o.Now == nil {
		o.Now = time.Now
	}
	s := &Service{
		store: store, keys: o.Keys, mail: o.Mail, log: o.Log, now: o.Now, hasher: auth.NewHasher(), guard: newGuard(o.Now), forms: newGuard(o.Now),
		letters: make(chan func(context.Context) error, waitingLetters), sending: make(chan struct{}, 1),
	}
	s.viewers = newViewers(func(ctx context.Context, id int64) (*models.Account, error) {
		return store.AccountOf(auth.WithViewer(ctx, auth.Viewer{Role: auth.Outsider}), id)
	}, o.Now)
	store.OnAccountChange(s.viewers.forget)
	return s
}

// Run sends letters until the context ends; Finish sends what waits then. They are sent behind the answers, so that nobody learns by the
// time whether there is an account to write to.
func (s *Service) Run(ctx context.Context) {
	s.sending <- struct{}{}
	defer func() { <-s.sending }()
	for {
		select {
		case <-ctx.Done():
			return
		case send := <-s.letters:
			s.deliver(context.WithoutCancel(ctx), send)
		}
	}
}

// Finish sends, once the context of Run has ended, the letters that still wait, as long as its own lasts, and logs how many were lost.
func (s *Service) Finish(ctx context.Context) {
	select {
	case s.sending <- struct{}{}: // the one that was on its way has arrived
		defer func() { <-s.sending }()
	case <-ctx.Done():
	}
	for lost := 0; ; {
		select {
		case send := <-s.letters:
			if ctx.Err() != nil || !s.deliver(ctx, send) {
				lost++
			}
		default:
			if lost > 0 {
				s.log.ErrorContext(ctx, "letters were not sent before the service stopped", "letters", lost)
			}
			return
		}
	}
}

// deliver sends one letter, or logs why not.
func (s *Service) deliver(ctx context.Context, send func(context.Context) error) bool {
	ctx, cancel := context.WithTimeout(ctx, letterTime)
	defer cancel()
	err := send(ctx)
	if err != nil {
		s.log.ErrorContext(ctx, "a letter was not sent", "error", err)
	}
	return err == nil
}

// Admit counts what anybody may send without an account, such as a survey's answers, against the address it comes from: RATE_LIMITED where that is too
// often. It is counted apart from tries to sign in, so that neither is in the other's way.
func (s *Service) Admit(ctx context.Context) error {
	viewer, known := auth.ViewerFrom(ctx)
	if !known {
		return domain.Unauthenticated()
	}
	if wait := s.forms.visit(viewer.Address); wait > 0 {
		return domain.RateLimitedFor(wait)
	}
	return nil
}

// Forget makes the next request of an account read it again: another server has changed it. 0: all accounts.
func (s *Service) Forget(user int64) {
	if user == 0 {
		s.viewers.forgetAll()
		return
	}
	s.viewers.forget(user)
}

// Identify gives the viewer that an access token speaks for. The context carries who asks without it.
func (s *Service) Identify(ctx context.Context, token string) (auth.Viewer, error) {
	viewer, _ := auth.ViewerFrom(ctx)
	said, err := s.keys.Verify(token, s.now())
	if err != nil {
		return viewer, expired().Because(err)
	}
	account, err := s.viewers.of(ctx, said)
	if told, ok := domain.AsError(err); ok && told.Code == domain.CodeUnauthenticated {
		return viewer, expired()
	}
	if err != nil {
		return viewer, err
	}
	viewer.User, viewer.Session, viewer.Memberships = account.ID, said.Session, account.Memberships
	return viewer, nil
}

// expired says what to do with an access token that is not good, whatever is wrong with it.
func expired() *domain.Error {
	return &domain.Error{Code: domain.CodeUnauthenticated, Message: domain.Text{
		UK: "Сеанс завершено або токен недійсний. Оновіть його або увійдіть знову.",
		EN: "The session has ended or the token is not valid. Refresh it or sign in again.",
	}}
}

// Session is what somebody who is signed in is given.
type Session struct {
	AccessToken string
	Refresh     auth.RefreshToken
	Until       time.Time // of the refresh token
	Role        auth.Role
}

// maxTyped bounds what is hashed of what somebody typed.
const maxTyped = 1024

// SignIn begins a session for who shows an e-mail address and its password. Who is not known, disabled or wrong is told the
// same after the same time.
func (s *Service) SignIn(ctx context.Context, email, password string) (*Session, error) {
	email, err := domain.ParseEmail(email)
	if told, ok := domain.AsError(err); ok {
		return nil, told.At("email")
	}
	if password == "" || len(password) > maxTyped {
		return nil, domain.Invalid("password", "Вкажіть пароль, не довший за %d байтів.", "Give a password of at most %d bytes.", maxTyped)
	}
	viewer, _ := auth.ViewerFrom(ctx)
	if wait := s.guard.try(viewer.Address, email); wait > 0 {
		return nil, domain.RateLimitedFor(wait)
	}
	found, right, err := s.compare(ctx, email, password)
	switch {
	case err != nil:
		s.guard.unmade(viewer.Address, email)
		return nil, err
	case !right:
		return nil, s.turnAway(ctx, found)
	}
	in, err := s.store.BeginSession(ctx, *found)
	if told, ok := domain.AsError(err); ok && told.Code == domain.CodeUnauthenticated {
		return nil, s.turnAway(ctx, found)
	}
	if err != nil {
		return nil, err
	}
	s.guard.right(viewer.Address, email)
	return s.session(ctx, in)
}

// compare tells whether an account lets in who shows a password. It takes as long where there is none, or it is shut.
func (s *Service) compare(ctx context.Context, email, password string) (*models.Credential, bool, error) {
	found, err := s.store.CredentialOf(ctx, email)
	if err != nil {
		return nil, false, err
	}
	if found == nil {
		found = &models.Credential{}
	}
	right, err := s.hasher.Verify(ctx, password, found.PasswordHash)
	return found, right && !found.Disabled, err
}

// turnAway keeps that somebody could not sign in, and tells them no more than that.
func (s *Service) turnAway(ctx context.Context, found *models.Credential) error {
	if err := s.store.RefuseSignIn(ctx, found.ID); err != nil {
		return err
	}
	return wrong()
}

func wrong() *domain.Error {
	return &domain.Error{Code: domain.CodeUnauthenticated, Message: domain.Text{
		UK: "Адреса або пароль неправильні. Перевірте розкладку клавіатури або скористайтеся відновленням пароля.",
		EN: "The address or the password is wrong. Check the keyboard layout, or ask for a new password.",
	}}
}

// Refresh gives another access token and the next refresh token to who shows the last one.
func (s *Service) Refresh(ctx context.Context, token string) (*Session, error) {
	shown, ok := auth.ParseRefreshToken(token)
	if !ok {
		return nil, expired()
	}
	in, err := s.store.RotateSession(ctx, shown)
	if told, ok := domain.AsError(err); ok && told.Code == domain.CodeUnauthenticated {
		return nil, expired()
	}
	if err != nil {
		return nil, err
	}
	return s.session(ctx, in)
}

func (s *Service) session(ctx context.Context, in *models.SignedIn) (*Session, error) {
	account, err := s.viewers.account(ctx, in.User)
	if err != nil {
		return nil, err
	}
	if account == nil {
		return nil, expired()
	}
	role := auth.Viewer{Memberships: account.Memberships}.Leading()
	signed, err := auth.Sign(s.keys.Signing(), auth.AccessToken{User: in.User, Session: in.Session, Issued: s.now()}, role)
	if err != nil {
		return nil, err
	}
	return &Session{AccessToken: signed, Refresh: in.Refresh, Until: in.Until, Role: role}, nil
}

// SignOut ends the session of a refresh token, or all sessions of its owner.
func (s *Service) SignOut(ctx context.Context, token string, everywhere bool) error {
	shown, ok := auth.ParseRefreshToken(token)
	if !ok {
		return nil // nobody is signed in with it
	}
	return s.store.EndSession(ctx, shown, everywhere)
}
