package surveys_test

import (
	"fmt"
	"time"
)

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
