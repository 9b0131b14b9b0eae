package scalar_test

import (
	"bytes"
	"encoding/json"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"hromada/domain"
	"hromada/graph/scalar"
)

// reads checks what a scalar takes, and that it refuses the rest as INVALID_INPUT.
func reads[T comparable](t *testing.T, name string, unmarshal func(any) (T, error), good map[any]T, bad ...any) {
	t.Helper()
	for input, want := range good {
		if got, err := unmarshal(input); err != nil || got != want {
			t.Errorf("%s %#v: %v, %v, want %v", name, input, got, err, want)
		}
	}
	for _, input := range append(bad, nil, true, []any{}, map[string]any{}) {
		got, err := unmarshal(input)
		told, ok := domain.AsError(err)
		if !ok || told.Code != domain.CodeInvalidInput || told.Message.UK == "" || told.Message.EN == "" {
			t.Errorf("%s takes %.50v as %v, or fails with %v", name, input, got, err)
		}
	}
}

func TestScalarsRead(t *testing.T) {
	t.Parallel()
	reads(t, "String", scalar.UnmarshalString, map[any]string{"": "", "їжак\n🌻": "їжак\n🌻"},
		5, json.Number("5"), "\x00", "а\x00б", "\xff", "а\xc3", "\ufffd", strings.Repeat("a", scalar.MaxText+1))
	reads(t, "Int", scalar.UnmarshalInt, map[any]int{
		json.Number("0"): 0, json.Number("-5"): -5, int64(7): 7, json.Number("2147483647"): math.MaxInt32, int64(math.MinInt32): math.MinInt32,
	}, "5", 1.5, json.Number("1.5"), json.Number("1e2"), json.Number("2147483648"), int64(math.MaxInt32+1), json.Number("99999999999999999999"), json.Number(""))
	reads(t, "Float", scalar.UnmarshalFloat, map[any]float64{json.Number("1.5"): 1.5, int64(2): 2, json.Number("-1e-3"): -0.001, 0.25: 0.25},
		"1.5", json.Number("1e309"), math.NaN(), math.Inf(1), math.Inf(-1), json.Number("0x"))
	reads(t, "Date", scalar.UnmarshalDate, map[any]domain.Date{"2026-11-20": domain.NewDate(2026, 11, 20)}, "", "20.11.2026", "2026-11-20T00:00:00Z", 20261120)
	reads(t, "Decimal", scalar.UnmarshalDecimal, map[any]domain.Decimal{"1200.50": "1200.50", "-3": "-3"}, "", "1,5", "1e3", 5, json.Number("5"))
	reads(t, "KatottgCode", scalar.UnmarshalKatottgCode, map[any]domain.KatottgCode{"UA05020030000031457": "UA05020030000031457"}, "", "UA", "05020030000031457")
	reads(t, "URL", scalar.UnmarshalURL, map[any]string{"https://example.org/я?а=б#в": "https://example.org/я?а=б#в", "http://a": "http://a"},
		"", "example.org", "//example.org", "/a", "ftp://a", "javascript:alert(1)", "http:///a", "http://", "http://a b", "https://[::1", "mailto:a@b.c")
	id := domain.NodeID{Type: "Goal", Community: 3, Number: 4}
	reads(t, "ID", scalar.UnmarshalID, map[any]domain.NodeID{id.String(): id}, "", "x", 5, "Goal:3:4")
	noon := time.Date(2026, 3, 1, 9, 30, 0, 0, time.UTC)
	reads(t, "DateTime", scalar.UnmarshalDateTime, map[any]time.Time{"2026-03-01T09:30:00Z": noon}, "", "2026-03-01", "2026-03-01T09:30:00", "2026-02-30T09:30:00Z", "now")
	if got, err := scalar.UnmarshalDateTime("2026-03-01T11:30:00.25+02:00"); err != nil || !got.Equal(noon.Add(time.Second/4)) {
		t.Errorf("%v, %v", got, err)
	}
}

func TestScalarsWrite(t *testing.T) {
	t.Parallel()
	kyiv := time.FixedZone("", 2*60*60)
	for want, written := range map[string]graphql.Marshaler{
		`"а\"\n<"`:                         scalar.MarshalString("а\"\n<"),
		`-5`:                               scalar.MarshalInt(-5),
		`33.33`:                            scalar.MarshalFloat(33.33),
		`"2026-01-02"`:                     scalar.MarshalDate(domain.NewDate(2026, 1, 2)),
		`"2026-03-01T09:30:00.25Z"`:        scalar.MarshalDateTime(time.Date(2026, 3, 1, 11, 30, 0, 250_000_000, kyiv)),
		`"99999999999.90"`:                 scalar.MarshalDecimal("99999999999.90"),
		`"UA05020030000031457"`:            scalar.MarshalKatottgCode("UA05020030000031457"),
		`"https://example.org/?a=1&b=<2>"`: scalar.MarshalURL("https://example.org/?a=1&b=<2>"),
		`"UmVnaW9uOjA6MQ"`:                 scalar.MarshalID(domain.NodeID{Type: "Region", Number: 1}),
	} {
		var out bytes.Buffer
		written.MarshalGQL(&out)
		if out.String() != want {
			t.Errorf("%s, want %s", out.String(), want)
		}
	}
}
