package imports_test

import (
	"slices"
	"testing"

	"hromada/imports"
)

// Every case is one row under goals 1, 2 and А with subgoals 2.1 and А.1; note is the kind about codes
// that the row must have, empty for none.
func TestReadGoalsFindsCodesInTitles(t *testing.T) {
	const goal, sub, task = "strategic", "operational", "task"
	const taken, unsure, conflict, differs = imports.CodeFromTitle, imports.CodeUnsure, imports.CodeConflict, imports.LevelDiffers
	cases := []struct {
		level, number, parent, title string
		code, rest                   string
		note                         imports.NoteKind
	}{
		{goal, "", "", "Стратегічна ціль 3. Безпечна громада", "3", "Безпечна громада", taken},
		{goal, "3", "", "СТРАТЕГІЧНА ЦІЛЬ 3. БЕЗПЕЧНА ГРОМАДА", "3", "БЕЗПЕЧНА ГРОМАДА", ""},
		{goal, "3", "", "Стратегічна мета № 3: Безпечна громада", "3", "Безпечна громада", ""},
		{sub, "", "2", "Операційна ціль 2.3. Дороги", "2.3", "Дороги", taken},
		{sub, "", "2", "Оперативна ціль 2.6 Забезпечити дороги", "2.6", "Забезпечити дороги", taken},
		{sub, "", "2", "Оперативна ціль 2.6 забезпечити дороги", "2.6", "забезпечити дороги", taken},
		{sub, "", "2", "2.3.Підтримка фермерів", "2.3", "Підтримка фермерів", taken},
		{sub, "", "2", "2.4 Розвиток туризму", "2.4", "Розвиток туризму", taken},
		{sub, "", "2", "2.4 розвиток туризму", "2.4", "розвиток туризму", taken},
		{sub, "", "", "2.4 розвиток туризму", "", "2.4 розвиток туризму", unsure},
		{sub, "", "2", "2.4 – Розвиток туризму", "2.4", "Розвиток туризму", taken},
		{sub, "", "2", "2.12) «Розумне» освітлення", "2.12", "«Розумне» освітлення", taken},
		{task, "", "2.1", "Завдання 2.1.3. Обладнати клас", "2.1.3", "Обладнати клас", taken},
		{task, "", "", "2.1.3. Обладнати клас", "2.1.3", "Обладнати клас", taken},
		{task, "", "", "Захід 125. Обладнати клас", "125", "Обладнати клас", taken},
		{goal, "", "", "Ціль Б. Прозора громада", "Б", "Прозора громада", taken},
		{goal, "", "", "Ціль C: Прозора громада", "C", "Прозора громада", taken},
		{sub, "", "А", "А.2. Портал", "А.2", "Портал", taken},
		{sub, "", "А", "A2 Портал", "A2", "Портал", taken},
		{sub, "", "", "А.2. Портал", "А.2", "Портал", taken},
		{sub, "", "", "A1.2 Портал", "A1.2", "Портал", taken},
		{goal, "", "", "1. Економіка громади", "1", "Економіка громади", taken},
		{goal, "", "", "Стратегічна ціль ІІІ. Економіка", "ІІІ", "Економіка", taken},
		{goal, "4", "", "IV. Економіка", "4", "Економіка", ""},
		{goal, "", "", "Стратегічна ціль 3", "3", "Стратегічна ціль 3", taken},

		// What looks like a code and is not, or may not be.
		{goal, "", "", "В громаді безпечно", "", "В громаді безпечно", ""},
		{goal, "", "", "Ціль В громаді", "", "Ціль В громаді", ""},
		{goal, "", "", "Завданням громади є розвиток", "", "Завданням громади є розвиток", ""},
		{goal, "", "", "В. Стуса вулиця", "", "В. Стуса вулиця", unsure},
		{sub, "", "2", "В. Стуса вулиця", "", "В. Стуса вулиця", unsure},
		{sub, "", "2", "5 нових шкіл", "", "5 нових шкіл", ""},
		{goal, "5", "", "5 нових шкіл", "5", "5 нових шкіл", ""},
		{sub, "", "2", "1.5 млн дерев", "", "1.5 млн дерев", unsure},
		{sub, "", "1", "1.5 млн дерев", "", "1.5 млн дерев", unsure},
		{task, "", "1", "1.5 МВт сонячних станцій", "", "1.5 МВт сонячних станцій", unsure},
		{sub, "", "2", "1.3. Дороги", "", "1.3. Дороги", unsure},
		{sub, "", "2", "2.1.3. Дороги", "", "2.1.3. Дороги", unsure},
		{sub, "", "2", "1. Дороги", "", "1. Дороги", unsure},
		{goal, "", "", "2025 рік: дороги", "", "2025 рік: дороги", ""},
		{sub, "", "2", "24.08.2025 святкування", "", "24.08.2025 святкування", ""},
		{sub, "", "2", "0.5 га парку", "", "0.5 га парку", ""},
		{sub, "", "2", "5-річний план", "", "5-річний план", ""},
		{sub, "", "2", "100% покриття", "", "100% покриття", ""},
		{sub, "", "2", "24/7 чергування", "", "24/7 чергування", ""},
		{sub, "", "2", "3D-друк у школах", "", "3D-друк у школах", ""},
		{sub, "", "2", "1 – 3 класи без паперу", "", "1 – 3 класи без паперу", ""},
		{sub, "", "2", "10:30 наради", "", "10:30 наради", ""},
		{sub, "", "2", "ІТ-громада", "", "ІТ-громада", ""},
		{sub, "", "2", "ХХІ століття в школі", "", "ХХІ століття в школі", ""},
		{sub, "", "2", "Є-підтримка", "", "Є-підтримка", ""},

		// The column wins; the title loses nothing.
		{sub, "2.2", "2", "Операційна ціль 2.3. Дороги", "2.2", "Операційна ціль 2.3. Дороги", conflict},
		{sub, "2.2.", "2", "2.2. Дороги", "2.2", "Дороги", ""},
		{sub, "А.2", "А", "A2. Портал", "А.2", "Портал", ""},
		{sub, "2.2", "2", "1.5 млн дерев", "2.2", "1.5 млн дерев", ""},
		{sub, "", "2", "Стратегічна ціль 2.3. Дороги", "2.3", "Стратегічна ціль 2.3. Дороги", differs},
	}
	for _, c := range cases {
		d := readTree(t,
			[5]string{c.level, c.number, c.parent, c.title},
			[5]string{goal, "2", "", "Друга"}, [5]string{sub, "2.1", "2", "Перша"}, [5]string{goal, "1", "", "Ще одна"},
			[5]string{goal, "А", "", "Літера"}, [5]string{sub, "А.1", "А", "Перша"})
		for _, n := range d.Outline.Nodes {
			if n.Line == 2 && (n.Code != c.code || n.Title != c.rest) {
				t.Errorf("%s %q: code %q, title %q", c.level, c.title, n.Code, n.Title)
			}
		}
		aboutCodes := slices.DeleteFunc(kinds(d, 2), func(k imports.NoteKind) bool {
			return !slices.Contains([]imports.NoteKind{taken, unsure, conflict, differs}, k) || (c.note == differs && k == taken)
		})
		if (c.note == "") != (len(aboutCodes) == 0) || (c.note != "" && !slices.Contains(aboutCodes, c.note)) {
			t.Errorf("%s %q: notes %v, want %q", c.level, c.title, aboutCodes, c.note)
		}
	}
}

