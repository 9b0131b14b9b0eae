package models

import (
	"context"
	"time"

	"hromada/auth"
	"hromada/domain"
)

// Comment is what somebody said about a node or a tree, or answered to what was said. One that was deleted and has answers is an empty
// place: without text, author and mentions.
type Comment struct {
	member[Comment]
	CommunityID    int64
	Number         int64
	RegionID       int64
	TreeNumber     int64
	NodeNumber     *int64
	Level          *domain.Level // of the node
	AnswersTo      *int64
	AuthorID       int64
	AuthorName     *string
	Text           *string
	CreatedAt      time.Time
	EditedAt       *time.Time
	DeletedAt      *time.Time
	ResolvedAt     *time.Time
	ResolvedByName *string
}

// Comments k, with the names that belong to them.
const (
	commentColumns = `k.community_id, k.number, c.region_id, k.tree_number, k.node_number, k.level, k.answers_to, k.author_id,
		CASE WHEN k.deleted_at IS NULL THEN a.name END AS author_name, k.text, k.created_at, k.edited_at, k.deleted_at, k.resolved_at,
		r.name AS resolved_by_name`
	commentNames = ` JOIN communities c ON c.id = k.community_id JOIN users a ON a.id = k.author_id LEFT JOIN users r ON r.id = k.resolved_by `
)

// NodeID is the comment's public id.
func (c *Comment) NodeID() domain.NodeID { return commentID(c.CommunityID, c.Number) }

func commentID(community, number int64) domain.NodeID {
	return domain.NodeID{Type: "Comment", Community: community, Number: number}
}

func (c *Comment) place() place { return place{c.CommunityID, c.Number} }

func (c *Comment) treePlace() place { return place{c.CommunityID, c.TreeNumber} }

// nodePlace is the node that the comment is on; of none, where it is on the tree.
func (c *Comment) nodePlace() place { return place{c.CommunityID, valueOr(c.NodeNumber, 0)} }

// threadID is the id of the first comment of the thread.
func (c *Comment) threadID() domain.NodeID {
	return commentID(c.CommunityID, valueOr(c.AnswersTo, c.Number))
}

// subjectIDs are the ids of what the comment is on: the tree, and the node where it is on one.
func (c *Comment) subjectIDs() []domain.NodeID {
	ids := []domain.NodeID{{Type: "GoalTree", Community: c.CommunityID, Number: c.TreeNumber}}
	if c.NodeNumber != nil {
		ids = append(ids, domain.NodeID{Type: typeNames[*c.Level], Community: c.CommunityID, Number: *c.NodeNumber})
	}
	return ids
}

// subjectID is the id of what exactly it is on.
func (c *Comment) subjectID() domain.NodeID {
	ids := c.subjectIDs()
	return ids[len(ids)-1]
}

// Deleted tells whether only the place is left.
func (c *Comment) Deleted() bool { return c.DeletedAt != nil }

func (c *Comment) state(viewer int64) domain.CommentState {
	return domain.CommentState{
		First: c.AnswersTo == nil, Own: c.AuthorID == viewer, Deleted: c.Deleted(), Resolved: c.ResolvedAt != nil, CreatedAt: c.CreatedAt,
	}
}

// commentsByPlace finds comments for those who may see the draft of the trees that they are on.
func commentsByPlace(d *door, keys []place) ([]*Comment, error) {
	return siblings(fetch[Comment](d, `SELECT `+commentColumns+` FROM `+unnestPlaces+` asked (community_id, number)
		JOIN comments k ON k.community_id = asked.community_id AND k.number = asked.number`+commentNames+`
		WHERE `+d.seesWork(`k.community_id`), places(keys)))
}

// How many threads a node or tree has at the most, and answers a thread: writing refuses more.
const (
	MaxThreads = 200
	MaxAnswers = 100
)

// CommentsOf gives the threads on goals, subgoals or components, the oldest first, for those who may see the draft.
func CommentsOf[R any, P placedRow[R]](ctx context.Context, s *Store, row P) ([]*Comment, error) {
	return share[R, P](ctx, row, "comments", nil, func(ctx context.Context, rows []*R) (map[*R][]*Comment, error) {
		key := func(r *R) place { return P(r).placement().place() }
		found, err := s.commentsWhere(ctx, `k.subject = asked.number AND k.first`, keysOf(rows, key))
		return toMany(rows, key, found, (*Comment).nodePlace), err
	})
}

// CommentsOnTree gives the threads on trees themselves, the oldest first, for those who may see the draft.
func (s *Store) CommentsOnTree(ctx context.Context, row *GoalTree) ([]*Comment, error) {
	return share(ctx, row, "comments", nil, func(ctx context.Context, rows []*GoalTree) (map[*GoalTree][]*Comment, error) {
		found, err := s.commentsWhere(ctx, `k.subject = 0 AND k.tree_number = asked.number AND k.first`, keysOf(rows, (*GoalTree).place))
		return toMany(rows, (*GoalTree).place, found, (*Comment).treePlace), err
	})
}

// AnswersTo gives the answers to comments, the oldest first.
func (s *Store) AnswersTo(ctx context.Context, row *Comment) ([]*Comment, error) {
	return share(ctx, row, "answers", nil, func(ctx context.Context, rows []*Comment) (map[*Comment][]*Comment, error) {
		found, err := s.commentsWhere(ctx, `k.answers_to = asked.number`, keysOf(rows, (*Comment).place))
		return toMany(rows, (*Comment).place, found, func(c *Comment) place { return place{c.CommunityID, *c.AnswersTo} }), err
	})
}

func (s *Store) commentsWhere(ctx context.Context, condition string, keys []place) ([]*Comment, error) {
	d, err := s.read(ctx, auth.ReadWorkingTree)
	if err != nil {
		return nil, err
	}
	return siblings(fetch[Comment](d, `SELECT `+commentColumns+` FROM `+unnestPlaces+` asked (community_id, number)
		JOIN comments k ON k.community_id = asked.community_id AND `+condition+commentNames+`
		WHERE `+d.reaches(`k.community_id`)+` ORDER BY k.number`, places(keys)))
}

// CommentSteps lists what the viewer may do about a comment now.
func (s *Store) CommentSteps(ctx context.Context, row *Comment) ([]domain.CommentStep, error) {
	d, err := s.read(ctx, auth.ReadWorkingTree)
	if err != nil {
		return nil, err
	}
	scope, err := auth.Allow(d.viewer, auth.Comment)
	if err != nil || !scope.Holds(row.CommunityID, row.RegionID) {
		return []domain.CommentStep{}, nil //nolint:nilerr // nothing is open to them, and that is no fault
	}
	return row.state(d.viewer.User).Steps(d.now), nil
}
