package domain_test

import (
	"testing"

	"hromada/domain"
)

func TestPickTakesTheOtherLanguageWhereOneIsMissing(t *testing.T) {
	t.Parallel()
	for _, e := range []struct {
		lang domain.Language
		en   *string
		want string
	}{
		{domain.Ukrainian, new("Vinnytska"), "Вінницька"},
		{domain.English, new("Vinnytska"), "Vinnytska"},
		{domain.Ukrainian, nil, "Вінницька"},
		{domain.English, nil, "Вінницька"},
		{"", new("Vinnytska"), "Вінницька"},
	} {
		if got := domain.Pick(e.lang, "Вінницька", e.en); got != e.want {
			t.Errorf("%q gives %s, want %s", e.lang, got, e.want)
		}
	}
}
