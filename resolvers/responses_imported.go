package resolvers

import (
	"context"
	"errors"
	"maps"
	"slices"

	"hromada/domain"
	"hromada/graph"
	"hromada/graph/model"
	"hromada/imports"
	"hromada/imports/surveys"
)

var mappingBases = []model.MappingBasis{imports.FromFile: model.MappingBasisFile, imports.FromSurvey: model.MappingBasisEarlierFile, imports.FromEarlierWave: model.MappingBasisEarlierWave}

// proposedMapping tells what is proposed for a file.
func proposedMapping(ctx context.Context) func(imports.ProposedMapping, error) (*model.ProposeSurveyMappingPayload, error) {
	return func(proposed imports.ProposedMapping, err error) (*model.ProposeSurveyMappingPayload, error) {
		payload := &model.ProposeSurveyMappingPayload{Undecided: []*model.ImportFault{}}
		if err == nil {
			payload.Mapping, payload.Basis, payload.Ready = mappingTold(proposed.Mapping), &mappingBases[proposed.From], proposed.Open == nil && len(proposed.Untold) == 0
			var unfit error
			if payload.Undecided, _, unfit = fileFaults(ctx, proposed.Open); unfit != nil && !errors.As(proposed.Open, new(*imports.Faults)) {
				return nil, unfit
			}
			payload.Undecided = withUntold(ctx, payload.Undecided, proposed.Untold)
		}
		payload.Faults, payload.MoreFaults, err = fileFaults(ctx, err)
		payload.UserErrors, err = userErrors(ctx, err)
		return payload, err
	}
}

// withUntold puts before what is undecided of columns what no column tells.
func withUntold(ctx context.Context, undecided []*model.ImportFault, untold domain.Faults) []*model.ImportFault {
	all := []*model.ImportFault{}
	for _, fault := range untold {
		all = append(all, &model.ImportFault{Message: fault.Message.In(graph.Language(ctx))})
	}
	all = append(all, undecided...)
	return all[:min(len(all), maxNotesTold)]
}

func mappingTold(m surveys.Mapping) *model.ResponseMapping {
	told := &model.ResponseMapping{Layout: m.Layout, Columns: []*model.ResponseColumn{}, TimeZone: known(m.Zone), Versions: listed(m.Versions)}
	for _, c := range m.Columns {
		column := &model.ResponseColumn{
			Header: c.Header, Role: c.Role, Question: known(c.Question), Option: known(c.Option), Values: []*model.ResponseValue{},
			DayFirst: c.DayFirst, Personal: c.Personal, Confidence: c.Confidence,
		}
		for _, value := range slices.Sorted(maps.Keys(c.Values)) {
			column.Values = append(column.Values, &model.ResponseValue{Value: value, Meaning: known(c.Values[value])})
		}
		told.Columns = append(told.Columns, column)
	}
	return told
}

// listed is a list that is there, if only empty.
func listed(texts []string) []string {
	if texts == nil {
		return []string{}
	}
	return texts
}

func responsesAsked(in model.ImportResponsesInput) imports.ResponsesRequest {
	asked := imports.ResponsesRequest{
		Survey: in.SurveyID, Mapping: mappingSaid(in.Mapping.Value()), Mode: orNone(in.Mode.Value()), At: orNone(in.AnsweredAt.Value()).UTC(),
		Source: orNone(in.Source.Value()), LeaveOutSuspected: in.LeaveOutSuspected, Strata: map[domain.Variable]string{},
	}
	for _, s := range in.Strata.Value() {
		asked.Strata[s.Variable] = s.Category
	}
	return asked
}

// orNone is what a pointer points to, or the zero value.
func orNone[V any](p *V) V {
	if p == nil {
		return *new(V)
	}
	return *p
}

func mappingSaid(in *model.ResponseMappingInput) *surveys.Mapping {
	if in == nil {
		return nil
	}
	m := &surveys.Mapping{Layout: in.Layout, Zone: orNone(in.TimeZone.Value()), Versions: in.Versions.Value()}
	for _, c := range in.Columns {
		column := surveys.Column{
			Header: c.Header, Role: c.Role, Question: orNone(c.Question.Value()), Option: orNone(c.Option.Value()), DayFirst: c.DayFirst.Value(), Personal: c.Personal,
		}
		for _, v := range c.Values.Value() {
			if column.Values == nil {
				column.Values = map[string]string{}
			}
			column.Values[v.Value] = orNone(v.Meaning.Value())
		}
		m.Columns = append(m.Columns, column)
	}
	return m
}

func responsesImported(r *imports.ResponsesResult) *model.ResponseImport {
	if r == nil {
		return nil
	}
	told := &model.ResponseImport{
		Already: r.Again, Rows: r.Rows, Responses: r.Responses, Added: r.Added, Known: r.Known, Incomplete: r.Incomplete, NotApproved: r.NotApproved,
		Empty: r.Empty, Repeated: r.Repeated, Suspected: []*model.SuspectedResponse{}, SuspectedCount: len(r.Suspected) + r.MoreSuspected, LeftOut: r.LeftOut,
		Personal: listed(r.Personal), Unread: listed(r.Unread), Mapping: mappingTold(r.Mapping),
	}
	for _, s := range r.Suspected {
		told.Suspected = append(told.Suspected, &model.SuspectedResponse{Row: s.Row, Repeats: s.Of})
	}
	return told
}

func formNotes(ctx context.Context, r *imports.QuestionnaireResult) []*model.FormNote {
	told := []*model.FormNote{}
	if r == nil {
		return told
	}
	for _, n := range r.NotTaken[:min(len(r.NotTaken), maxNotesTold)] {
		told = append(told, &model.FormNote{Sheet: n.Sheet, Row: n.Line, Name: known(n.Name), Message: n.Why.In(graph.Language(ctx))})
	}
	return told
}
