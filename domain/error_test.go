package domain_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"hromada/domain"
)

func TestErrorsTellInBothLanguages(t *testing.T) {
	t.Parallel()
	for code, e := range map[domain.Code]*domain.Error{
		domain.CodeInvalidInput:    domain.Invalid("first", "Від 0 до %d.", "0 to %d.", 100),
		domain.CodeNotFound:        domain.NotFound("id"),
		domain.CodeForbidden:       domain.Forbidden(),
		domain.CodeUnauthenticated: domain.Unauthenticated(),
		domain.CodeUnavailable:     domain.Unavailable(errors.New("cause")),
		domain.CodeInternal:        domain.Internal(errors.New("cause")),
		domain.CodeRateLimited:     domain.RateLimited(),
		domain.CodeLimitExceeded:   domain.LimitExceeded(domain.DepthLimit, 21, 20),
	} {
		uk, en := e.Message.In(domain.Ukrainian), e.Message.In(domain.English)
		if e.Code != code || uk == "" || en == "" || uk == en || strings.Contains(uk+en, "%") || strings.Contains(uk+en, "cause") {
			t.Errorf("%s: %s %q %q", code, e.Code, uk, en)
		}
		if !strings.Contains(e.Error(), en) || !strings.HasPrefix(e.Error(), e.Field) {
			t.Errorf("%s: %s", code, e)
		}
	}
	if got := domain.Invalid("f", "100% слів", "100% of words").Message; got.UK != "100% слів" || got.EN != "100% of words" {
		t.Errorf("a text without arguments became %+v", got)
	}
	if got := domain.Invalid("first", "Від 0 до %d.", "0 to %d.", 100).Message; got.UK != "Від 0 до 100." || got.EN != "0 to 100." {
		t.Errorf("%+v", got)
	}
}

func TestErrorsKeepTheirCauseForTheLog(t *testing.T) {
	t.Parallel()
	cause := errors.New("the disk is full")
	plain := domain.Invalid("text", "а", "b")
	caused := plain.Because(cause)
	if !errors.Is(caused, cause) || errors.Is(plain, cause) || caused.Error() != plain.Error() {
		t.Errorf("%v of %v", caused, plain)
	}
	if told, ok := domain.AsError(fmt.Errorf("in a request: %w", caused)); !ok || told != caused {
		t.Errorf("%v", told)
	}
	if told, ok := domain.AsError(cause); ok {
		t.Errorf("%v", told)
	}
}

func TestErrorsNameTheWayToTheirField(t *testing.T) {
	t.Parallel()
	field := domain.Invalid("text", "а", "b")
	if got := field.At("filter").At("input").Field; got != "input.filter.text" {
		t.Error(got)
	}
	if got := domain.Invalid("", "а", "b").At("filter").Field; got != "filter" {
		t.Error(got)
	}
	if field.Field != "text" {
		t.Errorf("the error itself became %q", field.Field)
	}
}

func TestEveryLimitHasAName(t *testing.T) {
	t.Parallel()
	for _, limit := range []domain.Limit{
		domain.BodyLimit, domain.TokenLimit, domain.DepthLimit, domain.AliasLimit, domain.DirectiveLimit, domain.NodeLimit, domain.CostLimit,
	} {
		e := domain.LimitExceeded(limit, 7, 5)
		if strings.Contains(e.Message.EN, ":  7") || strings.Contains(e.Message.UK, ":  7") || e.Exceeded == nil || *e.Exceeded != (domain.Exceeded{Limit: limit, Asked: 7, Allowed: 5}) {
			t.Errorf("%s: %+v", limit, e)
		}
	}
}
