package imports_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"hromada/domain"
	"hromada/imports"

	"pgregory.net/rapid"
)

// drawRows makes files of every disorder: codes in titles or not, repeated, missing, in any order.
func drawRows(t *rapid.T) [][5]string {
	codes := []string{"", "1", "2", "1.1", "1.2", "2.1", "1.1.1", "А", "A.1", "Б1.2", "ІІ", "2.", "МЕХ-5"}
	starts := []string{"", "", "Стратегічна ціль 1. ", "Операційна ціль 1.2 ", "1.1.", "В. ", "5 ", "1.5 млн ", "Завдання 2.1.1. ", "II. ", "А.1) "}
	row := rapid.Custom(func(t *rapid.T) [5]string {
		return [5]string{
			rapid.SampledFrom([]string{"strategic", "operational", "task", "завдання", ""}).Draw(t, "level"),
			rapid.SampledFrom(codes).Draw(t, "number"),
			rapid.SampledFrom(codes).Draw(t, "parent"),
			rapid.SampledFrom(starts).Draw(t, "start") + rapid.SampledFrom([]string{"Дороги", "мости", "Школи"}).Draw(t, "title"),
			rapid.SampledFrom([]string{"", "https://example.org/a", "https://example.org/b"}).Draw(t, "source"),
		}
	})
	return rapid.SliceOfN(row, 1, 30).Draw(t, "rows")
}

func TestReadGoalsDropsNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := drawRows(t)
		d := mustRead(t, rows)
		seen := map[int]bool{}
		for _, n := range d.Outline.Nodes {
			if !n.Placeholder {
				seen[n.Line] = true
				checkTitle(t, rows[n.Line-2], n)
			}
		}
		for i := range rows {
			repeated := slices.Contains(kinds(d, i+2), imports.DuplicateRow)
			if seen[i+2] == repeated {
				t.Fatalf("line %d: in the tree %t, repeated %t", i+2, seen[i+2], repeated)
			}
		}
	})
}

// checkTitle holds that a title loses at its beginning only, and only what the code and level keep.
func checkTitle(t *rapid.T, row [5]string, n domain.OutlineNode) {
	lost, ok := strings.CutSuffix(row[3], n.Title)
	if !ok || (lost != "" && n.Code == "") {
		t.Fatalf("%q became %q %q", row[3], n.Code, n.Title)
	}
	if row[1] != "" && n.Code != strings.TrimSuffix(row[1], ".") {
		t.Fatalf("the number %q became %q", row[1], n.Code)
	}
}

func mustRead(t *rapid.T, rows [][5]string) imports.Draft {
	drafts, err := imports.ReadGoals(strings.NewReader(goalsFile(rows...)), domain.Digital, nil, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	checkOutline(t, drafts[0].Outline)
	return drafts[0]
}

// checkOutline holds what the storage demands of every outline.
func checkOutline(t interface{ Fatalf(string, ...any) }, o domain.Outline) {
	for i, n := range o.Nodes {
		placed := n.Parent == -1
		if n.Level != domain.GoalLevel {
			placed = n.Parent >= 0 && n.Parent < i && above(o.Nodes[n.Parent].Level, n.Level)
		}
		last := n.Level == domain.GoalLevel && !slices.ContainsFunc(o.Nodes[i+1:], func(m domain.OutlineNode) bool { return m.Parent < i })
		if title := len([]rune(n.Title)); !placed || title < 1 || title > 2000 || len([]rune(n.Code)) > 40 || (n.Placeholder && !last) {
			t.Fatalf("node %d: %+v", i, n)
		}
	}
}

func above(parent, child domain.Level) bool {
	return parent == domain.GoalLevel || (parent == domain.SubgoalLevel && child == domain.ComponentLevel)
}

func TestReadGoalsAgainChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := drawRows(t)
		nodes := mustRead(t, rows).Outline.Nodes
		standing := make([]domain.Standing, len(nodes))
		for i, n := range nodes {
			standing[i] = domain.Standing{
				Number: int64(i + 1), Level: n.Level, Parent: int64(n.Parent + 1), Code: n.Code, Title: n.Title, Placeholder: n.Placeholder,
			}
		}
		for i, m := range domain.MatchOutline(mustRead(t, rows).Outline.Nodes, standing) {
			if m.Number != int64(i+1) {
				t.Fatalf("node %d is taken for %d", i, m.Number)
			}
		}
	})
}

func TestReadGoalsOrderOfRowsDoesNotMatterWhereCodesAreUnique(t *testing.T) {
	var rows [][5]string
	for goal := range 3 {
		rows = append(rows, [5]string{"strategic", fmt.Sprint(goal + 1), "", "Ціль"})
		for sub := range 12 {
			rows = append(rows, [5]string{"operational", "", fmt.Sprint(goal + 1), fmt.Sprintf("Операційна ціль %d.%d. Дороги", goal+1, sub+1)})
			rows = append(rows, [5]string{"task", fmt.Sprintf("%d.%d.1", goal+1, sub+1), "", "Захід"})
		}
	}
	want := drawn(readTree(t, rows...))
	rapid.Check(t, func(r *rapid.T) {
		if got := drawn(mustRead(r, rapid.Permutation(rows).Draw(r, "rows"))); !slices.Equal(got, want) {
			r.Fatalf("\n%s", strings.Join(got, "\n"))
		}
	})
}
