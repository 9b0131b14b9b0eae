package domain_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"hromada/domain"
)

func TestFewestMoved(t *testing.T) {
	t.Parallel()
	for want, places := range map[string][]int{
		"[]": {}, "[false]": {7}, "[false false false]": {1, 5, 9}, "[true false false]": {3, 1, 2}, "[false false true]": {2, 3, 1},
		"[true false]": {2, 1}, "[false true false false]": {1, 4, 2, 3}, "[true true false]": {3, 2, 1},
	} {
		if got := fmt.Sprint(domain.Moved(places)); got != want {
			t.Errorf("%v: %s, not %s", places, got, want)
		}
	}
}

// TestMovedAreTheFewest: without them the others rise, and no choice of fewer does that.
func TestMovedAreTheFewest(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		places := rapid.Permutation([]int{1, 2, 3, 4, 5, 6, 7, 8}).Draw(t, "places")
		still := func(moved func(i int) bool) (left []int) {
			for i, p := range places {
				if !moved(i) {
					left = append(left, p)
				}
			}
			return left
		}
		found := domain.Moved(places)
		left := still(func(i int) bool { return found[i] })
		if !slices.IsSorted(left) {
			t.Fatalf("of %v there stay %v", places, left)
		}
		for choice := range 1 << len(places) {
			if other := still(func(i int) bool { return choice>>i&1 == 1 }); len(other) > len(left) && slices.IsSorted(other) {
				t.Fatalf("of %v there stay %v, and could %v", places, left, other)
			}
		}
	})
}
