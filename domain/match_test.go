package domain_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"hromada/domain"

	"pgregory.net/rapid"
)

func outlineGoal(code, title string) domain.OutlineNode {
	return domain.OutlineNode{Level: domain.GoalLevel, Parent: -1, Code: code, Title: title}
}

func outlineUnder(parent int, level domain.Level, code, title string) domain.OutlineNode {
	return domain.OutlineNode{Level: level, Parent: parent, Code: code, Title: title}
}

func TestMatchOutline(t *testing.T) {
	const sub, part = domain.SubgoalLevel, domain.ComponentLevel
	standing := []domain.Standing{
		{Number: 1, Level: domain.GoalLevel, Code: "1", Title: "Доступний інтернет"},
		{Number: 2, Level: domain.GoalLevel, Code: "2", Title: "Цифрові навички"},
		{Number: 3, Level: sub, Parent: 1, Code: "1.1", Title: "Мережа в старостатах"},
		{Number: 4, Level: sub, Parent: 1, Code: "1.1", Title: "Мережа в школах"},
		{Number: 5, Level: sub, Parent: 2, Title: "Навчання дорослих"},
		{Number: 6, Level: part, Parent: 5, Title: "Курси"},
		{Number: 7, Level: domain.GoalLevel, Title: "Без зазначеної цілі", Placeholder: true},
	}
	cases := []struct {
		why   string
		nodes []domain.OutlineNode
		want  []domain.Match
	}{
		{"nothing changed", []domain.OutlineNode{outlineGoal("1", "Доступний інтернет.")}, []domain.Match{{1, "CODE"}}},
		{"renamed under its code", []domain.OutlineNode{outlineGoal("1.", "Швидкий інтернет")}, []domain.Match{{1, "CODE"}}},
		{"renumbered under its title", []domain.OutlineNode{outlineGoal("9", "ЦИФРОВІ НАВИЧКИ")}, []domain.Match{{2, "TITLE"}}},
		{"repeated codes pair up by title", []domain.OutlineNode{
			outlineGoal("1", "Доступний інтернет"), outlineUnder(0, sub, "1.1", "Мережа в школах"), outlineUnder(0, sub, "1.1", "Мережа в селах"),
		}, []domain.Match{{1, "CODE"}, {4, "CODE"}, {3, "CODE"}}},
		{"moved with its title, its children with it", []domain.OutlineNode{
			outlineGoal("1", "Доступний інтернет"), outlineUnder(0, sub, "", "Навчання дорослих"), outlineUnder(1, part, "", "Курси"),
		}, []domain.Match{{1, "CODE"}, {5, "TITLE"}, {6, "TITLE"}}},
		{"a code under a new parent is not that code", []domain.OutlineNode{
			outlineGoal("3", "Відкриті дані"), outlineUnder(0, sub, "1.1", "Портал"),
		}, []domain.Match{{}, {}}},
		{"another level", []domain.OutlineNode{
			outlineGoal("1", "Доступний інтернет"), outlineUnder(0, part, "1.1", "Мережа в школах"),
		}, []domain.Match{{1, "CODE"}, {}}},
		{"placeholders whatever they are called", []domain.OutlineNode{
			{Level: domain.GoalLevel, Parent: -1, Title: "Інше", Placeholder: true}, outlineGoal("", "Без зазначеної цілі"),
		}, []domain.Match{{7, "TITLE"}, {}}},
	}
	for _, c := range cases {
		if got := domain.MatchOutline(c.nodes, standing); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.why, got, c.want)
		}
	}
}

func TestNormaliseTitle(t *testing.T) {
	cases := []struct{ title, want string }{
		{"Здоров’я  громади.", "здоровя громади"},
		{"здоров'я — ГРОМАДИ…", "здоровя громади"},
		{"«Дія.Центр» (нова будівля)", "дія центр нова будівля"},
		{"інно\u00adвації", "інновації"},
		{"…", "…"},
		{"", ""},
	}
	for _, c := range cases {
		if got := domain.NormaliseTitle(c.title); got != c.want {
			t.Errorf("%q: %q, want %q", c.title, got, c.want)
		}
	}
}

func TestNormaliseTitleTwiceIsOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		once := domain.NormaliseTitle(rapid.String().Draw(t, "title"))
		if twice := domain.NormaliseTitle(once); twice != once {
			t.Fatalf("%q becomes %q", once, twice)
		}
	})
}

