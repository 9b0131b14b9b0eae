package surveys

import (
	"maps"
	"time"
	"unicode/utf8"

	"hromada/domain"
	"hromada/imports/table"
)

const maxID = 200

// response reads the row as one; false where it has faults or no answer.
func (r *Reading) response() (Row, bool) {
	line, _ := r.body.FieldPos(0)
	row := Row{Number: line, SurveyResponse: domain.SurveyResponse{Answers: make([]domain.SurveyAnswer, len(r.questions))}}
	given := false
	for i := range r.questions {
		row.Answers[i] = r.answer(&r.questions[i])
		given = given || row.Answers[i].Given()
	}
	if !given && !r.bad {
		r.report.Empty++
		return Row{}, false
	}
	r.demand(row.Answers)
	r.about(&row.SurveyResponse)
	return row, !r.bad
}

// about reads what is known of the respondent and of the response.
func (r *Reading) about(response *domain.SurveyResponse) {
	response.Mode = r.mode(r.cell(ModeRole), r.at(ModeRole))
	response.At = r.time()
	response.ExternalID = r.externalID()
	response.Community = r.community(r.cell(CommunityRole), r.at(CommunityRole))
	response.Strata = maps.Clone(r.options.Strata)
	for _, s := range r.strata {
		if s.at >= 0 {
			r.stratum(response, s, r.cells[s.at], s.at)
		}
	}
	if version := r.cell(VersionRole); len(r.versions) > 0 && version != "" && !r.versions[fold(version)] {
		r.fault(r.at(VersionRole), "Інша версія анкети: «%s».", "Another version of the questionnaire: “%s”.", table.Shorten(version))
	}
}

func (r *Reading) mode(value string, at int) domain.SurveyMode {
	if value == "" {
		if r.options.Mode == "" {
			r.fault(max(at, 0), "Не сказано, як проведено опитування.", "It is not said how the answers were taken.")
		}
		return r.options.Mode
	}
	mode, known := r.modes[fold(value)]
	if !known {
		r.fault(at, "«%s» — невідомий спосіб опитування.", "“%s” is no known way of asking.", table.Shorten(value))
	}
	if mode == NoAnswer {
		return r.options.Mode
	}
	return domain.SurveyMode(mode)
}

// time is that of the response, or where LimeSurvey keeps none that of what it last did.
func (r *Reading) time() time.Time {
	r.timed = false
	for _, role := range []Role{DoneRole, TimeRole} {
		value := r.cell(role)
		if value == "" {
			continue
		}
		at, ok := r.clock.read(value)
		if !ok {
			r.fault(r.at(role), "«%s» — не час, або не зрозуміло, де день, а де місяць.", "“%s” is no time, or it is not clear which number is the day.", table.Shorten(value))
			return at
		}
		if role == DoneRole && at.Year() == 1980 && at.YearDay() == 1 {
			continue // so LimeSurvey marks a finished response of a survey without times
		}
		if uk, en, timely := r.options.Timely(at); !timely {
			r.fault(r.at(role), uk, en, at.Format(time.DateTime))
		}
		hour, minute, second := at.Clock()
		r.timed = r.mapping.Layout == GoogleForms || hour+minute+second > 0
		return at.UTC()
	}
	if r.options.At.IsZero() {
		r.fault(max(r.at(TimeRole), r.at(DoneRole), 0), "Не сказано, коли дано відповіді.", "It is not said when this was answered.")
	}
	return r.options.At
}

func (r *Reading) externalID() string {
	id := r.cell(ExternalIDRole)
	switch {
	case id == "":
		return ""
	case utf8.RuneCountInString(id) > maxID:
		r.fault(r.at(ExternalIDRole), "Код довший за %d символів.", "The id is longer than %d characters.", maxID)
	case r.body.Grid:
		id = table.PlainNumber(id)
	}
	return r.prefix + id
}

func (r *Reading) community(value string, at int) domain.KatottgCode {
	if value == "" {
		if r.options.NeedCommunity {
			r.fault(at, "Не сказано, з якої громади ця відповідь.", "It is not said which community this is from.")
		}
		return ""
	}
	if meaning := r.places[fold(value)]; meaning != "" {
		value = meaning
	}
	if value == NoAnswer {
		return ""
	}
	code, err := domain.ParseKatottgCode(value)
	if err != nil || !code.IsCommunity() {
		r.fault(at, "«%s» — не код громади за КАТОТТГ.", "“%s” is not the KATOTTG code of a community.", table.Shorten(value))
		return ""
	}
	if r.options.Refuses != nil {
		if why := r.options.Refuses(code); why != nil {
			r.faultAt(at, *why)
		}
	}
	return code
}

func (r *Reading) stratum(response *domain.SurveyResponse, s stratumPlan, value string, at int) {
	if value == "" {
		return
	}
	code, known := s.known.find(value)
	switch {
	case !known:
		r.fault(at, "«%s» — немає такої категорії.", "“%s” is in no category.", table.Shorten(value))
	case code == NoAnswer:
		delete(response.Strata, s.variable)
	default:
		if response.Strata == nil {
			response.Strata = map[domain.Variable]string{}
		}
		response.Strata[s.variable] = code
	}
}

// demand looks for answers that must be there.
func (r *Reading) demand(answers []domain.SurveyAnswer) {
	for i, a := range answers {
		p := &r.questions[i]
		if p.question.Required && !a.Given() && !r.bad {
			r.fault(p.first(), "Немає відповіді на обов'язкове запитання %s.", "The question %s must be answered.", p.question.Code)
		}
	}
}

// first is the first of a question's columns.
func (p *questionPlan) first() int {
	if p.answer < 0 && len(p.options) > 0 {
		return p.options[0].at
	}
	return max(p.answer, 0)
}
