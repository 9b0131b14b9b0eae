package surveys_test

import (
	"fmt"
	"time"
)

// google is a file that Google Forms gives; sheet is the same from the spreadsheet that it fills.
func google(stamp, between string, form func(time.Time) string) []byte {
	return bare(",", "\r\n", googleRows(stamp, between, form)...)
}

func googleRows(stamp, between string, form func(time.Time) string) [][]string {
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
	return rows
}

func googleTime(t time.Time) string { return t.Format("2006/01/02 3:04:05 PM") + " GMT+2" }
