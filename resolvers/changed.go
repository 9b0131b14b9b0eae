package resolvers

import (
	"github.com/99designs/gqlgen/graphql"

	"hromada/domain"
	"hromada/graph/model"
	"hromada/models"
)

// one is what a change is about, as a payload of its type has it; nil where it is none of that type.
func one[R any](done *models.Changed) *R {
	row, _ := any(done.First()).(*R)
	return row
}

// among is the first of a type of all that a change is about; nil where there is none.
func among[N models.Node](done *models.Changed) (found N) {
	for _, node := range done.All() {
		if n, ok := node.(N); ok {
			return n
		}
	}
	return found
}

// firstID is the id of what a change is about; nil where nothing was changed.
func firstID(done *models.Changed) *domain.NodeID {
	if done == nil {
		return nil
	}
	return &done.IDs[0]
}

// takenAway is the id of what a change took away; nil where it was refused.
func takenAway(done *models.Changed, faults []*model.UserError) *domain.NodeID {
	if len(faults) > 0 {
		return nil
	}
	return firstID(done)
}

// treeNode is the goal, subgoal or component that a change is about; nil where it is none.
func treeNode(done *models.Changed) models.TreeNode {
	node, _ := done.First().(models.TreeNode)
	return node
}

// treeNodes are all goals, subgoals and components that a change is about.
func treeNodes(done *models.Changed) []models.TreeNode { return allOf[models.TreeNode](done) }

// allOf is everything of a type that a change is about.
func allOf[N models.Node](done *models.Changed) []N {
	nodes := []N{}
	for _, node := range done.All() {
		if n, ok := node.(N); ok {
			nodes = append(nodes, n)
		}
	}
	return nodes
}

// problemsIn are all problems of regions' lists that a change is about.
func problemsIn(done *models.Changed) []*models.Problem {
	problems := []*models.Problem{}
	for _, node := range done.All() {
		if p, ok := node.(*models.Problem); ok {
			problems = append(problems, p)
		}
	}
	return problems
}

// mergedInto is the problem that another one was merged into; nil where none was.
func mergedInto(done *models.Changed) *models.Problem {
	if problems := problemsIn(done); len(problems) == 2 {
		return problems[1]
	}
	return nil
}

// removedID is the id of what was removed from the first thing that a change is about; nil where nothing was.
func removedID(done *models.Changed, faults []*model.UserError) *domain.NodeID {
	if ids := beyondFirst(done, faults); len(ids) > 0 {
		return ids[0]
	}
	return nil
}

// beyondFirst are the ids that a change touched beside the first.
func beyondFirst(done *models.Changed, faults []*model.UserError) []*domain.NodeID {
	ids := []*domain.NodeID{}
	if done == nil || len(faults) > 0 {
		return ids
	}
	for i := range done.IDs[1:] {
		ids = append(ids, &done.IDs[i+1])
	}
	return ids
}

// values are what pointers, as the library reads lists, point to.
func values[T any](pointers []*T) []T {
	all := make([]T, len(pointers))
	for i, p := range pointers {
		all[i] = *p
	}
	return all
}

// said are the values of a list that may be left out; nil where it is.
func said[T any](list graphql.Omittable[[]*T]) []T {
	if list.Value() == nil {
		return nil
	}
	return values(list.Value())
}

// newReport is a report of progress as the store takes it.
func newReport(in *model.ProgressReportInput) models.NewReport {
	said := domain.ProgressEntry{Percent: in.Percent.Value()}
	for into, text := range map[*string]*string{&said.Override: in.OverrideReason.Value(), &said.Note: in.Note.Value()} {
		if text != nil {
			*into = *text
		}
	}
	if status := in.Status.Value(); status != nil {
		said.Status = *status
	}
	if day := in.AsOf.Value(); day != nil {
		said.AsOf = *day
	}
	return models.NewReport{ID: in.ID, ProgressEntry: said, Spending: values(in.Spending.Value()), Evidence: values(in.Evidence.Value())}
}

// newActual is a report of what was reached as the store takes it.
func newActual(in *model.TargetActualInput) models.NewActual {
	said := domain.TargetActual{Year: in.Year, Value: in.Value.Value(), Said: in.Value.IsSet()}
	for into, text := range map[*string]*string{&said.Note: in.Note.Value(), &said.Evidence: in.EvidenceURL.Value()} {
		if text != nil {
			*into = *text
		}
	}
	return models.NewActual{Target: in.TargetID, TargetActual: said}
}

// commentEdit is a change to a comment as the store takes it: a text that is null is none, and people that are null are nobody.
func commentEdit(in model.UpdateCommentInput) models.CommentEdit {
	edit := models.CommentEdit{}
	if text, said := in.Text.ValueOK(); said {
		if edit.Text = text; text == nil {
			edit.Text = new("")
		}
	}
	if people, said := in.Mentions.ValueOK(); said {
		edit.Mentions = new(values(people))
	}
	return edit
}
