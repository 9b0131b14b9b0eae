package surveys_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"hromada/domain"
	"hromada/imports/surveys"
)

// byHand is a mapping of a plain table in which nothing is guessed.
func byHand() surveys.Mapping {
	column := func(header string, role surveys.Role, question, option string) surveys.Column {
		return surveys.Column{Header: header, Role: role, Question: question, Option: option, Confidence: 1}
	}
	return surveys.Mapping{Layout: surveys.Wide, Versions: []string{"v1", "v2"}, Columns: []surveys.Column{
		column("id", surveys.ExternalIDRole, "", ""), column("at", surveys.TimeRole, "", ""), column("version", surveys.VersionRole, "", ""),
		column("sex", surveys.SexRole, "", ""), column("age", surveys.AgeRole, "", ""), column("community", surveys.CommunityRole, "", ""), column("mode", surveys.ModeRole, "", ""),
		column("net", surveys.QuestionRole, "q_internet", ""), column("net other", surveys.OtherRole, "q_internet", ""), column("services", surveys.QuestionRole, "q_services", ""),
		column("s diia", surveys.OptionRole, "q_services", "diia"), column("s cnap", surveys.OptionRole, "q_services", "cnap"),
		column("hours", surveys.QuestionRole, "q_hours", ""), column("wish", surveys.QuestionRole, "q_wish", ""),
		{Header: "phone", Role: surveys.DroppedRole, Personal: true, Confidence: 1},
	}}
}

const handHeader = "id;at;version;sex;age;community;mode;net;net other;services;s diia;s cnap;hours;wish;phone\n"

// handRow is a row that is right but for the cells named.
func handRow(cells map[string]string) string {
	row := map[string]string{"id": "1", "at": "2026-11-03 10:00", "net": "fibre"}
	for name, cell := range cells {
		row[name] = cell
	}
	var all []string
	for name := range strings.SplitSeq(strings.TrimSpace(handHeader), ";") {
		all = append(all, row[name])
	}
	return strings.Join(all, ";") + "\n"
}

func one(name, cell string) map[string]string { return map[string]string{name: cell} }

