package surveys_test

import (
	"fmt"
	"strings"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// wide is a table that somebody keyed in from paper, as a spreadsheet set to Ukrainian saves it.
func wide() []byte {
	return encoded(charmap.Windows1251.NewEncoder().String(string(bare(";", "\r\n", wideRows(",")...))))
}

func wideRows(point string) [][]string {
	q := asked()
	rows := [][]string{{
		"№ анкети", "Дата опитування", "Інтерв'юер", "Телефон", "Стать", "Вік", "Тип населеного пункту", "Спосіб опитування", "q_internet", "q_internet_other", q.Questions[1].Text.UK,
		"q_trust", "q_hours", "q_wish",
	}}
	for _, p := range people() {
		rows = append(rows, []string{
			fmt.Sprint(p.number), p.at.Format("02.01.2006 15:04:05"), "Ігор", "+380440000000", pick(p.female, "ж", "ч"), fmt.Sprint(p.age), pick(p.urban, "місто", "село"), pick(p.number%2 == 0, "телефон", "паперова анкета"),
			optionOf(0, p.internet, code), p.other, p.chose(code, "; "), optionOf(2, p.trust, label), p.hoursIn(point), p.wish,
		})
	}
	return rows
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
