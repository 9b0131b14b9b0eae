package demonstration

import "hash/fnv"

// draw picks a number from 0 to below n. It is always the same for the same words, so the data vary
// as life does and yet are the same on every machine.
func draw(n int, words ...string) int {
	h := fnv.New32a()
	for _, w := range words {
		_, _ = h.Write([]byte(w)) // a hash never fails
		_, _ = h.Write([]byte{0})
	}
	return int(mix(h.Sum32())>>1) % n // halved, so that it is positive where int has 32 bits
}

// mix is MurmurHash3's finaliser: FNV alone leaves regularities in the low bits.
func mix(x uint32) uint32 {
	x ^= x >> 16
	x *= 0x85ebca6b
	x ^= x >> 13
	x *= 0xc2b2ae35
	return x ^ x>>16
}

func drawFrom(from []string, words ...string) string { return from[draw(len(from), words...)] }
