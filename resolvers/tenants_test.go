package resolvers_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"hromada/domain"
)

// Tenants: what belongs to one community is to another's staff as if it did not exist.

func TestTenants(t *testing.T) {
	t.Parallel()
	w := crawlerWorld(t, allParts)
	for name, test := range map[string]func(*testing.T, *crawled){
		"what is hidden is not found, to the byte": hiddenIsNotFound, "ids with another type are not found": otherTypesAreNotFound,
		"hidden fields are no filters": hiddenFieldsAreNoFilters, "nothing tells that there is a draft": nothingTellsOfDrafts, "nothing tells of work on trees": nothingTellsOfWork,
		"rights stay in their place": rightsStayInTheirPlace, "figures are of what is published": figuresAreOfWhatIsPublished,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, w.as(t))
		})
	}
}

const askNode = `query($id: ID!) { node(id: $id) { __typename id } }`

// strangers are the onlookers who may not see a part.
func strangers(p part) []onlooker {
	return slices.DeleteFunc(slices.Clone(onlookers), func(o onlooker) bool { return o.sees(p) || o.name == "outsider" })
}

func hiddenIsNotFound(t *testing.T, w *crawled) {
	t.Helper()
	for _, p := range allParts {
		hidden := p.ids()
		if p == draftsOnly {
			hidden = append(hidden, slices.DeleteFunc(p.known(), func(id string) bool {
				parsed, err := domain.ParseNodeID(id)
				return err != nil || parsed.Community == 0 || parsed.Type == "CommunityProblem" // of the registry, or known to anybody
			})...)
		}
		for _, o := range strangers(p) {
			missing := w.ask(o, askNode, vars{"id": numberedIDs("Goal", 1, 1<<40)[0]})
			if len(missing.Errors) != 1 || missing.Errors[0].Extensions.Code != domain.CodeNotFound {
				t.Fatalf("%s: a missing goal is %s", o.name, missing.Body)
			}
			for _, id := range hidden {
				if w.isOwn(o, id) {
					continue
				}
				if got := w.ask(o, askNode, vars{"id": id}); got.Body != missing.Body {
					t.Errorf("%s: a hidden thing is %s, and a missing one %s", o.name, got.Body, missing.Body)
				}
			}
		}
	}
}

// isOwn tells whether an id is that of somebody's own account, or of their membership.
func (w *crawled) isOwn(o onlooker, id string) bool {
	return w.people[o.name] != nil && strings.Contains(w.ask(o, `{ viewer { user { id memberships { id } } } }`, nil).Body, `"`+id+`"`)
}

// An id says what it is of: with another type's name before the same numbers it is nothing's.
func otherTypesAreNotFound(t *testing.T, w *crawled) {
	t.Helper()
	admin := onlookers[len(onlookers)-1]
	missing := w.ask(admin, askNode, vars{"id": numberedIDs("Goal", 1, 1<<40)[0]})
	for _, p := range allParts[1:] {
		for _, id := range p.ids() {
			right, err := domain.ParseNodeID(id)
			if err != nil {
				t.Fatal(err)
			}
			if got := w.ask(admin, askNode, vars{"id": id}); len(got.Errors) > 0 {
				t.Errorf("%+v: %s", right, got.Body)
			}
			for _, other := range []string{"GoalTree", "Goal", "Subgoal", "Component", "User", "Membership", "Community", "AuditEvent", "Survey", "goal"} {
				swapped := right
				if swapped.Type = other; swapped == right {
					continue
				}
				if got := w.ask(admin, askNode, vars{"id": swapped.String()}); got.Body != missing.Body {
					t.Errorf("%+v as %s: %s", right, other, got.Body)
				}
			}
			elsewhere := right
			elsewhere.Community = int64(p)%5 + 1
			if got := w.ask(admin, askNode, vars{"id": elsewhere.String()}); got.Body != missing.Body {
				t.Errorf("%+v of another community: %s", right, got.Body)
			}
		}
	}
}

