package resolvers_test

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"hromada/auth"
	"hromada/domain"
	"hromada/graph"
	"hromada/models"
)

// The crawler's world: five small communities in two regions. What is public is the same in every copy; what is private,
// the canaries, is only there for the parts that a copy is made with.

// part is whom something private belongs to: one of the communities from 1, or nobody but the administrators.
type part int

const administration part = 0

var allParts = []part{administration, 1, 2, 3, 4, 5}

// Communities of the crawler's world. The first two are neighbours.
const (
	firstOfVinnytska  part = 1
	secondOfVinnytska part = 2
	firstOfPodillia   part = 3
	lastOfPodillia    part = 4
	draftsOnly        part = 5 // where nothing is published
)

// spot is the code of a community of the crawler's world.
func spot(p part) domain.KatottgCode {
	if p <= secondOfVinnytska {
		return domain.KatottgCode(fmt.Sprintf("UA0502%03d0000012345", p))
	}
	return domain.KatottgCode(fmt.Sprintf("UA6802%03d0000012345", p))
}

// crawled is one copy of the world, with those who look at it.
type crawled struct {
	*api
	closed *api // the same, where reading is not public
	people map[string]*person
}

// onlooker is a kind of viewer, with what they may see of what is private.
type onlooker struct {
	name   string
	grants []models.Grant
	scope  []part
}

var onlookers = []onlooker{
	{name: "visitor"},
	{name: "outsider"},
	{name: "person", grants: []models.Grant{}},
	{name: "former head", grants: []models.Grant{ended(staffOf(spot(1), auth.Head)), later(expertOf(vinnytskaOblast))}},
	{name: "reader", grants: []models.Grant{staffOf(spot(1), auth.Reader)}, scope: []part{1}},
	{name: "editor", grants: []models.Grant{staffOf(spot(1), auth.Editor)}, scope: []part{1}},
	{name: "head", grants: []models.Grant{staffOf(spot(1), auth.Head)}, scope: []part{1}},
	{name: "staff of two", grants: []models.Grant{staffOf(spot(1), auth.Editor), staffOf(spot(3), auth.Reader)}, scope: []part{1, 3}},
	{name: "expert", grants: []models.Grant{expertOf(vinnytskaOblast)}, scope: []part{1, 2}},
	{name: "observer", grants: []models.Grant{observerOf(vinnytskaOblast)}, scope: []part{1, 2}},
	{name: "admin", grants: []models.Grant{administrator()}, scope: allParts},
}

func ended(g models.Grant) models.Grant {
	g.Since, g.Until = new(noon.Add(-48*time.Hour)), new(noon.Add(-24*time.Hour))
	return g
}

func later(g models.Grant) models.Grant {
	g.Since = new(noon.Add(time.Hour))
	return g
}

// apart has each document of each person come from an address of its own, the same in every copy: how often an address may ask is tried elsewhere.
func apart(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		sum := sha256.Sum256(body)
		r.Body, r.RemoteAddr = io.NopCloser(bytes.NewReader(body)), fmt.Sprintf("10.%d.%d.%d:1000", sum[0], sum[1], sum[2])
		next.ServeHTTP(w, r)
	})
}

// crawlerWorld makes a copy that holds the private things of some parts.
func crawlerWorld(tb testing.TB, private []part) *crawled {
	tb.Helper()
	a := newAPI(tb)
	a.handler = apart(a.face(graph.Options{CostLimit: 1 << 40}))
	w := &crawled{api: a, closed: a.as(tb), people: map[string]*person{}}
	w.closed.handler = apart(a.face(graph.Options{Closed: true, CostLimit: 1 << 40}))
	a.write(func(tx *models.Tx) error {
		_, err := tx.WriteRegistry(crawlerRegistry(), "digital-vinnychchyna", "test")
		return err
	})
	a.knownProblems()
	a.knownSurveys()
	for _, p := range allParts[1:draftsOnly] {
		a.tree(knownTree(p))
	}
	for _, o := range onlookers {
		if o.grants != nil {
			w.people[o.name] = a.member(strings.ReplaceAll(o.name, " ", "."), o.grants...)
		}
	}
	for _, o := range onlookers {
		if who := w.people[o.name]; who != nil && (len(private) == len(allParts) || slices.Equal(o.scope, private)) {
			who.signIn()
		}
	}
	for _, p := range private {
		a.canaries(p)
	}
	w.forgetWork(private)
	w.letAdminActOnAll()
	a.exec(`INSERT INTO reporting_rules (region_id, period, due_days) SELECT r.id, 'QUARTERLY', 10 FROM regions r`)
	a.exec(`DELETE FROM metric_values`) // drafts of the canaries were written as if published, and taken back by hand
	a.refreshMetrics()
	for _, statement := range generatedMetrics {
		a.exec(statement)
	}
	return w
}

