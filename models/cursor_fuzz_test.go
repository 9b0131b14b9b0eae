package models

import (
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hromada/domain"
)

// FuzzCursor gives every kind of ordering any text for a cursor: what is taken says the same when it is
// written again, and PostgreSQL can read its key.
func FuzzCursor(f *testing.F) {
	orders := []ordering{}
	for _, kind := range []keyKind{textKey, integerKey, decimalKey, floatKey, dateKey} {
		for _, always := range []bool{true, false} {
			o := ordering{name: "KEY", kind: kind, always: always, ties: []string{"a", "b"}}
			orders = append(orders, o)
			for _, key := range []string{"7", "-1.5", "1e-20", "2026-11-24", "їжак", "\x00", "NaN", "0x1p-2", "1e400"} {
				text, err := o.cursor(position{&key, []int64{1, math.MaxInt64}})
				if err != nil {
					f.Fatal(err)
				}
				f.Add(text)
			}
		}
	}
	for _, seed := range []string{"", "e30", "bnVsbA", "W10", "eyJvIjoiS0VZIiwidCI6WzEsMl19", "====", "eyJvIjoiS0VZIiwidCI6WzFlMzA5LDJdfQ"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, o := range orders {
			p, err := o.parse("after", &text)
			if err != nil {
				if told, ok := domain.AsError(err); !ok || told.Code != domain.CodeInvalidInput || told.Field != "after" {
					t.Errorf("%q: %v", text, err)
				}
				continue
			}
			again, err := o.cursor(*p)
			if err != nil {
				t.Fatal(err)
			}
			if q, err := o.parse("after", &again); err != nil || cmp.Diff(p.key, q.key) != "" || cmp.Diff(p.ties, q.ties) != "" {
				t.Errorf("%q is %+v, then %+v: %v", text, p, q, err)
			}
			readable(t, o, p.key)
		}
	})
}

// readable demands that a key is one that PostgreSQL reads as the ordering's type.
func readable(t *testing.T, o ordering, key *string) {
	t.Helper()
	switch {
	case key == nil && o.always:
		t.Error("a key is missing where none can be")
	case key == nil:
	case strings.ContainsRune(*key, 0):
		t.Errorf("NUL in %q", *key)
	case o.kind == decimalKey || o.kind == floatKey:
		if x, err := strconv.ParseFloat(*key, 64); err != nil || math.IsNaN(x) || math.IsInf(x, 0) || strings.ContainsAny(*key, "xXpP_") {
			t.Errorf("%q is no number", *key)
		}
	}
}
