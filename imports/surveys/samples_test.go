package surveys_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"hromada/domain"
)

// asked is the questionnaire of all samples. Its options hold the very marks that divide them.
func asked() domain.Questionnaire {
	return domain.Questionnaire{
		Title:   domain.Text{UK: "Цифрові потреби громади", EN: "Digital needs of the community"},
		Version: 3,
		Categories: []domain.Category{
			{Variable: domain.SexVariable, Code: "FEMALE", Label: domain.Text{UK: "Жінка", EN: "Woman"}},
			{Variable: domain.SexVariable, Code: "MALE", Label: domain.Text{UK: "Чоловік", EN: "Man"}},
			{Variable: domain.AgeVariable, Code: "18-29", Label: domain.Text{UK: "18–29 років", EN: "18 to 29"}},
			{Variable: domain.AgeVariable, Code: "30-59", Label: domain.Text{UK: "30–59 років", EN: "30 to 59"}},
			{Variable: domain.AgeVariable, Code: "60+", Label: domain.Text{UK: "60 років і старші", EN: "60 and over"}},
			{Variable: domain.SettlementVariable, Code: "URBAN", Label: domain.Text{UK: "Місто", EN: "Town"}},
			{Variable: domain.SettlementVariable, Code: "RURAL", Label: domain.Text{UK: "Село", EN: "Village"}},
		},
		Questions: []domain.Question{
			{Number: 1, Code: "q_internet", Kind: domain.SingleChoice, Required: true, Text: domain.Text{UK: "Яким інтернетом Ви користуєтеся вдома?", EN: "Which internet do you have at home?"}, Options: []domain.QuestionOption{
				{Number: 1, Code: "fibre", Text: domain.Text{UK: "Оптоволокно", EN: "Fibre"}},
				{Number: 2, Code: "mobile", Text: domain.Text{UK: "Мобільний, 4G або 5G", EN: "Mobile, 4G or 5G"}},
				{Number: 3, Code: "none", Text: domain.Text{UK: "Не маю", EN: "None"}},
				{Number: 4, Code: "another", Text: domain.Text{UK: "Інше", EN: "Other"}, Other: true},
			}},
			{Number: 2, Code: "q_services", Kind: domain.MultipleChoice, Text: domain.Text{UK: "Якими онлайн-послугами Ви користувалися?", EN: "Which online services have you used?"}, Options: []domain.QuestionOption{
				{Number: 1, Code: "diia", Text: domain.Text{UK: "Дія", EN: "Diia"}},
				{Number: 2, Code: "cnap", Text: domain.Text{UK: "ЦНАП, онлайн-запис", EN: "Service centre, booked online"}},
				{Number: 3, Code: "health", Text: domain.Text{UK: "Здоров'я (Helsi, eHealth)", EN: "Health (Helsi, eHealth)"}},
				{Number: 4, Code: "nothing", Text: domain.Text{UK: "Жодними", EN: "Nothing of these"}},
			}},
			{Number: 3, Code: "q_trust", Kind: domain.Likert, Text: domain.Text{UK: "Чи довіряєте Ви свої дані онлайн-послугам?", EN: "Do you trust online services with your data?"}, Options: []domain.QuestionOption{
				{Number: 1, Code: "t1", Text: domain.Text{UK: "Зовсім ні", EN: "Not at all"}},
				{Number: 2, Code: "t2", Text: domain.Text{UK: "Скоріше ні", EN: "Rather not"}},
				{Number: 3, Code: "t3", Text: domain.Text{UK: "Скоріше так", EN: "Rather yes"}},
				{Number: 4, Code: "t4", Text: domain.Text{UK: "Цілком", EN: "Entirely"}},
			}},
			{Number: 4, Code: "q_hours", Kind: domain.Numeric, Minimum: new(0.0), Maximum: new(24.0), Text: domain.Text{UK: "Скільки годин на день Ви в інтернеті?", EN: "How many hours a day are you online?"}},
			{Number: 5, Code: "q_wish", Kind: domain.FreeText, Text: domain.Text{UK: "Чого бракує найбільше?", EN: "What do you miss most?"}},
		},
	}
}

// someone is one made-up respondent.
type someone struct {
	number   int
	at       time.Time // in Kyiv
	female   bool
	age      int
	urban    bool
	internet int // number of the option
	other    string
	services []int
	trust    int // 0: no answer
	hours    float64
	wish     string
}