// drawOutline makes trees whose few codes and titles repeat often, or whose codes are all unique.
func drawOutline(t *rapid.T, uniqueCodes bool) []domain.OutlineNode {
	var nodes []domain.OutlineNode
	add := func(parent int, level domain.Level) int {
		code := rapid.SampledFrom([]string{"", "1", "2", "А.1"}).Draw(t, "code")
		if uniqueCodes {
			code = fmt.Sprint(len(nodes))
		}
		title := rapid.SampledFrom([]string{"Школи", "школи.", "Дороги", "Вода"}).Draw(t, "title")
		nodes = append(nodes, outlineUnder(parent, level, code, title))
		return len(nodes) - 1
	}
	few := rapid.IntRange(0, 3)
	for range few.Draw(t, "goals") {
		top := add(-1, domain.GoalLevel)
		for range few.Draw(t, "subgoals") {
			middle := add(top, domain.SubgoalLevel)
			for range few.Draw(t, "components") {
				add(middle, domain.ComponentLevel)
			}
		}
	}
	return nodes
}

// asStanding gives the nodes the numbers 1, 2, 3… as if they had been stored.
func asStanding(nodes []domain.OutlineNode) []domain.Standing {
	all := make([]domain.Standing, len(nodes))
	for i, n := range nodes {
		all[i] = domain.Standing{
			Number: int64(i + 1), Level: n.Level, Parent: int64(n.Parent + 1),
			Code: n.Code, Title: n.Title, Placeholder: n.Placeholder,
		}
	}
	return all
}

func TestMatchUsesEachStandingOnceAndAtItsLevel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		nodes, standing := drawOutline(t, false), asStanding(drawOutline(t, false))
		seen := map[int64]bool{}
		for i, m := range domain.MatchOutline(nodes, standing) {
			if m.Number == 0 {
				continue
			}
			if seen[m.Number] || standing[m.Number-1].Level != nodes[i].Level {
				t.Fatalf("node %d is matched with %d", i, m.Number)
			}
			seen[m.Number] = true
		}
	})
}

func TestMatchAgainstItselfIsIdentity(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		nodes := drawOutline(t, false)
		for i, m := range domain.MatchOutline(nodes, asStanding(nodes)) {
			if m.Number != int64(i+1) {
				t.Fatalf("node %d is matched with %d", i, m.Number)
			}
		}
	})
}

func TestMatchDoesNotDependOnTheOrderOfRows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		nodes, standing := drawOutline(t, true), asStanding(drawOutline(t, true))
		matches := domain.MatchOutline(nodes, standing)
		all := make([]int, len(nodes))
		for i := range all {
			all[i] = i
		}
		shuffled, origin := reordered(nodes, rapid.Permutation(all).Draw(t, "order"))
		for i, m := range domain.MatchOutline(shuffled, standing) {
			if m != matches[origin[i]] {
				t.Fatalf("node %q: %v, was %v", shuffled[i].Code, m, matches[origin[i]])
			}
		}
	})
}

// reordered puts the rows in the order drawn, parents still before children, and tells where each
// came from.
func reordered(nodes []domain.OutlineNode, origin []int) ([]domain.OutlineNode, []int) {
	rank := map[domain.Level]int{domain.GoalLevel: 0, domain.SubgoalLevel: 1, domain.ComponentLevel: 2}
	slices.SortStableFunc(origin, func(a, b int) int { return rank[nodes[a].Level] - rank[nodes[b].Level] })
	place := map[int]int{-1: -1}
	moved := make([]domain.OutlineNode, len(nodes))
	for i, from := range origin {
		place[from] = i
		moved[i] = nodes[from]
		moved[i].Parent = place[nodes[from].Parent]
	}
	return moved, origin
}

func TestMatchLargeTreesFast(t *testing.T) {
	nodes := []domain.OutlineNode{outlineGoal("1", "Ціль")}
	for i := range 5000 {
		nodes = append(nodes, outlineUnder(0, domain.SubgoalLevel, "1.1", fmt.Sprint("Захід ", i%7)))
	}
	start := time.Now()
	domain.MatchOutline(nodes, asStanding(nodes))
	if took := time.Since(start); took > 2*time.Second {
		t.Fatalf("5,000 nodes took %s", took)
	}
}
