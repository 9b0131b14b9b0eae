package domain_test

import (
	"strings"
	"testing"

	"hromada/domain"
)

// refused demands an error that callers can be told, in both languages, without their own words in it.
func refused(t *testing.T, err error, text string) {
	t.Helper()
	told, ok := domain.AsError(err)
	if !ok || told.Code != domain.CodeInvalidInput || told.Message.UK == "" || told.Message.EN == "" {
		t.Fatalf("%q: %v", text, err)
	}
	if len(text) > 12 && strings.Contains(told.Message.UK+told.Message.EN, text) {
		t.Fatalf("%q is repeated: %v", text, err)
	}
}

func FuzzNodeID(f *testing.F) {
	for _, seed := range []string{"", "Q29tbXVuaXR5OjA6MQ", "R29hbDoxOjI", "R29hbDoxOjI=", "R29hbDoxOi0y", "R29hbDoxOjA1", "====", "Oi06", domain.NodeID{Type: "Goal", Community: 1 << 62, Number: 7}.String()} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		id, err := domain.ParseNodeID(text)
		if err != nil {
			refused(t, err, text)
			return
		}
		if id.String() != text || id.Community < 0 || id.Number < 0 || id.Type == "" {
			t.Errorf("%q is %+v, written %q", text, id, id)
		}
	})
}

func FuzzDate(f *testing.F) {
	for _, seed := range []string{"", "2026-11-24", "0000-00-00", "9999-12-31", "1900-01-01", "2199-12-31", "2024-02-29", "2023-02-29", "2026-1-1", "2026-11-24T00:00:00Z", "٢٠٢٦-١١-٢٤"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, err := domain.ParseDate(text)
		if err != nil {
			refused(t, err, text)
			return
		}
		if d.String() != text || text < "1900-01-01" || text > "2199-12-31" || len(text) != 10 {
			t.Errorf("%q is %s", text, d)
		}
	})
}

func FuzzDecimal(f *testing.F) {
	for _, seed := range []string{"", "0", "-0", "1200.50", "999999999999.99", "9999999999999", "1.234", "1e3", "NaN", "00.1", ".5", "5.", "+1", "1,5"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, err := domain.ParseDecimal(text)
		if err != nil {
			refused(t, err, text)
			return
		}
		whole, fraction, _ := strings.Cut(strings.TrimPrefix(string(d), "-"), ".")
		if again, err := domain.ParseDecimal(string(d)); err != nil || again != d || len(whole) > 12 || len(fraction) > 2 {
			t.Errorf("%q is %q, then %q: %v", text, d, again, err)
		}
	})
}

func FuzzKatottgCode(f *testing.F) {
	for _, seed := range []string{"", "UA05020030000031457", "ua05020030000031457", "UA0502003000003145", "UA05020030000031457 ", "UA0502003000003145٧"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		code, err := domain.ParseKatottgCode(text)
		if err != nil {
			refused(t, err, text)
			return
		}
		if string(code) != text || len(text) != 19 || !strings.HasPrefix(text, "UA") || strings.Trim(text[2:], "0123456789") != "" {
			t.Errorf("%q is %q", text, code)
		}
	})
}
