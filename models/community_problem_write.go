package models

import (
	"context"
	"slices"
	"time"

	"hromada/auth"
	"hromada/domain"
)

// SaidOfProblem is what is said of a problem that a community has. Version is the one that it was said of; nil where the community did not
// have the problem.
type SaidOfProblem struct {
	Community domain.KatottgCode
	Problem   domain.NodeID
	Version   *int
	Edit      func(*domain.CommunityProblemFields)
}

// SetCommunityProblem says that a community has a problem, or changes what is said of it. Where somebody has written since, it is a
// CONFLICT, and how things stand comes with it. What changes nothing writes nothing.
func (s *Store) SetCommunityProblem(ctx context.Context, said SaidOfProblem) (*Changed, error) {
	var stands domain.NodeID
	done, err := s.change(ctx, auth.EditCommunityProblems, false, func(tx *Tx) (ids []domain.NodeID, err error) {
		stands, err = tx.setCommunityProblem(said)
		return []domain.NodeID{stands}, err
	})
	return s.withCurrent(ctx, stands, done, err)
}

// setCommunityProblem gives the id of what the community has of the problem, also beside a conflict.
func (tx *Tx) setCommunityProblem(said SaidOfProblem) (domain.NodeID, error) {
	none, faults := domain.NodeID{}, domain.Faults{}
	community, err := tx.holdCommunity(said.Community, "communityCode")
	if err := faults.Collect(err); err != nil {
		return none, err
	}
	var problems []domain.NodeID
	if community > 0 {
		if err := tx.keepProblems(community); err != nil {
			return none, err
		}
		problems, err = tx.problemsNamed(community, []domain.NodeID{said.Problem}, func(int) string { return "problemId" })
		if err := faults.Collect(each(err)...); err != nil {
			return none, err
		}
	}
	stands, before, err := tx.standing(community, problems)
	if err != nil {
		return none, err
	}
	after := before
	said.Edit(&after)
	after = after.Trimmed()
	if faults = append(faults, after.Check()...); len(faults) > 0 {
		return none, faults
	}
	return tx.writeCommunityProblem(community, problemNumber(problems[0]), said.Version, stands, before, after)
}

// keepProblems keeps others from merging problems of a community's region until the transaction ends.
func (tx *Tx) keepProblems(community int64) error {
	_, err := fetch[struct{ ID int64 }](&tx.door, `SELECT r.id FROM regions r
		WHERE r.id = (SELECT c.region_id FROM communities c WHERE c.id = @community ) FOR SHARE`, named{"community": community})
	return err
}

// problemsNamed finds the problems of a community's region that ids name, each once, in the order of their numbers; for what was merged,
// what it counts for. Faults are about the fields that at names.
func (tx *Tx) problemsNamed(community int64, ids []domain.NodeID, at func(i int) string) ([]domain.NodeID, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	found, err := fetch[Problem](&tx.door, `SELECT q.id, q.merged_into FROM problems q
		WHERE q.id = ANY (CAST(@asked AS bigint[])) AND q.region_id = (SELECT c.region_id FROM communities c WHERE c.id = @community )`,
		named{"asked": problemNumbers(ids), "community": community})
	if err != nil {
		return nil, err
	}
	stands := make(map[domain.NodeID]int64, len(found))
	for _, p := range found {
		stands[p.NodeID()] = valueOr(p.MergedInto, p.ID)
	}
	faults, roots := domain.Faults{}, []int64{}
	for i, id := range ids {
		if stands[id] == 0 {
			faults = append(faults, domain.NotFound(at(i)))
		}
		roots = append(roots, stands[id])
	}
	slices.Sort(roots)
	all := []domain.NodeID{}
	for _, root := range slices.Compact(roots) {
		all = append(all, problemID(root))
	}
	return all, faults.OrNil()
}