// ask sends a document as one of the onlookers.
func (w *crawled) ask(o onlooker, document string, variables vars) answer {
	w.tb.Helper()
	const same = "the-same-request" // or answers would differ by their ids
	switch who := w.people[o.name]; {
	case who != nil:
		return who.ask(document, variables, "X-Request-Id", same)
	case o.name == "outsider":
		return w.closed.ask(document, variables, "X-Request-Id", same)
	default:
		return w.api.ask(document, variables, "X-Request-Id", same)
	}
}

// as gives the same copy to another test.
func (w *crawled) as(tb testing.TB) *crawled {
	twin := &crawled{api: w.api.as(tb), closed: w.closed.as(tb), people: map[string]*person{}}
	for name, p := range w.people {
		p := *p
		p.api = twin.api
		twin.people[name] = &p
	}
	return twin
}

func crawlerRegistry() domain.Registry {
	r := domain.Registry{
		Regions: []domain.RegistryRegion{{Code: vinnytskaOblast, NameUK: "Вінницька"}, {Code: khmelnytskaOblast, NameUK: "Хмельницька"}},
	}
	districts := map[domain.KatottgCode]domain.KatottgCode{vinnytskaOblast: "UA05020000000026686", khmelnytskaOblast: "UA68020000000034485"}
	for _, region := range []domain.KatottgCode{vinnytskaOblast, khmelnytskaOblast} {
		r.Districts = append(r.Districts, domain.RegistryDistrict{Code: districts[region], Region: region, NameUK: "Район"})
	}
	for _, p := range allParts[1:] {
		region := vinnytskaOblast
		if p > secondOfVinnytska {
			region = khmelnytskaOblast
		}
		r.Communities = append(r.Communities, domain.RegistryCommunity{
			Code: spot(p), Region: region, District: districts[region], NameUK: fmt.Sprintf("Громада %d", p), Type: domain.Rural,
			AreaKm2: new(100.5), Population: new(1000 * int(p)), UrbanPopulation: new(10), PopulationOn: new(domain.NewDate(2022, 1, 1)),
			CentreCode: new(spot(p)), CentreNameUK: new("Центр"), Latitude: new(49.5), Longitude: new(28.5), Settlements: new(3),
		})
		r.Participants = append(r.Participants, spot(p))
	}
	return r
}

// knownTree is what a community published.
func knownTree(p part) domain.Outline {
	s := outline(spot(p), domain.Digital, &domain.Period{Start: 2026, End: 2028})
	goal := s.goal("Відома ціль", coded("1"), mattering(domain.High), dated(domain.NewDate(2026, 1, 1), domain.NewDate(2026, 12, 31)),
		measured("Відомий показник", domain.HigherIsBetter, "10", "2026 50 30", "2027 60"),
		func(n *domain.OutlineNode) { n.Problems = []string{"TRUST"} })
	under := s.subgoal(goal, "Відома підціль", coded("1.1"), measured("Відомий показник", domain.LowerIsBetter, "10", "2026 5 7"))
	s.component(under, "Відомий захід", made(domain.Hard), costing("100.00", domain.LocalFunds), reported(domain.InProgress, 40), weighing(2),
		dated(domain.NewDate(2026, 1, 1), domain.NewDate(2026, 12, 31)), paid, func(n *domain.OutlineNode) { n.Category = "NETWORK" })
	s.component(under, "Відомий зайвий захід", made(domain.Soft), costing("50.00", domain.StateFunds), reported(domain.Done))
	s.component(goal, "Відомий захід цілі", reported(domain.Planned))
	s.SourceTitle, s.SourceURL = "Відома програма", "https://example.org/program"
	return s.Outline
}

func paid(n *domain.OutlineNode) {
	n.Spending = []domain.Spending{{On: domain.NewDate(2026, 5, 1), Source: domain.LocalFunds, Amount: "10.00", Note: "Відомий платіж"}}
	n.Evidence = []domain.Evidence{{URL: "https://example.org/photo", Title: "Відоме фото"}}
}

// letAdminActOnAll puts into everybody's own history something that an administrator did, from an address that is nobody else's to
// know.
func (w *crawled) letAdminActOnAll() {
	w.exec(`INSERT INTO audit_events (at, actor_id, actor_role, action, subject_type, subject_community, subject_number, before, after, address)
		SELECT timestamptz '2026-11-20', CAST($1 AS bigint), 'ADMIN', 'RENAME_USER', 'User', 0, u.id, '{"name": "Раніше"}', '{"name": "Тепер"}',
			'КАНАРКА-0 адреса'
		FROM users u WHERE u.id < 777000000 AND u.id <> $1 ORDER BY u.id`, w.people["admin"].id.Number)
}

func (o onlooker) sees(p part) bool { return slices.Contains(o.scope, p) }
