// Package contract finds what a new schema breaks of an old one's promises to clients.
package contract

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// Change is something that clients of the old schema may rely on and the new one does not give any more.
type Change struct {
	// Coordinate names the place: Community.areaKm2, Query.communities(first:), Status.DONE, @include.
	Coordinate string
	What       string
}

func (c Change) String() string { return c.Coordinate + ": " + c.What }

// Breaking compares two schemas and gives what breaks, by coordinate. What describes the schema itself,
// and directives that no query can write, promise nothing.
func Breaking(old, new *ast.Schema) []Change {
	c := &comparison{}
	for name, before := range old.Types {
		if strings.HasPrefix(name, "__") {
			continue
		}
		switch after := new.Types[name]; {
		case after == nil:
			c.add(name, "the type is gone")
		case after.Kind != before.Kind:
			c.add(name, "the type was %s and is %s", before.Kind, after.Kind)
		default:
			c.definition(before, after)
		}
	}
	for name, before := range old.Directives {
		c.directive(before, new.Directives[name])
	}
	c.root("query", new, old.Query, new.Query)
	c.root("mutation", new, old.Mutation, new.Mutation)
	c.root("subscription", new, old.Subscription, new.Subscription)
	slices.SortFunc(c.found, func(a, b Change) int {
		return cmp.Or(strings.Compare(a.Coordinate, b.Coordinate), strings.Compare(a.What, b.What))
	})
	return c.found
}

type comparison struct{ found []Change }

func (c *comparison) add(coordinate, what string, args ...any) {
	c.found = append(c.found, Change{coordinate, fmt.Sprintf(what, args...)})
}

// root compares where operations of one kind begin. A type that is gone was told of already.
func (c *comparison) root(operation string, new *ast.Schema, before, after *ast.Definition) {
	switch {
	case before == nil || new.Types[before.Name] == nil:
	case after == nil:
		c.add(before.Name, "no %s begins here any more", operation)
	case after.Name != before.Name:
		c.add(before.Name, "a %s begins in %s instead", operation, after.Name)
	}
}

func (c *comparison) definition(before, after *ast.Definition) {
	for _, name := range before.Interfaces {
		if !slices.Contains(after.Interfaces, name) {
			c.add(before.Name, "it does not implement %s any more", name)
		}
	}
	for _, name := range before.Types {
		if !slices.Contains(after.Types, name) {
			c.add(before.Name, "it does not hold %s any more", name)
		}
	}
	for _, value := range before.EnumValues {
		if after.EnumValues.ForName(value.Name) == nil {
			c.add(before.Name+"."+value.Name, "the value is gone")
		}
	}
	if before.Kind == ast.InputObject {
		c.inputs(before.Name+".", "", inputsOf(before.Fields), inputsOf(after.Fields))
		return
	}
	for _, field := range before.Fields {
		c.field(before.Name+"."+field.Name, field, after.Fields.ForName(field.Name))
	}
}

func (c *comparison) field(coordinate string, before, after *ast.FieldDefinition) {
	switch {
	case strings.HasPrefix(before.Name, "__"):
	case after == nil:
		c.add(coordinate, "the field is gone")
	default:
		if !readable(before.Type, after.Type) {
			c.add(coordinate, "it was %s and is %s", before.Type, after.Type)
		}
		c.inputs(coordinate+"(", ":)", argumentsOf(before.Arguments), argumentsOf(after.Arguments))
	}
}

func (c *comparison) directive(before, after *ast.DirectiveDefinition) {
	written := slices.DeleteFunc(slices.Clone(before.Locations), func(l ast.DirectiveLocation) bool { return !inQueries(l) })
	coordinate := "@" + before.Name
	switch {
	case len(written) == 0:
	case after == nil:
		c.add(coordinate, "the directive is gone")
	default:
		for _, location := range written {
			if !slices.Contains(after.Locations, location) {
				c.add(coordinate, "it cannot stand on %s any more", location)
			}
		}
		c.inputs(coordinate+"(", ":)", argumentsOf(before.Arguments), argumentsOf(after.Arguments))
	}
}

func inQueries(l ast.DirectiveLocation) bool {
	switch l {
	case ast.LocationQuery, ast.LocationMutation, ast.LocationSubscription, ast.LocationField,
		ast.LocationFragmentDefinition, ast.LocationFragmentSpread, ast.LocationInlineFragment, ast.LocationVariableDefinition:
		return true
	default:
		return false
	}
}
