package resolvers

import (
	"context"
	"errors"
	"strings"

	"hromada/domain"
	"hromada/graph"
	"hromada/graph/model"
)

// How many faults of an input are told, as the schema promises: the first ones.
const (
	mostFaults        = 100
	mostReportsFaults = 2000
)

// userErrors are what an error tells of a mutation's input; what tells nothing of it is given back.
func userErrors(ctx context.Context, err error) ([]*model.UserError, error) {
	return firstUserErrors(ctx, mostFaults, err)
}

func firstUserErrors(ctx context.Context, most int, err error) ([]*model.UserError, error) {
	var faults domain.Faults
	if told, ok := domain.AsError(err); ok && isInput(told) {
		faults = domain.Faults{told}
	} else if err != nil && !errors.As(err, &faults) {
		return nil, err
	}
	faults = faults[:min(len(faults), most)]
	all := make([]*model.UserError, len(faults))
	for i, f := range faults {
		all[i] = &model.UserError{Code: f.Code, Message: f.Message.In(graph.Language(ctx)), Path: path(f.Field)}
	}
	return all, nil
}

func isInput(e *domain.Error) bool {
	return e.Code == domain.CodeInvalidInput || e.Code == domain.CodeConflict || (e.Code == domain.CodeNotFound && e.Field != "")
}

func path(field string) []string {
	if field == "" {
		return []string{}
	}
	return strings.Split(field, ".")
}
