package surveys_test

import (
	"bytes"
	"fmt"
	"strconv"
	"testing"

	"hromada/domain"
	"hromada/imports/surveys"
)

// many is fifty thousand responses to twenty questions, a quarter of each kind.
func many(rows int) (domain.Questionnaire, [][]string) {
	q := domain.Questionnaire{Categories: asked().Categories}
	head := []string{"id", "date", "стать", "вік"}
	for i := range 20 {
		one := asked().Questions[[]int{0, 1, 2, 3, 4}[i%5]]
		one.Code = fmt.Sprint("q_", i)
		one.Text.UK = fmt.Sprintf("%s %d", one.Text.UK, i)
		q.Questions = append(q.Questions, one)
		head = append(head, one.Code)
	}
	all := people()
	file := [][]string{head}
	for i := range rows {
		p := all[i%len(all)]
		row := []string{strconv.Itoa(i), p.at.Format("02.01.2006 15:04:05"), pick(p.female, "жінка", "чоловік"), strconv.Itoa(p.age)}
		for range 4 {
			row = append(row, optionOf(0, p.internet, label), p.chose(label, "; "), optionOf(2, p.trust, code), p.hoursIn("."), p.wish)
		}
		file = append(file, row)
	}
	return q, file
}

func BenchmarkRead(b *testing.B) {
	q, rows := many(50_000)
	for name, body := range map[string][]byte{"csv": bare(",", "\r\n", rows...), "xlsx": sheetOf(rows)} {
		m, err := surveys.Propose(bytes.NewReader(body), q)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(body)))
			for b.Loop() {
				reading, err := surveys.Read(bytes.NewReader(body), q, m, options)
				if err != nil {
					b.Fatal(err)
				}
				for _, err := range reading.Rows(background) {
					if err != nil {
						b.Fatal(faultLines(b, err))
					}
				}
				if n := reading.Report().Responses; n != 50_000 {
					b.Fatal(n)
				}
			}
		})
	}
}

func BenchmarkPropose(b *testing.B) {
	q, rows := many(50_000)
	body := bare(",", "\r\n", rows...)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := surveys.Propose(bytes.NewReader(body), q); err != nil {
			b.Fatal(err)
		}
	}
}