// standing finds what a community has of a problem: the row, nil where it has none, and what is said of it.
func (tx *Tx) standing(community int64, problems []domain.NodeID) (*CommunityProblem, domain.CommunityProblemFields, error) {
	var none domain.CommunityProblemFields
	if len(problems) != 1 {
		return nil, none, nil
	}
	found, err := fetch[CommunityProblem](&tx.door, `SELECT `+communityProblemColumns+communityProblemsFrom+`
		WHERE k.community_id = @community AND k.problem_id = @problem `, named{"community": community, "problem": problemNumber(problems[0])})
	if err != nil || len(found) == 0 {
		return nil, none, err
	}
	said, err := tx.saidOf(found[0])
	return found[0], said, err
}

// saidOf is what is said of a community's problem.
func (tx *Tx) saidOf(p *CommunityProblem) (domain.CommunityProblemFields, error) {
	args := named{"community": p.CommunityID, "number": p.Number}
	work, err := fetchOne[ProblemWork](&tx.door, `SELECT k.note FROM community_problems k WHERE k.community_id = @community AND k.number = @number `, args)
	if err != nil {
		return domain.CommunityProblemFields{}, err
	}
	f := domain.CommunityProblemFields{Severity: p.Severity, Note: valueOr(work.Note, "")}
	evidence, err := fetch[ProblemEvidence](&tx.door, `SELECT e.kind, e.text, e.url FROM community_problem_evidence e
		WHERE e.community_id = @community AND e.problem_number = @number ORDER BY e.number`, args)
	for _, e := range evidence {
		f.Evidence = append(f.Evidence, domain.ProblemEvidence{Kind: e.Kind, Text: e.Text, URL: valueOr(e.URL, "")})
	}
	return f, err
}

func (tx *Tx) writeCommunityProblem(
	community, problem int64, version *int, stands *CommunityProblem, before, after domain.CommunityProblemFields,
) (domain.NodeID, error) {
	switch {
	case stands == nil && version != nil:
		return domain.NodeID{}, errStale()
	case stands == nil:
		return tx.addCommunityProblem(community, problem, after)
	case version == nil || *version != stands.Version:
		return stands.NodeID(), errStale()
	}
	was, is := domain.Differences(before.Facts(), after.Facts())
	if len(was)+len(is) == 0 {
		return stands.NodeID(), nil
	}
	args := tx.saidArgs(community, after)
	args["number"] = stands.Number
	return stands.NodeID(), inOrder(
		func() error {
			return tx.exec(`UPDATE community_problems SET severity = @severity, note = CAST(@note AS text), version = version + 1,
				updated_at = CAST(@now AS timestamptz), updated_by = CAST(@actor AS bigint) WHERE community_id = @community AND number = @number `, args)
		},
		func() error { return tx.replaceEvidence(stands, before.Evidence, after.Evidence) },
		func() error {
			return tx.audit(Deed{Action: domain.AuditSetProblem, Subject: stands.NodeID(), Before: was, After: is})
		},
	)
}

func (tx *Tx) saidArgs(community int64, f domain.CommunityProblemFields) named {
	return named{"community": community, "severity": f.Severity, "note": optional(f.Note), "now": tx.now, "actor": number(tx.viewer.User)}
}

func (tx *Tx) addCommunityProblem(community, problem int64, f domain.CommunityProblemFields) (domain.NodeID, error) {
	args := tx.saidArgs(community, f)
	args["problem"] = problem
	made, err := writeOne[CommunityProblem](tx, `INSERT INTO community_problems (community_id, problem_id, severity, note, updated_at, updated_by)
		VALUES (@community, @problem, @severity, CAST(@note AS text), CAST(@now AS timestamptz), CAST(@actor AS bigint)) RETURNING community_id, number`, args)
	if err != nil {
		return domain.NodeID{}, err
	}
	told := facts(f.Facts())
	told["problemId"] = problemID(problem).String()
	return made.NodeID(), inOrder(
		func() error { return tx.replaceEvidence(made, nil, f.Evidence) },
		func() error {
			return tx.audit(Deed{Action: domain.AuditSetProblem, Subject: made.NodeID(), After: told})
		},
	)
}

