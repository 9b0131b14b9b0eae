package imports_test

import (
	"encoding/csv"
	"slices"
	"strings"
	"testing"

	"hromada/domain"
	"hromada/imports"
)

const (
	oneCommunity   = "UA05020010000053508"
	otherCommunity = "UA05020070000010139"
)

// goalsFile writes rows of level, number, parent's number, title and source for one community.
func goalsFile(rows ...[5]string) string {
	var out strings.Builder
	w := csv.NewWriter(&out)
	_ = w.Write([]string{"community_code", "community", "level", "number", "parent_number", "title", "source"})
	for _, r := range rows {
		_ = w.Write([]string{oneCommunity, "Агрономічна", r[0], r[1], r[2], r[3], r[4]})
	}
	w.Flush()
	return out.String()
}

func readGoals(t *testing.T, body string) []imports.Draft {
	t.Helper()
	drafts, err := imports.ReadGoals(strings.NewReader(body), domain.DevelopmentStrategy, nil, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	return drafts
}

func readTree(t *testing.T, rows ...[5]string) imports.Draft {
	t.Helper()
	return readGoals(t, goalsFile(rows...))[0]
}

// kinds gives the kinds of the notes on a line.
func kinds(d imports.Draft, line int) []imports.NoteKind {
	var found []imports.NoteKind
	for _, n := range d.Notes {
		if n.Line == line {
			found = append(found, n.Kind)
		}
	}
	return found
}

// drawn gives the tree as lines of indent, code and title.
func drawn(d imports.Draft) []string {
	depth := make([]int, len(d.Outline.Nodes))
	var lines []string
	for i, n := range d.Outline.Nodes {
		if n.Parent >= 0 {
			depth[i] = depth[n.Parent] + 1
		}
		lines = append(lines, strings.Repeat(">", depth[i])+n.Code+"|"+n.Title)
	}
	return lines
}

func TestReadGoalsByCommunity(t *testing.T) {
	period := &domain.Period{Start: 2021, End: 2027}
	body := goalsFile([5]string{"strategic", "1", "", "Перша", "https://example.org/a"}) +
		otherCommunity + ",Гніванська,strategic,1,,Друга,HTTPS://example.org/b\n" +
		oneCommunity + ",Агрономічна,strategic,2,,Третя,\n"
	drafts, err := imports.ReadGoals(strings.NewReader(body), domain.Digital, period, nil, nil)
	if err != nil || len(drafts) != 2 {
		t.Fatalf("%+v %v", drafts, err)
	}
	first, second := drafts[0], drafts[1]
	if first.Name != "Агрономічна" || !slices.Equal(drawn(first), []string{"1|Перша", "2|Третя"}) {
		t.Errorf("%+v", first)
	}
	o := second.Outline
	if o.Community != otherCommunity || o.Kind != domain.Digital || o.Period != period || o.State != domain.Adopted ||
		o.Demonstration || o.SourceURL != "https://example.org/b" || o.Nodes[0].Line != 3 {
		t.Errorf("%+v", o)
	}
}

func TestReadGoalsUnderstandsLevels(t *testing.T) {
	cases := map[string]domain.Level{
		"strategic": domain.GoalLevel, "Стратегічна": domain.GoalLevel, "СТРАТЕГІЧНА  ЦІЛЬ": domain.GoalLevel,
		"operational": domain.SubgoalLevel, "операційна ціль": domain.SubgoalLevel, "Оперативна": domain.SubgoalLevel,
		"task": domain.ComponentLevel, "завдання": domain.ComponentLevel, "Захід.": domain.ComponentLevel, "проєкт": domain.ComponentLevel,
	}
	for word, level := range cases {
		if got := readTree(t, [5]string{word, "", "", "Назва"}).Outline.Nodes[0]; got.Level != level && !got.Placeholder {
			t.Errorf("%s: %+v", word, got)
		}
	}
}

func TestReadGoalsCleansTitles(t *testing.T) {
	long := strings.TrimSpace(strings.Repeat("Довга назва ", 70))
	cases := []struct{ title, want string }{
		{"Дороги\r\n  і\u00A0мости ", "Дороги і мости"},
		{"Портал \"відкритих\" даних; мапи, «реєстри»", "Портал \"відкритих\" даних; мапи, «реєстри»"},
		{"інно\u00ADвації\u200B", "інновації"},
		{"Гаи\u0306 та маи\u0306дан", "Гай та майдан"},
		{long, long},
	}
	for _, c := range cases {
		if got := readTree(t, [5]string{"strategic", "", "", c.title}).Outline.Nodes[0].Title; got != c.want {
			t.Errorf("%q: %q", c.title, got)
		}
	}
}

func TestReadGoalsOrdersSiblings(t *testing.T) {
	d := readTree(t,
		[5]string{"operational", "1.10", "1", "десята"}, [5]string{"operational", "", "1", "без коду"},
		[5]string{"strategic", "Ґ", "", "четверта"}, [5]string{"strategic", "Б", "", "друга"},
		[5]string{"operational", "1.2", "1", "друга"}, [5]string{"task", "1.2.1", "1.2", "компонент"},
		[5]string{"strategic", "A", "", "латинська А"}, [5]string{"strategic", "Г", "", "третя"},
		[5]string{"strategic", "1", "", "перша"}, [5]string{"task", "1.1", "1", "просто під ціллю"},
		[5]string{"operational", "", "9", "сирота"}, [5]string{"task", "", "", "сирота"},
	)
	want := []string{
		"1|перша", ">1.2|друга", ">>1.2.1|компонент", ">1.10|десята", ">|без коду", ">1.1|просто під ціллю",
		"A|латинська А", "Б|друга", "Г|третя", "Ґ|четверта",
		"|" + imports.PlaceholderTitle, ">|сирота", ">|сирота",
	}
	if got := drawn(d); !slices.Equal(got, want) {
		t.Errorf("\n%s", strings.Join(got, "\n"))
	}
	if last := d.Outline.Nodes[10]; !last.Placeholder || last.Line != 0 || last.Level != domain.GoalLevel {
		t.Errorf("%+v", last)
	}
}

func TestReadGoalsOrdersLatinAndRomanCodes(t *testing.T) {
	latin := readTree(t, [5]string{"strategic", "D", "", "г"}, [5]string{"strategic", "C", "", "в"}, [5]string{"strategic", "B", "", "б"})
	if got := drawn(latin); !slices.Equal(got, []string{"B|б", "C|в", "D|г"}) {
		t.Error(got)
	}
	roman := readTree(t, [5]string{"strategic", "", "", "Стратегічна ціль IX. Дев’ята"},
		[5]string{"strategic", "", "", "Стратегічна ціль ІІ. Друга"}, [5]string{"operational", "", "2", "2.1. Під другою"})
	if got := drawn(roman); !slices.Equal(got, []string{"ІІ|Друга", ">2.1|Під другою", "IX|Дев’ята"}) {
		t.Error(got)
	}
}

func TestReadGoalsKeepsRepeatedRowsOnce(t *testing.T) {
	row := [5]string{"strategic", "1", "", "Дороги", "https://example.org/a"}
	d := readTree(t, row, row, [5]string{"strategic", "1", "", "Мости", "https://example.org/b"},
		[5]string{"strategic", "2", "", "Школи", "https://example.org/b"})
	if got := drawn(d); !slices.Equal(got, []string{"1|Дороги", "1|Мости", "2|Школи"}) {
		t.Error(got)
	}
	if !slices.Equal(kinds(d, 3), []imports.NoteKind{imports.DuplicateRow}) ||
		!slices.Equal(kinds(d, 4), []imports.NoteKind{imports.SourceDiffers, imports.CodeRepeated}) || len(kinds(d, 5)) != 0 {
		t.Errorf("%+v", d.Notes)
	}
}

func TestReadGoalsGuessesLevels(t *testing.T) {
	cases := []struct {
		number, parent, title string
		want                  domain.Level
	}{
		{"2", "", "Школи", domain.GoalLevel},
		{"2.1", "", "Школи", domain.SubgoalLevel},
		{"2.1.3", "", "Школи", domain.ComponentLevel},
		{"", "", "Операційна ціль 4. Школи", domain.SubgoalLevel},
		{"", "", "Ціль 4.1. Школи", domain.SubgoalLevel},
		{"", "", "А1.2 Школи", domain.SubgoalLevel},
		{"", "2", "Школи", domain.SubgoalLevel},
		{"", "2.1", "Школи", domain.ComponentLevel},
		{"", "", "Школи", domain.GoalLevel},
		{"", "", "5 нових шкіл", domain.GoalLevel},
	}
	for _, c := range cases {
		d := readTree(t, [5]string{"", c.number, c.parent, c.title})
		node := d.Outline.Nodes[len(d.Outline.Nodes)-1]
		if node.Level != c.want || !slices.Contains(kinds(d, 2), imports.LevelGuessed) {
			t.Errorf("%+v: %+v %+v", c, node, d.Notes)
		}
	}
}
