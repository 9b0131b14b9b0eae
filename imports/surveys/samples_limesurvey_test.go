package surveys_test

import (
	"fmt"
	"strings"
	"time"
)

// limesurveyCodes has codes for headers and answers, a person's traces, and one who did not come to the end.
func limesurveyCodes() []byte { return limesurveyFile(",", limesurveyCodeRows()) }

// limesurveyFile is CSV as LimeSurvey writes it: with a mark of UTF-8 before it, and an empty line behind.
func limesurveyFile(separator string, rows [][]string) []byte {
	return append([]byte("\xEF\xBB\xBF"), append(quoted(separator, "\r\n", rows...), "\r\n"...)...)
}

func limesurveyCodeRows() [][]string {
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
	return rows
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
	return limesurveyFile(";", rows)
}
