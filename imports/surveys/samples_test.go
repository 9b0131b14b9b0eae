package surveys_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

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
		"limesurvey.xlsx":      limesurveyBook(),
		"google_forms.csv":     google("Позначка часу", ";", googleTime),
		"google_sheet.csv":     google("Часова позначка", ", ", func(t time.Time) string { return t.Format("02.01.2006 15:04:05") }),
		"google_sheet.xlsx":    googleBook(),
		"wide.csv":             wide(),
		"wide.xlsx":            wideBook(),
		"long.csv":             long(),
	}
}
