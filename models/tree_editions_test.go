package models_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"hromada/domain"
)

// drawEdition makes an edition of one and the same plan: few codes and titles, which repeat often, so
// that editions have much in common, move things about and lose some. Whether a level has codes is
// the plan's habit.
func drawEdition(t *rapid.T, community domain.KatottgCode, coded map[domain.Level]bool) domain.Outline {
	o := domain.Outline{Community: community, Kind: domain.DevelopmentStrategy, State: domain.Adopted}
	add := func(level domain.Level, parent int) int {
		n := domain.OutlineNode{
			Level: level, Parent: parent,
			Title:  rapid.SampledFrom([]string{"Школи", "Дороги", "Вода", "Мости", "Сади"}).Draw(t, "title"),
			Weight: rapid.SampledFrom([]float64{0, .5, 2}).Draw(t, "weight"),
		}
		if coded[level] {
			n.Code = rapid.SampledFrom([]string{"1", "2", "3"}).Draw(t, "code")
		}
		if level == domain.GoalLevel && rapid.IntRange(0, 5).Draw(t, "placeholder") == 0 {
			n.Placeholder = true
		}
		if level == domain.ComponentLevel {
			n.Reports = []domain.Report{{AsOf: today, Status: domain.InProgress, Percent: new(10.0)}}
			n.PlannedCosts = rapid.SampledFrom([][]domain.PlannedCost{
				nil, {{Year: 2026, Source: domain.LocalFunds, Expense: domain.Current, Amount: "5"}},
			}).Draw(t, "costs")
		}
		o.Nodes = append(o.Nodes, n)
		return len(o.Nodes) - 1
	}
	few := rapid.IntRange(0, 3)
	for range few.Draw(t, "goals") {
		goal := add(domain.GoalLevel, -1)
		for range few.Draw(t, "subgoals") {
			subgoal := add(domain.SubgoalLevel, goal)
			for range few.Draw(t, "components") {
				add(domain.ComponentLevel, subgoal)
			}
		}
		for range few.Draw(t, "components under the goal") {
			add(domain.ComponentLevel, goal)
		}
	}
	return o
}

// TestEditionsOfATree writes edition after edition, and each of them twice.
func TestEditionsOfATree(t *testing.T) {
	t.Parallel()
	b := newBase(t)
	number := 0
	rapid.Check(t, func(t *rapid.T) {
		number++
		community := b.addArea(t, number, 1).communities[0]
		known, coded := map[int64]bool{}, map[domain.Level]bool{}
		for _, level := range []domain.Level{domain.GoalLevel, domain.SubgoalLevel, domain.ComponentLevel} {
			coded[level] = rapid.Bool().Draw(t, "coded")
		}
		for range rapid.IntRange(1, 3).Draw(t, "editions") {
			edition := drawEdition(t, community, coded)
			written := b.write(t, edition)
			b.checkEdition(t, community, edition, known)
			frozen := b.placed(t, community)
			if again := b.write(t, edition); again.Changed || again.Sequence != 0 {
				t.Fatalf("the same edition again wrote revision %d", again.Sequence)
			}
			if !slices.Equal(b.placed(t, community), frozen) {
				t.Fatal("the same edition again changed placements")
			}
			if seen := matchedTwice(written.Matches); seen != 0 {
				t.Fatalf("%d is recognised twice", seen)
			}
		}
	})
}

func matchedTwice(matches []domain.Match) int64 {
	seen := map[int64]bool{}
	for _, m := range matches {
		if m.Number != 0 && seen[m.Number] {
			return m.Number
		}
		seen[m.Number] = true
	}
	return 0
}

// checkEdition demands that a published tree holds all that the edition names and all that was known
// before but empty placeholders, siblings in places 1 to n, and that what hangs on identities was
// written once.
func (b *base) checkEdition(t failer, community domain.KatottgCode, edition domain.Outline, known map[int64]bool) {
	t.Helper()
	placed := b.placed(t, community)
	now, titles, parents := map[int64]bool{}, map[string]int{}, map[int64]bool{}
	for _, p := range placed {
		now[p.number], parents[p.parent] = true, true
		titles[p.title]++
	}
	for number := range known {
		if !now[number] {
			t.Fatalf("node %d is lost", number)
		}
	}
	placeholders := 0
	for _, n := range edition.Nodes {
		placeholders += btoi(n.Placeholder)
		titles[n.Title]--
		if titles[n.Title] < 0 {
			t.Fatalf("the tree has fewer «%s» than the edition", n.Title)
		}
	}
	next := map[string]int{}
	for _, p := range placed { // in order of places
		siblings := fmt.Sprint(p.level, p.parent)
		next[siblings]++
		if p.position != next[siblings] {
			t.Fatalf("node %d is in place %d, want %d", p.number, p.position, next[siblings])
		}
		if p.level == string(domain.ComponentLevel) && p.reports != 1 {
			t.Fatalf("node %d has %d reports", p.number, p.reports)
		}
	}
	for _, p := range placed {
		if p.placeholder && placeholders == 0 && !parents[p.number] {
			t.Fatalf("the placeholder %d holds nothing", p.number)
		}
		if !p.placeholder {
			known[p.number] = true
		}
	}
}

// placement is a published node as it stands in the database.
type placement struct {
	number, parent    int64
	position, reports int
	level, title      string
	placeholder       bool
}

func (b *base) placed(t failer, community domain.KatottgCode) []placement {
	t.Helper()
	rows, err := b.db.QueryContext(visitor(), `SELECT p.node_number, coalesce(p.parent_number, 0), p.position, p.level, p.title, p.placeholder,
			(SELECT count(*) FROM progress_reports r WHERE r.community_id = p.community_id AND r.node_number = p.node_number)
		FROM communities c JOIN goal_trees t ON t.community_id = c.id
		JOIN placements p ON p.community_id = t.community_id AND p.revision_number = t.published_revision
		WHERE c.code = $1 ORDER BY p.level, p.parent_number, p.position`, community)
	must(t, err)
	defer func() { must(t, rows.Close()) }()
	var all []placement
	for rows.Next() {
		var p placement
		must(t, rows.Scan(&p.number, &p.parent, &p.position, &p.level, &p.title, &p.placeholder, &p.reports))
		all = append(all, p)
	}
	must(t, rows.Err())
	return all
}
