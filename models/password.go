package models

import (
	"context"
	"time"

	"hromada/auth"
	"hromada/domain"
)

// LinkPurpose is what a link in a letter is for.
type LinkPurpose string

// The purposes.
const (
	Invitation    LinkPurpose = "INVITATION"
	PasswordReset LinkPurpose = "PASSWORD_RESET"
)

// lifetimes of links.
var linkLifetimes = map[LinkPurpose]time.Duration{Invitation: 7 * 24 * time.Hour, PasswordReset: time.Hour}

// How often a letter about a forgotten password is sent to one mailbox, and how many letters, invitations among them, within a day before
// it is sent no more: whoever writes for somebody else fills no mailbox.
const (
	resetPause    = time.Minute
	lettersWithin = 24 * time.Hour
	mostLetters   = 10
)

// ChangePassword sets the viewer's own, who has shown the present one, and ends all other sessions; UNAUTHENTICATED where that
// one holds no more.
func (s *Store) ChangePassword(ctx context.Context, shown Credential, hash string) error {
	return s.InTx(ctx, auth.ChangePassword, false, func(tx *Tx) error {
		if err := tx.holdCredential(shown); err != nil {
			return err
		}
		return tx.setPassword(tx.scope.User, hash, tx.viewer.Session, domain.AuditChangePassword)
	})
}

// SetPassword sets somebody's, as the operator does, and ends all sessions.
func (s *Store) SetPassword(ctx context.Context, email, hash string) error {
	return s.InTx(ctx, auth.SetPassword, false, func(tx *Tx) error {
		user, err := tx.UserByEmail(email)
		if err != nil {
			return err
		}
		return tx.setPassword(user.ID, hash, "", domain.AuditSetPassword)
	})
}

// setPassword also makes every link that waits in a mailbox worthless.
func (tx *Tx) setPassword(user int64, hash, keep string, action domain.AuditAction) error {
	return inOrder(
		func() error {
			return tx.exec(`UPDATE users SET password_hash = @hash WHERE id = @id `, named{"hash": hash, "id": user})
		},
		func() error {
			return tx.exec(`UPDATE account_links SET used_at = CAST(@now AS timestamptz) WHERE user_id = @id AND used_at IS NULL`,
				named{"now": tx.now, "id": user})
		},
		func() error { return tx.endSessions(user, keep) },
		func() error { return tx.audit(Deed{Action: action, Subject: userID(user)}) },
	)
}

// Letter is a link for somebody's mailbox.
type Letter struct {
	Purpose LinkPurpose
	User    int64
	Email   string
	Name    string
	Secret  string
}

// Invite makes an account and the link by which its owner chooses a password.
func (s *Store) Invite(ctx context.Context, n NewUser) (user *User, letter Letter, err error) {
	err = s.InTx(ctx, auth.InviteUser, false, func(tx *Tx) error {
		id, err := tx.AddUser(n, domain.AuditInviteUser)
		if err != nil {
			return err
		}
		if user, err = tx.lockUser(userID(id), "id"); err != nil {
			return err
		}
		letter, err = tx.addLink(user, Invitation)
		return err
	})
	return user, letter, err
}

// RequestReset makes the link by which somebody sets a forgotten password. It is nil where there is no such account, a
// letter was sent just now, or enough were within a day; who asked must not learn which.
func (s *Store) RequestReset(ctx context.Context, email string) (letter *Letter, err error) {
	err = s.InTx(ctx, auth.EnterAccount, false, func(tx *Tx) error {
		letter = nil
		user, err := tx.userByEmail(email)
		if err != nil || user == nil {
			return err
		}
		user, err = tx.lockUser(user.NodeID(), "email") // two who ask at once get one letter
		if err != nil || user.Disabled() {
			return err
		}
		purpose := PasswordReset
		if user.Invited {
			purpose = Invitation
		}
		if enough, err := tx.hasLetters(user); err != nil || enough {
			return err
		}
		made, err := tx.addLink(user, purpose)
		if err != nil {
			return err
		}
		letter = &made
		return tx.audit(Deed{Action: domain.AuditRequestReset, Subject: user.NodeID()})
	})
	return letter, err
}

// hasLetters tells whether an account was sent a letter just now, or enough of them.
func (tx *Tx) hasLetters(user *User) (bool, error) {
	sent, err := fetchOne[struct {
		Number int
		Recent bool
	}](&tx.door, `SELECT count(*) AS number, coalesce(bool_or(k.created_at > CAST(@recent AS timestamptz)), FALSE) AS recent FROM account_links k
		WHERE k.user_id = @id AND k.created_at > CAST(@since AS timestamptz)`,
		named{"id": user.ID, "recent": tx.now.Add(-resetPause), "since": tx.now.Add(-lettersWithin)})
	if err != nil {
		return false, err
	}
	return sent.Recent || sent.Number >= mostLetters, nil
}

