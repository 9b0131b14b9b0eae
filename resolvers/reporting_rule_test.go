package resolvers_test

import (
	"strings"
	"testing"

	"hromada/auth"
	"hromada/domain"
)

func TestRegionsSayHowOftenCommunitiesReport(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	admin := a.someone("admin", administrator())
	type payload struct {
		Region *struct {
			Reporting struct {
				Period, PeriodStart, PeriodEnd, Due string
				DueDays                             int
			}
		}
	}
	const fields = `region { reporting { period dueDays periodStart periodEnd due } }`
	in := func(rest string) string { return `regionCode: "` + string(vinnytskaOblast) + `", ` + rest }
	got := does[payload](admin, "setReporting", in(`period: QUARTERLY, dueDays: 15`), fields).Region.Reporting
	if got.Period != "QUARTERLY" || got.DueDays != 15 || got.PeriodStart != "2026-07-01" || got.PeriodEnd != "2026-09-30" || got.Due != "2026-10-15" {
		t.Errorf("%+v", got)
	}
	events := `SELECT CAST(count(*) AS text) FROM audit_events WHERE action = 'SET_REPORTING' AND NOT refused`
	does[payload](admin, "setReporting", in(`period: QUARTERLY, dueDays: 15`), fields)
	if n := a.text(events); n != "1" {
		t.Errorf("%s events for one change", n)
	}
	if got := does[payload](admin, "setReporting", in(`period: MONTHLY`), fields).Region.Reporting; got.Period != "MONTHLY" || got.DueDays != 10 || got.PeriodStart != "2026-10-01" {
		t.Errorf("%+v", got)
	}
	does[payload](admin, "setReporting", in(`period: MONTHLY, dueDays: 61`), fields, "INVALID_INPUT dueDays")
	does[payload](admin, "setReporting", in(`period: MONTHLY, dueDays: -1`), fields, "INVALID_INPUT dueDays")
	does[payload](admin, "setReporting", `regionCode: "UA01000000000013043", period: MONTHLY`, fields, "NOT_FOUND regionCode")
	for name, grant := range map[string]func() *person{
		"an expert": func() *person { return a.someone("expert", expertOf(vinnytskaOblast)) },
		"a head":    func() *person { return a.someone("head", staffOf(yakushynetska, auth.Head)) },
	} {
		refused := grant().ask(`mutation { setReporting(input: {`+in(`period: MONTHLY`)+`}) { userErrors { code } } }`, nil)
		if len(refused.Errors) != 1 || refused.Errors[0].Extensions.Code != domain.CodeForbidden {
			t.Errorf("%s: %s", name, refused.Body)
		}
	}
}

func TestWhoHasNotReported(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	// Two communities with a tree each: in the first one component was reported on 13 November, in the second nothing.
	s := outline(yakushynetska, domain.Digital, nil)
	goal := s.goal("Ціль")
	s.component(goal, "Звітований", reported(domain.InProgress, 10))
	s.component(goal, "Готовий", reported(domain.Done))
	s.component(goal, "Мовчазний")
	a.tree(s.Outline)
	a.tree(strategy(vinnytska))
	for since, want := range map[string][2]string{
		"2026-11-01": {`["Вінницька"]`, `["Мовчазний"]`},
		"2026-11-13": {`["Вінницька"]`, `["Мовчазний"]`},
		"2026-11-14": {`["Вінницька","Якушинецька"]`, `["Звітований","Мовчазний"]`},
	} {
		got := a.ask(`query($since: Date!) { communities(filter: {notReportedSince: $since}) { nodes { name } }
			components(filter: {notReportedSince: $since, communityCodes: ["`+string(yakushynetska)+`"]}) { nodes { title } } }`, vars{"since": since})
		names := strings.NewReplacer(`{"name":`, ``, `{"title":`, ``, `}`, ``).Replace(got.Body)
		if !strings.Contains(names, `"communities":{"nodes":`+want[0]) || !strings.Contains(names, `"components":{"nodes":`+want[1]) {
			t.Errorf("since %s: %s", since, got.Body)
		}
	}
	last := a.ask(`{ communities(filter: {hasGoalTree: DIGITAL}) { nodes { lastReportedAt } } other: communities(filter: {hasGoalTree: DEVELOPMENT_STRATEGY}) { nodes { lastReportedAt } } }`, nil)
	if last.Body != `{"data":{"communities":{"nodes":[{"lastReportedAt":"2026-11-20T10:00:00Z"}]},"other":{"nodes":[{"lastReportedAt":null}]}}}`+"\n" {
		t.Error(last.Body)
	}
}
