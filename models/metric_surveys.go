package models

import (
	"math"

	"hromada/domain"
	"hromada/domain/comparison"
	"hromada/domain/statistics"
)

// surveySource is what residents answered to questions of the banks of regions: those stay the same from one survey to the next, so that
// communities compare. A published figure is final, so that it is stored when its survey is published, and stays.
var surveySource = metricSource{
	of:      []domain.MetricSource{domain.SurveyMetrics},
	metrics: surveyMetrics,
	values: func(d *door, _ domain.Date, communities string, args named) ([]*metricValue, error) {
		return d.surveyValues(`v.state = 'PUBLISHED' AND `+communities, args)
	},
	working: func(d *door) ([]*metricValue, error) {
		return d.surveyValues(`v.state = 'CLOSED' AND `+d.reaches(`c.id`), named{})
	},
	settled: true,
}

// comparable are the questions of regions that published surveys have asked, with the first part of the codes of their metrics. Of two
// regions that have a question of the same code the one that published it first has the short form; the other names itself:
// survey.ua32000000000030281.roads. What is published stays, and so do the codes.
const comparableQuestions = `comparable AS (
	SELECT x.*, 'survey.' || CASE WHEN x.turn > 1 THEN lower(r.code) || '.' ELSE '' END || x.code || '.' AS prefix
	FROM (SELECT q.number, q.region_id, q.code, q.kind, q.text_uk, q.text_en,
			row_number() OVER (PARTITION BY q.code ORDER BY min(v.published_at), q.number) AS turn
		FROM questions q JOIN survey_questions a ON a.question_number = q.number JOIN surveys v ON v.number = a.survey_number
		WHERE q.community_id IS NULL AND q.kind <> 'TEXT' AND v.state = 'PUBLISHED' GROUP BY q.number) x
	JOIN regions r ON r.id = x.region_id)`

// measuredCode is the last part of the code of a metric: of an option o, or of the mean where there is no option. An option that is called
// like the mean gives way to it.
const measuredCode = `CASE WHEN o.code IS NULL THEN 'mean' WHEN o.code = 'mean' THEN 'option.mean' ELSE o.code END`

// asMetric is the condition that an option o, or none, of a question q is measured.
const asMetric = `(o.number IS NOT NULL OR q.kind IN ('LIKERT', 'NUMERIC'))`

// heldOn is the last day of a closed survey v.
const heldOn = `least(v.ends_on, CAST(v.closed_at AT TIME ZONE 'Europe/Kyiv' AS date))`

// surveyMetrics are the shares of all options of those questions, and the means of those that have one.
func surveyMetrics(d *door) ([]Metric, error) {
	type listed struct {
		Code       string
		Kind       domain.QuestionKind
		NameUK     string
		NameEN     *string
		OptionUK   *string
		OptionEN   *string
		HasProblem bool
	}
	found, err := fetch[listed](d, `WITH `+comparableQuestions+`
		SELECT q.prefix || `+measuredCode+` AS code, q.kind, q.text_uk AS name_uk, q.text_en AS name_en, o.text_uk AS option_uk, o.text_en AS option_en,
			o.problem_number IS NOT NULL AS has_problem
		FROM comparable q LEFT JOIN (
			SELECT question_number, number, code, text_uk, text_en, problem_number FROM question_options
			UNION ALL SELECT number, NULL, NULL, NULL, NULL, NULL FROM comparable) o ON o.question_number = q.number
		WHERE `+asMetric+` ORDER BY 1`, nil)
	metrics := make([]Metric, len(found))
	for i, f := range found {
		metrics[i] = shareMetric(f.Code, f.NameUK, domain.Pick(domain.English, f.NameUK, f.NameEN), f.OptionUK, f.OptionEN, f.HasProblem)
		if f.OptionUK == nil {
			metrics[i] = meanMetric(f.Code, f.Kind, f.NameUK, domain.Pick(domain.English, f.NameUK, f.NameEN))
		}
	}
	return metrics, err
}