var wishes = []string{
	"", "Швидкого інтернету в селі", `Курсів "Дія.Освіта" для старших; і частіше`, "=HYPERLINK(\"https://example.org\",\"сюди\")", "Щоб усе працювало,\nа не висло", "Комп'ютера в бібліотеці",
}

// people are the same in every sample.
func people() []someone {
	draw := rand.New(rand.NewPCG(2026, 11))
	var all []someone
	for i := range 12 {
		p := someone{
			number: 101 + i, at: time.Date(2026, 11, 3+i/4, 8+i, 5*i, i, 0, kyiv), female: draw.IntN(2) == 0, age: 18 + draw.IntN(62), urban: draw.IntN(2) == 0,
			internet: 1 + i%4, trust: draw.IntN(5), hours: float64(draw.IntN(32)) / 4, wish: wishes[i%len(wishes)],
		}
		if p.internet == 4 {
			p.other = "Супутник, Starlink"
		}
		for n := 1; n <= 3; n++ {
			if draw.IntN(2) == 0 {
				p.services = append(p.services, n)
			}
		}
		if p.services == nil {
			p.services = []int{4}
		}
		all = append(all, p)
	}
	return all
}

var kyiv = func() *time.Location {
	zone, err := time.LoadLocation("Europe/Kyiv")
	if err != nil {
		panic(err)
	}
	return zone
}()

func pick(yes bool, one, other string) string {
	if yes {
		return one
	}
	return other
}

func optionOf(question, number int, form func(domain.QuestionOption) string) string {
	if number == 0 {
		return ""
	}
	return form(asked().Questions[question].Options[number-1])
}

func code(o domain.QuestionOption) string  { return o.Code }
func label(o domain.QuestionOption) string { return o.Text.UK }

func (p someone) chose(form func(domain.QuestionOption) string, between string) string {
	var all []string
	for _, n := range p.services {
		all = append(all, optionOf(1, n, form))
	}
	return strings.Join(all, between)
}

// marks has one cell for each service.
func (p someone) marks(yes, no string) []string {
	cells := []string{no, no, no, no}
	for _, n := range p.services {
		cells[n-1] = yes
	}
	return cells
}

func (p someone) hoursIn(point string) string {
	return strings.Replace(fmt.Sprint(p.hours), ".", point, 1)
}

func (p someone) uuid() string { return fmt.Sprintf("7b0c5a52-0000-4000-8000-%012d", p.number) }

// quoted writes rows with every cell in quotes, as KoboToolbox and LimeSurvey do.
func quoted(separator, end string, rows ...[]string) []byte {
	var out bytes.Buffer
	for _, row := range rows {
		for i, cell := range row {
			if i > 0 {
				out.WriteString(separator)
			}
			out.WriteString(`"` + strings.ReplaceAll(cell, `"`, `""`) + `"`)
		}
		out.WriteString(end)
	}
	return out.Bytes()
}

// bare quotes only the cells that need it, as ODK Central and Google do.
func bare(separator, end string, rows ...[]string) []byte {
	var out bytes.Buffer
	for _, row := range rows {
		for i, cell := range row {
			if i > 0 {
				out.WriteString(separator)
			}
			if strings.ContainsAny(cell, separator+"\"\n") {
				cell = `"` + strings.ReplaceAll(cell, `"`, `""`) + `"`
			}
			out.WriteString(cell)
		}
		out.WriteString(end)
	}
	return out.Bytes()
}

