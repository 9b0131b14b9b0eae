package models

import (
	"context"

	"hromada/auth"
	"hromada/domain"
)

// A survey, and a question of the bank, is of one community, or of the whole region where its community is null.

// worksIn is the condition that something of a community or region is open to the viewer's memberships: to the staff of the community, to the
// experts and observers of the region, and what is of the whole region to the staff of all its communities.
func worksIn(community, region string) string {
	return `(` + community + ` = ANY (CAST(@viewerCommunities AS bigint[])) OR ` + region + ` = ANY (CAST(@viewerRegions AS bigint[]))
		OR (` + community + ` IS NULL AND ` + region + ` IN (
			SELECT mine.region_id FROM communities mine WHERE mine.id = ANY (CAST(@viewerCommunities AS bigint[])))))`
}

// reachesWithin is the condition that the scope holds what belongs to a community or region.
func (d *door) reachesWithin(community, region string) string {
	switch d.scope.Reach {
	case auth.All:
		return `TRUE`
	case auth.Own:
		return worksIn(community, region)
	default:
		return `FALSE`
	}
}

// seesWithin is the condition that this door shows what belongs to a community or region: to those who work there, and to
// everybody what is published.
func (d *door) seesWithin(community, region, published string) string {
	if d.view != domain.WorkingView {
		return published
	}
	return `(` + d.reachesWithin(community, region) + ` OR ` + published + `)`
}

// seesSurvey is the condition that this door shows a survey v.
func (d *door) seesSurvey() string {
	return d.seesWithin(`v.community_id`, `v.region_id`, `v.state = 'PUBLISHED'`)
}

// seesQuestion is the condition that this door shows a question q: to everybody once a published survey asks it.
func (d *door) seesQuestion() string {
	return d.seesWithin(`q.community_id`, `q.region_id`, `EXISTS (SELECT FROM survey_questions z JOIN surveys y ON y.number = z.survey_number
		WHERE z.question_number = q.number AND y.state = 'PUBLISHED')`)
}

// keeps is the condition that something of a community, or of a whole region where that is null, is the viewer's to write, as Scope.Keeps tells.
func (d *door) keeps(community, region string) string {
	switch d.scope.Reach {
	case auth.All:
		return `TRUE`
	case auth.Own:
		return `(` + community + ` = ANY (CAST(@viewerCommunities AS bigint[]))
			OR (` + community + ` IS NULL AND ` + region + ` = ANY (CAST(@viewerRegions AS bigint[]))))`
	default:
		return `FALSE`
	}
}

// Owner is whose a survey or a question is to be: one community's, or a whole region's.
type Owner struct{ Region, Community *domain.KatottgCode }

// owned is an owner as rows have it.
type owned struct {
	RegionID    int64
	CommunityID *int64
	Writable    bool
}

// owner finds the community or region that is to own something. Everybody sees places, so that one the viewer may not write about is FORBIDDEN.
func (tx *Tx) owner(o Owner) (*owned, error) {
	statement, field, code := `SELECT r.id AS region_id, CAST(NULL AS bigint) AS community_id, `+tx.keeps(`CAST(NULL AS bigint)`, `r.id`)+` AS writable
		FROM regions r WHERE r.code = @code `, "regionCode", o.Region
	switch {
	case (o.Region == nil) == (o.Community == nil):
		return nil, domain.Invalid("communityCode", "Вкажіть громаду або область, одне з двох.", "Give a community or a region, one of the two.")
	case o.Community != nil:
		statement, field, code = `SELECT c.region_id, c.id AS community_id, `+tx.keeps(`c.id`, `c.region_id`)+` AS writable
			FROM communities c WHERE c.code = @code `, "communityCode", o.Community
	}
	found, err := only(fetch[owned](&tx.door, statement, named{"code": *code}))(field)
	if err == nil && !found.Writable {
		return nil, domain.Forbidden()
	}
	return found, err
}

// surveying tells whether the viewer may begin surveys of a community, or of a whole region where the community is 0, and add to its bank.
func surveying(ctx context.Context, community, region int64) []auth.Action {
	if scope, err := allowed(ctx, auth.EditSurvey); err != nil || !scope.Keeps(community, region) {
		return nil
	}
	return []auth.Action{auth.EditSurvey}
}
