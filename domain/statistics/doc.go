// Package statistics makes the figures of a survey: how many to ask, what share or mean the answers give, and how far
// that can be off. Everything is a pure function over columns: one value per respondent, in the same order
// in every column. Shares are 0–1, never percents.
//
// The way of a figure:
//
//	sample, err := statistics.NewSample(statistics.Design{Respondents: 200, Populations: []int64{7708}})
//	sample, report, err := sample.Rake(margins, statistics.Raking{})       // optional
//	figures, err := sample.Shares(answers, options, domain, statistics.Confidence{})
//
// # What is exact
//
// Estimates, standard errors and weights are those of R's package survey 4.1 (svydesign, postStratify, rake,
// trimWeights, subset, svymean), which testdata/reference.R writes down and the tests hold us to. The error is
// Taylor-linearised: a figure over a domain is a ratio of two totals, everybody outside the domain still counts in the variance of
// a stratum, and calibration takes from the linearised values what the margins explain. One stage of sampling, no clusters.
//
// Where R leaves a choice:
//   - a stratum with one respondent: no standard error, said by LoneStratum, unless that one is the whole stratum. Without calibration it
//     matters only to domains that the respondent is in; with calibration to all (R's option survey.lonely.psu = "fail").
//   - the population of a stratum is not known (0): no finite population correction there, and no design weights anywhere.
//   - a stratum has more respondents than people: no correction there, and said by a Note; its weight stays N_h/n_h.
//   - margins are scaled to the sum of the weights, so counts and shares serve alike, and margins of different totals agree.
//   - who is unknown in a margin (a negative category) is a cell of their own whose share stays what it was before the calibration.
//   - a category that nobody is in, or that has no people, is counted with the one before it (the first: with the one after it).
//     Say categories in an order where neighbours are alike. What was merged is reported.
//   - raking stops when no weight changes by more than a share of ε in a round over all margins; R's rake stops by changes of cell
//     counts and arrives at the same weights. It has converged only if the margins are met too, which R does not ask. R then centres the linearised values in ten rounds with unweighted
//     means of a cell, and so do we.
//   - weights are trimmed as by trimWeights(strict = TRUE), within multiples of the mean weight, and raked again.
//
// # What is ours
//
// Effective n of a share is p(1−p)/SE², of a mean s²/SE² with s² the weighted variance (svyvar); the design effect is n/effective n.
// Where all answered alike, SE is 0 and shows nothing: effective n is then Kish's (Σw)²/Σw², which is n without weights, and no margin is
// given. Where SE is 0 but answers differ (everybody was asked, or the weighting fixes the figure), the reason is Known and effective n, being infinite, is absent.
// The interval of a share is Wilson's (1927) with the effective n, at most n.
//
// Sources: Cochran 1977 (planning); Binder 1983, Lumley 2010 (linearisation); Deming & Stephan 1940 (raking); Kish 1965; AAPOR 2013 (opt-in samples).
package statistics
