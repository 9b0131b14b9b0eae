package limits

import (
	"encoding/json"
	"math"
	"slices"
	"strconv"

	"github.com/vektah/gqlparser/v2/ast"

	"hromada/domain"
)

// Check walks once through a parsed document, before it is validated, and gives the cost of the operation
// that is to run. It stops at the first limit that is passed. What does not fit the schema counts as
// a value: the validator refuses it afterwards.
func (l Limits) Check(prices Prices, document *ast.QueryDocument, operation string, variables map[string]any) (cost int, err *domain.Error) {
	w := &walk{limits: l, prices: prices, document: document, variables: variables}
	for _, o := range document.Operations {
		w.operation, w.cost = o, 0
		if err := w.whole(o); err != nil {
			return 0, err
		}
		if operation == "" || o.Name == operation {
			cost = (w.cost + objectPrice - 1) / objectPrice
		}
	}
	if cost > l.Cost {
		err = domain.LimitExceeded(domain.CostLimit, cost, l.Cost)
	}
	return cost, err
}

// walk is what was counted so far.
type walk struct {
	limits    Limits
	prices    Prices
	document  *ast.QueryDocument
	variables map[string]any
	operation *ast.OperationDefinition
	spread    []string // the fragments that the walk is in

	nodes, aliases, directives int
	cost                       int // in fifths of an object
}

// place is where a selection stands: within objects of one type, so many of them.
type place struct {
	fields map[string]*price // nil: the schema has no such type
	times  int
	sized  []string // fields that are lists as long as the page asked for
	page   int
	depth  int
}

func (w *walk) whole(o *ast.OperationDefinition) *domain.Error {
	if err := w.decorated(o.Directives); err != nil {
		return err
	}
	for _, v := range o.VariableDefinitions {
		if err := w.decorated(v.Directives); err != nil {
			return err
		}
	}
	return w.selection(o.SelectionSet, place{fields: w.prices[rootTypes[o.Operation]], times: 1, depth: 1})
}

var rootTypes = map[ast.Operation]string{ast.Query: "Query", ast.Mutation: "Mutation", ast.Subscription: "Subscription"}