// koboRows are names as headers, groups, select_multiple both as one column and as one an option, and KoboToolbox's own columns.
func koboRows() [][]string {
	rows := [][]string{{
		"start", "end", "today", "username", "deviceid", "respondent/respondent_sex", "respondent/respondent_age", "respondent/settlement", "home/q_internet",
		"home/q_internet_other", "home/q_services", "home/q_services/diia", "home/q_services/cnap", "home/q_services/health", "home/q_services/nothing", "home/q_trust",
		"home/q_hours", "q_wish", "__version__", "_id", "_uuid", "_submission_time", "_validation_status", "_notes", "_status", "_submitted_by", "_tags", "_index",
	}}
	for i, p := range people() {
		status := pick(i == 2, "validation_status_not_approved", pick(i%2 == 0, "validation_status_approved", ""))
		row := []string{
			p.at.Add(-7 * time.Minute).Format("2006-01-02T15:04:05.000-07:00"), p.at.Format("2006-01-02T15:04:05.000-07:00"), p.at.Format(time.DateOnly), "interviewer_7",
			"ee.kobotoolbox.org:x1Y2", pick(p.female, "FEMALE", "MALE"), ageBand(p.age), pick(p.urban, "URBAN", "RURAL"), optionOf(0, p.internet, code), p.other, p.chose(code, " "),
		}
		row = append(row, p.marks("1", "0")...)
		rows = append(rows, append(row, optionOf(2, p.trust, code), p.hoursIn("."), p.wish, "vGk3a8sLmHqR", fmt.Sprint(300_000+p.number), p.uuid(),
			p.at.UTC().Add(time.Hour).Format("2006-01-02T15:04:05"), status, "", "submitted_via_web", "interviewer_7", "", fmt.Sprint(i+1)))
	}
	return rows
}

func ageBand(age int) string {
	switch {
	case age < 30:
		return "18-29"
	case age < 60:
		return "30-59"
	}
	return "60+"
}

// koboLabels are labels as headers and as answers, in one column, with the labels of groups before them.
func koboLabels() []byte {
	q := asked()
	rows := [][]string{{
		"start", "end", "Про Вас/Ваша стать", "Про Вас/Ваш вік", "Про Вас/Тип населеного пункту, де Ви живете", "Дім/" + q.Questions[0].Text.UK, "Дім/" + q.Questions[1].Text.UK,
		"Дім/" + q.Questions[2].Text.UK, "Дім/" + q.Questions[3].Text.UK, q.Questions[4].Text.UK, "__version__", "_id", "_uuid", "_submission_time", "_validation_status", "_index",
	}}
	for i, p := range people() {
		rows = append(rows, []string{
			p.at.Add(-7 * time.Minute).Format("2006-01-02T15:04:05.000-07:00"), p.at.Format("2006-01-02T15:04:05.000-07:00"), pick(p.female, "Жінка", "Чоловік"), ageLabel(p.age),
			pick(p.urban, "Місто", "Село"), optionOf(0, p.internet, label), p.chose(label, " "), optionOf(2, p.trust, label), p.hoursIn("."), p.wish, "vGk3a8sLmHqR",
			fmt.Sprint(300_000 + p.number), p.uuid(), p.at.UTC().Format("2006-01-02T15:04:05"), pick(i == 2, "Not approved", ""), fmt.Sprint(i + 1),
		})
	}
	return quoted(";", "\n", rows...)
}

func ageLabel(age int) string {
	for _, c := range asked().Categories {
		if c.Code == ageBand(age) {
			return c.Label.UK
		}
	}
	return ""
}

// sheetOf is a workbook of texts, as KoboToolbox writes it.
func sheetOf(rows [][]string) []byte {
	file := excelize.NewFile()
	if err := file.SetSheetName("Sheet1", "Цифрові потреби громади"); err != nil {
		panic(err)
	}
	for i, row := range rows {
		cells := make([]any, len(row))
		for j, cell := range row {
			cells[j] = cell
		}
		if err := file.SetSheetRow("Цифрові потреби громади", fmt.Sprint("A", i+1), &cells); err != nil {
			panic(err)
		}
	}
	out, err := file.WriteToBuffer()
	if err != nil {
		panic(err)
	}
	return out.Bytes()
}

// odk is what ODK Central sends with choices in columns of their own.
func odk() []byte {
	rows := [][]string{{
		"SubmissionDate", "start", "end", "respondent-respondent_sex", "respondent-respondent_age", "respondent-respondent_settlement", "home-q_internet", "home-q_internet_other",
		"home-q_services", "home-q_services/diia", "home-q_services/cnap", "home-q_services/health", "home-q_services/nothing", "home-q_trust", "home-q_hours", "q_wish", "meta-instanceID",
		"KEY", "SubmitterID", "SubmitterName", "AttachmentsPresent", "AttachmentsExpected", "Status", "ReviewState", "DeviceID", "Edits", "FormVersion",
	}}
	for i, p := range people() {
		row := []string{
			p.at.Add(time.Hour).UTC().Format("2006-01-02T15:04:05.000Z"), p.at.Add(-9 * time.Minute).Format("2006-01-02T15:04:05.000-07:00"), p.at.Format("2006-01-02T15:04:05.000-07:00"),
			pick(p.female, "FEMALE", "MALE"), ageBand(p.age), pick(p.urban, "URBAN", "RURAL"), optionOf(0, p.internet, code), p.other, p.chose(code, " "),
		}
		row = append(row, p.marks("1", "0")...)
		rows = append(rows, append(row, optionOf(2, p.trust, code), p.hoursIn("."), p.wish, "uuid:"+p.uuid(), "uuid:"+p.uuid(), "22", "Оператор 7", "0", "0", "",
			pick(i == 2, "rejected", pick(i == 3, "hasIssues", "")), "collect:abc", "0", "3"))
	}
	return bare(",", "\n", rows...)
}

