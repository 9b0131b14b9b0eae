package resolvers_test

import (
	"fmt"
	"maps"
	"strings"
	"testing"
)

// TestProblemChangesTakeAConstantNumberOfStatements, however many communities have a problem and goals answer it.
func TestProblemChangesTakeAConstantNumberOfStatements(t *testing.T) {
	t.Parallel()
	counts := []map[string]int{}
	for _, s := range []shape{oblast(2, 2, 1, 1), oblast(63, 5, 1, 1)} {
		a := generated(t, s)
		a.exec(`DELETE FROM community_problems WHERE community_id = 1 AND problem_id = (SELECT id FROM problems WHERE code = 'TRUST')`)
		admin := a.someone("admin", administrator())
		region, community := a.code("regions"), a.code("communities")
		internet, trust := a.someProblems()[0], idAtType("Problem", 0, int64(a.number(`SELECT id FROM problems WHERE code = 'TRUST'`)))
		goal := idAtType("Goal", 1, int64(a.number(`SELECT node_number FROM placements WHERE community_id = 1 AND level = 'GOAL' ORDER BY node_number LIMIT 1`)))
		a.exec(`SELECT setval(pg_get_serial_sequence('goal_tree_revisions', 'number'), (SELECT max(number) FROM goal_tree_revisions))`)
		evidence := strings.Repeat(`{kind: EXPERT, text: "%d", url: "https://example.org"} `, s.communities/2)
		for i := range s.communities / 2 {
			evidence = strings.Replace(evidence, "%d", fmt.Sprint(i), 1)
		}
		one := map[string]int{}
		for _, c := range []struct{ name, input, answer string }{
			{"setCommunityProblem", fmt.Sprintf(`communityCode: %q, problemId: %q, severity: 3, evidence: [%s]`, community, trust, evidence), `communityProblem { version }`},
			{"setCommunityProblem", fmt.Sprintf(`communityCode: %q, problemId: %q, version: 1, severity: 4, evidence: []`, community, trust), `communityProblem { severity }`},
			{"updateGoal", fmt.Sprintf(`id: %q, version: 1, problemIds: [%q, %q]`, goal, internet, trust), `goal { version }`},
			{"updateGoal", fmt.Sprintf(`id: %q, version: 2, problemIds: [%q]`, goal, trust), `goal { title }`},
			{"mergeProblems", fmt.Sprintf(`id: %q, version: 1, intoId: %q`, internet, trust), `problem { version }`},
			{"createProblem", fmt.Sprintf(`regionCode: %q, code: "NEW", nameUk: "Нова"`, region), `problem { version }`},
			{"removeCommunityProblem", "", `removedId`},
		} {
			if c.name == "removeCommunityProblem" { // whichever is the last now
				c.input = fmt.Sprintf(`id: %q, version: %d`, idAtType("CommunityProblem", 1, int64(a.number(`SELECT max(number) FROM community_problems WHERE community_id = 1`))),
					a.number(`SELECT version FROM community_problems WHERE community_id = 1 ORDER BY number DESC LIMIT 1`))
			}
			a.count.take()
			does[struct{}](admin, c.name, c.input, c.answer)
			one[c.name+" "+c.answer] = len(a.count.take())
		}
		counts = append(counts, one)
	}
	if !maps.Equal(counts[0], counts[1]) {
		t.Errorf("small %v, large %v", counts[0], counts[1])
	}
}
