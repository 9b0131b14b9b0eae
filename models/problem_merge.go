package models

import (
	"context"

	"hromada/auth"
	"hromada/domain"
)

// Merge is a problem to be merged into another one of its region.
type Merge struct {
	ID      domain.NodeID
	Version int
	Into    domain.NodeID
}

// MergeProblems merges a problem into another: communities that have it have the other from now on, and goals that answer it answer the
// other. It stays, and says into what it was merged; so does everything that was merged into it before. A community that has both keeps the
// other, with the greater severity and the notes and evidence of both.
func (s *Store) MergeProblems(ctx context.Context, m Merge) (*Changed, error) {
	done, err := s.change(ctx, auth.EditProblems, false, func(tx *Tx) ([]domain.NodeID, error) {
		return []domain.NodeID{m.ID, m.Into}, tx.mergeProblems(m)
	})
	return s.withCurrent(ctx, m.ID, done, err)
}

func (tx *Tx) mergeProblems(m Merge) error {
	problem, err := tx.holdProblem(m.ID, m.Version)
	if err != nil {
		return err
	}
	into, err := only(problemsByID(&tx.door, []int64{problemNumber(m.Into)}))("intoId")
	switch {
	case err != nil:
		return err
	case into.ID == problem.ID:
		return domain.Invalid("intoId", "Проблему не можна об'єднати з нею самою.", "A problem cannot be merged into itself.")
	case into.RegionID != problem.RegionID:
		return domain.Invalid("intoId", "Проблеми різних областей не об'єднуються.", "Problems of different regions are not merged.")
	case into.MergedInto != nil:
		return domain.Invalid("intoId", "Цю проблему вже об'єднано з іншою. Укажіть ту, іншу.", "This problem was merged into another one. Give that one.")
	}
	return inOrder(
		func() error { return tx.followMerge(problem, into) },
		func() error { return tx.mergeInCommunities(problem, into) },
	)
}

// followMerge makes a problem, and all that was merged into it before, count for another. One statement does it, since in between
// something would be merged into what is merged itself.
func (tx *Tx) followMerge(problem, into *Problem) error {
	args := named{"id": problem.ID, "into": into.ID}
	followed, err := fetch[Problem](&tx.door, `UPDATE problems q SET merged_into = @into, version = version + 1 WHERE q.id = @id OR q.merged_into = @id RETURNING q.id`, args)
	if err != nil {
		return err
	}
	tx.writes += len(followed)
	deeds := []Deed{{Action: domain.AuditMergeProblems, Subject: into.NodeID(), After: facts{"merged": problem.NodeID().String()}}}
	for _, p := range followed {
		deed := Deed{Action: domain.AuditMergeProblems, Subject: p.NodeID(), After: facts{"mergedIntoId": into.NodeID().String()}}
		if p.ID != problem.ID {
			deed.Before = facts{"mergedIntoId": problem.NodeID().String()}
		}
		deeds = append(deeds, deed)
	}
	return tx.auditAll(deeds)
}

// mergedRow is a community's problem k that was merged, and what the community has of the other one, h.
type mergedRow struct {
	CommunityID  int64
	Number       int64
	Severity     int
	Note         *string
	HasNumber    *int64
	HasSeverity  int
	HasNote      *string
	IntoSeverity int     // of what is left
	IntoNote     *string // of what is left
}

const mergedRows = `SELECT k.community_id, k.number, k.severity, k.note, h.number AS has_number, coalesce(h.severity, 0) AS has_severity, h.note AS has_note,
		greatest(k.severity, h.severity) AS into_severity, left(nullif(concat_ws(chr(10), h.note, k.note), ''), 5000) AS into_note
	FROM community_problems k LEFT JOIN community_problems h ON h.community_id = k.community_id AND h.problem_id = @into
	WHERE k.problem_id = @id `

// mergeInCommunities turns what communities have of a problem into the other one, in a number of statements that does not depend on how
// many they are.
func (tx *Tx) mergeInCommunities(problem, into *Problem) error {
	args := named{"id": problem.ID, "into": into.ID, "now": tx.now, "actor": number(tx.viewer.User)}
	rows, err := fetch[mergedRow](&tx.door, mergedRows+` ORDER BY k.community_id`, args)
	if err != nil || len(rows) == 0 {
		return err
	}
	return inOrder(
		func() error {
			return tx.exec(`UPDATE community_problems SET severity = m.into_severity, note = m.into_note, version = version + 1,
					updated_at = CAST(@now AS timestamptz), updated_by = CAST(@actor AS bigint)
				FROM (`+mergedRows+`) m WHERE community_problems.community_id = m.community_id AND community_problems.number = m.has_number`, args)
		},
		func() error {
			return tx.exec(`UPDATE community_problem_evidence e SET problem_number = h.number FROM community_problems k
				JOIN community_problems h ON h.community_id = k.community_id AND h.problem_id = @into
				WHERE k.problem_id = @id AND e.community_id = k.community_id AND e.problem_number = k.number`, args)
		},
		func() error {
			return tx.exec(`DELETE FROM community_problems k WHERE k.problem_id = @id
				AND EXISTS (SELECT FROM community_problems h WHERE h.community_id = k.community_id AND h.problem_id = @into )`, args)
		},
		func() error {
			return tx.exec(`UPDATE community_problems SET problem_id = @into, version = version + 1, updated_at = CAST(@now AS timestamptz),
				updated_by = CAST(@actor AS bigint) WHERE problem_id = @id `, args)
		},
		func() error { return tx.auditMerged(rows, problem, into) },
	)
}

// auditMerged tells in the history of each community's problem what became of it.
func (tx *Tx) auditMerged(rows []*mergedRow, problem, into *Problem) error {
	deeds := []Deed{}
	for _, r := range rows {
		was := Deed{
			Action: domain.AuditMergeProblems, Subject: communityProblemID(r.CommunityID, r.Number),
			Before: facts{"problemId": problem.NodeID().String()}, After: facts{"problemId": into.NodeID().String()},
		}
		if r.HasNumber == nil {
			deeds = append(deeds, was)
			continue
		}
		gone := domain.CommunityProblemFields{Severity: r.Severity, Note: valueOr(r.Note, "")}.Facts()
		gone["problemId"] = problem.NodeID().String()
		was.Before, was.After = gone, facts{"mergedIntoId": communityProblemID(r.CommunityID, *r.HasNumber).String()}
		before, after := domain.Differences(
			domain.CommunityProblemFields{Severity: r.HasSeverity, Note: valueOr(r.HasNote, "")}.Facts(),
			domain.CommunityProblemFields{Severity: r.IntoSeverity, Note: valueOr(r.IntoNote, "")}.Facts())
		after["merged"] = was.Subject.String()
		deeds = append(deeds, was, Deed{Action: domain.AuditMergeProblems, Subject: communityProblemID(r.CommunityID, *r.HasNumber), Before: before, After: after})
	}
	return tx.auditAll(deeds)
}
