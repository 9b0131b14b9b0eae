package models

import (
	"crypto/sha256"
	"encoding/json"
	"strconv"
	"time"

	"hromada/domain"
)

// responseRow is a response as it is stored.
type responseRow struct {
	community int64
	number    int64
	batch     *int64
	mode      domain.SurveyMode
	at        time.Time
	strata    [3]*string // in domain.Variables
	external  []byte
	receipt   []byte
	answers   []byte
	texts     []textRow
}

// textRow is what somebody wrote in their own words.
type textRow struct {
	question int64
	text     string
}

var responseColumns = []string{
	"survey_number", "community_id", "number", "batch_number", "mode", "answered_at", "sex", "age", "settlement", "external", "receipt", "answers",
}

func (r responseRow) values(survey int64) []any {
	return []any{survey, r.community, r.number, r.batch, string(r.mode), r.at, r.strata[0], r.strata[1], r.strata[2], r.external, r.receipt, r.answers}
}

var textColumns = []string{"community_id", "survey_number", "response_number", "question_number", "text"}

// newResponseRow is a response that was checked, of a community, as it is stored.
func newResponseRow(q domain.Questionnaire, r domain.SurveyResponse, community int64) responseRow {
	row := responseRow{community: community, mode: r.Mode, at: r.At}
	for i, v := range domain.Variables {
		if code, known := r.Strata[v]; known {
			row.strata[i] = &code
		}
	}
	if r.ExternalID != "" {
		row.external = externalDigest("external", r.ExternalID)
	}
	row.answers = append(row.answers, '{')
	for i, a := range r.Answers {
		if !a.Given() {
			continue
		}
		if len(row.answers) > 1 {
			row.answers = append(row.answers, ',')
		}
		row.answers = appendAnswer(row.answers, q.Questions[i].Number, a)
		if a.Text != "" {
			row.texts = append(row.texts, textRow{q.Questions[i].Number, a.Text})
		}
	}
	row.answers = append(row.answers, '}')
	return row
}

// appendAnswer writes "12":{"o":[1,3]}, "15":{"o":[]} of who chose nothing of several, "13":{"n":4.5}, and of a text only that there is one: "14":{"t":1}.
func appendAnswer(b []byte, question int64, a domain.SurveyAnswer) []byte {
	b = append(strconv.AppendInt(append(b, '"'), question, 10), `":{`...)
	first := len(b)
	part := func(name string) {
		if len(b) > first {
			b = append(b, ',')
		}
		b = append(b, `"`+name+`":`...)
	}
	if a.None {
		part("o")
		b = append(b, "[]"...)
	}
	if len(a.Options) > 0 {
		part("o")
		for i, n := range a.Options {
			b = strconv.AppendInt(append(b, "[,"[min(i, 1)]), int64(n), 10)
		}
		b = append(b, ']')
	}
	if a.Number != nil {
		part("n")
		b = strconv.AppendFloat(b, *a.Number, 'g', -1, 64)
	}
	if a.Text != "" {
		part("t")
		b = append(b, '1')
	}
	return append(b, '}')
}

// storedAnswers are the answers of a response as they are stored, by the number of the question.
type storedAnswers map[string]struct {
	O []int
	N *float64
	T int
}

func readAnswers(text []byte) (storedAnswers, error) {
	var all storedAnswers
	return all, json.Unmarshal(text, &all)
}

// externalDigest is all that is kept of an id by which somebody else knows a response. Ids of collecting tools and those of browsers do
// not meet.
func externalDigest(whose, id string) []byte {
	sum := sha256.Sum256([]byte(whose + "\x00" + id))
	return sum[:]
}
