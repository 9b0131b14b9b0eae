package models

import (
	"context"
	"time"

	"hromada/domain"
)

// Question is a question of the bank: of a community, or of the whole region where none is named.
type Question struct {
	member[Question]
	Number      int64
	RegionID    int64
	CommunityID *int64
	Code        string
	Kind        domain.QuestionKind
	TextUK      string
	TextEN      *string
	HintUK      *string
	HintEN      *string
	Unit        *string
	Minimum     *float64
	Maximum     *float64
	Fixed       bool
	Problem     *int64 `gorm:"column:problem_number"`
	Version     int
	CreatedAt   time.Time
	UpdatedAt   time.Time
}

const questionColumns = `q.number, q.region_id, q.community_id, q.code, q.kind, q.text_uk, q.text_en, q.hint_uk, q.hint_en, q.unit, q.minimum, q.maximum,
	q.fixed, ` + countsFor + `q.problem_number) AS problem_number, q.version, q.created_at, q.updated_at`

// countsFor is the problem that one counts for since it was merged; the column that names it, and a bracket, follow.
const countsFor = `(SELECT coalesce(p.merged_into, p.id) FROM problems p WHERE p.id = `

// NodeID is the question's public id.
func (q *Question) NodeID() domain.NodeID { return questionID(q.Number) }

func questionID(number int64) domain.NodeID { return domain.NodeID{Type: "Question", Number: number} }

func (q *Question) number() int64    { return q.Number }
func (q *Question) region() int64    { return q.RegionID }
func (q *Question) community() int64 { return valueOr(q.CommunityID, 0) }

// Text gives what is asked in a language.
func (q *Question) Text(lang domain.Language) string { return domain.Pick(lang, q.TextUK, q.TextEN) }

// Hint helps to answer, in a language; nil where nothing is said.
func (q *Question) Hint(lang domain.Language) *string { return pickKnown(lang, q.HintUK, q.HintEN) }

// QuestionOption is one answer that may be chosen. Number is its place, from 1.
type QuestionOption struct {
	member[QuestionOption]
	QuestionNumber int64
	Number         int
	Code           string
	TextUK         string
	TextEN         *string
	Other          bool
	Problem        *int64 `gorm:"column:problem_number"`
}

const optionColumns = `o.question_number, o.number, o.code, o.text_uk, o.text_en, o.other, ` + countsFor + `o.problem_number) AS problem_number`

// Text gives the answer in a language.
func (o *QuestionOption) Text(lang domain.Language) string {
	return domain.Pick(lang, o.TextUK, o.TextEN)
}

func questionsByNumber(d *door, numbered []int64) ([]*Question, error) {
	return siblings(fetch[Question](d, `SELECT `+questionColumns+` FROM questions q
		WHERE q.number = ANY (CAST(@numbers AS bigint[])) AND `+d.seesQuestion(), named{"numbers": numbers(numbered)}))
}

// OptionsOf gives the options of questions in order; none for those that are not answered by choosing.
func (s *Store) OptionsOf(ctx context.Context, row *Question) ([]*QuestionOption, error) {
	return share(ctx, row, "options", nil, func(ctx context.Context, rows []*Question) (map[*Question][]*QuestionOption, error) {
		d, err := s.readOwnView(ctx)
		if err != nil {
			return nil, err
		}
		found, err := d.optionsOfQuestions(keysOf(rows, (*Question).number))
		return toMany(rows, (*Question).number, found, func(o *QuestionOption) int64 { return o.QuestionNumber }), err
	})
}

// optionsOfQuestions are the options of questions that the viewer may see, in order.
func (d *door) optionsOfQuestions(numbered []int64) ([]*QuestionOption, error) {
	return siblings(fetch[QuestionOption](d, `SELECT `+optionColumns+` FROM question_options o JOIN questions q ON q.number = o.question_number
		WHERE o.question_number = ANY (CAST(@numbers AS bigint[])) AND `+d.seesQuestion()+` ORDER BY o.question_number, o.number`, named{"numbers": numbers(numbered)}))
}

