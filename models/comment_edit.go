package models

import (
	"context"
	"slices"
	"strings"

	"hromada/auth"
	"hromada/domain"
)

// CommentEdit is a change to a comment; what is nil stays.
type CommentEdit struct {
	Text     *string
	Mentions *[]domain.NodeID
}

// UpdateComment changes one's own comment while it is young. A change that changes nothing writes nothing.
func (s *Store) UpdateComment(ctx context.Context, id domain.NodeID, edit CommentEdit) (*Changed, error) {
	return s.change(ctx, auth.Comment, false, func(tx *Tx) ([]domain.NodeID, error) {
		return []domain.NodeID{id}, tx.updateComment(id, edit)
	})
}

func (tx *Tx) updateComment(id domain.NodeID, edit CommentEdit) error {
	c, err := tx.ownComment(id)
	if err != nil {
		return err
	}
	was, err := tx.mentionsIn(c)
	if err != nil {
		return err
	}
	text, mentioned, faults := *c.Text, was, domain.Faults{}
	if edit.Text != nil {
		text = strings.TrimSpace(*edit.Text)
		if err := faults.Collect(domain.CheckReason("text", text)); err != nil {
			return err
		}
	}
	if edit.Mentions != nil {
		mentioned, err = tx.mentioned(c.CommunityID, *edit.Mentions)
		if err := faults.Collect(each(err)...); err != nil {
			return err
		}
	}
	if len(faults) > 0 {
		return faults
	}
	if text == *c.Text && slices.Equal(mentioned, was) {
		return nil
	}
	return inOrder(
		func() error {
			return tx.exec(`UPDATE comments SET text = @text, edited_at = CAST(@now AS timestamptz) WHERE community_id = @community AND number = @number `,
				named{"text": text, "now": tx.now, "community": c.CommunityID, "number": c.Number})
		},
		func() error { return tx.mention(c, mentioned) },
		func() error { return tx.auditComment(domain.AuditUpdateComment, c) },
	)
}

// mentionsIn are the accounts that a comment mentions, in their order.
func (tx *Tx) mentionsIn(c *Comment) ([]int64, error) {
	found, err := fetch[Person](&tx.door, `SELECT x.user_id FROM comment_mentions x
		WHERE x.community_id = @community AND x.comment_number = @number ORDER BY x.user_id`, named{"community": c.CommunityID, "number": c.Number})
	return keysOf(found, func(p *Person) int64 { return p.Number }), err
}

// holdComment finds a comment that the viewer may do something about, and keeps others from writing in its tree; it is read again then,
// as it stands after those who were faster.
func (tx *Tx) holdComment(id domain.NodeID) (*Comment, error) {
	if id.Type != "Comment" {
		return nil, domain.NotFound("id")
	}
	found, err := fetch[Comment](&tx.door, `SELECT k.community_id, k.tree_number FROM comments k
		WHERE k.community_id = @community AND k.number = @number AND `+tx.reaches(`k.community_id`), named{"community": id.Community, "number": id.Number})
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, tx.unwritable(id, "id")
	}
	if _, err := tx.hold(found[0].subjectIDs()[0], "id"); err != nil {
		return nil, err
	}
	return tx.comment(id, "id")
}

// ownComment holds a comment that the viewer may still change.
func (tx *Tx) ownComment(id domain.NodeID) (*Comment, error) {
	c, err := tx.holdComment(id)
	if err != nil {
		return nil, err
	}
	return c, c.state(tx.viewer.User).CheckOwn(tx.now)
}

// DeleteComment takes back one's own comment while it is young. One with answers leaves an empty place, which goes with its last answer.
// The comment comes first among what was touched, then its thread, and then what it was on.
func (s *Store) DeleteComment(ctx context.Context, id domain.NodeID) (*Changed, error) {
	return s.change(ctx, auth.Comment, false, func(tx *Tx) ([]domain.NodeID, error) {
		return tx.deleteComment(id)
	})
}

func (tx *Tx) deleteComment(id domain.NodeID) ([]domain.NodeID, error) {
	c, err := tx.ownComment(id)
	if err != nil {
		return nil, err
	}
	args := named{"community": c.CommunityID, "number": c.Number, "thread": valueOr(c.AnswersTo, c.Number), "now": tx.now}
	return append([]domain.NodeID{id, c.threadID()}, c.subjectIDs()...), inOrder(
		func() error {
			return tx.exec(`DELETE FROM comments k WHERE k.community_id = @community AND k.number = @number
				AND NOT EXISTS (SELECT FROM comments x WHERE x.community_id = k.community_id AND x.answers_to = k.number)`, args)
		},
		func() error {
			return tx.exec(`UPDATE comments SET text = NULL, edited_at = NULL, deleted_at = CAST(@now AS timestamptz) WHERE community_id = @community AND number = @number `, args)
		},
		func() error {
			return tx.exec(`DELETE FROM comment_mentions WHERE community_id = @community AND comment_number = @number `, args)
		},
		func() error {
			return tx.exec(`DELETE FROM comments k WHERE k.community_id = @community AND k.number = @thread AND k.deleted_at IS NOT NULL
				AND NOT EXISTS (SELECT FROM comments x WHERE x.community_id = k.community_id AND x.answers_to = k.number)`, args)
		},
		func() error { return tx.auditComment(domain.AuditDeleteComment, c) },
	)
}

// ResolveComment ends a thread: what was asked is done. One that is resolved already is not written again.
func (s *Store) ResolveComment(ctx context.Context, id domain.NodeID) (*Changed, error) {
	return s.setResolved(ctx, id, true)
}

// ReopenComment takes up a thread again.
func (s *Store) ReopenComment(ctx context.Context, id domain.NodeID) (*Changed, error) {
	return s.setResolved(ctx, id, false)
}

func (s *Store) setResolved(ctx context.Context, id domain.NodeID, resolved bool) (*Changed, error) {
	return s.change(ctx, auth.Comment, false, func(tx *Tx) ([]domain.NodeID, error) {
		c, err := tx.holdComment(id)
		if err != nil {
			return nil, err
		}
		state := c.state(tx.viewer.User)
		if err := state.CheckThread(); err != nil || state.Resolved == resolved {
			return []domain.NodeID{id}, err
		}
		return []domain.NodeID{id}, tx.setResolved(c, resolved)
	})
}

func (tx *Tx) setResolved(c *Comment, resolved bool) error {
	args := named{"community": c.CommunityID, "number": c.Number, "at": nil, "by": nil}
	action := domain.AuditReopenComment
	if resolved {
		args["at"], args["by"], action = tx.now, tx.viewer.User, domain.AuditResolveComment
	}
	return inOrder(
		func() error {
			return tx.exec(`UPDATE comments SET resolved_at = CAST(@at AS timestamptz), resolved_by = CAST(@by AS bigint)
				WHERE community_id = @community AND number = @number `, args)
		},
		func() error { return tx.auditComment(action, c) },
	)
}
