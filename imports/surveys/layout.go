package surveys

import "slices"

// Layout is the tool whose file it is, which decides how columns are named and how several answers stand in one cell.
type Layout string

// The layouts.
const (
	Kobo        Layout = "KOBO"         // KoboToolbox: CSV separated by semicolons, or XLSX
	ODK         Layout = "ODK"          // ODK Central
	LimeSurvey  Layout = "LIMESURVEY"   // LimeSurvey
	GoogleForms Layout = "GOOGLE_FORMS" // Google Forms, or the sheet it fills
	Wide        Layout = "WIDE"         // any table of one row a respondent
	Long        Layout = "LONG"         // any table of one row an answer
)

// Layouts lists them all.
var Layouts = []Layout{Kobo, ODK, LimeSurvey, GoogleForms, Wide, Long}

// Recognise tells the layout of a file by its header.
func Recognise(header []string) Layout {
	names := make([]string, len(header))
	for i, name := range header {
		names[i] = systemName(name)
	}
	has := func(any ...string) bool {
		return slices.ContainsFunc(any, func(name string) bool { return slices.Contains(names, name) })
	}
	switch {
	case has("_uuid", "_id") && has("_submission_time", "_index", "_validation_status"):
		return Kobo
	case has("key") && has("submissiondate", "meta-instanceid", "instanceid"):
		return ODK
	case has("id", "response id", "id відповіді") && has("submitdate", "lastpage", "startlanguage", "date submitted", "last page", "start language", "остання сторінка", "початкова мова"):
		return LimeSurvey
	case len(names) > 1 && slices.Contains(googleTimes, names[0]):
		return GoogleForms
	case len(names) <= 6 && has(longQuestions...) && has(longAnswers...):
		return Long
	}
	return Wide
}

// The first column of Google Forms, in the languages that its users here have set.
var googleTimes = []string{"позначка часу", "часова позначка", "відмітка часу", "мітка часу", "timestamp", "отметка времени"}

var (
	longQuestions = []string{"question", "question_code", "запитання", "питання", "код запитання", "код питання"}
	longAnswers   = []string{"answer", "value", "відповідь", "значення"}
)

// systemName is the name of a column as tools' own columns are compared. LimeSurvey may write "submitdate. Date submitted".
func systemName(header string) string {
	name := fold(header)
	if code, _, both := withText(name); both {
		return code
	}
	return name
}

// system are a tool's own columns, by which answers are known and told apart.
type system struct {
	ids     []string // of the first that is there responses get their ids
	times   []string // the first that is there tells when
	done    []string // empty where the respondent did not come to the end
	status  []string // whether somebody checked the response
	version []string
	dropped []string // tell nothing that is asked
	person  []string // tell who it was
}

var systems = map[Layout]system{
	// A response that is corrected in KoboToolbox gets a new _uuid and keeps its _id.
	Kobo: {
		ids: []string{"_id", "_uuid", "meta/instanceid", "instanceid"}, times: []string{"end", "start", "_submission_time"},
		status: []string{"_validation_status"}, version: []string{"__version__"},
		dropped: []string{
			"_index", "today", "_notes", "_status", "_tags", "_attachments", "_parent_index", "_parent_table_name", "meta/rootuuid",
			"meta/deprecatedid", "meta/instancename", "formhub/uuid", "_xform_id_string", "audit", "audit_url", "background-audio",
		},
		person: []string{
			"_submitted_by", "username", "deviceid", "phonenumber", "simserial", "subscriberid", "imei", "email", "_geolocation", "__geolocation_latitude",
			"__geolocation_longitude",
		},
	},
	ODK: {
		ids: []string{"key", "meta-instanceid", "instanceid"}, times: []string{"end", "start", "submissiondate"},
		status: []string{"reviewstate"}, version: []string{"formversion", "__version__"},
		dropped: []string{"today", "attachmentspresent", "attachmentsexpected", "status", "edits", "audit", "meta-audit", "meta-instancename", "instancename"},
		person:  []string{"submitterid", "submittername", "deviceid", "username", "phonenumber", "simserial", "subscriberid", "imei", "email"},
	},
	LimeSurvey: {
		ids: []string{"id", "response id", "id відповіді"}, done: []string{"submitdate", "date submitted", "дата подання", "дата відправлення", "дата надсилання"},
		times: []string{"datestamp", "date last action", "дата останньої дії", "startdate", "date started", "дата початку"},
		dropped: []string{
			"lastpage", "last page", "остання сторінка", "startlanguage", "start language", "початкова мова", "seed", "інтервал", "interviewtime",
			"total time", "загальний час",
		},
		person: []string{
			"token", "access code", "код доступу", "токен", "ipaddr", "ip address", "ip-адреса", "refurl", "referrer url", "firstname", "first name", "lastname",
			"last name", "email", "email address", "participant_id",
		},
	},
	GoogleForms: {
		times: googleTimes,
		person: []string{
			"email address", "username", "електронна адреса", "адреса електронної пошти", "електронна пошта", "ім'я користувача", "адрес электронной почты",
		},
	},
	Wide: ownTable,
	Long: ownTable,
}

// ownTable is how people name the columns of tables that they make themselves.
var ownTable = system{
	ids: []string{
		"external_id", "respondent_id", "response_id", "respondent", "id", "id респондента", "код респондента", "номер анкети", "№ анкети", "код анкети",
		"анкета", "номер", "№", "№ з/п",
	},
	times: []string{
		"answered_at", "datetime", "timestamp", "date", "time", "дата й час", "дата і час", "дата та час", "дата опитування", "дата заповнення", "дата", "час",
	},
}
