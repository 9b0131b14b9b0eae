package comparison

// Period is the rows of one period.
type Period struct {
	Name string
	Rows []Row
}

// Point is a group's state in one period, over the rows that have a figure then; which these are may differ between periods, so the
// coverage belongs beside each point.
type Point struct {
	Period                     string
	N                          int
	Coverage                   Coverage
	Mean, WeightedMean, Median *float64
}

// Trend is a group's points in the order of the periods.
func Trend(periods []Period) []Point {
	points := make([]Point, len(periods))
	for i, period := range periods {
		s := Summarize(period.Rows)
		points[i] = Point{period.Name, s.N, s.Coverage, s.Mean, s.WeightedMean, s.Median}
	}
	return points
}

// Part is a share's numerator and denominator in one community.
type Part struct{ Num, Den float64 }

// Share is 100·ΣNum/ΣDen in percent, never a mean of percents; nil where there is nothing to divide by.
func Share(parts []Part) *float64 {
	num, den := 0.0, 0.0
	for _, part := range parts {
		num += part.Num
		den += part.Den
	}
	if percent := 100 * num / den; den > 0 && isFigure(&percent) {
		return &percent
	}
	return nil
}
