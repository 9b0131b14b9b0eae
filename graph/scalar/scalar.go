// Package scalar reads and writes the schema's scalars. Every fault of an input is INVALID_INPUT, so
// that a client never has to guess from a text what it did wrong.
package scalar

import (
	"encoding/json"
	"math"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"

	"hromada/domain"
)

// MaxText is how long any text in a query may be, in bytes.
const MaxText = 100_000

// MarshalString writes text.
func MarshalString(s string) graphql.Marshaler { return graphql.MarshalString(s) }

// UnmarshalString reads text. NUL, which PostgreSQL cannot hold, broken characters, and marks that turn the
// direction of what follows, so that a reader sees another text than was written, are refused. Of half
// a surrogate pair only the replacement character is left when it comes here.
func UnmarshalString(v any) (string, error) {
	s, ok := v.(string)
	switch {
	case !ok:
		return "", domain.Invalid("", "Очікується текст.", "Expected a text.")
	case len(s) > MaxText:
		return "", domain.Invalid("", "Текст задовгий.", "The text is too long.")
	case !utf8.ValidString(s) || strings.ContainsFunc(s, forbidden):
		return "", domain.Invalid("", "Текст містить недозволені символи.", "The text holds characters that are not allowed.")
	}
	return s, nil
}

func forbidden(r rune) bool {
	return r == 0 || r == utf8.RuneError || unicode.Is(unicode.Bidi_Control, r)
}

// MarshalID writes a public id.
func MarshalID(id domain.NodeID) graphql.Marshaler { return graphql.MarshalString(id.String()) }

// UnmarshalID reads a public id.
func UnmarshalID(v any) (domain.NodeID, error) { return fromText(v, domain.ParseNodeID) }

// MarshalInt writes a whole number.
func MarshalInt(i int) graphql.Marshaler { return graphql.MarshalInt(i) }

// UnmarshalInt reads a whole number of 32 bits, as GraphQL defines it.
func UnmarshalInt(v any) (int, error) {
	n, err := strconv.ParseInt(numeral(v), 10, 32)
	if err != nil {
		return 0, domain.Invalid("", "Очікується ціле число.", "Expected a whole number.")
	}
	return int(n), nil
}

// MarshalFloat writes a number.
func MarshalFloat(f float64) graphql.Marshaler { return graphql.MarshalFloat(f) }

// UnmarshalFloat reads a finite number.
func UnmarshalFloat(v any) (float64, error) {
	f, err := strconv.ParseFloat(numeral(v), 64)
	if err != nil || math.IsNaN(f) || math.IsInf(f, 0) {
		return 0, domain.Invalid("", "Очікується число.", "Expected a number.")
	}
	return f, nil
}

// numeral gives the digits of a number as the client wrote them; empty for anything else.
func numeral(v any) string {
	switch n := v.(type) {
	case json.Number:
		return n.String()
	case int: // a default value of the schema
		return strconv.Itoa(n)
	case int64:
		return strconv.FormatInt(n, 10)
	case float64:
		return strconv.FormatFloat(n, 'g', -1, 64)
	}
	return ""
}

// MarshalDate writes YYYY-MM-DD.
func MarshalDate(d domain.Date) graphql.Marshaler { return graphql.MarshalString(d.String()) }

// UnmarshalDate reads YYYY-MM-DD.
func UnmarshalDate(v any) (domain.Date, error) { return fromText(v, domain.ParseDate) }

// MarshalDateTime writes RFC 3339 in UTC.
func MarshalDateTime(t time.Time) graphql.Marshaler {
	return graphql.MarshalString(t.UTC().Format(time.RFC3339Nano))
}

// UnmarshalDateTime reads RFC 3339.
func UnmarshalDateTime(v any) (time.Time, error) {
	return fromText(v, func(s string) (time.Time, error) {
		t, err := time.Parse(time.RFC3339Nano, s)
		if err != nil {
			return t, domain.Invalid("", "Очікується час за RFC 3339.", "Expected a time in RFC 3339.")
		}
		return t, nil
	})
}

// MarshalDecimal writes the digits.
func MarshalDecimal(d domain.Decimal) graphql.Marshaler { return graphql.MarshalString(string(d)) }

// UnmarshalDecimal reads an exact amount.
func UnmarshalDecimal(v any) (domain.Decimal, error) { return fromText(v, domain.ParseDecimal) }

// MarshalKatottgCode writes the code.
func MarshalKatottgCode(c domain.KatottgCode) graphql.Marshaler {
	return graphql.MarshalString(string(c))
}

// UnmarshalKatottgCode reads a code of the codifier.
func UnmarshalKatottgCode(v any) (domain.KatottgCode, error) {
	return fromText(v, domain.ParseKatottgCode)
}

// MarshalURL writes the address.
func MarshalURL(s string) graphql.Marshaler { return graphql.MarshalString(s) }

// UnmarshalURL reads an absolute http or https address.
func UnmarshalURL(v any) (string, error) {
	return fromText(v, func(s string) (string, error) {
		u, err := url.Parse(s)
		if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
			return "", domain.Invalid("", "Очікується адреса http:// або https://.", "Expected an address with http:// or https://.")
		}
		return s, nil
	})
}

// MarshalEmailAddress writes the address.
func MarshalEmailAddress(s string) graphql.Marshaler { return graphql.MarshalString(s) }

// UnmarshalEmailAddress reads an e-mail address.
func UnmarshalEmailAddress(v any) (string, error) { return fromText(v, domain.ParseEmail) }

func fromText[T any](v any, parse func(string) (T, error)) (T, error) {
	s, err := UnmarshalString(v)
	if err != nil {
		var none T
		return none, err
	}
	return parse(s)
}
