package models

import (
	"context"
	"strings"
	"time"

	"hromada/domain"
)

// Survey is a survey of residents, or one wave of it: of one community, or of the whole region where none is named.
type Survey struct {
	member[Survey]
	Number         int64
	RegionID       int64
	CommunityID    *int64
	TitleUK        string
	TitleEN        *string
	DescriptionUK  *string
	DescriptionEN  *string
	Wave           int
	PreviousNumber *int64
	State          domain.SurveyState
	StartsOn       *domain.Date
	EndsOn         *domain.Date
	Sampling       domain.Sampling
	OnlineSampling domain.Sampling
	Stratum        *domain.Variable
	Confidence     float64
	BreakdownCodes string // parted by commas
	Link           *string
	KeepUntil      *domain.Date
	PurgedAt       *time.Time
	Demonstration  bool
	Version        int
	CreatedAt      time.Time
	UpdatedAt      time.Time
	OpenedAt       *time.Time
	ClosedAt       *time.Time
	PublishedAt    *time.Time
	ComputedAt     *time.Time
	Followed       bool // by another wave
}

const surveyColumns = `v.number, v.region_id, v.community_id, v.title_uk, v.title_en, v.description_uk, v.description_en, v.wave, v.previous_number,
	v.state, v.starts_on, v.ends_on, v.sampling, v.online_sampling, v.stratum, CAST(v.confidence AS double precision) AS confidence,
	array_to_string(v.breakdowns, ',') AS breakdown_codes, v.link, v.keep_until, v.purged_at, v.demonstration, v.version, v.created_at, v.updated_at,
	v.opened_at, v.closed_at, v.published_at, v.computed_at, EXISTS (SELECT FROM surveys w WHERE w.previous_number = v.number) AS followed`

// NodeID is the survey's public id.
func (v *Survey) NodeID() domain.NodeID { return surveyID(v.Number) }

func surveyID(number int64) domain.NodeID { return domain.NodeID{Type: "Survey", Number: number} }

func (v *Survey) number() int64    { return v.Number }
func (v *Survey) region() int64    { return v.RegionID }
func (v *Survey) community() int64 { return valueOr(v.CommunityID, 0) }
func (v *Survey) previous() int64  { return valueOr(v.PreviousNumber, 0) }

// Title gives the title in a language.
func (v *Survey) Title(lang domain.Language) string { return domain.Pick(lang, v.TitleUK, v.TitleEN) }

// Description tells more about the survey in a language; nil where nothing more is told.
func (v *Survey) Description(lang domain.Language) *string {
	return pickKnown(lang, v.DescriptionUK, v.DescriptionEN)
}

// pickKnown gives a text in a language, in the other where it is missing there, and nil where it is in neither.
func pickKnown(lang domain.Language, uk, en *string) *string {
	if uk == nil || (lang == domain.English && en != nil) {
		return en
	}
	return uk
}

// Breakdowns are what its answers are broken down by.
func (v *Survey) Breakdowns() []*domain.Breakdown {
	all := []*domain.Breakdown{}
	for _, code := range strings.Split(v.BreakdownCodes, ",") {
		if code != "" {
			all = append(all, new(domain.BreakdownOf(code)))
		}
	}
	return all
}

// OnlineLink is what the public address of the questionnaire ends in, while the survey may still take answers there; nil where it takes none.
func (v *Survey) OnlineLink() *string {
	if v.State == domain.SurveyPublished {
		return nil
	}
	return v.Link
}

func surveysByNumber(d *door, numbered []int64) ([]*Survey, error) {
	return siblings(fetch[Survey](d, `SELECT `+surveyColumns+` FROM surveys v
		WHERE v.number = ANY (CAST(@numbers AS bigint[])) AND `+d.seesSurvey(), named{"numbers": numbers(numbered)}))
}

// MaxSurveys is how many surveys a community has of its own, and a region: writing refuses more.
const MaxSurveys = 200

// SurveysOfCommunity gives the surveys of communities themselves, the newest first; those of the whole region are not among them.
func (s *Store) SurveysOfCommunity(ctx context.Context, row *Community) ([]*Survey, error) {
	return share(ctx, row, "surveys", nil, func(ctx context.Context, rows []*Community) (map[*Community][]*Survey, error) {
		found, err := s.surveysOf(ctx, `v.community_id = ANY (CAST(@ids AS bigint[]))`, keysOf(rows, (*Community).id))
		return toMany(rows, (*Community).id, found, (*Survey).community), err
	})
}

// SurveysOfRegion gives the surveys of whole regions, the newest first; those of single communities are not among them.
func (s *Store) SurveysOfRegion(ctx context.Context, row *Region) ([]*Survey, error) {
	return share(ctx, row, "surveys", nil, func(ctx context.Context, rows []*Region) (map[*Region][]*Survey, error) {
		found, err := s.surveysOf(ctx, `v.region_id = ANY (CAST(@ids AS bigint[])) AND v.community_id IS NULL`, keysOf(rows, (*Region).id))
		return toMany(rows, (*Region).id, found, (*Survey).region), err
	})
}

func (s *Store) surveysOf(ctx context.Context, condition string, ids []int64) ([]*Survey, error) {
	d, err := s.readOwnView(ctx)
	if err != nil {
		return nil, err
	}
	return siblings(fetch[Survey](d, `SELECT `+surveyColumns+` FROM surveys v WHERE `+condition+` AND `+d.seesSurvey()+`
		ORDER BY v.number DESC`, named{"ids": numbers(ids)}))
}

// RegionOfSurvey gives the region that a survey is held in.
func (s *Store) RegionOfSurvey(ctx context.Context, row *Survey) (*Region, error) {
	return share(ctx, row, "region", nil, func(ctx context.Context, rows []*Survey) (map[*Survey]*Region, error) {
		return regionsOf(ctx, s, rows, (*Survey).region)
	})
}

// CommunityOfSurvey gives the community that a survey is of; nil where it is of the whole region.
func (s *Store) CommunityOfSurvey(ctx context.Context, row *Survey) (*Community, error) {
	return share(ctx, row, "community", nil, func(ctx context.Context, rows []*Survey) (map[*Survey]*Community, error) {
		return communitiesOf(ctx, s, rows, (*Survey).community)
	})
}

// PreviousWave gives the wave that a survey follows; nil where it is the first, or the viewer may not see that one.
func (s *Store) PreviousWave(ctx context.Context, row *Survey) (*Survey, error) {
	return share(ctx, row, "previousWave", nil, func(ctx context.Context, rows []*Survey) (map[*Survey]*Survey, error) {
		d, err := s.readOwnView(ctx)
		if err != nil {
			return nil, err
		}
		found, err := surveysByNumber(d, keysOf(rows, (*Survey).previous))
		return toOne(rows, (*Survey).previous, found, (*Survey).number), err
	})
}

// NextWave gives the wave that follows a survey; nil where there is none, or the viewer may not see it.
func (s *Store) NextWave(ctx context.Context, row *Survey) (*Survey, error) {
	return share(ctx, row, "nextWave", nil, func(ctx context.Context, rows []*Survey) (map[*Survey]*Survey, error) {
		found, err := s.surveysOf(ctx, `v.previous_number = ANY (CAST(@ids AS bigint[]))`, keysOf(rows, (*Survey).number))
		return toOne(rows, (*Survey).number, found, (*Survey).previous), err
	})
}
