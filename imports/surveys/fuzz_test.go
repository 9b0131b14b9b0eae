package surveys_test

import (
	"bytes"
	"errors"
	"maps"
	"slices"
	"testing"
	"time"

	"hromada/domain"
	"hromada/imports/surveys"
	"hromada/imports/table"
)

// FuzzRead proposes and reads whatever it is given: it answers with faults or with responses that the questionnaire allows.
func FuzzRead(f *testing.F) {
	all := samples()
	for _, name := range slices.Sorted(maps.Keys(all)) {
		f.Add(begun(all[name]))
	}
	f.Add([]byte("q_services,date\n\"Дія, ЦНАП, онлайн-запис\",1/2/2026\n"))
	f.Fuzz(func(t *testing.T, body []byte) {
		m, err := surveys.Propose(bytes.NewReader(body), asked())
		if err != nil {
			hold(t, err)
			return
		}
		decide(&m)
		o := options
		o.At = o.Start
		rows, report, err := readAll(body, m, o)
		if err != nil {
			hold(t, err)
		} else if report.Responses != len(rows) || report.Responses+report.Incomplete+report.NotApproved+report.Empty+report.Repeated+report.LeftOut > report.Rows {
			t.Fatalf("%d rows, %+v", len(rows), report)
		}
		for _, row := range rows {
			allowed(t, row)
		}
	})
}

// begun is the beginning of a sample: of large seeds a fuzzer makes nothing new.
func begun(body []byte) []byte {
	if bytes.HasPrefix(body, []byte("PK")) {
		return sheetOf([][]string{{"_id", "_uuid", "_submission_time", "q_internet"}, {"1", "u", "2026-11-03T10:00:00", "fibre"}})
	}
	lines := bytes.SplitAfterN(body, []byte("\n"), 4)
	return bytes.Join(lines[:min(3, len(lines))], nil)
}

// decide does what a person would: says of values without a meaning that they have none.
func decide(m *surveys.Mapping) {
	for i := range m.Columns {
		for value, meaning := range m.Columns[i].Values {
			if meaning == "" {
				m.Columns[i].Values[value] = surveys.NoAnswer
			}
		}
	}
}

func hold(t *testing.T, err error) {
	t.Helper()
	if faults, ok := errors.AsType[*table.Faults](err); !ok || len(faults.Shown) == 0 || len(faults.Shown) > table.MaxFaultsShown {
		t.Fatal(err)
	}
}

func allowed(t *testing.T, row surveys.Row) {
	t.Helper()
	given := false
	for i, a := range row.Answers {
		q := asked().Questions[i]
		given = given || a.Given()
		if !slices.IsSorted(a.Options) || len(a.Options) > len(q.Options) || (q.Kind != domain.MultipleChoice && len(a.Options) > 1) || (q.Required && !a.Given()) {
			t.Fatalf("%+v", row)
		}
		if a.Number != nil && (*a.Number < *q.Minimum || *a.Number > *q.Maximum) {
			t.Fatalf("%+v", row)
		}
	}
	if !given || row.Number < 2 || row.Mode == "" || row.At.After(options.Now.Add(time.Hour)) {
		t.Fatalf("%+v", row)
	}
}

func FuzzReadXLSForm(f *testing.F) {
	f.Add(foreignForm())
	f.Add(formOf(f, asked()))
	f.Fuzz(func(t *testing.T, body []byte) {
		form, err := surveys.ReadXLSForm(bytes.NewReader(body))
		if err != nil {
			hold(t, err)
			return
		}
		if len(form.Questions) == 0 {
			t.Fatal("neither questions nor faults")
		}
	})
}

// FuzzMapping reads a good file by whatever mapping somebody sends.
func FuzzMapping(f *testing.F) {
	f.Add("QUESTION", "q_internet", "fibre", "Europe/Kyiv", "WIDE")
	f.Add("OPTION", "q_services", "diia", "", "LONG")
	f.Add("ANSWER", "", "", "Local", "KOBO")
	f.Fuzz(func(t *testing.T, role, question, option, zone, layout string) {
		m := byHand()
		m.Layout, m.Zone = surveys.Layout(layout), zone
		m.Columns[7] = surveys.Column{Header: "net", Role: surveys.Role(role), Question: question, Option: option, Values: map[string]string{"fibre": option}}
		reading, err := surveys.Read(bytes.NewReader([]byte(handHeader+handRow(nil))), asked(), m, options)
		if err != nil {
			hold(t, err)
			return
		}
		for _, err := range reading.Rows(background) {
			if err != nil {
				hold(t, err)
			}
		}
	})
}
