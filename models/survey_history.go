package models

import (
	"context"

	"hromada/auth"
)

// SurveyHistory gives the latest events about surveys, the newest first, for those who may see them before they are published.
func (s *Store) SurveyHistory(ctx context.Context, row *Survey) ([]*AuditEvent, error) {
	return share(ctx, row, "history", nil, func(ctx context.Context, rows []*Survey) (map[*Survey][]*AuditEvent, error) {
		found, err := s.numberedHistory(ctx, "Survey", `surveys`, keysOf(rows, (*Survey).number))
		return toMany(rows, (*Survey).number, found, subjectNumber), err
	})
}

// QuestionHistory gives the latest events about questions, the newest first, for those who may see the bank.
func (s *Store) QuestionHistory(ctx context.Context, row *Question) ([]*AuditEvent, error) {
	return share(ctx, row, "history", nil, func(ctx context.Context, rows []*Question) (map[*Question][]*AuditEvent, error) {
		found, err := s.numberedHistory(ctx, "Question", `questions`, keysOf(rows, (*Question).number))
		return toMany(rows, (*Question).number, found, subjectNumber), err
	})
}

func subjectNumber(e *AuditEvent) int64 { return *e.SubjectNumber }

// numberedHistory gives the events about what a table keeps under a number, and of a community or region.
func (s *Store) numberedHistory(ctx context.Context, typeName, table string, numbered []int64) ([]*AuditEvent, error) {
	d, err := s.read(ctx, auth.ReadWorkingTree)
	if err != nil {
		return nil, err
	}
	return siblings(fetch[AuditEvent](d, `SELECT `+d.workColumns()+` FROM `+table+` k CROSS JOIN LATERAL (
			SELECT * FROM audit_events x WHERE x.subject_type = @type AND x.subject_community = 0 AND x.subject_number = k.number AND NOT x.refused
			ORDER BY x.id DESC LIMIT @length ) e
		LEFT JOIN users u ON u.id = e.actor_id
		WHERE k.number = ANY (CAST(@numbers AS bigint[])) AND `+d.reachesWithin(`k.community_id`, `k.region_id`)+` ORDER BY e.id DESC`,
		named{"type": typeName, "length": historyLength, "numbers": numbers(numbered)}))
}
