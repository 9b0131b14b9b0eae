// Package comparison ranks communities by one metric and sums them up: ranks with ties and with what errors leave open, percentiles,
// quartiles, gaps, changes, histograms and peer groups. What is missing or suppressed has no place in an order and no part in
// anything derived; it is counted in the coverage. Nothing here is ever NaN or infinite: what cannot be said is nil, with a note.
package comparison
