package domain

// severityFrom are the shares from which a problem is proposed to be that severe, from 2 on: every tenth, every fifth, more than a third, and half of the
// people name it.
var severityFrom = [...]float64{0.10, 0.20, 0.35, 0.50}

// ProposedSeverity is how severe a problem seems to be that a share of people, 0 to 1, names: 1 under 10 %, 2 from 10, 3 from 20, 4 from 35, 5 from 50 %.
// It is where an expert begins to think, and no more: that many name something does not say how badly they have it.
func ProposedSeverity(share float64) int {
	severity := LeastSeverity
	for _, from := range severityFrom {
		if share >= from {
			severity++
		}
	}
	return severity
}

// MaxWave is how many waves a survey may have.
const MaxWave = 1000