func TestFaultsAreToldByRowAndColumn(t *testing.T) {
	t.Parallel()
	for why, c := range map[string]struct{ rows, want string }{
		"an unknown option":       {handRow(one("net", "голуби")), "line 2, column 8 (net): “голуби” is none of the options."},
		"options unknown":         {handRow(one("services", "diia, метро")), "line 2, column 10 (services): “diia, метро” is none of the options."},
		"an option in a text":     {handRow(map[string]string{"net other": "супутник"}), "line 2, column 9 (net other): There is a text of one's own, but another option is chosen."},
		"columns that disagree":   {handRow(map[string]string{"services": "diia,health", "s diia": "0", "s cnap": "0"}), "line 2, column 10 (services): The columns of the options say otherwise."},
		"neither yes nor no":      {handRow(one("s diia", "мабуть")), "line 2, column 11 (s diia): “мабуть”: expected 1 or 0, yes or no."},
		"no number":               {handRow(one("hours", "багато")), "line 2, column 13 (hours): “багато” is not a number."},
		"not a number":            {handRow(one("hours", "NaN")), "line 2, column 13 (hours): “NaN” is not a number."},
		"infinite":                {handRow(one("hours", "1e309")), "line 2, column 13 (hours): “1e309” is not a number."},
		"in other digits":         {handRow(one("hours", "0x10")), "line 2, column 13 (hours): “0x10” is not a number."},
		"too great":               {handRow(one("hours", "24,5")), "line 2, column 13 (hours): 24.5 is above the highest possible: 24."},
		"too small":               {handRow(one("hours", "-1")), "line 2, column 13 (hours): -1 is below the lowest possible: 0."},
		"the future":              {handRow(one("at", "2026-12-24 10:00")), "line 2, column 2 (at): The time 2026-12-24 10:00:00 has not come yet."},
		"long ago":                {handRow(one("at", "2025-10-01")), "line 2, column 2 (at): The time 2025-10-01 00:00:00 is long before the survey began."},
		"no time":                 {handRow(one("at", "")), "line 2, column 2 (at): It is not said when this was answered."},
		"no such day":             {handRow(one("at", "31.11.2026")), "line 2, column 2 (at): “31.11.2026” is no time, or it is not clear which number is the day."},
		"which is the day":        {handRow(one("at", "11/03/2026")), "line 2, column 2 (at): “11/03/2026” is no time, or it is not clear which number is the day."},
		"no year":                 {handRow(one("at", "0000-00-00")), "line 2, column 2 (at): “0000-00-00” is no time, or it is not clear which number is the day."},
		"another version":         {handRow(one("version", "v3")), "line 2, column 3 (version): Another version of the questionnaire: “v3”."},
		"no sex":                  {handRow(one("sex", "робот")), "line 2, column 4 (sex): “робот” is in no category."},
		"an age in no band":       {handRow(one("age", "17")), "line 2, column 5 (age): “17” is in no category."},
		"no age":                  {handRow(one("age", "300")), "line 2, column 5 (age): “300” is in no category."},
		"no community":            {handRow(one("community", "UA05")), "line 2, column 6 (community): “UA05” is not the KATOTTG code of a community."},
		"a district":              {handRow(one("community", "UA05020000000026686")), "line 2, column 6 (community): “UA05020000000026686” is not the KATOTTG code of a community."},
		"a foreign community":     {handRow(one("community", "UA05020070000010139")), "line 2, column 6 (community): Not yours."},
		"no mode":                 {handRow(one("mode", "голубами")), "line 2, column 7 (mode): “голубами” is no known way of asking."},
		"nothing required":        {handRow(map[string]string{"net": "", "hours": "2"}), "line 2, column 8 (net): The question q_internet must be answered."},
		"a text too long":         {handRow(one("wish", strings.Repeat("ї", 5001))), "line 2, column 14 (wish): The text is longer than 5000 characters."},
		"an id too long":          {handRow(one("id", strings.Repeat("1", 201))), "line 2, column 1 (id): The id is longer than 200 characters."},
		"a cell too large":        {handRow(one("wish", "\""+strings.Repeat("ї\n", 1<<20)+"\"")), "line 2, column 14 (wish): The cell is larger than 1 MiB."},
		"a line too long":         {handRow(one("wish", strings.Repeat("ї", 2<<20))), "line 2: The line is longer than 2 MiB."},
		"NUL":                     {handRow(one("wish", "a\x00b")), "line 2, column 14 (wish): The character U+0000 is not allowed."},
		"text turned round":       {handRow(one("wish", "a\u202Eb")), "line 2, column 14 (wish): The character U+202E is not allowed."},
		"windows-1251 amid UTF-8": {handRow(one("wish", "Дороги")) + handRow(map[string]string{"id": "2", "wish": "\xc4\xee\xf0\xee\xe3\xe8"}), "line 3, column 14 (wish): The text is not in UTF-8. Save the file as CSV in UTF-8."},
		"a quote without an end":  {handRow(one("wish", "\"ой")), "line 2, column 14 (wish): Quotes do not pair up: a cell with quotes is enclosed in quotes, and the quotes within are doubled."},
		"the header again":        {handRow(nil) + handHeader + handRow(one("id", "2")), "line 3: The header is repeated among the rows."},
		"cells too many":          {strings.TrimSpace(handRow(nil)) + ";;\n", "line 2: Cells in the row: 17, in the header: 15."},
		"an id with two answers":  {handRow(nil) + handRow(one("net", "none")), "line 3, column 1 (id): The same id is on row 2 already, with other answers."},
		"nothing but a header":    {"", "The file has no row but the header."},
	} {
		o := options
		o.Refuses = func(domain.KatottgCode) *domain.Text { return &domain.Text{UK: "Не ваша.", EN: "Not yours."} }
		rows, _, err := readAll([]byte(handHeader+c.rows), byHand(), o)
		if err == nil {
			t.Errorf("%s: taken: %v", why, rows)
			continue
		}
		if got := strings.TrimSpace(faultLines(t, err)); got != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", why, got, c.want)
		}
	}
}