// What nobody may filter or order by is no word of the schema, whoever asks.
func hiddenFieldsAreNoFilters(t *testing.T, w *crawled) {
	t.Helper()
	for _, field := range []string{
		`communities(filter: {survey: {phone_startsWith: "+380"}})`, `communities(filter: {view: WORKING})`, `goals(filter: {view: WORKING})`,
		`components(filter: {revisionState: DRAFT})`, `components(filter: {executor: {contains: "а"}})`, `components(orderBy: {field: PLANNED_COST})`,
		`goals(orderBy: {field: REVISION})`, `communities(orderBy: {field: DRAFTED_AT})`, `search(text: "канарка", view: WORKING)`,
		`users(filter: {passwordHash: {contains: "a"}})`, `users(orderBy: {field: EMAIL})`, `auditLog(filter: {address: "10.0.0.1"})`,
		`surveys(filter: {onlineLink: {contains: "a"}})`, `surveys(orderBy: {field: LINK})`,
	} {
		for _, o := range onlookers {
			got := w.ask(o, `{ `+field+` { __typename } }`, nil)
			if len(got.Errors) == 0 || got.Errors[0].Extensions.Code != domain.CodeValidationFailed || got.Data != nil {
				t.Errorf("%s: %s: %s", o.name, field, got.Body)
			}
		}
	}
}

// oracles are questions whose answers would tell of a draft without showing it.
const oracles = `query($c: KatottgCode!, $word: String!) {
	goals(filter: {text: {contains: $word}}) { totalCount facets { status { count } onTrack { count } priority { count } } }
	subgoals(filter: {text: {startsWith: $word}}) { totalCount facets { status { count } } }
	components(filter: {text: {contains: $word}}) { totalCount facets { kind { count } category { count } fundSource { count } } }
	search(text: $word) { totalCount pageInfo { hasNextPage } }
	communities(filter: {codes: [$c], hasGoalTree: DEVELOPMENT_STRATEGY}) { totalCount }
	late: components(filter: {communityCodes: [$c], due: {from: "2190-01-01"}}) { totalCount }
	donors: components(filter: {communityCodes: [$c], fundSource: [DONOR]}) { totalCount }
	trained: components(filter: {communityCodes: [$c], category: ["TRAINING"]}) { totalCount }
	surveys(filter: {text: {contains: $word}}) { totalCount }
	open: surveys(filter: {communityCode: [$c], state: [DRAFT, OPEN]}) { totalCount }
	questions(filter: {text: {contains: $word}}) { totalCount }
	suspended: communities(filter: {codes: [$c], goalStatus: [SUSPENDED]}) { totalCount }
}`

func nothingTellsOfDrafts(t *testing.T, w *crawled) {
	t.Helper()
	for _, p := range allParts[1:] {
		for _, o := range strangers(p) {
			got := w.ask(o, oracles, vars{"c": spot(p), "word": fmt.Sprintf("КАНАРКА-%d", p)})
			if len(got.Errors) > 0 || strings.Count(got.Body, `"totalCount":0`) != strings.Count(oracles, "totalCount") || strings.Contains(got.Body, `"count"`) {
				t.Errorf("%s of community %d: %s", o.name, p, got.Body)
			}
		}
	}
}

// worked is all that tells of work on the trees of a community.
const worked = `query($c: KatottgCode!, $cursor: String!) {
	all: activity(communityCode: $c, first: 100) { ...page }
	next: activity(communityCode: $c, first: 1, after: $cursor) { ...page }
	last: activity(communityCode: $c, last: 1, before: $cursor) { ...page }
	since: activity(communityCode: $c, since: "2026-11-20T09:00:00Z") { ...page }
	community(code: $c) { lastReportedAt goalTree { history { at } viewerCan revision { steps { at } } revisions { sequence steps { at } }
		goals { ...node subgoals { ...node components { ...node } } components { ...node } } } }
}
fragment page on ActivityConnection { totalCount nodes { at } edges { cursor } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }
fragment node on TreeNode { history { at } progressHistory { asOf } viewerCan }`