func (w *walk) selection(set ast.SelectionSet, at place) *domain.Error {
	if len(set) > 0 && at.depth > w.limits.Depth {
		return domain.LimitExceeded(domain.DepthLimit, at.depth, w.limits.Depth)
	}
	for i, one := range set {
		if err := count(&w.nodes, 1, domain.NodeLimit, w.limits.Nodes); err != nil {
			return err
		}
		var err *domain.Error
		switch s := one.(type) {
		case *ast.Field:
			err = w.field(s, set[:i], at)
		case *ast.InlineFragment:
			err = w.inline(s, at)
		case *ast.FragmentSpread:
			err = w.fragment(s, at)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (w *walk) field(f *ast.Field, before ast.SelectionSet, at place) *domain.Error {
	if err := w.named(f, before); err != nil {
		return err
	}
	if err := w.decorated(f.Directives); err != nil {
		return err
	}
	p := at.fields[f.Name]
	if p != nil {
		w.cost += p.once * objectPrice
	}
	if p == nil || p.of == "" {
		w.cost += at.times * valuePrice
		return w.selection(f.SelectionSet, place{times: at.times, depth: at.depth + 1})
	}
	size, err := w.size(f, p)
	if err != nil {
		return err
	}
	within := place{fields: w.prices[p.of], times: at.times, depth: at.depth + 1}
	switch {
	case slices.Contains(at.sized, f.Name):
		within.times = times(at.times, at.page)
	case p.list:
		within.times = times(at.times, size)
	default:
		within.sized, within.page = p.sizes, size
	}
	w.cost += within.times * objectPrice
	return w.selection(f.SelectionSet, within)
}

// named counts what asks for a field once more: under another name, or by writing it again.
func (w *walk) named(f *ast.Field, before ast.SelectionSet) *domain.Error {
	again := f.Alias != f.Name
	for i := 0; i < len(before) && !again; i++ {
		sibling, ok := before[i].(*ast.Field)
		again = ok && sibling.Alias == f.Alias
	}
	if !again {
		return nil
	}
	return count(&w.aliases, 1, domain.AliasLimit, w.limits.Aliases)
}

func (w *walk) decorated(directives ast.DirectiveList) *domain.Error {
	return count(&w.directives, len(directives), domain.DirectiveLimit, w.limits.Directives)
}

func (w *walk) inline(f *ast.InlineFragment, at place) *domain.Error {
	if err := w.decorated(f.Directives); err != nil {
		return err
	}
	return w.selection(f.SelectionSet, w.on(f.TypeCondition, at))
}

// fragment goes into a fragment, but not into one that it is in: the validator refuses such circles.
func (w *walk) fragment(s *ast.FragmentSpread, at place) *domain.Error {
	if err := w.decorated(s.Directives); err != nil {
		return err
	}
	f := w.document.Fragments.ForName(s.Name)
	if f == nil || slices.Contains(w.spread, s.Name) {
		return nil
	}
	w.spread = append(w.spread, s.Name)
	defer func() { w.spread = w.spread[:len(w.spread)-1] }()
	if err := w.decorated(f.Directives); err != nil {
		return err
	}
	return w.selection(f.SelectionSet, w.on(f.TypeCondition, at))
}

// on is the same place, looked at as objects of a type.
func (w *walk) on(condition string, at place) place {
	if condition != "" {
		at.fields = w.prices[condition]
	}
	return at
}

// size is how many objects a field holds in each object that it stands in.
func (w *walk) size(f *ast.Field, p *price) (int, *domain.Error) {
	asked, told := 0, false
	for _, name := range p.slicing {
		n, given, err := w.asked(f.Arguments.ForName(name), p.most)
		if err != nil {
			return 0, err
		}
		if given {
			asked, told = max(asked, n), true
		}
	}
	if !told {
		return p.assumed, nil
	}
	return min(asked, p.most), nil
}

// asked reads an argument that limits a list: a number, or a list with one object for each item. What
// is neither is left to the validator.
func (w *walk) asked(a *ast.Argument, most int) (n int, given bool, err *domain.Error) {
	if a == nil {
		return 0, false, nil
	}
	value := a.Value
	if value.Kind == ast.Variable {
		if raw, ok := w.variables[value.Raw]; ok {
			n, given = lengthOf(raw)
			return n, given, nil
		}
		v := w.operation.VariableDefinitions.ForName(value.Raw)
		if v == nil || v.DefaultValue == nil {
			return 0, false, nil
		}
		value = v.DefaultValue
	}
	switch value.Kind {
	case ast.IntValue:
		// The validator would only say that this is no Int, whatever it stands for.
		wide, bad := strconv.ParseInt(value.Raw, 10, 32)
		if bad != nil {
			return 0, false, domain.Invalid(a.Name, "Від 0 до %d.", "0 to %d.", most)
		}
		return int(wide), true, nil
	case ast.ListValue:
		return len(value.Children), true, nil
	default:
		return 0, false, nil
	}
}

// lengthOf reads the value of a variable as it came, before it is checked against its type.
func lengthOf(raw any) (int, bool) {
	switch v := raw.(type) {
	case json.Number:
		n, err := strconv.Atoi(v.String())
		return n, err == nil
	case []any:
		return len(v), true
	}
	return 0, false
}

// count adds to a counter and refuses what passes its limit.
func count(counter *int, more int, limit domain.Limit, allowed int) *domain.Error {
	if *counter += more; *counter > allowed {
		return domain.LimitExceeded(limit, *counter, allowed)
	}
	return nil
}

// times multiplies without passing what JSON's readers hold exactly, whatever the depth.
func times(a, b int) int {
	const most = math.MaxInt32
	if b > 0 && a > most/b {
		return most
	}
	return a * b
}
