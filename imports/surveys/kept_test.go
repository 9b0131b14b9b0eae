package surveys_test

import (
	"strings"
	"testing"

	"hromada/imports/surveys"
)

// What a person has said of columns holds for the next file: by their headers, and as far as the questionnaire still asks it.
func TestAKeptMappingIsLaidOverAProposal(t *testing.T) {
	t.Parallel()
	proposed := surveys.Mapping{Layout: surveys.Wide, Columns: []surveys.Column{
		{Header: "Код", Role: surveys.ExternalIDRole, Confidence: 0.7},
		{Header: "№", Role: surveys.UnknownRole},
		{Header: "тип", Role: surveys.SettlementRole, Confidence: 0.9, Values: map[string]string{"1": "", "село": "RURAL"}},
		{Header: "новий", Role: surveys.UnknownRole},
		{Header: "q_old", Role: surveys.UnknownRole},
		{Header: "q_trust", Role: surveys.QuestionRole, Question: "q_trust", Confidence: 1},
	}}
	kept := surveys.Mapping{Layout: surveys.Wide, Zone: "UTC", Columns: []surveys.Column{
		{Header: "ТИП", Role: surveys.SettlementRole, Values: map[string]string{"1": "URBAN"}},
		{Header: "№", Role: surveys.ExternalIDRole},
		{Header: "q_old", Role: surveys.QuestionRole, Question: "q_forgotten"},
		{Header: "немає", Role: surveys.DroppedRole},
	}}
	got, fits := proposed.Adopt(kept, asked())
	if !fits || got.Zone != "UTC" || len(got.Columns) != 6 {
		t.Fatalf("%v %+v", fits, got)
	}
	for i, want := range []struct {
		header string
		role   surveys.Role
		sure   float64
	}{
		{"Код", surveys.UnknownRole, 0},
		{"№", surveys.ExternalIDRole, 1},
		{"тип", surveys.SettlementRole, 1},
		{"новий", surveys.UnknownRole, 0},
		{"q_old", surveys.UnknownRole, 0},
		{"q_trust", surveys.QuestionRole, 1},
	} {
		if c := got.Columns[i]; c.Header != want.header || c.Role != want.role || c.Confidence != want.sure {
			t.Errorf("column %d is %+v, want %+v", i+1, c, want)
		}
	}
	if values := got.Columns[2].Values; values["1"] != "URBAN" || values["село"] != "RURAL" {
		t.Errorf("values mean %v", values)
	}
	if proposed.Columns[2].Values["1"] != "" || proposed.Columns[1].Role != surveys.UnknownRole {
		t.Error("the proposal was changed")
	}
	if _, fits := proposed.Adopt(surveys.Mapping{Layout: surveys.Kobo, Columns: kept.Columns}, asked()); fits {
		t.Error("a mapping of another tool fits")
	}
	if _, fits := proposed.Adopt(surveys.Mapping{Layout: surveys.Wide, Columns: kept.Columns[3:]}, asked()); fits {
		t.Error("a mapping of another file fits")
	}
	lines := faultLines(t, got.Undecided(asked()))
	for _, name := range []string{"Код", "новий", "q_old"} {
		if !strings.Contains(lines, name) {
			t.Errorf("%s is not told among\n%s", name, lines)
		}
	}
	if strings.Contains(lines, "q_trust") || strings.Contains(lines, "№") {
		t.Errorf("what is decided is told:\n%s", lines)
	}
	if again := got.Confirmed(); again.Columns[0].Confidence != 1 || got.Columns[0].Confidence != 0 {
		t.Error("a mapping is confirmed where it stands")
	}
}

// TestAnotherVersionOfTheQuestionnaireIsForAPersonToJudge: its columns may hold something else under the same headers.
func TestAnotherVersionOfTheQuestionnaireIsForAPersonToJudge(t *testing.T) {
	t.Parallel()
	file := func(version string) []byte {
		return []byte("_id;_submission_time;q_internet;__version__\n1;2026-11-03T07:00:00;fibre;v1\n2;2026-11-03T08:00:00;none;" + version + "\n")
	}
	first, second := proposed(t, file("v1")), proposed(t, file("v2"))
	if err := first.Undecided(asked()); err != nil {
		t.Fatal(faultLines(t, err))
	}
	adopted, fits := second.Adopt(first, asked())
	if lines := faultLines(t, adopted.Undecided(asked())); !fits || !strings.Contains(lines, "Another version of the questionnaire: v2.") || strings.Contains(lines, "v1") {
		t.Errorf("the second file is adopted as %+v:\n%s", adopted, lines)
	}
	if _, _, err := readAll(file("v2"), adopted.Confirmed(), options); err == nil {
		t.Error("a version that nobody has judged is read")
	}
	adopted.Versions = append(adopted.Versions, "v2") // as a person says
	if rows, _, err := readAll(file("v2"), adopted.Confirmed(), options); err != nil || len(rows) != 2 {
		t.Errorf("%d rows, %v", len(rows), err)
	}
	if again, _ := proposed(t, file("v1")).Adopt(adopted, asked()); again.Undecided(asked()) != nil {
		t.Error("a known version is asked for")
	}
}
