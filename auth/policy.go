package auth

import "hromada/domain"

// Action is something a viewer may want to do; every statement is run for one.
type Action string

// The actions.
const (
	ReadRegistry      Action = "READ_REGISTRY"
	ReadPublishedTree Action = "READ_PUBLISHED_TREE"
	ReadWorkingTree   Action = "READ_WORKING_TREE"
	ImportRegistry    Action = "IMPORT_REGISTRY"
	ImportGoals       Action = "IMPORT_GOALS"
	LoadDemonstration Action = "LOAD_DEMONSTRATION"
)

// Actions lists them all, for tests that must not miss one.
var Actions = []Action{ReadRegistry, ReadPublishedTree, ReadWorkingTree, ImportRegistry, ImportGoals, LoadDemonstration}

// Scope is how far an allowed action reaches.
type Scope int

// The scopes. The zero Scope is none, so that a forgotten entry denies.
const (
	ScopeNone Scope = iota
	ScopePublished
	ScopeAll
)

// policy is the whole of who may do what. What is not here is denied.
var policy = map[Role]map[Action]Scope{
	Visitor: {
		ReadRegistry:      ScopePublished,
		ReadPublishedTree: ScopePublished,
	},
	Operator: {
		ReadRegistry:      ScopeAll,
		ReadPublishedTree: ScopeAll,
		ReadWorkingTree:   ScopeAll,
		ImportRegistry:    ScopeAll,
		ImportGoals:       ScopeAll,
		LoadDemonstration: ScopeAll,
	},
}

// Allow gives the scope that a viewer has for an action, or FORBIDDEN.
func Allow(v Viewer, a Action) (Scope, error) {
	scope := policy[v.Role][a]
	if scope == ScopeNone {
		return ScopeNone, domain.Forbidden()
	}
	return scope, nil
}
