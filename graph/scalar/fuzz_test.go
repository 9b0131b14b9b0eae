package scalar_test

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"hromada/domain"
	"hromada/graph/scalar"
)

// erring is a scalar's reader of which only the error matters here.
func erring[T any](read func(any) (T, error)) func(any) error {
	return func(v any) error {
		_, err := read(v)
		return err
	}
}

var readers = map[string]func(any) error{
	"ID": erring(scalar.UnmarshalID), "Date": erring(scalar.UnmarshalDate), "DateTime": erring(scalar.UnmarshalDateTime),
	"Decimal": erring(scalar.UnmarshalDecimal), "KatottgCode": erring(scalar.UnmarshalKatottgCode), "URL": erring(scalar.UnmarshalURL),
	"EmailAddress": erring(scalar.UnmarshalEmailAddress),
	"Int":          erring(scalar.UnmarshalInt), "Float": erring(scalar.UnmarshalFloat), "String": erring(scalar.UnmarshalString),
}

// FuzzScalars gives every scalar any JSON value, as a variable brings it, and any text, as a literal does.
func FuzzScalars(f *testing.F) {
	for _, seed := range []string{
		`null`, `true`, `"2026-11-24"`, `1`, `-0`, `1e309`, `1e-400`, `2147483648`, `-2147483648`, `0.1`, `"NaN"`, `{"a":[1]}`, `[]`, `"\u0000"`, `"\ud800"`,
		`"\u202e"`, `"2026-02-30T25:00:00Z"`, `"2026-11-24T12:00:00.123456789+14:00"`, `"http://a"`, `"javascript:alert(1)"`, `"//host"`, "\xff",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		values := []any{text}
		decoder := json.NewDecoder(strings.NewReader(text))
		decoder.UseNumber()
		var value any
		if decoder.Decode(&value) == nil {
			values = append(values, value)
		}
		for _, v := range values {
			for name, read := range readers {
				if err := read(v); err != nil {
					if told, ok := domain.AsError(err); !ok || told.Code != domain.CodeInvalidInput || told.Message.UK == "" || told.Message.EN == "" {
						t.Errorf("%s of %q: %v", name, text, err)
					}
				}
			}
			holds(t, v)
		}
	})
}

// holds demands of what was read what PostgreSQL and clients rely on.
func holds(t *testing.T, v any) {
	t.Helper()
	if s, err := scalar.UnmarshalString(v); err == nil {
		for _, r := range s {
			if r == 0 || r == utf8.RuneError || unicode.Is(unicode.Bidi_Control, r) {
				t.Errorf("%q passed", s)
			}
		}
		if len(s) > scalar.MaxText || !utf8.ValidString(s) {
			t.Errorf("%d bytes passed", len(s))
		}
	}
	if n, err := scalar.UnmarshalInt(v); err == nil && (n > math.MaxInt32 || n < math.MinInt32) {
		t.Errorf("%d is an Int", n)
	}
	if x, err := scalar.UnmarshalFloat(v); err == nil && (math.IsNaN(x) || math.IsInf(x, 0)) {
		t.Errorf("%v is a Float", x)
	}
	if u, err := scalar.UnmarshalURL(v); err == nil && !strings.HasPrefix(strings.ToLower(u), "http") {
		t.Errorf("%q is a URL", u)
	}
}