// limesurveyCodes has codes for headers and answers, a person's traces, and one who did not come to the end.
func limesurveyCodes() []byte {
	rows := [][]string{{
		"id", "submitdate", "lastpage", "startlanguage", "seed", "token", "startdate", "datestamp", "ipaddr", "refurl", "firstname", "email", "sex", "age", "settlement", "qinternet",
		"qinternet[other]", "qservices[SQ001]", "qservices[SQ002]", "qservices[SQ003]", "qservices[SQ004]", "qtrust", "qhours", "qwish", "interviewtime", "groupTime12",
	}}
	for i, p := range people() {
		done := pick(i == 4, "", p.at.Format(time.DateTime))
		row := []string{
			fmt.Sprint(p.number), done, pick(i == 4, "1", "3"), "uk", "1823645", "tok" + fmt.Sprint(p.number), p.at.Add(-8 * time.Minute).Format(time.DateTime), p.at.Format(time.DateTime),
			"192.0.2." + fmt.Sprint(p.number), "https://example.org/?u=1", "Оксана", "oksana@example.org", pick(p.female, "F", "M"), fmt.Sprint(p.age), pick(p.urban, "1", "2"),
			pick(p.internet == 4, "-oth-", fmt.Sprintf("AO%02d", p.internet)), p.other,
		}
		row = append(row, p.marks("Y", pick(i%2 == 0, "N", ""))...)
		wish := p.wish
		if strings.HasPrefix(wish, "=") {
			wish = "'" + wish
		}
		rows = append(rows, append(row, pick(p.trust > 0, fmt.Sprint("A", p.trust), ""), fmt.Sprintf("%.10f", p.hours), wish, "481.2", "90.5"))
	}
	return append([]byte("\xEF\xBB\xBF"), append(quoted(",", "\r\n", rows...), "\r\n"...)...)
}

// limesurveyFull has full texts for headers and answers.
func limesurveyFull() []byte {
	q := asked()
	head := []string{
		"ID відповіді", "Дата подання", "Остання сторінка", "Початкова мова", "Seed", "Дата початку", "Дата останньої дії", "IP-адреса", "Ваша стать", "Ваш вік (повних років)",
		"Тип населеного пункту", q.Questions[0].Text.UK, q.Questions[0].Text.UK + " [Інше]",
	}
	for _, o := range q.Questions[1].Options {
		head = append(head, q.Questions[1].Text.UK+" ["+o.Text.UK+"]")
	}
	rows := [][]string{append(head, q.Questions[2].Text.UK, q.Questions[3].Text.UK, q.Questions[4].Text.UK)}
	for i, p := range people() {
		row := []string{
			fmt.Sprint(p.number), pick(i == 4, "", pick(i == 5, "1980-01-01 00:00:00", p.at.Format(time.DateTime))), "3", "uk", "99", p.at.Add(-8 * time.Minute).Format(time.DateTime),
			p.at.Format(time.DateTime), "192.0.2.9", pick(p.female, "Жінка", "Чоловік"), fmt.Sprint(p.age), pick(p.urban, "Місто", "Село"), optionOf(0, p.internet, label), p.other,
		}
		row = append(row, p.marks("Так", pick(i%2 == 0, "Ні", ""))...)
		rows = append(rows, append(row, optionOf(2, p.trust, label), p.hoursIn("."), p.wish))
	}
	return append([]byte("\xEF\xBB\xBF"), append(quoted(";", "\r\n", rows...), "\r\n"...)...)
}

