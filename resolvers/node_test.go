package resolvers_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"hromada/domain"
)

// oneOfEach gives an id of every type, by the type.
func oneOfEach(a *api) map[string]string {
	a.tb.Helper()
	type node struct{ ID string }
	type page struct{ Nodes []node }
	answer := a.ask(`{ regions { id } districts { id } communities(first: 1, filter: {hasGoalTree: DIGITAL}) { nodes { id goalTree { id } } }
		goals(first: 1) { nodes { id } } subgoals(first: 1) { nodes { id } } components(first: 1) { nodes { id } } }`, nil)
	var got struct {
		Regions, Districts []node
		Communities        struct {
			Nodes []struct {
				ID       string
				GoalTree node
			}
		}
		Goals, Subgoals, Components page
	}
	data, err := json.Marshal(answer.Data)
	if err == nil {
		err = json.Unmarshal(data, &got)
	}
	if err != nil || len(answer.Errors) > 0 {
		a.tb.Fatal(err, answer.Body)
	}
	return map[string]string{
		"Region": got.Regions[1].ID, "District": got.Districts[2].ID, "Community": got.Communities.Nodes[0].ID,
		"GoalTree": got.Communities.Nodes[0].GoalTree.ID, "Goal": got.Goals.Nodes[0].ID,
		"Subgoal": got.Subgoals.Nodes[0].ID, "Component": got.Components.Nodes[0].ID,
	}
}

const nodeQuery = `query($id: ID!) { node(id: $id) { __typename id } }`

func TestNodeOfEveryType(t *testing.T) {
	t.Parallel()
	a := shared(t)
	var all, types []string
	for name, id := range oneOfEach(a) {
		type node struct {
			Typename string `json:"__typename"`
			ID       string
		}
		if got := get[node](a, "node", nodeQuery, vars{"id": id}); got.Typename != name || got.ID != id {
			t.Errorf("%s %s gives %+v", name, id, got)
		}
		all, types = append(all, id, "", id), append(types, name, "null", name)
	}
	missing := domain.NodeID{Type: "Goal", Community: 1, Number: 1 << 40}.String()
	for i, id := range all {
		if id == "" {
			all[i] = missing
		}
	}
	type node struct {
		Typename string `json:"__typename"`
		ID       string
	}
	got := get[[]*node](a, "nodes", `query($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }`, vars{"ids": all})
	for i, n := range got {
		switch {
		case types[i] == "null" && n != nil, types[i] != "null" && (n == nil || n.Typename != types[i] || n.ID != all[i]):
			t.Errorf("at %d: %+v, want %s %s", i, n, types[i], all[i])
		}
	}
	if len(got) != len(all) {
		t.Errorf("%d of %d", len(got), len(all))
	}
}

func TestNodeGivesWhatOtherWaysGive(t *testing.T) {
	t.Parallel()
	a := shared(t)
	for _, level := range levels {
		typeName := strings.ToUpper(level[:1]) + level[1:len(level)-1]
		nodes := everyNode(a, level)
		fields := leafFields
		if level == "components" {
			fields = componentFields
		}
		some := nodes[:min(100, len(nodes))]
		got := get[[]*leaf](a, "nodes", `query($ids: [ID!]!) { nodes(ids: $ids) { ... on `+typeName+` { `+fields+` } } }`, vars{"ids": ids(some)})
		for i, n := range got {
			if want, have := asJSON(t, some[i]), asJSON(t, n); want != have {
				t.Fatalf("%s\nwant %s", have, want)
			}
		}
	}
}

