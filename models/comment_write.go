package models

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"hromada/auth"
	"hromada/domain"
)

// NewComment is something to be said about a node or a tree, or to be answered to what was said of it.
type NewComment struct {
	Subject  domain.NodeID
	AnswerTo *domain.NodeID // the first comment of a thread
	Text     string
	Mentions []domain.NodeID // people
}

// MaxMentions is how many people one comment mentions at the most.
const MaxMentions = 20

// AddComment adds a comment, to be seen by those who may see the draft.
func (s *Store) AddComment(ctx context.Context, n NewComment) (*Changed, error) {
	return s.change(ctx, auth.Comment, false, func(tx *Tx) ([]domain.NodeID, error) {
		id, err := tx.addComment(n)
		return []domain.NodeID{id}, err
	})
}

func (tx *Tx) addComment(n NewComment) (domain.NodeID, error) {
	none := domain.NodeID{}
	tree, err := tx.hold(n.Subject, "subjectId")
	if err != nil {
		return none, err
	}
	c, err := tx.newComment(tree, n)
	if err != nil {
		return none, err
	}
	var faults domain.Faults
	if err := faults.Collect(domain.CheckReason("text", *c.Text)); err != nil {
		return none, err
	}
	if err := faults.Collect(tx.answers(c, n.AnswerTo)); err != nil {
		return none, err
	}
	mentioned, err := tx.mentioned(tree.CommunityID, n.Mentions)
	if err := faults.Collect(each(err)...); err != nil {
		return none, err
	}
	if len(faults) > 0 {
		return none, faults
	}
	return tx.writeComment(c, mentioned)
}

// newComment is a comment on what stands in a tree that is held, before it is written.
func (tx *Tx) newComment(tree *heldTree, n NewComment) (*Comment, error) {
	c := &Comment{CommunityID: tree.CommunityID, TreeNumber: tree.Number, AuthorID: tx.viewer.User, Text: new(strings.TrimSpace(n.Text))}
	if n.Subject.Type == "GoalTree" {
		return c, nil
	}
	node, err := tx.placed(tree, n.Subject, "subjectId")
	if err != nil {
		return nil, err
	}
	c.NodeNumber, c.Level = &node.Number, &node.Level
	return c, nil
}

// answers makes a comment an answer where it is to be one, and finds whether there is room for it.
func (tx *Tx) answers(c *Comment, to *domain.NodeID) error {
	room, field, most := `k.subject = coalesce(CAST(@node AS bigint), 0) AND k.tree_number = @tree AND k.first`, "subjectId", MaxThreads
	args := named{"community": c.CommunityID, "tree": c.TreeNumber, "node": c.NodeNumber}
	if to != nil {
		first, err := tx.commentOn(c, *to)
		if err != nil {
			return err
		}
		if err := first.state(0).CheckAnswer(); err != nil {
			return err
		}
		c.AnswersTo, args["thread"] = &first.Number, first.Number
		room, field, most = `k.answers_to = @thread `, "answerToId", MaxAnswers
	}
	row, err := fetchOne[struct{ Taken int }](&tx.door, `SELECT count(*) AS taken FROM comments k WHERE k.community_id = @community AND `+room, args)
	if err == nil && row.Taken >= most {
		return domain.Invalid(field, "Не більше ніж %d.", "At most %d.", most)
	}
	return err
}

// commentOn finds a comment on the same thing as another one.
func (tx *Tx) commentOn(c *Comment, id domain.NodeID) (*Comment, error) {
	if id.Type != "Comment" || id.Community != c.CommunityID {
		return nil, domain.NotFound("answerToId")
	}
	found, err := tx.comment(id, "answerToId")
	if err == nil && found.subjectID() != c.subjectID() {
		return nil, domain.NotFound("answerToId")
	}
	return found, err
}

func (tx *Tx) comment(id domain.NodeID, field string) (*Comment, error) {
	return only(fetch[Comment](&tx.door, `SELECT `+commentColumns+` FROM comments k`+commentNames+`
		WHERE k.community_id = @community AND k.number = @number `, named{"community": id.Community, "number": id.Number}))(field)
}

// mentioned are the accounts that ids name, each once. Somebody who may not see the draft is not found, and whether there is such an
// account is not told.
func (tx *Tx) mentioned(community int64, ids []domain.NodeID) ([]int64, error) {
	if len(ids) > MaxMentions {
		return nil, domain.Invalid("mentions", "Не більше ніж %d.", "At most %d.", MaxMentions)
	}
	if len(ids) == 0 {
		return []int64{}, nil
	}
	args := tx.seers()
	args["community"], args["asked"] = community, numbers(keysOf(pointers(ids), func(id *domain.NodeID) int64 { return userNumber(*id) }))
	found, err := fetch[Person](&tx.door, `SELECT u.id AS user_id FROM users u JOIN communities c ON c.id = @community
		WHERE u.id = ANY (CAST(@asked AS bigint[])) AND `+seesDrafts+` ORDER BY u.id`, args)
	if err != nil {
		return nil, err
	}
	known := keysOf(found, func(p *Person) int64 { return p.Number })
	var faults domain.Faults
	for i, id := range ids {
		if !slices.Contains(known, userNumber(id)) {
			faults = append(faults, domain.NotFound("mentions."+strconv.Itoa(i)))
		}
	}
	return known, faults.OrNil()
}

func (tx *Tx) writeComment(c *Comment, mentioned []int64) (domain.NodeID, error) {
	row, err := writeOne[struct{ Number int64 }](tx, `INSERT INTO comments
			(community_id, tree_number, node_number, level, answers_to, author_id, text, created_at)
		VALUES (@community, @tree, CAST(@node AS bigint), CAST(@level AS text), CAST(@thread AS bigint), @author, @text, CAST(@now AS timestamptz))
		RETURNING number`, named{
		"community": c.CommunityID, "tree": c.TreeNumber, "node": c.NodeNumber, "level": c.Level, "thread": c.AnswersTo, "author": c.AuthorID,
		"text": *c.Text, "now": tx.now,
	})
	if err != nil {
		return domain.NodeID{}, err
	}
	c.Number = row.Number
	return c.NodeID(), inOrder(
		func() error { return tx.mention(c, mentioned) },
		func() error { return tx.auditComment(domain.AuditAddComment, c) },
	)
}

// mention keeps whom a comment mentions, and nobody else.
func (tx *Tx) mention(c *Comment, users []int64) error {
	args := named{"community": c.CommunityID, "number": c.Number, "users": numbers(users)}
	return inOrder(
		func() error {
			return tx.exec(`DELETE FROM comment_mentions WHERE community_id = @community AND comment_number = @number
				AND user_id <> ALL (CAST(@users AS bigint[]))`, args)
		},
		func() error {
			return tx.exec(`INSERT INTO comment_mentions (community_id, comment_number, user_id)
				SELECT @community, @number, u.id FROM unnest(CAST(@users AS bigint[])) u (id) ON CONFLICT DO NOTHING`, args)
		},
	)
}

// auditComment keeps that something was done about a comment, in the history of what it is on. What was said is not repeated there: a
// log that only grows would keep what its author has deleted.
func (tx *Tx) auditComment(action domain.AuditAction, c *Comment) error {
	told := facts{"commentId": c.NodeID().String()}
	if c.AnswersTo != nil {
		told["answerToId"] = c.threadID().String()
	}
	return tx.audit(Deed{Action: action, Subject: c.subjectID(), After: told})
}