// shareMetric is the share of those who chose an option. Of one that names a problem the fewer choose it, the better.
func shareMetric(code, questionUK, questionEN string, optionUK, optionEN *string, problem bool) Metric {
	direction := comparison.Neutral
	if problem {
		direction = comparison.LowerIsBetter
	}
	uk := valueOr(optionUK, "")
	return metricOf(code, domain.SurveyMetrics, domain.PercentUnit, direction, questionUK+" — "+uk, questionEN+" — "+domain.Pick(domain.English, uk, optionEN),
		"Частка тих, хто вибрав цю відповідь, від усіх, хто відповів на запитання: за оприлюдненим опитуванням громади або області, зважена, де є ваги. Похибка відома лише там, де людей вибрано навмання.",
		"The share of those who chose this answer, of all who answered the question: by a published survey of the community or the region, weighted where there are weights. Its error is known only where people were chosen at random.")
}

// meanMetric is the mean of a scale or of a number. Which is better nobody has said.
func meanMetric(code string, kind domain.QuestionKind, uk, en string) Metric {
	unit, mean := domain.NumberUnit, domain.Text{UK: "Середнє названих чисел", EN: "The mean of the numbers given"}
	if kind == domain.Likert {
		unit, mean = domain.ScoreUnit, domain.Text{UK: "Середній номер відповіді на шкалі, перша — 1", EN: "The mean place of the answers on the scale, the first being 1"}
	}
	return metricOf(code, domain.SurveyMetrics, unit, comparison.Neutral, uk, en,
		mean.UK+": за оприлюдненим опитуванням громади або області, зважене, де є ваги. Похибка відома лише там, де людей вибрано навмання.",
		mean.EN+": by a published survey of the community or the region, weighted where there are weights. Its error is known only where people were chosen at random.")
}

// surveyValues are the figures of everybody that surveys v have of communities c, weighted as they are best, each of the month in which the
// survey was held.
func (d *door) surveyValues(condition string, args named) ([]*metricValue, error) {
	everybody := FiguresAsked{}.args(args)
	type told struct {
		Metric        string
		CommunityID   int64
		Survey        int64
		Wave          int
		Share         bool
		Value         *float64
		StandardError *float64
		N             *int
		Basis         string
		Lack          *statistics.Reason
		Hidden        bool
		AsOf          domain.Date
	}
	found, err := fetch[told](d, `WITH `+comparableQuestions+`
		SELECT q.prefix || `+measuredCode+` AS metric, f.community_id, v.number AS survey, v.wave, o.number IS NOT NULL AS share,
			f.value, f.standard_error, f.n, f.basis, f.lack, f.hidden,
			`+heldOn+` AS as_of
		FROM surveys v JOIN survey_figures f ON f.survey_number = v.number JOIN comparable q ON q.number = f.question_number
		JOIN communities c ON c.id = f.community_id
		LEFT JOIN question_options o ON o.question_number = f.question_number AND o.number = f.option_number
		WHERE `+ofGroup+` AND `+asMetric+` AND `+condition+`
		ORDER BY as_of, v.number`, everybody)
	values := make([]*metricValue, len(found))
	for i, f := range found {
		v := &metricValue{Metric: f.Metric, Community: f.CommunityID, Period: domain.MonthOf(f.AsOf).Number, Survey: f.Survey, Wave: f.Wave, AsOf: f.AsOf}
		values[i] = v
		switch {
		case f.Hidden:
			v.Missing = new(comparison.Suppressed)
		case f.Value == nil:
			v.Missing = new(comparison.NotCollected)
		default:
			v.Value, v.N, v.StandardError = percentOf(f.Value, f.Share), f.N, percentOf(claimedError(f.StandardError, f.Basis, f.Lack), f.Share)
		}
	}
	return values, err
}

// percentOf is a figure in percent where it is a share.
func percentOf(f *float64, share bool) *float64 {
	if f == nil || !share {
		return f
	}
	return new(math.Round(1e12**f) / 1e10) // 55 and not 55.00000000000001
}

// publishMetrics puts the figures of a survey that is being published beside those of others, in the same transaction.
func (tx *Tx) publishMetrics(survey int64) error {
	d := tx.publishing()
	metrics, err := surveyMetrics(d)
	if err != nil || len(metrics) == 0 {
		return err
	}
	if err := d.storeMetrics(metrics); err != nil {
		return err
	}
	values, err := d.surveyValues(`v.number = @published `, named{"published": survey})
	if err != nil {
		return err
	}
	return d.storeValues(values)
}