func asJSON(t *testing.T, v any) string {
	t.Helper()
	body, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func TestNodeThatIsNotThere(t *testing.T) {
	t.Parallel()
	a := shared(t)
	each := oneOfEach(a)
	wanted := map[string]string{"missing": domain.NodeID{Type: "Community", Number: 1 << 40}.String()}
	for name, id := range each {
		right, err := domain.ParseNodeID(id)
		if err != nil {
			t.Fatal(err)
		}
		for other := range each {
			foreign := domain.NodeID{Type: other, Community: right.Community, Number: right.Number}
			if other != name && foreign.String() != each[other] && !exists(a, foreign) {
				wanted[other+" for "+name] = foreign.String()
			}
		}
		wanted[name+" of another community"] = domain.NodeID{Type: name, Community: right.Community + 1000, Number: right.Number}.String()
		wanted[name+" of the greatest number"] = domain.NodeID{Type: name, Community: math.MaxInt64, Number: math.MaxInt64}.String()
		wanted[name+" of no number"] = domain.NodeID{Type: name}.String()
	}
	wanted["unknown type"] = domain.NodeID{Type: "Survey", Community: 1, Number: 1}.String()
	wanted["type in small letters"] = domain.NodeID{Type: "region", Number: 1}.String()
	body := ""
	for why, id := range wanted {
		got := a.ask(nodeQuery, vars{"id": id}, "X-Request-Id", "the-same-request")
		if len(got.Errors) != 1 || got.Errors[0].Extensions.Code != domain.CodeNotFound {
			t.Errorf("%s: %s", why, got.Body)
		}
		if body == "" {
			body = got.Body
		}
		if got.Body != body {
			t.Errorf("%s: %sand another %s", why, got.Body, body)
		}
	}
	if len(wanted) < 30 {
		t.Errorf("only %d ids tried", len(wanted))
	}
}

// exists asks the tables themselves whether a number is taken by something of a type.
func exists(a *api, id domain.NodeID) bool {
	a.tb.Helper()
	query := map[string]string{
		"Region":    `SELECT EXISTS (SELECT FROM regions WHERE id = $2 AND $1 = 0)`,
		"District":  `SELECT EXISTS (SELECT FROM districts WHERE id = $2 AND $1 = 0)`,
		"Community": `SELECT EXISTS (SELECT FROM communities WHERE id = $2 AND $1 = 0)`,
		"GoalTree":  `SELECT EXISTS (SELECT FROM goal_trees WHERE community_id = $1 AND number = $2)`,
	}[id.Type]
	if query == "" {
		query = `SELECT EXISTS (SELECT FROM tree_nodes WHERE community_id = $1 AND number = $2 AND level = '` + strings.ToUpper(id.Type) + `')`
	}
	var found bool
	if err := a.db.QueryRowContext(context.Background(), query, id.Community, id.Number).Scan(&found); err != nil {
		a.tb.Fatal(err)
	}
	return found
}

// malformed are texts that no answer ever gave as an id.
var malformed = []string{
	"", " ", "5", "Region:0:1", "🌻", "null", strings.Repeat("A", 200), strings.Repeat("A", 90_000),
	encoded("Region:0:1") + "=", encoded("Region:0:1") + "==", " " + encoded("Region:0:1"), encoded("Region:0:1") + "\n",
	"UmVnaW9uOjA6MR", // the same bytes as Region:0:1 with other padding bits
	base64.StdEncoding.EncodeToString([]byte("Region:0:1")),
	encoded(""), encoded("Region"), encoded("Region:1"), encoded("Region:0:1:2"), encoded(":0:1"), encoded("Region::1"), encoded("Region:0:"),
	encoded("Region:-1:1"), encoded("Region:0:-1"), encoded("Region:+0:1"), encoded("Region:00:1"), encoded("Region:0:01"), encoded("Region:0:1.0"),
	encoded("Region:0: 1"), encoded("Region:0:0x1"), encoded("Region:0:1e3"), encoded("Region:0:9223372036854775808"),
	encoded("Region:99999999999999999999:1"), encoded("Регіон:0:1"), encoded("Re gion:0:1"), encoded("Region\x00:0:1"), encoded("\xff\xfe:0:1"),
	"\x00", encoded("Region:0:1") + "\x00",
}

func encoded(plain string) string { return base64.RawURLEncoding.EncodeToString([]byte(plain)) }

func TestMalformedIDs(t *testing.T) {
	t.Parallel()
	a := shared(t)
	good := domain.NodeID{Type: "Region", Number: 1}.String()
	for _, id := range malformed {
		refusedAt(a, "id", nodeQuery, vars{"id": id})
		refusedAt(a, "ids[1]", `query($ids: [ID!]!) { nodes(ids: $ids) { id } }`, vars{"ids": []string{good, id}})
	}
	for _, id := range []any{5, 1.5, true} {
		if e := a.refused(nodeQuery, vars{"id": id}); e.Extensions.Code != domain.CodeInvalidInput || e.Extensions.Field != "id" {
			t.Errorf("%v: %+v", id, e)
		}
	}
	refusedAt(a, "id", `{ node(id: 5) { id } }`, nil)
}

func TestNodesAre100AtTheMost(t *testing.T) {
	t.Parallel()
	a := shared(t)
	query := `query($ids: [ID!]!) { nodes(ids: $ids) { id } }`
	hundred := ids(everyNode(a, "components")[:100])
	type node struct{ ID string }
	got := get[[]node](a, "nodes", query, vars{"ids": hundred})
	for i, n := range got {
		if n.ID != hundred[i] {
			t.Fatalf("at %d: %s, want %s", i, n.ID, hundred[i])
		}
	}
	refusedAt(a, "ids", query, vars{"ids": append(slices.Clone(hundred), hundred[0])})
	refusedAt(a, "ids", query, vars{"ids": slices.Repeat(hundred, 100)})
	if none := get[[]node](a, "nodes", query, vars{"ids": []string{}}); len(none) != 0 {
		t.Errorf("no ids give %v", none)
	}
	if one := get[[]node](a, "nodes", fmt.Sprintf(`{ nodes(ids: %q) { id } }`, hundred[0]), nil); len(one) != 1 || one[0].ID != hundred[0] {
		t.Errorf("a single id gives %v", one)
	}
}
