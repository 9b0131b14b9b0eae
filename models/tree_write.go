package models

import (
	"reflect"

	"hromada/domain"
)

// TreeWritten tells what became of an outline.
type TreeWritten struct {
	CommunityName string
	Standing      []domain.Standing // what the published revision had before
	Matches       []domain.Match    // one for each node of the outline
	Changed       bool              // false: the published revision is already so
	Sequence      int               // of the revision written; 0 where nothing changed
}

// WriteTree publishes an outline as the newest revision of its tree. Nodes that the tree already has
// keep their identity, and with it their progress; what the outline does not say of them stays; nodes
// that it does not name stay where they are, since a file that lost rows must not lose goals. An
// outline that changes nothing writes nothing.
func (tx *Tx) WriteTree(o domain.Outline) (TreeWritten, error) {
	if err := noneAhead(o.Nodes, tx.today); err != nil {
		return TreeWritten{}, err
	}
	before := tx.writes
	owner, err := tx.lockCommunity(o.Community)
	if err != nil {
		return TreeWritten{}, err
	}
	tree, err := tx.findOrAddTree(owner.ID, o)
	if err != nil {
		return TreeWritten{}, err
	}
	standing, err := tx.publishedPlacements(tree.place())
	if err != nil {
		return TreeWritten{}, err
	}
	written := TreeWritten{CommunityName: owner.NameUK, Standing: standingOf(standing)}
	written.Matches = domain.MatchOutline(o.Nodes, written.Standing)
	err = inOrder(
		func() error { return tx.tellSource(tree, o) },
		func() error { return tx.publishChanges(tree, o, standing, &written) },
		func() error { return tx.auditTree(tree, o, written, before) },
	)
	return written, err
}

func (tx *Tx) publishChanges(tree *treeRow, o domain.Outline, standing []*Placement, written *TreeWritten) error {
	merged, err := tx.merge(tree, o, standing, written.Matches)
	if err != nil || !merged.changed {
		return err
	}
	written.Changed = true
	written.Sequence, err = tx.publish(tree, o.State, merged)
	return err
}

// auditTree says what was imported, where anything was written since.
func (tx *Tx) auditTree(tree *treeRow, o domain.Outline, written TreeWritten, since int) error {
	if tx.writes == since {
		return nil
	}
	told := facts{"kind": o.Kind, "source": o.SourceTitle, "nodes": len(o.Nodes)}
	if written.Changed {
		told["revision"] = written.Sequence
	}
	place := tree.place()
	return tx.audit(Deed{
		Action: domain.AuditImportGoals, After: told,
		Subject: domain.NodeID{Type: "GoalTree", Community: place.Community, Number: place.Number},
	})
}

// noneAhead refuses reports of days to come: which report is current is found out when they are
// written, so a later one would never become it.
func noneAhead(nodes []domain.OutlineNode, today domain.Date) error {
	for _, n := range nodes {
		for _, r := range n.Reports {
			if r.AsOf.After(today) {
				return domain.Invalid("reports.asOf", "Дата ще не настала.", "The day has not come yet.")
			}
		}
	}
	return nil
}

// lockCommunity finds a community and lets nobody else write its trees until the transaction ends.
func (tx *Tx) lockCommunity(code domain.KatottgCode) (*Community, error) {
	return only(fetch[Community](&tx.door, `SELECT `+communityColumns+` FROM communities c
		WHERE c.code = @code FOR NO KEY UPDATE`, named{"code": code}))("community")
}

// findOrAddTree finds the tree of a community, kind and period, or begins it. Real goals do not come
// into a made-up tree, whose progress they would take over, nor made-up ones into a real tree.
func (tx *Tx) findOrAddTree(community int64, o domain.Outline) (*treeRow, error) {
	var start, end *int
	if o.Period != nil {
		start, end = &o.Period.Start, &o.Period.End
	}
	args := named{
		"community": community, "kind": o.Kind, "start": start, "end": end,
		"demonstration": o.Demonstration, "now": tx.now,
	}
	found, err := fetch[treeRow](&tx.door, `SELECT t.community_id, t.number, t.published_revision, t.demonstration FROM goal_trees t
		WHERE t.community_id = @community AND t.kind = @kind
			AND t.period_start IS NOT DISTINCT FROM CAST(@start AS integer)
			AND t.period_end IS NOT DISTINCT FROM CAST(@end AS integer)`, args)
	if err != nil {
		return nil, err
	}
	if len(found) == 1 {
		return found[0], found[0].alike(o)
	}
	return writeOne[treeRow](tx, `INSERT INTO goal_trees
			(community_id, kind, period_start, period_end, demonstration, created_at)
		VALUES (@community, @kind, CAST(@start AS integer), CAST(@end AS integer), @demonstration,
			CAST(@now AS timestamptz))
		RETURNING community_id, number, published_revision, demonstration`, args)
}

