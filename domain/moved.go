package domain

import "sort"

// Moved tells, of the places that siblings had before, in the order that they have now, which of them moved: the fewest without which all
// others stand in the order that they stood in. What came or went between them moves nobody.
func Moved(places []int) []bool {
	tails := []int{}                   // of the shortest last places: the sibling that ends a rising row of each length
	before := make([]int, len(places)) // the sibling that stands before in the row that one ends
	for i, place := range places {
		length := sort.Search(len(tails), func(n int) bool { return places[tails[n]] >= place })
		before[i] = -1
		if length > 0 {
			before[i] = tails[length-1]
		}
		tails = append(tails[:length], append([]int{i}, tails[min(length+1, len(tails)):]...)...)
	}
	moved := make([]bool, len(places))
	for i := range moved {
		moved[i] = true
	}
	if len(tails) == 0 {
		return moved
	}
	for i := tails[len(tails)-1]; i >= 0; i = before[i] {
		moved[i] = false
	}
	return moved
}