func TestReadGoalsTakesALetterForACodeWhenOthersNameIt(t *testing.T) {
	cases := []struct {
		why   string
		other [5]string
	}{
		{"as their parent", [5]string{"operational", "", "В", "Дороги"}},
		{"in their number", [5]string{"operational", "В.1", "", "Дороги"}},
		{"in their title", [5]string{"operational", "", "", "В.1. Дороги"}},
	}
	for _, c := range cases {
		d := readTree(t, [5]string{"strategic", "", "", "В. Відкрита громада"}, c.other)
		if n := d.Outline.Nodes[0]; n.Code != "В" || n.Title != "Відкрита громада" || d.Outline.Nodes[1].Parent != 0 {
			t.Errorf("%s: %+v", c.why, d.Outline.Nodes)
		}
	}
}

func TestReadGoalsTellsRomanNumeralsFromInitials(t *testing.T) {
	initial := readTree(t, [5]string{"strategic", "", "", "І. Франка вулиця"}, [5]string{"strategic", "1", "", "Дороги"},
		[5]string{"operational", "1.1", "1", "Мости"})
	if n := initial.Outline.Nodes; n[2].Code != "" || n[2].Title != "І. Франка вулиця" {
		t.Errorf("%+v", n)
	}
	numeral := readTree(t, [5]string{"strategic", "", "", "ІІ. Школи"}, [5]string{"strategic", "", "", "I. Дороги"})
	if got := drawn(numeral); !slices.Equal(got, []string{"I|Дороги", "ІІ|Школи"}) {
		t.Error(got)
	}
}