// All faults come at once, the first hundred of them, and no row once there was one.
func TestFaultsComeAllAtOnce(t *testing.T) {
	t.Parallel()
	var body strings.Builder
	body.WriteString(handHeader + handRow(nil))
	for i := range 150 {
		body.WriteString(handRow(map[string]string{"id": fmt.Sprint(i + 10), "net": "?"}))
	}
	body.WriteString(handRow(one("id", "9")))
	rows, _, err := readAll([]byte(body.String()), byHand(), options)
	if got := strings.Split(faultLines(t, err), "\n"); len(got) != 102 || got[100] != "… and more faults: 50" {
		t.Errorf("%d lines, the last %q", len(got), got[len(got)-2])
	}
	if len(rows) != 1 {
		t.Errorf("%d rows were given", len(rows))
	}
}

func TestWhatIsTakenAsItIs(t *testing.T) {
	t.Parallel()
	for why, c := range map[string]struct{ rows, want string }{
		"a formula":              {handRow(one("wish", `"=HYPERLINK(""https://example.org"")"`)), `2 2026-11-03T08:00:00Z ONLINE "table:1" ,, | [1] |  |  |  | =HYPERLINK("https://example.org")`},
		"a comma for a point":    {handRow(one("hours", "1,5")), `2 2026-11-03T08:00:00Z ONLINE "table:1" ,, | [1] |  |  | 1.5 | `},
		"less than nothing":      {handRow(one("hours", "-0")), `2 2026-11-03T08:00:00Z ONLINE "table:1" ,, | [1] |  |  | 0 | `},
		"columns of options":     {handRow(map[string]string{"services": `"ЦНАП, онлайн-запис; Дія"`, "s diia": "так", "s cnap": "x"}), `2 2026-11-03T08:00:00Z ONLINE "table:1" ,, | [1] | [1 2] |  |  | `},
		"options alone":          {handRow(map[string]string{"services": "health", "s diia": "", "s cnap": ""}), `2 2026-11-03T08:00:00Z ONLINE "table:1" ,, | [1] | [3] |  |  | `},
		"a text of one's own":    {handRow(map[string]string{"net": "", "net other": "Супутник"}), `2 2026-11-03T08:00:00Z ONLINE "table:1" ,, | [4] Супутник |  |  |  | `},
		"in English, apostrophe": {handRow(map[string]string{"net": "MOBILE, 4g or 5G", "services": "Здоровʼя (helsi, ehealth)"}), `2 2026-11-03T08:00:00Z ONLINE "table:1" ,, | [2] | [3] |  |  | `},
		"what is known":          {handRow(map[string]string{"sex": "Ж", "age": "60 років і старші", "mode": "телефон", "community": "UA05020070000010139"}), `2 2026-11-03T08:00:00Z PHONE "table:1" UA05020070000010139FEMALE,60+, | [1] |  |  |  | `},
		"old line ends":          {strings.ReplaceAll(handRow(nil), "\n", "\r") + "\r\r", `2 2026-11-03T08:00:00Z ONLINE "table:1" ,, | [1] |  |  |  | `},
		"a telephone":            {handRow(one("phone", "\u202E\x00+380")), `2 2026-11-03T08:00:00Z ONLINE "table:1" ,, | [1] |  |  |  | `},
	} {
		rows, _, err := readAll([]byte(handHeader+c.rows), byHand(), options)
		if err != nil || len(rows) != 1 {
			t.Errorf("%s: %d rows, %v", why, len(rows), err)
			continue
		}
		if got := oneLine(rows[0]); got != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", why, got, c.want)
		}
	}
}

