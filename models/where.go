package models

import (
	"maps"
	"slices"
	"strings"
)

// where collects conditions that must all hold. Conditions are constant SQL; what is asked for goes
// into the arguments.
type where struct {
	conditions []string
	args       named
}

func newWhere(args named) *where {
	if args == nil {
		args = named{}
	}
	return &where{args: args}
}

// and adds a condition with one argument.
func (w *where) and(condition, name string, value any) {
	w.conditions = append(w.conditions, condition)
	w.args[name] = value
}

// must adds a condition without arguments.
func (w *where) must(condition string) { w.conditions = append(w.conditions, condition) }

// sql gives the conditions, or TRUE where there are none. The blank at the end closes the name of an
// argument that a condition may end with.
func (w *where) sql() string {
	if len(w.conditions) == 0 {
		return "TRUE"
	}
	return strings.Join(w.conditions, " AND ") + " "
}

// copy lets a statement add what only it needs.
func (w *where) copy() *where {
	return &where{slices.Clone(w.conditions), maps.Clone(w.args)}
}
