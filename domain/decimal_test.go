package domain_test

import (
	"math/big"
	"testing"

	"hromada/domain"

	"pgregory.net/rapid"
)

func TestDecimalKeepsItsDigits(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`-?[0-9]{1,12}(\.[0-9]{1,2})?`).Draw(t, "text")
		got, err := domain.ParseDecimal(text)
		if err != nil || string(got) != text {
			t.Fatalf("%s became %s, %v", text, got, err)
		}
		fixed := string(got.Fixed())
		asked, _ := new(big.Rat).SetString(text)
		if fixed != asked.FloatString(2) { // equal amounts are equal strings
			t.Fatalf("%s is fixed as %s", text, fixed)
		}
		if again := got.Fixed().Fixed(); string(again) != fixed {
			t.Fatalf("%s is fixed as %s, and that as %s", text, fixed, again)
		}
	})
}

func TestDecimalOfOtherForms(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"", "-", ".", ".5", "5.", "1,5", "1 000", "1_000", "+1", "--1", "1e3", "0x1", "NaN", "Infinity", "1.234", "1234567890123", "1.2.3", "٣", "1\n", " 1", "1\x00", "½",
	} {
		got, err := domain.ParseDecimal(text)
		if told, ok := domain.AsError(err); !ok || told.Code != domain.CodeInvalidInput || got != "" {
			t.Errorf("%q: %q, %v", text, got, err)
		}
	}
}

func TestDecimalFromAndToAColumn(t *testing.T) {
	t.Parallel()
	for _, src := range []any{"12.30", []byte("12.30")} {
		var d domain.Decimal
		if err := d.Scan(src); err != nil || d != "12.30" {
			t.Errorf("%v became %s, %v", src, d, err)
		}
	}
	var d domain.Decimal
	for _, src := range []any{nil, 12.3, 12} {
		if err := d.Scan(src); err == nil {
			t.Errorf("%v was taken", src)
		}
	}
	if value, err := domain.Decimal("12.30").Value(); err != nil || value != "12.30" {
		t.Errorf("%v, %v", value, err)
	}
	if currency := (domain.Money{Amount: "1"}).Currency(); currency != "UAH" {
		t.Error(currency)
	}
}