// google is a file that Google Forms gives; sheet is the same from the spreadsheet that it fills.
func google(stamp, between string, form func(time.Time) string) []byte {
	q := asked()
	rows := [][]string{{
		stamp, "Електронна адреса", "Вкажіть, будь ласка, Вашу стать", "Скільки Вам повних років?", "Тип населеного пункту", "Яким  інтернетом Ви користуєтеся вдома? ",
		q.Questions[1].Text.UK, q.Questions[2].Text.UK, q.Questions[3].Text.UK, q.Questions[4].Text.UK,
	}}
	for _, p := range people() {
		internet := optionOf(0, p.internet, label)
		if p.other != "" {
			internet = p.other
		}
		rows = append(rows, []string{
			form(p.at), fmt.Sprintf("person%d@example.org", p.number), pick(p.female, "Жіноча", "Чоловіча"), fmt.Sprint(p.age), pick(p.urban, "Місто", "Село"), internet,
			p.chose(label, between), pick(p.trust > 0, fmt.Sprint(p.trust), ""), p.hoursIn("."), p.wish,
		})
	}
	return bare(",", "\r\n", rows...)
}

func googleTime(t time.Time) string { return t.Format("2006/01/02 3:04:05 PM") + " GMT+2" }

// wide is a table that somebody keyed in from paper, as a spreadsheet set to Ukrainian saves it.
func wide() []byte {
	q := asked()
	rows := [][]string{{
		"№ анкети", "Дата опитування", "Інтерв'юер", "Телефон", "Стать", "Вік", "Тип населеного пункту", "Спосіб опитування", "q_internet", "q_internet_other", q.Questions[1].Text.UK,
		"q_trust", "q_hours", "q_wish",
	}}
	for _, p := range people() {
		rows = append(rows, []string{
			fmt.Sprint(p.number), p.at.Format("02.01.2006 15:04:05"), "Ігор", "+380440000000", pick(p.female, "ж", "ч"), fmt.Sprint(p.age), pick(p.urban, "місто", "село"), pick(p.number%2 == 0, "телефон", "паперова анкета"),
			optionOf(0, p.internet, code), p.other, p.chose(code, "; "), optionOf(2, p.trust, label), p.hoursIn(","), p.wish,
		})
	}
	return encoded(charmap.Windows1251.NewEncoder().String(string(bare(";", "\r\n", rows...))))
}

func encoded(text string, err error) []byte {
	if err != nil {
		panic(err)
	}
	return []byte(text)
}

// long has a row for each answer, one for each service that was chosen, and rows about the respondent; in UTF-16 with tabs.
func long() []byte {
	rows := [][]string{{"respondent_id", "question", "answer", "date"}}
	for _, p := range people() {
		add := func(question, answer string) {
			if answer != "" {
				rows = append(rows, []string{fmt.Sprint(p.number), question, answer, p.at.Format("2006-01-02 15:04:05")})
			}
		}
		add("Стать", pick(p.female, "жінка", "чоловік"))
		add("Вік", fmt.Sprint(p.age))
		add("Тип поселення", pick(p.urban, "місто", "село"))
		add("q_internet", optionOf(0, p.internet, code))
		for _, n := range p.services {
			add(asked().Questions[1].Text.UK, optionOf(1, n, label))
		}
		add("q_trust", optionOf(2, p.trust, code))
		add("q_hours", p.hoursIn("."))
		add("q_wish", strings.ReplaceAll(p.wish, "\n", " "))
	}
	return encoded(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(string(bare("\t", "\r\n", rows...))))
}

// samples are one file for each way in which a tool may write.
func samples() map[string][]byte {
	separate := koboRows()
	for i, row := range separate { // without the column of all answers
		separate[i] = append(row[:10:10], row[11:]...)
	}
	return map[string][]byte{
		"kobo_names.csv":       quoted(";", "\n", koboRows()...),
		"kobo_labels.csv":      koboLabels(),
		"kobo.xlsx":            sheetOf(separate),
		"odk_central.csv":      odk(),
		"limesurvey_codes.csv": limesurveyCodes(),
		"limesurvey_full.csv":  limesurveyFull(),
		"google_forms.csv":     google("Позначка часу", ";", googleTime),
		"google_sheet.csv":     google("Часова позначка", ", ", func(t time.Time) string { return t.Format("02.01.2006 15:04:05") }),
		"wide.csv":             wide(),
		"long.csv":             long(),
	}
}
