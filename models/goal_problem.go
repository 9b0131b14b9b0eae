package models

import (
	"context"
	"maps"
	"slices"
	"strconv"

	"hromada/domain"
)

// goalProblemRow says that a goal answers a problem in one revision.
type goalProblemRow struct {
	CommunityID    int64
	RevisionNumber int64
	NodeNumber     int64
	ProblemID      int64
}

func goalProblemRows(community, revision, node int64, problems []domain.NodeID) []*goalProblemRow {
	rows := make([]*goalProblemRow, len(problems))
	for i, id := range problems {
		rows[i] = &goalProblemRow{community, revision, node, id.Number}
	}
	return rows
}

// ProblemsAnswered gives the problems that a goal answers, in the order of the region's list; for what was merged, what it counts for.
func (s *Store) ProblemsAnswered(ctx context.Context, row *Goal) ([]*Problem, error) {
	type answered struct {
		Problem     `gorm:"embedded"`
		CommunityID int64
		NodeNumber  int64
	}
	return share(ctx, row, "problems", nil, func(ctx context.Context, rows []*Goal) (map[*Goal][]*Problem, error) {
		d, err := s.readTrees(ctx, rows[0].View)
		if err != nil {
			return nil, err
		}
		trees, args := nodesAsked(rows)
		found, err := fetch[answered](d, `SELECT DISTINCT x.community_id, x.node_number, `+problemColumns+`
			FROM goal_problems x JOIN problems a ON a.id = x.problem_id JOIN problems q ON q.id = coalesce(a.merged_into, a.id)
			WHERE (x.community_id, x.revision_number) IN (`+d.shown(trees)+`) AND `+among(`x.node_number`)+`
			ORDER BY q.position, q.id`, args)
		if err != nil {
			return nil, err
		}
		problems := make([]*Problem, len(found))
		for i, a := range found {
			problems[i] = &a.Problem
		}
		gather(problems)
		shares := make(map[*Goal][]*Problem, len(rows))
		for goal, answers := range toMany(rows, func(g *Goal) place { return g.place() }, found, func(a *answered) place { return place{a.CommunityID, a.NodeNumber} }) {
			shares[goal] = make([]*Problem, len(answers))
			for i, a := range answers {
				shares[goal][i] = &a.Problem
			}
		}
		return shares, nil
	})
}

// goalProblems gives, by goal, the problems that a revision says are answered, in the order of their numbers; for what was merged, what it
// counts for.
func (d *door) goalProblems(community, revision int64) (map[int64][]domain.NodeID, error) {
	found, err := fetch[goalProblemRow](d, `SELECT DISTINCT x.node_number, coalesce(a.merged_into, a.id) AS problem_id
		FROM goal_problems x JOIN problems a ON a.id = x.problem_id
		WHERE x.community_id = @community AND x.revision_number = @revision ORDER BY x.node_number, problem_id`,
		named{"community": community, "revision": revision})
	answers := map[int64][]domain.NodeID{}
	for _, x := range found {
		answers[x.NodeNumber] = append(answers[x.NodeNumber], problemID(x.ProblemID))
	}
	return answers, err
}

// nameProblems finds the problems that a goal is said to answer, and adds the faults of those that the region does not have.
func (tx *Tx) nameProblems(tree *heldTree, f *domain.NodeFields, faults *domain.Faults) error {
	if len(f.Problems) == 0 || len(f.Problems) > domain.MaxGoalProblems { // of which Check tells
		return nil
	}
	found, err := tx.problemsNamed(tree.CommunityID, f.Problems, func(i int) string { return "problemIds." + strconv.Itoa(i) })
	f.Problems = found
	return faults.Collect(each(err)...)
}

// replaceProblems writes which problems a goal answers in the revision that is worked on.
func (tx *Tx) replaceProblems(tree *heldTree, node *Placement, problems []domain.NodeID) error {
	if node.Level != domain.GoalLevel {
		return nil
	}
	args := tree.args()
	args["node"] = node.Number
	return inOrder(
		func() error {
			return tx.exec(`DELETE FROM goal_problems WHERE community_id = @community AND revision_number = @revision AND node_number = @node `, args)
		},
		func() error {
			return tx.insertAll("goal_problems", goalProblemRows(tree.CommunityID, tree.revision(), node.Number, problems))
		},
	)
}