// evidenceRow is a piece of evidence as it is written; the database numbers it.
type evidenceRow struct {
	CommunityID   int64
	ProblemNumber int64
	Number        int64 `gorm:"primaryKey;autoIncrement"`
	Kind          domain.ProblemEvidenceKind
	Text          string
	URL           *string
	AddedAt       time.Time
	AddedBy       *int64
}

// replaceEvidence adds what is new and takes away what is not said any more; what stays keeps who added it, and when.
func (tx *Tx) replaceEvidence(of *CommunityProblem, before, after []domain.ProblemEvidence) error {
	var gone []string
	for _, e := range before {
		if !slices.Contains(after, e) {
			gone = append(gone, evidenceKey(e))
		}
	}
	added := []*evidenceRow{}
	for _, e := range after {
		if !slices.Contains(before, e) {
			added = append(added, &evidenceRow{
				CommunityID: of.CommunityID, ProblemNumber: of.Number, Kind: e.Kind, Text: e.Text, URL: optional(e.URL), AddedAt: tx.now, AddedBy: number(tx.viewer.User),
			})
		}
	}
	return inOrder(
		func() error {
			return tx.exec(`DELETE FROM community_problem_evidence e WHERE e.community_id = @community AND e.problem_number = @number
				AND concat_ws(chr(10), e.kind, coalesce(e.url, ''), e.text) = ANY (CAST(@gone AS text[]))`,
				named{"community": of.CommunityID, "number": of.Number, "gone": texts(gone)})
		},
		func() error { return tx.insertAll("community_problem_evidence", added) },
	)
}

// evidenceKey is a piece of evidence in one text, as the statement that removes it writes it.
func evidenceKey(e domain.ProblemEvidence) string {
	return string(e.Kind) + "\n" + e.URL + "\n" + e.Text
}

// RemoveCommunityProblem says that a community does not have a problem. The community comes first among what was touched.
func (s *Store) RemoveCommunityProblem(ctx context.Context, id domain.NodeID, version int) (*Changed, error) {
	done, err := s.change(ctx, auth.EditCommunityProblems, false, func(tx *Tx) ([]domain.NodeID, error) {
		return []domain.NodeID{{Type: "Community", Number: id.Community}, id}, tx.removeCommunityProblem(id, version)
	})
	return s.withCurrent(ctx, id, done, err)
}

func (tx *Tx) removeCommunityProblem(id domain.NodeID, version int) error {
	p, err := tx.holdCommunityProblem(id)
	if err != nil {
		return err
	}
	if p.Version != version {
		return errStale()
	}
	said, err := tx.saidOf(p)
	if err != nil {
		return err
	}
	told := facts(said.Facts())
	told["problemId"] = problemID(p.ProblemID).String()
	return inOrder(
		func() error {
			return tx.exec(`DELETE FROM community_problems WHERE community_id = @community AND number = @number `, named{"community": p.CommunityID, "number": p.Number})
		},
		func() error { return tx.audit(Deed{Action: domain.AuditRemoveProblem, Subject: id, Before: told}) },
	)
}

// holdCommunityProblem finds a community's problem that the viewer may write, and keeps others from writing or merging it; it is read when
// those who were faster are through.
func (tx *Tx) holdCommunityProblem(id domain.NodeID) (*CommunityProblem, error) {
	if id.Type != "CommunityProblem" {
		return nil, domain.NotFound("id")
	}
	held, err := fetch[struct{ ID int64 }](&tx.door, `SELECT c.id FROM communities c WHERE c.id = @community AND `+tx.reaches(`c.id`)+`
		FOR NO KEY UPDATE`, named{"community": id.Community})
	if err != nil {
		return nil, err
	}
	if len(held) == 0 {
		return nil, tx.unwritable(id, "id")
	}
	if err := tx.keepProblems(id.Community); err != nil {
		return nil, err
	}
	return only(communityProblemsByPlace(&tx.door, []place{placeOf(id)}))("id")
}
