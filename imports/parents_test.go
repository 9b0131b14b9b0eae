package imports_test

import (
	"slices"
	"strings"
	"testing"

	"hromada/imports"
)

func TestReadGoalsFindsParents(t *testing.T) {
	const goal, sub, task = "strategic", "operational", "task"
	cases := []struct {
		why   string
		rows  [][5]string // the notes expected are those of the first row, on line 2
		tree  []string
		notes []imports.NoteKind
	}{
		{
			"by the column, after its child",
			[][5]string{{sub, "", "2", "Мости"}, {goal, "1", "", "Дороги"}, {goal, "2", "", "Переправи"}},
			[]string{"1|Дороги", "2|Переправи", ">|Мости"},
			nil,
		},
		{
			"by the column, written otherwise",
			[][5]string{{sub, "", "02.", "Мости"}, {goal, "2", "", "Переправи"}},
			[]string{"2|Переправи", ">|Мости"},
			nil,
		},
		{
			"a component under a subgoal before a goal",
			[][5]string{{task, "", "1", "Міст"}, {goal, "1", "", "Дороги"}, {sub, "1", "1", "Мости"}},
			[]string{"1|Дороги", ">1|Мости", ">>|Міст"},
			nil,
		},
		{
			"a component under a goal",
			[][5]string{{task, "", "1", "Міст"}, {goal, "1", "", "Дороги"}},
			[]string{"1|Дороги", ">|Міст"},
			nil,
		},
		{
			"by the code",
			[][5]string{{sub, "2.1", "", "Мости"}, {goal, "2", "", "Переправи"}},
			[]string{"2|Переправи", ">2.1|Мости"},
			[]imports.NoteKind{imports.ParentFromCode},
		},
		{
			"by a letter code",
			[][5]string{{sub, "", "", "A.1. Мости"}, {goal, "А", "", "Переправи"}},
			[]string{"А|Переправи", ">A.1|Мости"},
			[]imports.NoteKind{imports.CodeFromTitle, imports.ParentFromCode},
		},
		{
			"by the code, a level skipped",
			[][5]string{{task, "2.1.3", "", "Міст"}, {goal, "2", "", "Переправи"}},
			[]string{"2|Переправи", ">2.1.3|Міст"},
			[]imports.NoteKind{imports.ParentFromCode},
		},
		{
			"by the code where the column names nobody",
			[][5]string{{sub, "2.1", "7", "Мости"}, {goal, "2", "", "Переправи"}},
			[]string{"2|Переправи", ">2.1|Мости"},
			[]imports.NoteKind{imports.ParentFromCode},
		},
		{
			"the column against the code",
			[][5]string{{sub, "2.1", "1", "Мости"}, {goal, "1", "", "Дороги"}, {goal, "2", "", "Переправи"}},
			[]string{"1|Дороги", ">2.1|Мости", "2|Переправи"},
			[]imports.NoteKind{imports.ParentDiffers},
		},
		{
			"nobody",
			[][5]string{{sub, "", "", "Мости"}, {goal, "1", "", "Дороги"}},
			[]string{"1|Дороги", "|" + imports.PlaceholderTitle, ">|Мости"},
			[]imports.NoteKind{imports.ParentMissing},
		},
		{
			"nobody has the parent's code",
			[][5]string{{task, "", "7", "Міст"}},
			[]string{"|" + imports.PlaceholderTitle, ">|Міст"},
			[]imports.NoteKind{imports.ParentMissing},
		},
		{
			"a subgoal is no parent of a subgoal",
			[][5]string{{sub, "", "1.1", "Мости"}, {goal, "1", "", "Дороги"}, {sub, "1.1", "1", "Насипи"}},
			[]string{"1|Дороги", ">1.1|Насипи", "|" + imports.PlaceholderTitle, ">|Мости"},
			[]imports.NoteKind{imports.ParentMissing},
		},
		{
			"a goal has none",
			[][5]string{{goal, "1", "2", "Дороги"}, {goal, "2", "", "Переправи"}},
			[]string{"1|Дороги", "2|Переправи"},
			[]imports.NoteKind{imports.ParentIgnored},
		},
	}
	for _, c := range cases {
		d := readTree(t, c.rows...)
		if got := drawn(d); !slices.Equal(got, c.tree) {
			t.Errorf("%s:\n%s", c.why, strings.Join(got, "\n"))
		}
		if got := kinds(d, 2); !slices.Equal(got, c.notes) {
			t.Errorf("%s: notes %v", c.why, got)
		}
	}
}

func TestReadGoalsChoosesAmongRepeatedParents(t *testing.T) {
	d := readTree(t,
		[5]string{"task", "", "1.1", "перед усіма"},
		[5]string{"strategic", "1", "", "Дороги"},
		[5]string{"operational", "1.1", "1", "Мости"}, [5]string{"task", "", "1.1", "після першої"},
		[5]string{"operational", "1.1", "1", "Насипи"}, [5]string{"task", "1.1.1", "", "після другої"})
	want := []string{"1|Дороги", ">1.1|Мости", ">>|перед усіма", ">>|після першої", ">1.1|Насипи", ">>1.1.1|після другої"}
	if got := drawn(d); !slices.Equal(got, want) {
		t.Errorf("\n%s", strings.Join(got, "\n"))
	}
	for _, line := range []int{2, 5, 7} {
		if !slices.Contains(kinds(d, line), imports.ParentAmbiguous) {
			t.Errorf("line %d: %+v", line, d.Notes)
		}
	}
	if !slices.Equal(kinds(d, 6), []imports.NoteKind{imports.CodeRepeated}) {
		t.Errorf("%+v", d.Notes)
	}
}
