package comparison

import "math"

// Change is what became of a figure since the period or wave before.
type Change struct {
	Difference float64
	Better     *bool // nil where there is no difference, or neither direction is better
	// Significant is the answer of the two-sided test of the difference over its standard error √(SE₁² + SE₂²); nil where either figure has no
	// error. Where both errors are 0 any difference is one.
	Significant *bool
}

func changed(row Row, direction Direction, z float64) *Change {
	if row.Previous == nil {
		return nil
	}
	c := &Change{Difference: rounded(row.Figure.Value - row.Previous.Value)}
	if direction != Neutral && c.Difference != 0 {
		c.Better = new(direction.sign()*c.Difference > 0)
	}
	if row.Figure.SE == nil || row.Previous.SE == nil {
		return c
	}
	c.Significant = new(math.Abs(c.Difference) > z*math.Sqrt(variance(row.Figure)+variance(row.Previous)))
	return c
}