// isTold is what only those get who see a community at work.
var isTold = regexp.MustCompile(`"(at|asOf|startCursor|endCursor)":"|"cursor":|"totalCount":[1-9]|"sequence":777|"lastReportedAt":"21|[A-Z]_TREE|REPORT_PROGRESS`)

// What is done in a community's trees is to others as if nothing had ever been done there, wherever they begin to look.
func nothingTellsOfWork(t *testing.T, w *crawled) {
	t.Helper()
	admin := onlookers[len(onlookers)-1]
	for _, p := range allParts[1:] {
		asked := vars{"c": spot(p), "cursor": forged(fmt.Sprintf(`{"o":"ACTIVITY_DESC","k":"77700%d505","t":[77700%d505]}`, p, p))}
		if got := w.ask(admin, worked, asked); len(got.Errors) > 0 || p != draftsOnly && len(isTold.FindAllString(got.Body, -1)) < 50 {
			t.Fatalf("community %d as it is: %s", p, got.Body)
		}
		for _, o := range strangers(p) {
			got := w.ask(o, worked, asked)
			if told := isTold.FindString(got.Body); told != "" || !strings.Contains(got.Body, `"community":{`) {
				t.Errorf("%s is told %s of community %d: %s", o.name, told, p, got.Body)
			}
			for _, e := range got.Errors {
				if e.Extensions.Code != domain.CodeForbidden || len(o.scope) > 0 {
					t.Errorf("%s: %+v", o.name, e)
				}
			}
		}
	}
}

// Two memberships reach two communities, and neither a third nor the neighbours of the two.
func rightsStayInTheirPlace(t *testing.T, w *crawled) {
	t.Helper()
	for _, o := range onlookers {
		if o.name == "outsider" {
			continue
		}
		got := w.ask(o, `{ communities { nodes { code viewerCan } } }`, nil)
		for _, p := range allParts[1:] {
			want := fmt.Sprintf(`{"code":%q,"viewerCan":[]}`, spot(p))
			if o.sees(p) {
				more := ""
				switch {
				case o.name == "admin":
					more = `,"ASSIGN_EXPERT","EDIT_COMMUNITY_PROBLEMS","EDIT_SURVEY"`
				case o.name == "expert": // whose surveys are those of the whole region
					more = `,"ASSIGN_EXPERT","EDIT_COMMUNITY_PROBLEMS"`
				case o.name == "editor" || o.name == "head" || (o.name == "staff of two" && p == 1):
					more = `,"EDIT_COMMUNITY_PROBLEMS","EDIT_SURVEY"`
				}
				want = fmt.Sprintf(`{"code":%q,"viewerCan":["READ_WORKING_TREE"%s]}`, spot(p), more)
			}
			if !strings.Contains(got.Body, want) {
				t.Errorf("%s: want %s in %s", o.name, want, got.Body)
			}
		}
	}
}

// Lists, figures and search are of what is published, and show it so, also to those whose own draft has it otherwise or not at all.
func figuresAreOfWhatIsPublished(t *testing.T, w *crawled) {
	t.Helper()
	const figures = `counts { goals subgoals components softComponents hardComponents } progress { percent done reported of } hardShare { percent hard of }`
	const question = `{
		communities(orderBy: {field: PROGRESS}) { nodes { code ` + figures + ` } }
		regions { ` + figures + ` districts { ` + figures + ` } }
		goals { totalCount nodes { title } } subgoals { totalCount nodes { title } }
		components { totalCount nodes { title plannedTotal { amount } } facets { kind { count } fundSource { count } } }
		search(text: "відомий", kinds: [COMPONENT]) { totalCount nodes { ... on Component { title description tree { view } } } } }`
	visitor := w.ask(onlookers[0], question, nil)
	if len(visitor.Errors) > 0 || strings.Count(visitor.Body, "Відомий зайвий захід") != 8 {
		t.Fatal(visitor.Body)
	}
	for _, o := range onlookers {
		if got := w.ask(o, question, nil); o.name != "outsider" && got.Body != visitor.Body {
			t.Errorf("%s is told %s", o.name, got.Body)
		}
	}
}
