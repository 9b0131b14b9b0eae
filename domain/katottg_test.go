package domain_test

import (
	"testing"

	"hromada/domain"
)

func TestKatottgCodesKnowTheirLevel(t *testing.T) {
	t.Parallel()
	for _, e := range []struct {
		code                        string
		region, district, community bool
	}{
		{"UA05000000000010236", true, false, false},
		{"UA05020000000026686", false, true, false},
		{"UA05020030000031457", false, false, true},
		{"UA05020030010063857", false, false, false}, // a city within the community
	} {
		code, err := domain.ParseKatottgCode(e.code)
		if err != nil || string(code) != e.code {
			t.Fatalf("%s became %s, %v", e.code, code, err)
		}
		if code.IsRegion() != e.region || code.IsDistrict() != e.district || code.IsCommunity() != e.community {
			t.Errorf("%s: region %t, district %t, community %t", code, code.IsRegion(), code.IsDistrict(), code.IsCommunity())
		}
		if code.Region() != "UA05" || code.District() != e.code[:6] {
			t.Errorf("%s lies in %s and %s", code, code.Region(), code.District())
		}
	}
}

func TestKatottgCodesOfOtherForms(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"", "UA", "UA0502003000003145", "UA050200300000314570", "ua05020030000031457", "UА05020030000031457" /* a Cyrillic А */, "0502003000003145700",
		" UA05020030000031457", "UA05020030000031457\n", "UA0502003000003145x", "UA0502003000003145٣", "UA05020030000031457\x00",
	} {
		got, err := domain.ParseKatottgCode(text)
		if told, ok := domain.AsError(err); !ok || told.Code != domain.CodeInvalidInput || got != "" {
			t.Errorf("%q: %q, %v", text, got, err)
		}
	}
}