// addLink drops by the way links that are good for nothing any more, whosever they are, when they are not counted either. What another
// transaction holds it leaves to the next.
func (tx *Tx) addLink(user *User, purpose LinkPurpose) (Letter, error) {
	letter := Letter{purpose, user.ID, user.Email, user.Name, auth.NewSecret()}
	if err := tx.exec(`DELETE FROM account_links WHERE fingerprint IN (SELECT k.fingerprint FROM account_links k
		WHERE (k.used_at IS NOT NULL OR k.expires_at <= CAST(@now AS timestamptz)) AND k.created_at <= CAST(@since AS timestamptz)
		LIMIT @most FOR UPDATE SKIP LOCKED)`, named{"now": tx.now, "since": tx.now.Add(-lettersWithin), "most": mostSwept}); err != nil {
		return letter, err
	}
	return letter, tx.exec(`INSERT INTO account_links (fingerprint, user_id, purpose, created_at, expires_at)
		VALUES (@fingerprint, @user, @purpose, CAST(@now AS timestamptz), CAST(@until AS timestamptz))`, named{
		"fingerprint": bytesOf{auth.Fingerprint(letter.Secret)}, "user": user.ID, "purpose": purpose,
		"now": tx.now, "until": tx.now.Add(linkLifetimes[purpose]),
	})
}

// LinkOwner gives whose link it is, before anything dear is done for it. A link that is unknown, used or too old is
// INVALID_INPUT about `token`.
func (s *Store) LinkOwner(ctx context.Context, secret string, purposes ...LinkPurpose) (*User, error) {
	d, err := s.read(ctx, auth.EnterAccount)
	if err != nil {
		return nil, err
	}
	return d.linkOwner(secret, purposes, ``)
}

func (d *door) linkOwner(secret string, purposes []LinkPurpose, lock string) (*User, error) {
	rows, err := siblings(fetch[User](d, `SELECT `+userColumns+` FROM account_links k JOIN users u ON u.id = k.user_id
		WHERE k.fingerprint = @fingerprint AND k.purpose = ANY (CAST(@purposes AS text[])) AND k.used_at IS NULL
			AND k.expires_at > CAST(@now AS timestamptz) AND u.disabled_at IS NULL`+lock,
		named{"fingerprint": bytesOf{auth.Fingerprint(secret)}, "purposes": texts(purposes), "now": d.now}))
	switch {
	case err != nil:
		return nil, err
	case len(rows) == 0:
		return nil, domain.Invalid("token", "Посилання недійсне або застаріле; попросіть нове.", "The link is not valid or too old; ask for a new one.")
	}
	return rows[0], nil
}

// UseLink sets the password of whoever was sent the link. Name, where given, is how they want to be called.
func (s *Store) UseLink(ctx context.Context, secret, hash, name string, purposes ...LinkPurpose) (email string, err error) {
	err = s.InTx(ctx, auth.EnterAccount, false, func(tx *Tx) error {
		user, err := tx.linkOwner(secret, purposes, ` FOR UPDATE OF k`)
		if err != nil {
			return err
		}
		email = user.Email
		if err := tx.speakFor(user.ID); err != nil {
			return err
		}
		if name != "" && name != user.Name {
			if err := tx.rename(user, name); err != nil {
				return err
			}
		}
		action := domain.AuditResetPassword
		if user.Invited {
			action = domain.AuditAcceptInvitation
		}
		return tx.setPassword(user.ID, hash, "", action)
	})
	return email, err
}

func (tx *Tx) rename(user *User, name string) error {
	if err := tx.exec(`UPDATE users SET name = @name WHERE id = @id `, named{"name": name, "id": user.ID}); err != nil {
		return err
	}
	return tx.audit(Deed{
		Action: domain.AuditRenameUser, Subject: user.NodeID(), Before: facts{"name": user.Name}, After: facts{"name": name},
	})
}

// RotatedSigningKey keeps that access tokens are signed with another key from now on.
func (s *Store) RotatedSigningKey(ctx context.Context, kid string) error {
	return s.InTx(ctx, auth.RotateSigningKey, false, func(tx *Tx) error {
		return tx.audit(Deed{Action: domain.AuditRotateSigningKey, After: facts{"kid": kid}})
	})
}