func TestResponsesThatRepeat(t *testing.T) {
	t.Parallel()
	same := handRow(nil) + handRow(nil)
	if rows, report, err := readAll([]byte(handHeader+same), byHand(), options); err != nil || len(rows) != 1 || report.Repeated != 1 || report.Rows != 2 {
		t.Errorf("the same id and answers: %d rows, %+v, %v", len(rows), report, err)
	}
	at := func(times ...string) []byte {
		body := handHeader
		for _, time := range times {
			body += handRow(map[string]string{"id": "", "at": "2026-11-03 " + time})
		}
		return []byte(body)
	}
	nobody := at("10:00:30", "10:01:20", "10:05:00", "10:59:00", "11:00:01")
	rows, report, err := readAll(nobody, byHand(), options)
	if want := []surveys.Suspect{{Row: 3, Of: 2}}; err != nil || len(rows) != 5 || fmt.Sprint(report.Suspected[0]) != fmt.Sprint(want[0]) || len(report.Suspected) != 1 {
		t.Errorf("told: %d rows, %+v, %v", len(rows), report, err)
	}
	leaving := options
	leaving.LeaveOutSuspected = true
	if rows, report, err := readAll(at("10:00:30", "10:01:30", "10:00:00"), byHand(), leaving); err != nil || len(rows) != 1 || report.LeftOut != 2 {
		t.Errorf("left out: %d rows, %+v, %v", len(rows), report, err)
	}
	if _, report, err := readAll([]byte(handHeader+handRow(one("net", ""))+handRow(one("id", "2"))), byHand(), options); err != nil || report.Empty != 1 || report.Responses != 1 {
		t.Errorf("empty: %+v, %v", report, err)
	}
}

func TestSourcesTellIDsApart(t *testing.T) {
	t.Parallel()
	m := byHand()
	m.Source = "Олена"
	rows, _, err := readAll([]byte(handHeader+handRow(nil)), m, options)
	if err != nil || rows[0].ExternalID != "table:Олена:1" {
		t.Errorf("%v, %v", rows, err)
	}
}

func TestStrataThatTheFileDoesNotTell(t *testing.T) {
	t.Parallel()
	o := options
	o.Strata = map[domain.Variable]string{domain.SettlementVariable: "RURAL", domain.SexVariable: "MALE"}
	rows, _, err := readAll([]byte(handHeader+handRow(one("sex", "ж"))+handRow(one("id", "2"))), byHand(), o)
	if err != nil || rows[0].Strata["SEX"] != "FEMALE" || rows[0].Strata["SETTLEMENT"] != "RURAL" || rows[1].Strata["SEX"] != "MALE" || o.Strata["SEX"] != "MALE" {
		t.Errorf("%v, %v", rows, err)
	}
}

// A file whose columns stand in another order, with one more, is read by the same mapping; one that lacks a column is not.
func TestMappingsAreKeptForTheNextFile(t *testing.T) {
	t.Parallel()
	rows, _, err := readAll([]byte("НОВЕ;net;ID;at;version;sex;age;community;mode;net other;services;s diia;s cnap;hours;wish\nx;fibre;7;03.11.2026\n"+
		"x;fibre;7;03.11.2026;;;;;;;;;;;\n"), byHand(), options)
	if err == nil || !strings.Contains(faultLines(t, err), "line 2: Cells in the row: 4, in the header: 15.") {
		t.Errorf("%v, %v", rows, err)
	}
	rows, report, err := readAll([]byte("НОВЕ;net;ID;at;version;sex;age;community;mode;net other;services;s diia;s cnap;hours;wish\nx;fibre;7;03.11.2026;;;;;;;;;;;\n"), byHand(), options)
	if err != nil || len(rows) != 1 || rows[0].ExternalID != "table:7" || fmt.Sprint(report.Unread) != "[НОВЕ]" {
		t.Errorf("%v, %+v, %v", rows, report, err)
	}
	_, _, err = readAll([]byte("net;id\nfibre;7\n"), byHand(), options)
	if got := faultLines(t, err); strings.Count(got, "is missing") != 12 || !strings.Contains(got, "line 1: The column “at” is missing.\n") {
		t.Error(got)
	}
}

