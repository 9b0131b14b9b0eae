package surveys_test

import (
	"strings"
	"testing"

	"hromada/domain"
)

// TestAFileWithoutIDsIsKnownWhenItGrows: who answered before has the same id in the longer file, whoever stands between them now; people who say the same
// at the same time are still two.
func TestAFileWithoutIDsIsKnownWhenItGrows(t *testing.T) {
	t.Parallel()
	const header = "Позначка часу,q_internet,q_trust\n"
	first, second, third := "2026/11/03 10:15:22,fibre,t1\n", "2026/11/03 10:15:22,fibre,t1\n", "2026/11/03 10:15:23,none,t2\n"
	before, after := idsOf(t, header+first+second), idsOf(t, header+third+first+second)
	if len(before) != 2 || len(after) != 3 || before[0] == "" || before[0] == before[1] || after[1] != before[0] || after[2] != before[1] || after[0] == after[1] {
		t.Errorf("%q, then %q", before, after)
	}
	if corrected := idsOf(t, header+"2026/11/03 10:15:22,fibre,t2\n"); corrected[0] == before[0] {
		t.Error("other answers are the same response")
	}
}

// TestADayAloneTellsNobodyApart: many answer the same on one day.
func TestADayAloneTellsNobodyApart(t *testing.T) {
	t.Parallel()
	if got := idsOf(t, "дата;q_internet\n03.11.2026;fibre\n03.11.2026 09:30;fibre\n"); got[0] != "" || got[1] == "" {
		t.Errorf("%q", got)
	}
}

func idsOf(t *testing.T, file string) (ids []string) {
	t.Helper()
	m := proposed(t, []byte(file))
	rows, _, err := readAll([]byte(strings.TrimSpace(file)), m, options)
	if err != nil {
		t.Fatal(faultLines(t, err))
	}
	for _, row := range rows {
		ids = append(ids, row.ExternalID)
	}
	return ids
}

// TestNothingChosenOfSeveralIsAnAnswer where each option's column says no; where all are empty nobody was asked.
func TestNothingChosenOfSeveralIsAnAnswer(t *testing.T) {
	t.Parallel()
	const header = "_id;_submission_time;q_internet;q_services;q_services/diia;q_services/cnap;q_services/health;q_services/nothing\n"
	file := []byte(header + "1;2026-11-03T07:00:00;fibre;;0;0;0;0\n2;2026-11-03T07:00:00;fibre;;;;;\n3;2026-11-03T07:00:00;fibre;diia;1;0;0;0\n")
	rows, _, err := readAll(file, proposed(t, file), options)
	if err != nil {
		t.Fatal(faultLines(t, err))
	}
	for i, want := range []domain.SurveyAnswer{{None: true}, {}, {Options: []int{1}}} {
		if got := rows[i].Answers[1]; got.None != want.None || len(got.Options) != len(want.Options) || got.Given() != want.Given() {
			t.Errorf("row %d: %+v", i+2, got)
		}
	}
}
