// Package disclosure decides which cells of a survey question's published tables are hidden, so that nobody can work out what few people
// answered. All tables of a question are protected together, since they are linked by common totals.
//
// # What is hidden first
//
// k is 5, and 10 where two variables are crossed. Hidden are
//   - a group of 1 to k−1 respondents, whole, its number with it: whoever knows that somebody is in it would know too much;
//   - a count of 1 to k−1, and for a choice of many also where 1 to k−1 did not tick: the few are told from the many either way;
//   - a count that is the whole group: it tells what each member answered, however many they are;
//   - for a choice of many, nobody of a group under 2k: it tells that each member did not tick. In greater groups, and wherever one of
//     several options has nobody, zero is shown: it tells of nobody what they answered, and hiding every zero would leave no table.
//
// An empty group is shown as empty.
//
// # What is hidden besides
//
// Whatever is hidden must stay hidden from those who add and subtract. The proof is by example: for each hidden cell there are two other
// sets of whole, non-negative tables that agree with everything shown and differ by k or more in that cell. They are made of moves:
// respondents who answer otherwise, stand in another category or place, come or go, in such numbers that only hidden cells change. Such
// tables could be the truth, so no reasoning from what is shown, however clever, can bound the cell more narrowly. A move is looked for
// among the hidden cells, then the one that hides the fewest respondents more is taken. In the end a respondent who comes or goes changes
// everything: hiding all, the number of respondents too, is always safe, so the search ends.
//
// Why a cell is hidden is never to be shown: "hidden for its own sake" means 1 to k−1, which is narrower than k.
//
// # What goes with a hidden cell
//
// Everything that is made from it: see Outcome.ShowsOption and Outcome.ShowsMean. A hidden group hides its cells, for a share is a count
// over the group's number.
//
// # What is not covered
//
// Weighted figures obey other equations. In a breakdown by a variable that the weights are made from, and in a sum of places that weigh unlike, the
// weighted total is a second equation in the same unknown counts, and with the raw total may solve them. So wherever anything of a question is
// hidden, in a place or in one that it is a sum of, the raw counts of options and the weighted shares are not shown both (numbers of respondents
// are). Raw ones alone obey what is proved here. Weighted ones alone are shown rounded, and only so that half a step has room for k of the respondents who
// weigh most; the step does not depend on what is rounded. That is a margin and no proof; package figures, which rounds them, attacks them in its tests.
//
// Three crossings that close a ring (A×B, B×C, A×C) bound each other in ways beyond sums; they are refused.
package disclosure
