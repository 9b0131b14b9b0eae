package models_test

import (
	"sync"
	"testing"

	"hromada/auth"
	"hromada/demonstration"
	"hromada/domain"
	"hromada/models"
)

func (b *base) loadDemonstration(trees []domain.Outline) error {
	return b.InTx(operator(), auth.LoadDemonstration, false, func(tx *models.Tx) error { return tx.LoadDemonstration(trees) })
}

func (b *base) isDemonstration(t failer) bool {
	t.Helper()
	instance, err := b.Instance(visitor())
	must(t, err)
	return instance.Demonstration
}

// participants gives the trees of the demonstration over a registry of nothing but their communities.
func (b *base) participants(t failer) []domain.Outline {
	t.Helper()
	trees := demonstration.Trees(today)
	r := domain.Registry{
		Regions:   []domain.RegistryRegion{{Code: code(1, 0, 0), NameUK: "Область"}},
		Districts: []domain.RegistryDistrict{{Code: code(1, 1, 0), Region: code(1, 0, 0), NameUK: "Район"}},
	}
	for _, tree := range trees {
		r.Communities = append(r.Communities, domain.RegistryCommunity{
			Code: tree.Community, Region: code(1, 0, 0), District: code(1, 1, 0), NameUK: "Громада", Type: domain.Rural,
		})
	}
	must(t, b.InTx(operator(), auth.ImportRegistry, false, func(tx *models.Tx) error {
		_, err := tx.WriteRegistry(r, "digital-vinnychchyna", "перевірка")
		return err
	}))
	return trees
}

func TestDemonstrationIsLoadedOnce(t *testing.T) {
	t.Parallel()
	b := newBase(t)
	trees := b.participants(t)
	if b.isDemonstration(t) {
		t.Error("an empty installation says that it is a demonstration")
	}
	must(t, b.loadDemonstration(trees))
	sizes, content, nodes := b.sizes(t), b.content(t), 0
	for _, tree := range trees {
		nodes += len(tree.Nodes)
	}
	if sizes["goal_trees"] != len(trees) || sizes["placements"] != nodes || sizes["progress_reports"] == 0 || !b.isDemonstration(t) {
		t.Errorf("%v of %d trees and %d nodes", sizes, len(trees), nodes)
	}
	if tree := b.current(t, trees[0].Community); !tree.Demonstration || tree.State != trees[0].State {
		t.Errorf("%+v", tree)
	}
	for _, tree := range trees {
		if written := b.write(t, tree); written.Changed {
			t.Errorf("%s: the tree itself again is revision %d", tree.Community, written.Sequence)
		}
	}
	trees[0].Nodes[0].Title = "Інша ціль" // as another version of the program may have it
	must(t, b.loadDemonstration(trees))
	if b.content(t) != content {
		t.Error("the second time something was written")
	}
}

func TestDemonstrationOfTwoProgramsAtOnce(t *testing.T) {
	t.Parallel()
	b := newBase(t)
	trees := b.participants(t)[:2]
	var errs [2]error
	var wait sync.WaitGroup
	for i := range errs {
		wait.Go(func() { errs[i] = b.loadDemonstration(trees) })
	}
	wait.Wait()
	must(t, errs[0])
	must(t, errs[1])
	if sizes := b.sizes(t); sizes["goal_trees"] != 2 || sizes["goal_tree_revisions"] != 2 {
		t.Errorf("%v", sizes)
	}
}

func TestDemonstrationIsNotAddedToRealTrees(t *testing.T) {
	t.Parallel()
	b := newBase(t)
	trees := b.participants(t)
	b.write(t, village(trees[0].Community))
	before := b.content(t)
	expectCode(t, b.loadDemonstration(trees), domain.CodeConflict)
	if b.content(t) != before || b.isDemonstration(t) {
		t.Error("something was written")
	}
}

// TestRealGoalsDoNotComeIntoAMadeUpTree: they would be recognised, and take over invented progress.
func TestRealGoalsDoNotComeIntoAMadeUpTree(t *testing.T) {
	t.Parallel()
	b := newBase(t)
	trees := b.participants(t)
	must(t, b.loadDemonstration(trees[:1]))
	before := b.content(t)
	edition := trees[0]
	edition.Demonstration = false
	_, err := b.tryWrite(edition, false)
	expectCode(t, err, domain.CodeConflict)
	if b.content(t) != before {
		t.Error("something was written")
	}
	edition.Period = &domain.Period{Start: 2040, End: 2044}
	if written := b.write(t, edition); written.Sequence != 1 || b.current(t, edition.Community).PeriodStart == nil {
		t.Errorf("another period: %+v", written)
	}
}

func TestFailingDemonstrationLeavesTheInstallationAsItWas(t *testing.T) {
	t.Parallel()
	b := newBase(t)
	trees := b.participants(t)[:2]
	trees[1].Community = code(9, 9, 9)
	expectCode(t, b.loadDemonstration(trees), domain.CodeNotFound)
	b.expectGrowth(t, nil, nil)
	if b.isDemonstration(t) {
		t.Error("it says that it is a demonstration")
	}
}