func TestReadingStopsWhenItIsToldTo(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(background)
	defer cancel()
	reading, err := surveys.Read(strings.NewReader(handHeader+handRow(nil)+handRow(one("id", "2"))), asked(), byHand(), options)
	if err != nil {
		t.Fatal(err)
	}
	var last error
	for _, err := range reading.Rows(ctx) {
		cancel()
		last = err
	}
	if !errors.Is(last, context.Canceled) {
		t.Errorf("%v", last)
	}
	reading, err = surveys.Read(strings.NewReader(handHeader+handRow(nil)+handRow(one("id", "2"))), asked(), byHand(), options)
	if err != nil {
		t.Fatal(err)
	}
	for range reading.Rows(background) { //nolint:errcheck // nobody listens any more
		break
	}
}

func TestWorkbooks(t *testing.T) {
	t.Parallel()
	head := []any{"id", "дата", "q_internet", "q_hours", "q_wish"}
	for why, c := range map[string]struct {
		change func(*excelize.File)
		want   string
	}{
		"numbers and days":  {func(*excelize.File) {}, `2 2026-11-03T08:30:00Z ONLINE "table:17" ,, | [1] |  |  | 1.5 | =1+1`},
		"a formula":         {func(f *excelize.File) { _ = f.SetCellFormula("Sheet1", "D2", "1+0.5") }, `2 2026-11-03T08:30:00Z ONLINE "table:17" ,, | [1] |  |  | 1.5 | =1+1`},
		"a failed formula":  {func(f *excelize.File) { _ = f.SetCellStr("Sheet1", "D2", "#DIV/0!") }, "line 2, column 4 (q_hours): A formula in the cell failed: #DIV/0!."},
		"merged cells":      {func(f *excelize.File) { _ = f.MergeCell("Sheet1", "C2", "C3") }, "line 2, column 3 (q_internet): The cells C2:C3 are merged, and only the first holds a value. Split them and fill them in."},
		"a merged header":   {func(f *excelize.File) { _ = f.MergeCell("Sheet1", "C1", "D1") }, "line 1, column 3 (q_internet): The cells C1:D1 are merged, and only the first holds a value. Split them and fill them in."},
		"blank cells after": {func(f *excelize.File) { _ = f.SetCellStr("Sheet1", "I2", "") }, `2 2026-11-03T08:30:00Z ONLINE "table:17" ,, | [1] |  |  | 1.5 | =1+1`},
	} {
		file := excelize.NewFile()
		row := []any{17.0, 46329.4375, "fibre", 1.5, "=1+1"} // 3 November 2026, half past ten
		if err := errors.Join(file.SetSheetRow("Sheet1", "A1", &head), file.SetSheetRow("Sheet1", "A2", &row)); err != nil {
			t.Fatal(err)
		}
		c.change(file)
		out, err := file.WriteToBuffer()
		if err != nil {
			t.Fatal(err)
		}
		rows, _, err := readAll(out.Bytes(), proposed(t, out.Bytes()), options)
		got := ""
		if err != nil {
			got = faultLines(t, err)
		} else if len(rows) == 1 {
			got = oneLine(rows[0])
		}
		if strings.TrimSpace(got) != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", why, got, c.want)
		}
		if _, err := surveys.Propose(strings.NewReader(out.String()[:out.Len()/2]), asked()); err == nil || !strings.Contains(faultLines(t, err), "damaged") {
			t.Errorf("%s: half of the file: %v", why, err)
		}
	}
}

