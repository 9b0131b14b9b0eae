package auth

import "slices"

// Reach is how far a right goes.
type Reach int

// The reaches, from none to everything. The zero Reach is none, so that a forgotten entry denies.
const (
	None Reach = iota
	// Published is what was made public.
	Published
	// Self is the viewer's own account.
	Self
	// Own is what belongs to the membership's community or region.
	Own
	// All is everything.
	All
)

// Scope is what an allowed action reaches for one viewer. Statements hold its numbers, never the ids asked for.
type Scope struct {
	Reach Reach
	// User is the account where the reach is Self.
	User int64
	// Communities and Regions are those of the memberships where the reach is Own.
	Communities, Regions []int64
}

// with adds what one membership gives.
func (s Scope) with(reach Reach, m Membership, user int64) Scope {
	if reach == Own {
		if m.Community != 0 {
			s.Communities = append(slices.Clone(s.Communities), m.Community)
		}
		if m.Region != 0 {
			s.Regions = append(slices.Clone(s.Regions), m.Region)
		}
	}
	if reach == Self {
		s.User = user
	}
	s.Reach = max(s.Reach, reach)
	return s
}

// Holds tells whether something of a community in a region lies within the scope.
func (s Scope) Holds(community, region int64) bool {
	return s.Reach == All || (s.Reach == Own && (slices.Contains(s.Communities, community) || slices.Contains(s.Regions, region)))
}

// Keeps tells whether something of a community, or of a whole region where the community is 0, is the scope's own: what is of a community is kept
// by its staff, and not by the experts of its region.
func (s Scope) Keeps(community, region int64) bool {
	return s.Reach == All || (s.Reach == Own && ((community != 0 && slices.Contains(s.Communities, community)) || (community == 0 && slices.Contains(s.Regions, region))))
}
