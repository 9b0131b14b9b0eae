package domain_test

import (
	"encoding/json"
	"testing"
	"time"

	"hromada/domain"

	"pgregory.net/rapid"
)

func TestDateComesBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		day := domain.NewDate(1900, time.January, 1).AddDays(rapid.IntRange(0, 109_572).Draw(t, "days"))
		read, err := domain.ParseDate(day.String())
		if err != nil || read != day {
			t.Fatalf("%s became %s, %v", day, read, err)
		}
		if written, err := json.Marshal(day); err != nil || string(written) != `"`+day.String()+`"` {
			t.Fatalf("%s, %v", written, err)
		}
		if value, err := day.Value(); err != nil || value != day.String() {
			t.Fatalf("%v, %v", value, err)
		}
	})
}

func TestDateOfOtherForms(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"", "2026-11-31", "2026-02-29", "1900-02-29", "2026-13-01", "2026-00-01", "2026-01-00", "0000-00-00", "1899-12-31", "2200-01-01", "9999-12-31",
		"20261120", "2026-11-2", "26-11-20", "2026/11/20", "20.11.2026", "2026-11-20 ", " 2026-11-20", "2026-11-20T00:00:00Z", "2026-11-20\n", "-2026-11-20",
		"٢٠٢٦-١١-٢٠", "infinity", "today", "2026-W47-5", "2026-11-20\x00",
	} {
		got, err := domain.ParseDate(text)
		if told, ok := domain.AsError(err); !ok || told.Code != domain.CodeInvalidInput || !got.IsZero() {
			t.Errorf("%q: %s, %v", text, got, err)
		}
	}
	for _, text := range []string{"1900-01-01", "2199-12-31", "2000-02-29", "2028-02-29"} {
		if got, err := domain.ParseDate(text); err != nil || got.String() != text || got.IsZero() {
			t.Errorf("%s: %s, %v", text, got, err)
		}
	}
}

func TestDaysAreCountedWithoutHours(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		from := domain.NewDate(2026, time.January, 1).AddDays(rapid.IntRange(-30_000, 30_000).Draw(t, "from"))
		n := rapid.IntRange(-40_000, 40_000).Draw(t, "days")
		to := from.AddDays(n)
		if from.DaysUntil(to) != n || to.DaysUntil(from) != -n {
			t.Fatalf("%s to %s: %d days, want %d", from, to, from.DaysUntil(to), n)
		}
		if from.Before(to) != (n > 0) || from.After(to) != (n < 0) {
			t.Fatalf("%s before %s: %t, after: %t", from, to, from.Before(to), from.After(to))
		}
	})
}

func TestDateInKyiv(t *testing.T) {
	t.Parallel()
	kyiv, err := time.LoadLocation("Europe/Kyiv")
	if err != nil {
		t.Fatal(err)
	}
	for instant, want := range map[string]string{
		"2026-11-20T21:59:59Z": "2026-11-20", "2026-11-20T22:00:00Z": "2026-11-21", // winter, two hours ahead
		"2026-07-01T20:59:59Z": "2026-07-01", "2026-07-01T21:00:00Z": "2026-07-02", // summer, three
	} {
		at, err := time.Parse(time.RFC3339, instant)
		if err != nil {
			t.Fatal(err)
		}
		if got := domain.DateIn(at, kyiv).String(); got != want {
			t.Errorf("%s is %s, want %s", instant, got, want)
		}
	}
}

func TestDateFromAColumn(t *testing.T) {
	t.Parallel()
	var d domain.Date
	if err := d.Scan(time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC)); err != nil || d.String() != "2026-11-20" || d.Year() != 2026 {
		t.Errorf("%s, %v", d, err)
	}
	for _, src := range []any{nil, "2026-11-20", 5} {
		if err := d.Scan(src); err == nil {
			t.Errorf("%v was taken", src)
		}
	}
}
