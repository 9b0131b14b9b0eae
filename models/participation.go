package models

import (
	"context"

	"hromada/auth"
	"hromada/domain"
)

// Participation is what is known of a community taking part in a project.
type Participation struct {
	CommunityID int64
	Project     Project `gorm:"embedded;embeddedPrefix:project_"`
	Since       *domain.Date
	Source      string
}

// Project is a project that communities take part in.
type Project struct {
	Code   string
	NameUK string
	NameEN *string
}

// Name gives the name in a language.
func (p *Project) Name(lang domain.Language) string { return domain.Pick(lang, p.NameUK, p.NameEN) }

// Participations gives the projects that a community is known to take part in, by name.
func (s *Store) Participations(ctx context.Context, row *Community) ([]*Participation, error) {
	return share(ctx, row, "participations", nil, func(ctx context.Context, rows []*Community) (map[*Community][]*Participation, error) {
		d, err := s.read(ctx, auth.ReadRegistry)
		if err != nil {
			return nil, err
		}
		found, err := fetch[Participation](d, `SELECT a.community_id, a.since, a.source,
				j.code AS project_code, j.name_uk AS project_name_uk, j.name_en AS project_name_en
			FROM participations a JOIN projects j ON j.id = a.project_id
			WHERE a.community_id = ANY (CAST(@ids AS bigint[])) ORDER BY a.community_id, j.name_uk`,
			named{"ids": numbers(keysOf(rows, (*Community).id))})
		return toMany(rows, (*Community).id, found, func(p *Participation) int64 { return p.CommunityID }), err
	})
}
