package surveys_test

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// oddSample is a file that comes later than a good one and is read by that one's mapping.
type oddSample struct {
	after string
	body  []byte
}

func oddSamples() map[string]oddSample {
	odd := oddTexts()
	maps.Copy(odd, oddBooks())
	maps.Copy(odd, oddGrids())
	return odd
}

func oddTexts() map[string]oddSample {
	return map[string]oddSample{
		"odd_kobo.csv": {"kobo_names.csv", quoted(";", "\n", changed(koboRows(), map[string]string{
			"2 home/q_services": "diia cnap metro", "4 home/q_services/diia": "2", "4 q_wish": "a\u202Eb", "5 home/q_services/health": "1", "5 home/q_services": "diia", "6 home/q_internet": "",
			"7 __version__": "vOther", "8 home/q_hours": "25", "9 end": "2027-01-01T10:00:00.000+02:00", "10 respondent/respondent_sex": "UNKNOWN", "11 _id": "300101",
			"12 q_wish": "a\u202Eb",
		})...)},
		"odd_kobo_cut.csv":       {"kobo_names.csv", quoted(";", "\n", koboRows()...)[:3000]},
		"odd_kobo_twice.csv":     {"kobo_names.csv", quoted(";", "\n", append(koboRows(), koboRows()...)...)},
		"odd_limesurvey.csv":     {"limesurvey_full.csv", bytes.Replace(limesurveyFull(), []byte(`"Не маю"`), []byte(`"Нема"`), 1)},
		"odd_limesurvey_cut.csv": {"limesurvey_codes.csv", bytes.ReplaceAll(limesurveyCodes(), []byte("\"\r\n"), []byte("\r\n"))},
		"odd_google.csv": {"google_forms.csv", []byte(strings.NewReplacer(
			"Жіноча", "Ж/Ч", "2026/11/03 8:00:00 AM GMT+2", "3/11/2026 8:00:00", "Дія;", "Дія;Дія;", ",7.75,", ",\"7,750\",",
		).Replace(string(google("Позначка часу", ";", googleTime))))},
		"odd_google_mixed.csv": {"google_forms.csv", append(google("Позначка часу", ";", googleTime), "2026/11/05 1:00:00 PM GMT+2,,\xc6\xb3\xed\xea\xe0,20,,\xc4\xb3\xff,,,,\r\n"...)},
	}
}

// changed rewrites cells, each named by its row, the header being the first, and its column.
func changed(rows [][]string, cells map[string]string) [][]string {
	for at, value := range cells {
		line, name, _ := strings.Cut(at, " ")
		for i := range rows {
			for j, column := range rows[0] {
				if fmt.Sprint(i+1) == line && column == name {
					rows[i][j] = value
				}
			}
		}
	}
	return rows
}

// TestOddSamples holds what is said of files that are wrong, or that repeat themselves, against what was seen to be right.
func TestOddSamples(t *testing.T) {
	t.Parallel()
	for name, odd := range oddSamples() {
		path := filepath.Join("testdata", name)
		if *update {
			write(t, path, odd.body)
		}
		body, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(body, odd.body) && filepath.Ext(name) != ".xlsx" {
			t.Errorf("%s: the sample is another than the one made now: go test -run Samples -update", name)
		}
		before, q := samples()[odd.after], asked()
		if before == nil {
			before, q = griddedSamples()[odd.after], inGrids()
		}
		m := proposedFor(t, before, q)
		settle(m)
		rows, report, err := readFor(body, q, m, options)
		got := fmt.Sprintf("%d rows given\n%+v\n", len(rows), report)
		if err != nil {
			got += faultLines(t, err)
		}
		if *update {
			write(t, path+".golden", []byte(got))
		}
		want, err := os.ReadFile(path + ".golden")
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}
