package surveys_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hromada/domain"
	"hromada/imports/surveys"
	"hromada/imports/table"
)

var update = flag.Bool("update", false, "write the samples and what is read of them anew")

var options = surveys.Options{
	Mode: domain.OnlineMode, Now: time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC), Start: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC),
}

// TestSamples reads a file of every layout as somebody would who takes what is proposed, and holds the proposal, the responses and the
// report against what was seen to be right.
func TestSamples(t *testing.T) {
	t.Parallel()
	for name, made := range samples() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			holdSample(t, name, made, asked())
		})
	}
}

// holdSample reads a sample as it stands in testdata, and holds what is told of it against what was seen to be right.
func holdSample(t *testing.T, name string, made []byte, q domain.Questionnaire) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		write(t, path, made)
	}
	body, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(body, made) && filepath.Ext(name) != ".xlsx" {
		t.Error("the sample is another than the one made now: go test -run Samples -update")
	}
	got := told(t, body, q)
	if *update {
		write(t, path+".golden", []byte(got))
	}
	want, err := os.ReadFile(path + ".golden")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Error(diff)
	}
}

func write(t *testing.T, path string, content []byte) {
	t.Helper()
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
}

func proposed(t *testing.T, body []byte) surveys.Mapping {
	t.Helper()
	return proposedFor(t, body, asked())
}

func proposedFor(t *testing.T, body []byte, q domain.Questionnaire) surveys.Mapping {
	t.Helper()
	m, err := surveys.Propose(bytes.NewReader(body), q)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func told(t *testing.T, body []byte, q domain.Questionnaire) string {
	t.Helper()
	m := proposedFor(t, body, q)
	asJSON, err := json.MarshalIndent(m, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	settle(m)
	rows, report, err := readFor(body, q, m, options)
	var out strings.Builder
	out.Write(asJSON)
	for _, r := range rows {
		out.WriteString("\n" + oneLine(r))
	}
	fmt.Fprintf(&out, "\n%+v\n", report)
	if err != nil {
		out.WriteString(faultLines(t, err))
	}
	return out.String()
}

// settle does what a person must: nobody can guess what the numbers stand for.
func settle(m surveys.Mapping) {
	for i, c := range m.Columns {
		if c.Header == "settlement" && m.Layout == surveys.LimeSurvey {
			m.Columns[i].Values = map[string]string{"1": "URBAN", "2": "RURAL"}
		}
	}
}

func oneLine(r surveys.Row) string {
	var strata, answers []string
	for _, v := range domain.Variables {
		strata = append(strata, r.Strata[v])
	}
	for _, a := range r.Answers {
		var parts []string
		if len(a.Options) > 0 {
			parts = append(parts, fmt.Sprint(a.Options))
		}
		if a.Number != nil {
			parts = append(parts, fmt.Sprint(*a.Number))
		}
		if a.Text != "" {
			parts = append(parts, a.Text)
		}
		answers = append(answers, strings.Join(parts, " "))
	}
	id := r.ExternalID
	if tool, _, own := strings.Cut(id, "said:"); own {
		id = tool + "said"
	}
	return fmt.Sprintf("%d %s %s %q %s%s | %s", r.Number, r.At.Format(time.RFC3339), r.Mode, id, r.Community, strings.Join(strata, ","), strings.Join(answers, " | "))
}

func readAll(body []byte, m surveys.Mapping, o surveys.Options) ([]surveys.Row, surveys.Report, error) {
	return readFor(body, asked(), m, o)
}

func readFor(body []byte, q domain.Questionnaire, m surveys.Mapping, o surveys.Options) ([]surveys.Row, surveys.Report, error) {
	reading, err := surveys.Read(bytes.NewReader(body), q, m, o)
	if err != nil {
		return nil, surveys.Report{}, err
	}
	var rows []surveys.Row
	for row, err := range reading.Rows(background) {
		if err != nil {
			return rows, reading.Report(), err
		}
		rows = append(rows, row)
	}
	return rows, reading.Report(), nil
}

func faultLines(t failer, err error) string {
	t.Helper()
	faults, ok := errors.AsType[*table.Faults](err)
	if !ok {
		t.Fatal(err)
	}
	var out strings.Builder
	if err := table.WriteFaults(&out, faults, domain.English); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

type failer interface {
	Helper()
	Fatal(args ...any)
}

// TestSamplesAgree: the same people answered the same in every layout, whatever each calls it.
func TestSamplesAgree(t *testing.T) {
	t.Parallel()
	for name, body := range samples() {
		m := proposed(t, body)
		settle(m)
		rows, report, err := readAll(body, m, options)
		if err != nil {
			t.Errorf("%s: %s", name, faultLines(t, err))
			continue
		}
		left := report.Incomplete + report.NotApproved
		if len(rows)+left != len(people()) || (m.Layout == surveys.Kobo) != (report.NotApproved == 1 && m.Layout != surveys.ODK) {
			t.Errorf("%s: %d rows, %+v", name, len(rows), report)
		}
		for _, row := range rows {
			compare(t, name, row)
		}
	}
}

func compare(t *testing.T, name string, row surveys.Row) {
	t.Helper()
	all := people()
	i := slices.IndexFunc(all, func(p someone) bool { return p.at.Equal(row.At) })
	if i < 0 {
		t.Errorf("%s: nobody answered at %s", name, row.At)
		return
	}
	p := all[i]
	strata := map[domain.Variable]string{
		domain.SexVariable: pick(p.female, "FEMALE", "MALE"), domain.AgeVariable: ageBand(p.age), domain.SettlementVariable: pick(p.urban, "URBAN", "RURAL"),
	}
	if diff := cmp.Diff(strata, row.Strata); diff != "" {
		t.Errorf("%s: %s", name, diff)
	}
	trust := []int(nil)
	if p.trust > 0 {
		trust = []int{p.trust}
	}
	want := []domain.SurveyAnswer{
		{Options: []int{p.internet}, Text: p.other}, {Options: p.services}, {Options: trust}, {Number: &p.hours}, {Text: strings.ReplaceAll(p.wish, "\n", " ")},
	}
	if name == "kobo_labels.csv" || name == "long.csv" { // which have no column for one's own words
		want[0].Text = ""
	}
	if diff := cmp.Diff(want, row.Answers); diff != "" {
		t.Errorf("%s: person %d: %s", name, p.number, diff)
	}
}