// tellSource makes the tree's source that of the newest outline that names one.
func (tx *Tx) tellSource(tree *treeRow, o domain.Outline) error {
	return tx.exec(`UPDATE goal_trees SET source_title = coalesce(CAST(@title AS text), source_title),
			source_url = coalesce(CAST(@url AS text), source_url)
		WHERE community_id = @community AND number = @tree
			AND (source_title, source_url) IS DISTINCT FROM
				(coalesce(CAST(@title AS text), source_title), coalesce(CAST(@url AS text), source_url))`,
		named{"title": optional(o.SourceTitle), "url": optional(o.SourceURL), "community": tree.CommunityID, "tree": tree.Number})
}

// treeRow is what writing needs of a tree.
type treeRow struct {
	CommunityID       int64
	Number            int64
	PublishedRevision *int64
	Demonstration     bool
}

func (t *treeRow) alike(o domain.Outline) error {
	if t.Demonstration == o.Demonstration {
		return nil
	}
	return &domain.Error{Code: domain.CodeConflict, Message: domain.Text{
		UK: "Громада " + string(o.Community) + ": демонстраційне і справжнє дерева цілей не змішуються. Вкажіть інший період або базу.",
		EN: "Community " + string(o.Community) + ": demonstration and real goal trees are not mixed. Give another period or database.",
	}}
}

func (t *treeRow) place() place { return place{t.CommunityID, t.Number} }

func (tx *Tx) publishedPlacements(tree place) ([]*Placement, error) {
	d := tx.door
	d.view = domain.PublishedView
	args := named{"view": d.view}
	return fetch[Placement](&d, `SELECT `+placementColumns+d.placementsFrom(treesIn(args, []place{tree}))+`
		ORDER BY CASE p.level WHEN 'GOAL' THEN 1 WHEN 'SUBGOAL' THEN 2 ELSE 3 END, p.position, p.node_number`, args)
}

func standingOf(placements []*Placement) []domain.Standing {
	standing := make([]domain.Standing, len(placements))
	for i, p := range placements {
		standing[i] = domain.Standing{
			Number: p.Number, Level: p.Level, Title: p.Title, Placeholder: p.Placeholder,
			Parent: valueOr(p.ParentNumber, 0), Code: valueOr(p.Code, ""),
		}
	}
	return standing
}

// publish writes a revision with its placements and makes it the one that is shown.
func (tx *Tx) publish(tree *treeRow, state domain.RevisionState, m *merged) (int, error) {
	type added struct {
		Number   int64
		Sequence int
	}
	args := named{"community": tree.CommunityID, "tree": tree.Number, "state": state, "now": tx.now}
	revision, err := writeOne[added](tx, `INSERT INTO goal_tree_revisions
			(community_id, tree_number, sequence, state, created_at, published_at)
		SELECT @community, @tree, coalesce(max(v.sequence), 0) + 1, @state,
			CAST(@now AS timestamptz), CAST(@now AS timestamptz)
		FROM goal_tree_revisions v WHERE v.community_id = @community AND v.tree_number = @tree
		RETURNING number, sequence`, args)
	if err != nil {
		return 0, err
	}
	if err := tx.insertMerged(revision.Number, m); err != nil {
		return 0, err
	}
	args["revision"] = revision.Number
	return revision.Sequence, tx.exec(`UPDATE goal_trees SET published_revision = @revision
		WHERE community_id = @community AND number = @tree `, args)
}

// insertMerged writes identities, placements and costs; identities first, since placements name them.
func (tx *Tx) insertMerged(revision int64, m *merged) error {
	for i := range m.placements {
		m.placements[i].RevisionNumber = revision
	}
	for i := range m.costs {
		m.costs[i].RevisionNumber = revision
	}
	for i := range m.problems {
		m.problems[i].RevisionNumber = revision
	}
	return inOrder(
		func() error { return tx.insertAll("tree_nodes", m.nodes) },
		func() error { return tx.insertAll("placements", m.placements) },
		func() error { return tx.insertAll("planned_costs", m.costs) },
		func() error { return tx.insertAll("goal_problems", m.problems) },
		func() error { return tx.insertAll("progress_reports", m.reports) },
		func() error { return tx.insertAll("spending_entries", m.spending) },
		func() error { return tx.insertAll("evidence_links", m.evidence) },
	)
}

// batch is how many rows one INSERT carries; PostgreSQL takes 65,535 arguments a statement.
const batch = 1000

// insertAll writes rows by their columns, in few statements.
func (tx *Tx) insertAll(table string, rows any) error {
	if reflect.ValueOf(rows).Len() == 0 {
		return nil
	}
	tx.writes += reflect.ValueOf(rows).Len()
	return tx.db.Table(table).CreateInBatches(rows, batch).Error
}

func inOrder(steps ...func() error) error {
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

func optional[S ~string](s S) *S {
	if s == "" {
		return nil
	}
	return &s
}

func valueOr[V any](p *V, otherwise V) V {
	if p == nil {
		return otherwise
	}
	return *p
}