func TestTooManyColumns(t *testing.T) {
	t.Parallel()
	wide := strings.Repeat("x;", 1000)
	if _, err := surveys.Propose(strings.NewReader(wide+"\n"), asked()); err == nil || !strings.Contains(faultLines(t, err), "There are more than 1000 columns.") {
		t.Errorf("%v", err)
	}
	m, err := surveys.Propose(strings.NewReader("q_internet;date"+strings.Repeat(";x", 998)+"\n"), asked())
	if err != nil || len(m.Columns) != 1000 {
		t.Fatalf("%d, %v", len(m.Columns), err)
	}
	rows, report, err := readAll([]byte("q_internet;date"+strings.Repeat(";x", 998)+"\nfibre;2026-11-03"+strings.Repeat(";1", 998)+"\n"), m, options)
	if err != nil || len(rows) != 1 || len(report.Unread) != 998 {
		t.Errorf("%d rows, %v", len(rows), err)
	}
}

func TestTimes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		written string
		want    string // in UTC; empty: refused
	}{
		{"2026/11/03 10:15:22 AM GMT+2", "2026-11-03T08:15:22Z"},
		{"2026/11/03 10:15:22 PM GMT+2", "2026-11-03T20:15:22Z"},
		{"2026/11/03 12:15:22 AM GMT+3", "2026-11-02T21:15:22Z"},
		{"2026/11/03 10:15:22 дп GMT+2", "2026-11-03T08:15:22Z"},
		{"2026/11/03 10:15:22 пп EET", "2026-11-03T20:15:22Z"},
		{"03.11.2026 10:15:22", "2026-11-03T08:15:22Z"},
		{"03.11.2026 10:15", "2026-11-03T08:15:00Z"},
		{"3.11.2026", "2026-11-02T22:00:00Z"},
		{"2026-11-03", "2026-11-02T22:00:00Z"},
		{"2026-11-03 10:15:22", "2026-11-03T08:15:22Z"},
		{"2026-11-03T10:15:22.123+02:00", "2026-11-03T08:15:22Z"},
		{"2026-11-03T10:15:22Z", "2026-11-03T10:15:22Z"},
		{"2026-07-03 10:15:22", "2026-07-03T07:15:22Z"},
		{"31/10/2026 10:15", "2026-10-31T08:15:00Z"},
		{"10/31/2026 10:15", "2026-10-31T08:15:00Z"},
		{"11/11/2026", "2026-11-10T22:00:00Z"},
		{"2026-02-29", ""},
		{"2026-11-03 25:00", ""},
		{"2026-11-03 13:00 PM", ""},
		{"2026-11-03 10:15 GMT+15", ""},
		{"2026-11-03 10:15 завтра", ""},
		{"2026-13-03", ""},
		{"03-11-26", ""},
		{"вчора", ""},
		{"46329", ""},
	} {
		o := surveys.Options{Mode: domain.PaperMode}
		rows, _, err := readAll([]byte(handHeader+handRow(one("at", c.written))), byHand(), o)
		got := ""
		if err == nil {
			got = rows[0].At.Format(time.RFC3339)
		}
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.written, got, c.want)
		}
	}
}

// A survey of a whole region takes no response that tells no community.
func TestResponsesOfNoCommunity(t *testing.T) {
	t.Parallel()
	o := options
	o.NeedCommunity = true
	if _, _, err := readAll([]byte(handHeader+handRow(nil)), byHand(), o); !strings.Contains(faultLines(t, err), "line 2, column 6 (community): It is not said which community this is from.") {
		t.Errorf("%v", err)
	}
	body := []byte("q_internet;date\nfibre;2026-11-03\n")
	if _, _, err := readAll(body, proposed(t, body), o); !strings.Contains(faultLines(t, err), "No column tells the community") {
		t.Errorf("%v", err)
	}
}
