package models

import (
	"context"
	"time"

	"hromada/auth"
	"hromada/domain"
)

// Revision is one state of a tree's structure.
type Revision struct {
	member[Revision]
	CommunityID    int64
	TreeNumber     int64
	Number         int64
	Sequence       int
	State          domain.RevisionState
	CreatedAt      time.Time
	PublishedAt    *time.Time
	DecisionNumber *string
	DecisionOn     *domain.Date
	DecisionURL    *string
}

// CouncilDecision is the decision that adopted a revision.
type CouncilDecision struct {
	Number string
	Date   *domain.Date
	URL    *string
}

// Decision is the council's that adopted the revision; nil where there is none.
func (r *Revision) Decision() *CouncilDecision {
	if r.DecisionNumber == nil {
		return nil
	}
	return &CouncilDecision{*r.DecisionNumber, r.DecisionOn, r.DecisionURL}
}

func (r *Revision) place() place { return place{r.CommunityID, r.Number} }

// Revision gives the structure shown, as all trees of the statement have it.
func (s *Store) Revision(ctx context.Context, row *GoalTree) (*Revision, error) {
	return share(ctx, row, "revision", nil, func(ctx context.Context, rows []*GoalTree) (map[*GoalTree]*Revision, error) {
		if _, err := s.readTrees(ctx, rows[0].View); err != nil {
			return nil, err
		}
		all, shares := make([]*Revision, len(rows)), make(map[*GoalTree]*Revision, len(rows))
		for i, t := range rows {
			all[i] = &Revision{
				CommunityID: t.CommunityID, TreeNumber: t.Number, Number: t.RevisionNumber, Sequence: t.Sequence, State: t.State, CreatedAt: t.CreatedAt,
				PublishedAt: t.PublishedAt, DecisionNumber: t.DecisionNumber, DecisionOn: t.DecisionOn, DecisionURL: t.DecisionURL,
			}
			shares[t] = all[i]
		}
		gather(all)
		return shares, nil
	})
}

// RevisionsOf gives a tree's latest revisions, the newest first: those that were published to everybody, and all others to those who may see
// how the community works.
func (s *Store) RevisionsOf(ctx context.Context, row *GoalTree) ([]*Revision, error) {
	return share(ctx, row, "revisions", nil, func(ctx context.Context, rows []*GoalTree) (map[*GoalTree][]*Revision, error) {
		d, err := s.readOwnView(ctx)
		if err != nil {
			return nil, err
		}
		args := places(keysOf(rows, (*GoalTree).place))
		args["most"] = MaxRevisions
		found, err := siblings(fetch[Revision](d, `SELECT v.* FROM `+unnestPlaces+` asked (community_id, number)
			CROSS JOIN LATERAL (SELECT * FROM goal_tree_revisions r WHERE r.community_id = asked.community_id AND r.tree_number = asked.number
				AND (r.published_at IS NOT NULL OR `+d.seesWork(`r.community_id`)+`) ORDER BY r.sequence DESC LIMIT @most ) v
			ORDER BY v.sequence DESC`, args))
		return toMany(rows, (*GoalTree).place, found, func(r *Revision) place { return place{r.CommunityID, r.TreeNumber} }), err
	})
}

// seesWork is the condition that the door, which may be one to what is published, shows how a community works.
func (d *door) seesWork(community string) string {
	if d.view == domain.WorkingView {
		return d.reaches(community)
	}
	return `FALSE`
}

// RevisionStep is one step of a revision's review.
type RevisionStep struct {
	CommunityID    int64
	RevisionNumber int64
	Number         int64
	State          domain.RevisionState
	At             time.Time
	ActorName      *string
	Reason         *string
}

// NodeID is the step's public id.
func (x *RevisionStep) NodeID() domain.NodeID {
	return domain.NodeID{Type: "RevisionStep", Community: x.CommunityID, Number: x.Number}
}

// StepsOf gives the latest steps of a revision's review, the first one first, to those who may see how the community works.
func (s *Store) StepsOf(ctx context.Context, row *Revision) ([]*RevisionStep, error) {
	return share(ctx, row, "steps", nil, func(ctx context.Context, rows []*Revision) (map[*Revision][]*RevisionStep, error) {
		d, err := s.read(ctx, auth.ReadWorkingTree)
		if err != nil {
			return nil, err
		}
		args := places(keysOf(rows, (*Revision).place))
		args["most"] = MaxSteps
		found, err := fetch[RevisionStep](d, `SELECT x.community_id, x.revision_number, x.number, x.state, x.at, u.name AS actor_name, x.reason
			FROM `+unnestPlaces+` asked (community_id, number)
			CROSS JOIN LATERAL (SELECT * FROM revision_steps s WHERE s.community_id = asked.community_id AND s.revision_number = asked.number
				ORDER BY s.number DESC LIMIT @most ) x
			LEFT JOIN users u ON u.id = x.actor_id WHERE `+d.reaches(`x.community_id`)+` ORDER BY x.number`, args)
		return toMany(rows, (*Revision).place, found, func(x *RevisionStep) place { return place{x.CommunityID, x.RevisionNumber} }), err
	})
}
