package models

import (
	"context"

	"hromada/auth"
	"hromada/domain"
)

// CommentCount is how many threads there are.
type CommentCount struct {
	Threads int
	Open    int // of those, that are not resolved
}

type countedComments struct {
	CommunityID  int64
	Number       int64
	CommentCount `gorm:"embedded"`
}

const countedThreads = `count(*) AS threads, count(*) FILTER (WHERE k.resolved_at IS NULL) AS open`

// CommentCountOf counts the threads on goals, subgoals or components, for those who may see the draft.
func CommentCountOf[R any, P placedRow[R]](ctx context.Context, s *Store, row P) (*CommentCount, error) {
	return share[R, P](ctx, row, "commentCount", nil, func(ctx context.Context, rows []*R) (map[*R]*CommentCount, error) {
		d, err := s.read(ctx, auth.ReadWorkingTree)
		if err != nil {
			return nil, err
		}
		key := func(r *R) place { return P(r).placement().place() }
		found, err := fetch[countedComments](d, `SELECT k.community_id, k.node_number AS number, `+countedThreads+`
			FROM `+unnestPlaces+` asked (community_id, number)
			JOIN comments k ON k.community_id = asked.community_id AND k.subject = asked.number AND k.first
			WHERE `+d.reaches(`k.community_id`)+` GROUP BY k.community_id, k.node_number`, places(keysOf(rows, key)))
		return shareCounts(rows, key, found), err
	})
}

// CommentCountOfTree counts the threads on trees and on everything that stands in them, for those who may see the draft. What was said of
// a node that was taken out is not counted: nobody finds it there.
func (s *Store) CommentCountOfTree(ctx context.Context, row *GoalTree) (*CommentCount, error) {
	return share(ctx, row, "commentCount", nil, func(ctx context.Context, rows []*GoalTree) (map[*GoalTree]*CommentCount, error) {
		d, err := s.readTrees(ctx, domain.WorkingView)
		if err != nil {
			return nil, err
		}
		found, err := fetch[countedComments](d, `SELECT t.community_id, t.number, `+countedThreads+`
			FROM `+unnestPlaces+` asked (community_id, number)
			JOIN goal_trees t ON t.community_id = asked.community_id AND t.number = asked.number
			JOIN comments k ON k.community_id = t.community_id AND k.tree_number = t.number AND k.first
			WHERE `+d.reaches(`t.community_id`)+` AND `+d.stillThere()+` GROUP BY t.community_id, t.number`, places(keysOf(rows, (*GoalTree).place)))
		return shareCounts(rows, (*GoalTree).place, found), err
	})
}

// stillThere is the condition that what a comment k is on stands in the tree t as this door shows it.
func (d *door) stillThere() string {
	return `(k.node_number IS NULL OR EXISTS (SELECT FROM placements p WHERE p.community_id = k.community_id
		AND p.revision_number = ` + d.revision() + ` AND p.node_number = k.node_number))`
}

func shareCounts[R any](rows []*R, key func(*R) place, found []*countedComments) map[*R]*CommentCount {
	shares := make(map[*R]*CommentCount, len(rows))
	for row, counted := range toOne(rows, key, found, func(c *countedComments) place { return place{c.CommunityID, c.Number} }) {
		if shares[row] = (&CommentCount{}); counted != nil {
			shares[row] = &counted.CommentCount
		}
	}
	return shares
}

// MentionsIn gives the people whom comments mention, by name.
func (s *Store) MentionsIn(ctx context.Context, row *Comment) ([]*Person, error) {
	type mention struct {
		Person        `gorm:"embedded"`
		CommunityID   int64
		CommentNumber int64
	}
	return share(ctx, row, "mentions", nil, func(ctx context.Context, rows []*Comment) (map[*Comment][]*Person, error) {
		d, err := s.read(ctx, auth.ReadWorkingTree)
		if err != nil {
			return nil, err
		}
		found, err := fetch[mention](d, `SELECT x.community_id, x.comment_number, x.user_id, u.name
			FROM `+unnestPlaces+` asked (community_id, number)
			JOIN comment_mentions x ON x.community_id = asked.community_id AND x.comment_number = asked.number
			JOIN users u ON u.id = x.user_id
			WHERE `+d.reaches(`x.community_id`)+` ORDER BY u.name, u.id`, places(keysOf(rows, (*Comment).place)))
		shares := make(map[*Comment][]*Person, len(rows))
		for comment, mentions := range toMany(rows, (*Comment).place, found, func(m *mention) place { return place{m.CommunityID, m.CommentNumber} }) {
			shares[comment] = make([]*Person, len(mentions))
			for i, m := range mentions {
				shares[comment][i] = &m.Person
			}
		}
		return shares, err
	})
}

// TreeOfComment gives the tree that a comment is on, or in, as those who work on it see it.
func (s *Store) TreeOfComment(ctx context.Context, row *Comment) (*GoalTree, error) {
	return share(ctx, row, "goalTree", nil, func(ctx context.Context, rows []*Comment) (map[*Comment]*GoalTree, error) {
		d, err := s.readTrees(ctx, domain.WorkingView)
		if err != nil {
			return nil, err
		}
		found, err := d.treesByPlace(keysOf(rows, (*Comment).treePlace))
		return toOne(rows, (*Comment).treePlace, found, (*GoalTree).place), err
	})
}

// NodeOfComment gives the node that a comment is on, as those who work on it see it; nil for one on the tree itself, or on a node that was
// taken out. Nodes of all levels come by one statement.
func (s *Store) NodeOfComment(ctx context.Context, row *Comment) (TreeNode, error) {
	return share(ctx, row, "node", nil, func(ctx context.Context, rows []*Comment) (map[*Comment]TreeNode, error) {
		d, err := s.readTrees(ctx, domain.WorkingView)
		if err != nil {
			return nil, err
		}
		args := places(keysOf(rows, (*Comment).nodePlace))
		args["view"] = d.view
		found, err := fetch[Placement](d, `SELECT `+placementColumns+d.placementsFrom(allTrees)+`
			JOIN `+unnestPlaces+` asked (community_id, number) ON asked.community_id = p.community_id AND asked.number = p.node_number`, args)
		nodes, shares := nodesOf(found), make(map[*Comment]TreeNode, len(rows))
		for _, c := range rows {
			shares[c] = nodes[c.nodePlace()]
		}
		return shares, err
	})
}

// nodesOf makes of placements the rows of their levels, those of one level siblings of each other.
func nodesOf(placements []*Placement) map[place]TreeNode {
	nodes := make(map[place]TreeNode, len(placements))
	var goals []*Goal
	var subgoals []*Subgoal
	var components []*Component
	for _, p := range placements {
		switch p.Level {
		case domain.GoalLevel:
			goals = append(goals, &Goal{Placement: *p})
			nodes[p.place()] = goals[len(goals)-1]
		case domain.SubgoalLevel:
			subgoals = append(subgoals, &Subgoal{Placement: *p})
			nodes[p.place()] = subgoals[len(subgoals)-1]
		default:
			components = append(components, &Component{Placement: *p})
			nodes[p.place()] = components[len(components)-1]
		}
	}
	gather(goals)
	gather(subgoals)
	gather(components)
	return nodes
}
