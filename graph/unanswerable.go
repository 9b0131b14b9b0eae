package graph

import (
	"slices"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"hromada/domain"
)

// unanswerable finds in a valid document what the library would panic on, or answer wrongly: numbers
// beyond any number type, @skip and @include on a variable that is null, and @defer, whose later parts
// this transport never sends; also questions about the schema where they are not answered. It looks
// at every definition once, however often it is spread.
func unanswerable(operation *graphql.OperationContext) *domain.Error {
	if operation.DisableIntrospection && asksForSchema(operation.Doc) {
		return &domain.Error{Code: domain.CodeForbidden, Message: domain.Text{
			UK: "Цей сервер не розповідає про свою схему; її друкує команда hromada schema.",
			EN: "This server does not tell its schema; the command hromada schema prints it.",
		}}
	}
	for _, fragment := range operation.Doc.Fragments {
		if err := unanswerableIn(fragment.SelectionSet, operation.Variables); err != nil {
			return err
		}
	}
	return unanswerableIn(operation.Operation.SelectionSet, operation.Variables)
}

// asksForSchema looks where such questions can stand: in selections of the root.
func asksForSchema(document *ast.QueryDocument) bool {
	sets := []ast.SelectionSet{}
	for _, operation := range document.Operations {
		sets = append(sets, operation.SelectionSet)
	}
	for _, fragment := range document.Fragments {
		sets = append(sets, fragment.SelectionSet)
	}
	return slices.ContainsFunc(sets, selectsSchema)
}

func selectsSchema(set ast.SelectionSet) bool {
	return slices.ContainsFunc(set, func(one ast.Selection) bool {
		switch s := one.(type) {
		case *ast.Field:
			return s.Name == "__schema" || s.Name == "__type"
		case *ast.InlineFragment:
			return selectsSchema(s.SelectionSet)
		}
		return false
	})
}

func unanswerableIn(set ast.SelectionSet, variables map[string]any) *domain.Error {
	for _, one := range set {
		var err *domain.Error
		switch s := one.(type) {
		case *ast.Field:
			err = firstOf(badArguments(s.Arguments, variables), badDirectives(s.Directives, variables),
				unanswerableIn(s.SelectionSet, variables))
		case *ast.InlineFragment:
			err = firstOf(badDirectives(s.Directives, variables), unanswerableIn(s.SelectionSet, variables))
		case *ast.FragmentSpread:
			err = badDirectives(s.Directives, variables)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func badArguments(arguments ast.ArgumentList, variables map[string]any) *domain.Error {
	for _, a := range arguments {
		if _, err := a.Value.Value(variables); err != nil {
			return domain.Invalid(a.Name, "Значення не відповідає своєму типу.", "The value does not fit its type.").Because(err)
		}
	}
	return nil
}

func badDirectives(directives ast.DirectiveList, variables map[string]any) *domain.Error {
	for _, d := range directives {
		if d.Name == "defer" {
			return &domain.Error{Code: domain.CodeValidationFailed, Message: domain.Text{
				UK: "Директива @defer не підтримується.", EN: "The directive @defer is not supported.",
			}}
		}
		for _, a := range d.Arguments {
			if value, err := a.Value.Value(variables); err != nil || value == nil {
				return domain.Invalid(a.Value.Raw, "Потрібне значення true або false.", "A value of true or false is needed.")
			}
		}
	}
	return nil
}

func firstOf(errs ...*domain.Error) *domain.Error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