// ProblemOfQuestion gives the problem that a question asks about, or the one that it was merged into; nil where it asks about none.
func (s *Store) ProblemOfQuestion(ctx context.Context, row *Question) (*Problem, error) {
	return share(ctx, row, "problem", nil, func(ctx context.Context, rows []*Question) (map[*Question]*Problem, error) {
		return problemsOf(ctx, s, rows, func(q *Question) int64 { return valueOr(q.Problem, 0) })
	})
}

// ProblemOfOption gives the problem that whoever chooses an option speaks of, or the one that it was merged into; nil where they speak of none.
func (s *Store) ProblemOfOption(ctx context.Context, row *QuestionOption) (*Problem, error) {
	return share(ctx, row, "problem", nil, func(ctx context.Context, rows []*QuestionOption) (map[*QuestionOption]*Problem, error) {
		return problemsOf(ctx, s, rows, func(o *QuestionOption) int64 { return valueOr(o.Problem, 0) })
	})
}

// RegionOfQuestion gives the region in whose bank a question is.
func (s *Store) RegionOfQuestion(ctx context.Context, row *Question) (*Region, error) {
	return share(ctx, row, "region", nil, func(ctx context.Context, rows []*Question) (map[*Question]*Region, error) {
		return regionsOf(ctx, s, rows, (*Question).region)
	})
}

// CommunityOfQuestion gives the community that keeps a question; nil where it is of the whole region.
func (s *Store) CommunityOfQuestion(ctx context.Context, row *Question) (*Community, error) {
	return share(ctx, row, "community", nil, func(ctx context.Context, rows []*Question) (map[*Question]*Community, error) {
		return communitiesOf(ctx, s, rows, (*Question).community)
	})
}

// QuestionFilter says which questions; what is nil is not asked for.
type QuestionFilter struct {
	Text          *TextFilter
	RegionCode    *domain.KatottgCode
	CommunityCode []domain.KatottgCode
	Kind          []domain.QuestionKind
	Fixed         *bool
}

var questionOrder = ordering{name: "QUESTION", key: `q.code`, kind: textKey, always: true, ties: []string{`q.number`}}

// Questions gives one page of the bank, by code.
func (s *Store) Questions(ctx context.Context, f QuestionFilter, asked Page) (Slice[Question], error) {
	d, l, err := s.questionList(ctx, f)
	if err != nil {
		return Slice[Question]{}, err
	}
	if err := s.known(ctx, codesAsked{region: f.RegionCode, communities: f.CommunityCode, communitiesField: "filter.communityCode"}); err != nil {
		return Slice[Question]{}, err
	}
	found, err := page[Question](d, l, asked)
	gather(found.Rows)
	return found, err
}

// CountQuestions counts the questions of all pages.
func (s *Store) CountQuestions(ctx context.Context, f QuestionFilter) (int, error) {
	d, l, err := s.questionList(ctx, f)
	if err != nil {
		return 0, err
	}
	return count(d, l)
}

func (s *Store) questionList(ctx context.Context, f QuestionFilter) (*door, list, error) {
	d, err := s.readOwnView(ctx)
	if err != nil {
		return nil, list{}, err
	}
	l := list{columns: questionColumns, from: `FROM questions q`, where: newWhere(nil), order: questionOrder}
	l.where.must(d.seesQuestion())
	return d, l, f.conditions(l.where)
}

func (f QuestionFilter) conditions(w *where) error {
	if err := f.Text.on(w, `q.search`, "filter.text"); err != nil {
		return err
	}
	if err := oneOf(w, `q.kind`, "kinds", "filter.kind", f.Kind); err != nil {
		return err
	}
	if f.Fixed != nil {
		w.and(`q.fixed = @fixed `, "fixed", *f.Fixed)
	}
	return ofPlaces(w, "q", f.RegionCode, f.CommunityCode)
}
