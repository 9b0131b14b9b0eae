package models

import (
	"context"

	"hromada/auth"
	"hromada/domain"
)

// Node is a row that has a public id.
type Node interface{ NodeID() domain.NodeID }

// TreeNode is a goal, a subgoal or a component.
type TreeNode interface {
	Node
	placement() *Placement
}

// Lookup finds rows of one type by their public ids, in one statement. What does not exist or may not
// be seen is simply not among them.
type Lookup func(ctx context.Context, s *Store, ids []domain.NodeID) (map[domain.NodeID]Node, error)

// Lookups are the types that node(id:) knows, by the name in the id.
var Lookups = map[string]Lookup{
	"Region":     registryLookup(regionsByID),
	"District":   registryLookup(districtsByID),
	"Community":  registryLookup(communitiesByID),
	"GoalTree":   treeLookup("GoalTree", (*Store).readOwnView),
	"Goal":       treeLookup("Goal", (*Store).readOwnView),
	"Subgoal":    treeLookup("Subgoal", (*Store).readOwnView),
	"Component":  treeLookup("Component", (*Store).readOwnView),
	"Comment":    treeLookup("Comment", (*Store).readOwnView),
	"Problem":    registryLookup(problemsByID),
	"Survey":     treeLookup("Survey", (*Store).readOwnView),
	"Question":   treeLookup("Question", (*Store).readOwnView),
	"User":       accountLookup(usersByID),
	"Membership": accountLookup(membershipsByID),

	"CommunityProblem": func(ctx context.Context, s *Store, ids []domain.NodeID) (map[domain.NodeID]Node, error) {
		d, err := s.read(ctx, auth.ReadRegistry)
		if err != nil {
			return nil, err
		}
		return treeFinders["CommunityProblem"](d, ids)
	},
}

// finder finds what a door to trees shows, by public ids of one type.
type finder func(*door, []domain.NodeID) (map[domain.NodeID]Node, error)

// treeFinders are the types of what changes of trees and surveys touch.
var treeFinders = map[string]finder{
	"GoalTree": placeFinder(func(d *door, keys []place) ([]*GoalTree, error) {
		return d.treesByPlace(keys)
	}),
	"Goal": placeFinder(func(d *door, keys []place) ([]*Goal, error) {
		return placementsByPlace[Goal](d, domain.GoalLevel, keys)
	}),
	"Subgoal": placeFinder(func(d *door, keys []place) ([]*Subgoal, error) {
		return placementsByPlace[Subgoal](d, domain.SubgoalLevel, keys)
	}),
	"Component": placeFinder(func(d *door, keys []place) ([]*Component, error) {
		return placementsByPlace[Component](d, domain.ComponentLevel, keys)
	}),
	"Comment":   placeFinder(commentsByPlace),
	"Target":    placeFinder(targetsByPlace),
	"Community": numberFinder(communitiesByID),
	"Problem":   numberFinder(problemsByID),
	"Survey":    numberFinder(surveysByNumber),
	"Question":  numberFinder(questionsByNumber),

	"CommunityProblem": placeFinder(communityProblemsByPlace),
}

// identified is a row that has a public id.
type identified[R any] interface {
	*R
	Node
}

func registryLookup[R any, P identified[R]](find func(*door, []int64) ([]*R, error)) Lookup {
	return numberLookup[R, P](auth.ReadRegistry, find)
}

// accountLookup finds nobody for those who may read no account: it is as if there were none.
func accountLookup[R any, P identified[R]](find func(*door, []int64) ([]*R, error)) Lookup {
	lookup := numberLookup[R, P](auth.ReadUsers, find)
	return func(ctx context.Context, s *Store, ids []domain.NodeID) (map[domain.NodeID]Node, error) {
		found, err := lookup(ctx, s, ids)
		if viewer, ok := auth.ViewerFrom(ctx); ok && err != nil {
			if _, denied := auth.Allow(viewer, auth.ReadUsers); denied != nil {
				_, err = auth.Allow(viewer, auth.ReadRegistry) // who may read nothing at all is told so
			}
		}
		return found, err
	}
}

func numberLookup[R any, P identified[R]](action auth.Action, find func(*door, []int64) ([]*R, error)) Lookup {
	return func(ctx context.Context, s *Store, ids []domain.NodeID) (map[domain.NodeID]Node, error) {
		d, err := s.read(ctx, action)
		if err != nil {
			return nil, err
		}
		return numberFinder[R, P](find)(d, ids)
	}
}

func numberFinder[R any, P identified[R]](find func(*door, []int64) ([]*R, error)) finder {
	return func(d *door, ids []domain.NodeID) (map[domain.NodeID]Node, error) {
		numbers := make([]int64, len(ids))
		for i, id := range ids {
			numbers[i] = id.Number
		}
		return byNodeID[R, P](find(d, numbers))
	}
}

// opening is one of the ways to open the door to goal trees.
type opening func(*Store, context.Context) (*door, error)

func treeLookup(typeName string, open opening) Lookup {
	return func(ctx context.Context, s *Store, ids []domain.NodeID) (map[domain.NodeID]Node, error) {
		d, err := open(s, ctx)
		if err != nil {
			return nil, err
		}
		return treeFinders[typeName](d, ids)
	}
}

func placeFinder[R any, P identified[R]](find func(*door, []place) ([]*R, error)) finder {
	return func(d *door, ids []domain.NodeID) (map[domain.NodeID]Node, error) {
		return byNodeID[R, P](find(d, placesOf(ids)))
	}
}

func byNodeID[R any, P identified[R]](rows []*R, err error) (map[domain.NodeID]Node, error) {
	found := make(map[domain.NodeID]Node, len(rows))
	for _, row := range rows {
		found[P(row).NodeID()] = P(row)
	}
	return found, err
}