// mergeProblemsOf carries over the problems that goals of the published revision answer, for goals of which the outline tells none, and
// finds out whether those that it tells are new.
func (tx *Tx) mergeProblemsOf(tree *treeRow, m *merged, o domain.Outline, numbers []int64) error {
	told, err := tx.problemsTold(tree, o, numbers)
	if err != nil {
		return err
	}
	stood := map[int64][]domain.NodeID{}
	if tree.PublishedRevision != nil {
		if stood, err = tx.goalProblems(tree.CommunityID, *tree.PublishedRevision); err != nil {
			return err
		}
	}
	is := maps.Clone(stood)
	for goal, problems := range told {
		is[goal] = problems
		m.changed = m.changed || !slices.Equal(problems, stood[goal])
	}
	for _, p := range m.placements {
		m.problems = append(m.problems, goalProblemRows(tree.CommunityID, 0, p.Number, is[p.Number])...)
	}
	return nil
}

// problemsTold are the problems that the outline says its goals answer. Most outlines tell none.
func (tx *Tx) problemsTold(tree *treeRow, o domain.Outline, numbers []int64) (map[int64][]domain.NodeID, error) {
	codes := map[string]bool{}
	for _, n := range o.Nodes {
		for _, code := range n.Problems {
			codes[code] = true
		}
	}
	told := map[int64][]domain.NodeID{}
	if len(codes) == 0 {
		return told, nil
	}
	byCode, err := tx.problemsByCode(tree.CommunityID, slices.Sorted(maps.Keys(codes)))
	if err != nil {
		return nil, err
	}
	for i, n := range o.Nodes {
		for _, code := range n.Problems {
			told[numbers[i]] = append(told[numbers[i]], problemID(byCode[code]))
		}
		slices.SortFunc(told[numbers[i]], func(a, b domain.NodeID) int { return int(a.Number - b.Number) })
		told[numbers[i]] = slices.Compact(told[numbers[i]])
	}
	maps.DeleteFunc(told, func(_ int64, problems []domain.NodeID) bool { return len(problems) == 0 })
	return told, nil
}

// problemsByCode finds problems of a community's region by their codes; for what was merged, what it counts for. One that the region does
// not have is NOT_FOUND.
func (tx *Tx) problemsByCode(community int64, codes []string) (map[string]int64, error) {
	found, err := fetch[Problem](&tx.door, `SELECT q.code, coalesce(q.merged_into, q.id) AS id FROM problems q
		WHERE q.code = ANY (CAST(@codes AS text[])) AND q.region_id = (SELECT c.region_id FROM communities c WHERE c.id = @community )`,
		named{"codes": texts(codes), "community": community})
	if err != nil {
		return nil, err
	}
	byCode := make(map[string]int64, len(found))
	for _, p := range found {
		byCode[p.Code] = p.ID
	}
	if len(byCode) < len(codes) {
		return nil, domain.NotFound("problems")
	}
	return byCode, nil
}

// answering adds that goals answer one of the problems asked for, or what was merged into one.
func (f NodeFilter) answering(w *where) error {
	if f.ProblemIDs == nil {
		return nil
	}
	if len(f.ProblemIDs) > MaxFilterValues {
		return domain.Invalid("filter.problemIds", "Не більше ніж %d значень.", "At most %d values.", MaxFilterValues)
	}
	w.and(`EXISTS (SELECT FROM goal_problems x JOIN problems a ON a.id = x.problem_id
		WHERE x.community_id = p.community_id AND x.revision_number = p.revision_number AND x.node_number = p.node_number
			AND coalesce(a.merged_into, a.id) IN (SELECT coalesce(b.merged_into, b.id) FROM problems b WHERE b.id = ANY (CAST(@answering AS bigint[]))))`,
		"answering", problemNumbers(f.ProblemIDs))
	return nil
}
