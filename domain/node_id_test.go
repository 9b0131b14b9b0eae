package domain_test

import (
	"encoding/base64"
	"math"
	"strings"
	"testing"

	"hromada/domain"

	"pgregory.net/rapid"
)

func TestNodeIDComesBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		id := domain.NodeID{
			Type:      rapid.StringMatching(`[A-Za-z]{1,20}`).Draw(t, "type"),
			Community: rapid.Int64Range(0, math.MaxInt64).Draw(t, "community"),
			Number:    rapid.Int64Range(0, math.MaxInt64).Draw(t, "number"),
		}
		got, err := domain.ParseNodeID(id.String())
		if err != nil || got != id {
			t.Fatalf("%s became %+v, %v", id, got, err)
		}
		if strings.ContainsAny(id.String(), "+/=") {
			t.Fatalf("%s is not safe in URLs", id)
		}
	})
}

// An id has one spelling: whatever is read is written the same.
func TestNodeIDHasOneSpelling(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		plain := rapid.StringMatching(`(Region|Goal|):?[-+ 0-9]{0,3}:?[-+ 0-9.]{0,4}:?`).Draw(t, "plain")
		encodings := []*base64.Encoding{base64.RawURLEncoding, base64.URLEncoding, base64.StdEncoding}
		text := rapid.SampledFrom(encodings).Draw(t, "encoding").EncodeToString([]byte(plain))
		if id, err := domain.ParseNodeID(text); err == nil && id.String() != text {
			t.Fatalf("%q (%q) is read as %+v, which is %q", text, plain, id, id)
		}
	})
}

func TestNodeIDOfOtherForms(t *testing.T) {
	t.Parallel()
	encoded := func(plain string) string { return base64.RawURLEncoding.EncodeToString([]byte(plain)) }
	good := encoded("Region:0:1")
	for _, text := range []string{
		"", "Region:0:1", good + "=", good + "\n", " " + good, good[:len(good)-1] + "R", strings.Repeat("A", 200), "\x00",
		encoded("Region"), encoded("Region:1"), encoded("Region:0:1:2"), encoded(":0:1"), encoded("Region::"), encoded("Region:-1:1"), encoded("Region:0:-1"),
		encoded("Region:+0:1"), encoded("Region:00:1"), encoded("Region:0:01"), encoded("Region:0:9223372036854775808"), encoded("Регіон:0:1"),
		encoded("R2:0:1"), encoded("Region\x00:0:1"), encoded(strings.Repeat("R", 100) + ":0:1"),
	} {
		got, err := domain.ParseNodeID(text)
		if told, ok := domain.AsError(err); !ok || told.Code != domain.CodeInvalidInput || got != (domain.NodeID{}) {
			t.Errorf("%q: %+v, %v", text, got, err)
		}
	}
}
