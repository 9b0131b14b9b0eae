package imports_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"hromada/auth"
	"hromada/domain"
	"hromada/imports"
	"hromada/models"

	"pgregory.net/rapid"
)

func expectLines(t *testing.T, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("the tree is\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestImportOfGoals brings in the test file, which has what published strategies have: numbers in
// titles, rows out of order, parents by number or missing, repeated codes, tasks, letter codes.
func TestImportOfGoals(t *testing.T) {
	t.Parallel()
	b := registered(t)
	results := b.goals(t, testdata(t, "goals.csv"))
	if len(results) != 2 || results[1].Name != "Гніванська" {
		t.Fatalf("%+v", results)
	}
	for _, r := range results {
		if !r.Changed || r.NewRevision != 1 || len(r.Standing) != 0 {
			t.Errorf("%s: %+v", r.Name, r)
		}
	}
	expectLines(t, b.published(t, oneCommunity),
		"1|ШВИДКИЙ ІНТЕРНЕТ У КОЖНОМУ СЕЛІ", ">1.2|Мережа в амбулаторіях", ">1.2|Мережа в бібліотеках",
		">-1.2.1|Прокласти лінію", ">1.10|Мережа в школах", "2|Цифрові навички", ">2.2|Навчання старших людей",
		">-2.2.1|Курси в будинку культури", "-|1.5 млн гривень на техніку",
		"|Без зазначеної цілі", ">|Відкриті дані")
	expectLines(t, b.published(t, otherCommunity),
		"А|Прозора громада", ">А.1|Портал відкритих \"даних\"", ">А.2|Сервіси", "|В. Стуса вулиця")
	state := b.text(t, `SELECT string_agg(DISTINCT concat_ws(' ', t.kind, t.period_start, t.period_end, v.state), '; ')
		FROM goal_trees t JOIN goal_tree_revisions v ON v.number = t.published_revision`)
	if state != "DEVELOPMENT_STRATEGY 2021 2027 ADOPTED" {
		t.Errorf("the trees are %s", state)
	}
	if kinds := b.text(t, `SELECT count(kind) FROM placements`); kinds != "0" {
		t.Errorf("%s components are classified", kinds)
	}
}

func TestImportOfTheSameGoalsAgain(t *testing.T) {
	t.Parallel()
	b := registered(t)
	b.goals(t, testdata(t, "goals.csv"))
	before := b.content(t)
	for _, r := range b.goals(t, testdata(t, "goals.csv")) {
		if r.Changed || r.NewRevision != 0 || len(r.Left()) != 0 || len(r.Standing) != len(r.Draft.Outline.Nodes) {
			t.Errorf("%s: %+v", r.Name, r)
		}
	}
	if b.content(t) != before {
		t.Error("something was written")
	}
}

// TestImportOfAnEdition renames, renumbers, adds, moves and loses rows of the first community's tree,
// and leaves the second one's as it was.
func TestImportOfAnEdition(t *testing.T) {
	t.Parallel()
	b := registered(t)
	b.goals(t, testdata(t, "goals.csv"))
	numbers := `SELECT string_agg(DISTINCT p.title || ' ' || p.node_number, '; ') FROM placements p WHERE p.title IN
		('Мережа в школах', 'Прокласти лінію', 'Відкриті дані')`
	before := b.text(t, numbers)
	edition := strings.NewReplacer(
		"Навчання старших людей", "Навчання людей старшого віку", // under its code
		"1.10.Мережа в школах", "1.3. Мережа в школах", // under its title
		"task,,1.2,Завдання 1.2.1. Прокласти лінію", "task,,2,Завдання 2.7. Прокласти лінію", // to another parent
		"operational,,7,Відкриті дані", "operational,,2,2.3. Відкритий бюджет", // another instead
	).Replace(testdata(t, "goals.csv"))
	results := b.goals(t, edition)
	first := results[0]
	if first.NewRevision != 2 || results[1].Changed {
		t.Errorf("%+v", results)
	}
	if left := first.Left(); len(left) != 2 || left[0].Title != imports.PlaceholderTitle || left[1].Title != "Відкриті дані" {
		t.Errorf("not in the file: %+v", left)
	}
	by := map[domain.MatchedBy]int{}
	for _, m := range first.Matches {
		by[m.By]++
	}
	if by[domain.MatchedByCode] != 6 || by[domain.MatchedByTitle] != 3 || by[""] != 1 {
		t.Errorf("recognised %v", by)
	}
	expectLines(t, b.published(t, oneCommunity),
		"1|ШВИДКИЙ ІНТЕРНЕТ У КОЖНОМУ СЕЛІ", ">1.2|Мережа в амбулаторіях", ">1.2|Мережа в бібліотеках", ">1.3|Мережа в школах",
		"2|Цифрові навички", ">2.2|Навчання людей старшого віку", ">-2.2.1|Курси в будинку культури", ">2.3|Відкритий бюджет",
		"-2.7|Прокласти лінію", "-|1.5 млн гривень на техніку", "|Без зазначеної цілі", ">|Відкриті дані")
	if after := b.text(t, numbers); after != before {
		t.Errorf("the identities were %s and are %s", before, after)
	}
}

func TestDryRunOfGoals(t *testing.T) {
	t.Parallel()
	b := registered(t)
	before := b.content(t)
	results, err := b.strategy(testdata(t, "goals.csv"), imports.Run{DryRun: true})
	must(t, err)
	if len(results) != 2 || !results[0].Changed || b.content(t) != before {
		t.Errorf("%+v", results)
	}
	b.goals(t, testdata(t, "goals.csv"))
	if results, err = b.strategy(testdata(t, "goals.csv"), imports.Run{DryRun: true}); err != nil || results[0].Changed {
		t.Errorf("%+v, %v", results, err)
	}
}

func TestTreesOfOtherKindsAndPeriodsAreApart(t *testing.T) {
	t.Parallel()
	b := registered(t)
	body := testdata(t, "goals.csv")
	for range 2 {
		for _, kind := range []domain.TreeKind{domain.Digital, domain.DevelopmentStrategy} {
			for _, period := range []*domain.Period{nil, {Start: 2021, End: 2027}, {Start: 2021, End: 2030}} {
				_, err := imports.ImportGoals(as(auth.Operator), b.Store, strings.NewReader(body), kind, period, imports.Run{})
				must(t, err)
			}
		}
	}
	if got := b.text(t, `SELECT count(*) || ' ' || count(DISTINCT (community_id, kind, period_start, period_end)) FROM goal_trees`); got != "12 12" {
		t.Errorf("trees and different ones: %s", got)
	}
	if got := b.text(t, `SELECT max(sequence) FROM goal_tree_revisions`); got != "1" {
		t.Errorf("revision %s is the newest", got)
	}
}

func TestGoalsOfAnUnknownCommunityAreRefused(t *testing.T) {
	t.Parallel()
	b := registered(t)
	before := b.content(t)
	body := goalsFile([5]string{"strategic", "1", "", "Дороги"}) + "UA05020990000099999,Нова,strategic,1,,Дороги,\n" +
		oneCommunity + ",Агрономічна,strategic,2,,Мости,\n"
	for _, dryRun := range []bool{false, true} {
		_, err := b.strategy(body, imports.Run{DryRun: dryRun})
		want := []string{"line 3, column 1 (community_code): The community UA05020990000099999 is not in the registry."}
		if got := faultsOf(t, err); !slices.Equal(got, want) {
			t.Errorf("%q", got)
		}
		if b.content(t) != before {
			t.Fatal("something was written")
		}
	}
}

// TestGoalsAreImportedAllOrNone: the second community's tree of the period is a made-up one, which is
// found out after the first one's tree is written.
func TestGoalsAreImportedAllOrNone(t *testing.T) {
	t.Parallel()
	b := registered(t)
	must(t, b.InTx(as(auth.Operator), auth.LoadDemonstration, false, func(tx *models.Tx) error {
		return tx.LoadDemonstration(domain.Registry{}, "", []domain.Outline{{
			Community: otherCommunity, Kind: domain.DevelopmentStrategy, Period: &domain.Period{Start: 2021, End: 2027},
			State: domain.Adopted, Demonstration: true, Nodes: []domain.OutlineNode{{Level: domain.GoalLevel, Parent: -1, Title: "Вигадана"}},
		}}, domain.Problems{})
	}))
	before := b.content(t)
	results, err := b.strategy(testdata(t, "goals.csv"), imports.Run{})
	if told, ok := domain.AsError(err); !ok || told.Code != domain.CodeConflict || !strings.Contains(told.Message.UK, otherCommunity) {
		t.Errorf("%+v, %v", results, err)
	}
	if b.content(t) != before {
		t.Error("something was written")
	}
}

func TestLongTitlesAreKeptWhole(t *testing.T) {
	t.Parallel()
	b := registered(t)
	long := strings.TrimSpace(strings.Repeat("Створення умов для сталого розвитку ", 55))
	b.goals(t, goalsFile([5]string{"strategic", "1", "", "Стратегічна ціль 1. " + long}))
	if got := b.text(t, `SELECT title FROM placements`); got != long || utf8.RuneCountInString(got) < 1900 {
		t.Errorf("%d characters of %d: %s", utf8.RuneCountInString(got), utf8.RuneCountInString(long), got)
	}
}

// TestOrderOfRowsIsNoChange: where codes tell the rows apart, the file may name them in any order.
func TestOrderOfRowsIsNoChange(t *testing.T) {
	t.Parallel()
	b := registered(t)
	rows := [][5]string{
		{"strategic", "1", "", "Дороги"},
		{"operational", "1.1", "1", "Мости"},
		{"operational", "1.2", "1", "Вулиці"},
		{"task", "1.2.1", "1.2", "Ремонт"},
		{"task", "1.3", "1", "Освітлення"},
		{"strategic", "2", "", "Школи"},
		{"operational", "2.1", "", "Операційна ціль 2.1. Мости"},
	}
	b.goals(t, goalsFile(rows...))
	before := b.content(t)
	rapid.Check(t, func(r *rapid.T) {
		results, err := b.strategy(goalsFile(rapid.Permutation(rows).Draw(r, "rows")...), imports.Run{})
		if err != nil || results[0].Changed {
			r.Fatalf("%+v, %v", results, err)
		}
	})
	if b.content(t) != before {
		t.Error("something was written")
	}
}
