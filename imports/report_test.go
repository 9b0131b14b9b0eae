package imports_test

import (
	"strings"
	"testing"

	"hromada/domain"
	"hromada/imports"

	"github.com/google/go-cmp/cmp"
)

// results imports the test file over an older edition of the first community's tree.
func results(t *testing.T) []imports.TreeResult {
	t.Helper()
	drafts := readGoals(t, testdata(t, "goals.csv"))
	standing := []domain.Standing{
		{Number: 1, Level: domain.GoalLevel, Code: "1", Title: "Інтернет"},
		{Number: 2, Level: domain.GoalLevel, Code: "2", Title: "Цифрові навички"},
		{Number: 3, Level: domain.SubgoalLevel, Parent: 2, Title: "Навчання старших людей"},
		{Number: 4, Level: domain.SubgoalLevel, Parent: 2, Code: "2.1", Title: "Навчання\x1b[2J школярів"},
	}
	return []imports.TreeResult{
		{
			Name: "Агрономічна", Draft: drafts[0], Standing: standing, Changed: true, NewRevision: 2,
			Matches: domain.MatchOutline(drafts[0].Outline.Nodes, standing),
		},
		{Name: "Гніванська", Draft: drafts[1], Changed: true, NewRevision: 1},
	}
}

func TestWriteGoalsReport(t *testing.T) {
	cases := []struct {
		file   string
		dryRun bool
		l      domain.Language
	}{
		{"report_dry_run_uk.txt", true, domain.Ukrainian},
		{"report_dry_run_en.txt", true, domain.English},
		{"report_uk.txt", false, domain.Ukrainian},
	}
	for _, c := range cases {
		var out strings.Builder
		if err := imports.WriteGoalsReport(&out, results(t), c.dryRun, c.l); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(testdata(t, c.file), out.String()); diff != "" {
			t.Errorf("%s: %s", c.file, diff)
		}
	}
}

func TestWriteGoalsReportOfNoChange(t *testing.T) {
	draft := readTree(t, [5]string{"strategic", "1", "", "Дороги"})
	standing := []domain.Standing{{Number: 1, Level: domain.GoalLevel, Code: "1", Title: "Дороги"}}
	var out strings.Builder
	err := imports.WriteGoalsReport(&out, []imports.TreeResult{{
		Name: "Агрономічна", Draft: draft, Standing: standing, Matches: domain.MatchOutline(draft.Outline.Nodes, standing),
	}}, false, domain.Ukrainian)
	want := "Агрономічна (UA05020010000053508)\n" +
		"  вузлів: 1 (цілей 1, підцілей 0, компонентів 0)\n" +
		"  упізнано за кодом 1, за назвою 0; нових 0; немає у файлі 0\n" +
		"  змін немає\n"
	if err != nil || out.String() != want {
		t.Errorf("%s%v", out.String(), err)
	}
}

func TestWriteRegistryReport(t *testing.T) {
	notes := readRegistry(t, strings.Replace(testdata(t, "registry.csv"), "full_name_en", "мер", 1)).Notes
	var out strings.Builder
	err := imports.WriteRegistryReport(&out, domain.RegistryTally{
		Regions: domain.Tally{Unchanged: 1}, Communities: domain.Tally{Added: 2, Changed: 3, Unchanged: 4},
	}, notes, false, domain.Ukrainian)
	if err != nil || !strings.Contains(out.String(), "громади: додано 2, змінено 3, без змін 4\n") || !strings.Contains(out.String(), "стовпчик 5 «мер» невідомий") {
		t.Errorf("%s%v", out.String(), err)
	}
}

func TestReportsHaveAHeadingForEveryKindOfNote(t *testing.T) {
	for _, kind := range []imports.NoteKind{
		imports.UnknownColumn, imports.NotRead, imports.SourceDiffers, imports.DuplicateRow, imports.LevelGuessed, imports.LevelDiffers,
		imports.CodeFromTitle, imports.CodeUnsure, imports.CodeConflict, imports.CodeRepeated, imports.ParentFromCode,
		imports.ParentAmbiguous, imports.ParentDiffers, imports.ParentMissing, imports.ParentIgnored,
	} {
		var out strings.Builder
		note := imports.Note{Line: 7, Kind: kind, Text: domain.Text{UK: "текст", EN: "text"}}
		err := imports.WriteRegistryReport(&out, domain.RegistryTally{}, []imports.Note{note}, false, domain.Ukrainian)
		if err != nil || !strings.Contains(out.String(), "рядок 7: текст") {
			t.Errorf("%s: %s%v", kind, out.String(), err)
		}
	}
}

func TestWriteFaultsEscapesWhatATerminalObeys(t *testing.T) {
	faults := &imports.Faults{Shown: []imports.Fault{
		{Line: 5, Column: 3, Name: "population_2022", Message: domain.Text{UK: "«\x1b]0;x\x07\r\n\u202E\u009b\xff» — не число."}},
		{Line: 9, Message: domain.Text{UK: "Комірок замало."}},
	}, More: 3}
	var out strings.Builder
	if err := imports.WriteFaults(&out, faults, domain.Ukrainian); err != nil {
		t.Fatal(err)
	}
	want := `рядок 5, стовпчик 3 (population_2022): «\x1b]0;x\x07\x0d\x0a\u202e\x9b\xff» — не число.` + "\n" +
		"рядок 9: Комірок замало.\n… і ще помилок: 3\n"
	if out.String() != want {
		t.Errorf("%s", out.String())
	}
}
