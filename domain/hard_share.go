package domain

// ShareBasis says what a share of hard components was counted in.
type ShareBasis string

// The bases of a share.
const (
	ByCost  ShareBasis = "COST"
	ByCount ShareBasis = "COUNT"
)

// HardSums are the sums that a hard share is made of, over the components that count. Costs are
// planned, in hryvnias.
type HardSums struct {
	Hard, Classified, Components, Costed int
	HardCost, Cost                       float64
}

// HardShare is the planned cost of hard components within that of all, 0–100; by number of components
// where some have no planned cost. It is nil where nobody has classified a component, since nothing
// would be known of the share. Source: methods of the project, section Progress.
func HardShare(s HardSums) (percent *float64, basis *ShareBasis) {
	byCost, byCount := ByCost, ByCount
	switch {
	case s.Classified == 0:
		return nil, nil
	case s.Costed == s.Components && s.Cost > 0:
		return number(rounded(100 * s.HardCost / s.Cost)), &byCost
	}
	return number(rounded(100 * float64(s.Hard) / float64(s.Components))), &byCount
}
