package models_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"hromada/auth"
	"hromada/demonstration"
	"hromada/domain"
	"hromada/models"
)

func (b *base) loadDemonstration(r domain.Registry, trees []domain.Outline) error {
	return b.InTx(operator(), auth.LoadDemonstration, false, func(tx *models.Tx) error {
		return tx.LoadDemonstration(r, "перевірка", trees, domain.Problems{})
	})
}

func (b *base) isDemonstration(t failer) bool {
	t.Helper()
	instance, err := b.Instance(visitor())
	must(t, err)
	return instance.Demonstration
}

// participants gives the trees of the demonstration and a registry of nothing but their communities.
func participants() (domain.Registry, []domain.Outline) {
	trees := demonstration.Trees(today)
	r := domain.Registry{
		Regions:   []domain.RegistryRegion{{Code: code(1, 0, 0), NameUK: "Область"}},
		Districts: []domain.RegistryDistrict{{Code: code(1, 1, 0), Region: code(1, 0, 0), NameUK: "Район"}},
	}
	for _, tree := range trees {
		r.Communities = append(r.Communities, domain.RegistryCommunity{
			Code: tree.Community, Region: code(1, 0, 0), District: code(1, 1, 0), NameUK: "Громада", Type: domain.Rural,
		})
		r.Participants = append(r.Participants, tree.Community)
	}
	return r, trees
}

func TestDemonstrationIsLoadedOnce(t *testing.T) {
	t.Parallel()
	b := newBase(t)
	r, trees := participants()
	if b.isDemonstration(t) {
		t.Error("an empty installation says that it is a demonstration")
	}
	must(t, b.loadDemonstration(r, trees))
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
	// As another version of the program may have it.
	trees[0].Nodes[0].Title, r.Communities[0].NameUK = "Інша ціль", "Інша громада"
	must(t, b.loadDemonstration(r, trees))
	row, err := b.CommunityByCode(visitor(), trees[0].Community)
	must(t, err)
	if b.content(t) != content || row.NameUK != "Громада" {
		t.Error("the second time something was written")
	}
}

// TestDemonstrationOfTwoProgramsAtOnce: the second one, of another version, begins before the first has
// committed, waits for it, and finds that nothing is left to do.
func TestDemonstrationOfTwoProgramsAtOnce(t *testing.T) {
	t.Parallel()
	b := newBase(t)
	ctx, cancel := context.WithTimeout(operator(), time.Minute)
	defer cancel()
	r, trees := participants()
	_, others := participants()
	others[1].Nodes[0].Title = "Інша ціль"
	loaded, second := make(chan struct{}), make(chan error)
	go func() {
		<-loaded
		second <- b.loadDemonstration(r, others[:2])
	}()
	first := b.InTx(ctx, auth.LoadDemonstration, false, func(tx *models.Tx) error {
		err := tx.LoadDemonstration(r, "перевірка", trees[:2], domain.Problems{})
		close(loaded)
		if err != nil {
			return err
		}
		return b.awaitBlocked(ctx)
	})
	must(t, errors.Join(first, <-second))
	if sizes := b.sizes(t); sizes["goal_trees"] != 2 || sizes["goal_tree_revisions"] != 2 {
		t.Errorf("%v", sizes)
	}
}

func TestDemonstrationIsNotAddedToRealTrees(t *testing.T) {
	t.Parallel()
	b := newBase(t)
	r, trees := participants()
	_, err := b.writeRegistry(r, project)
	must(t, err)
	b.write(t, village(trees[0].Community))
	before := b.content(t)
	expectCode(t, b.loadDemonstration(r, trees), domain.CodeConflict)
	if b.content(t) != before || b.isDemonstration(t) {
		t.Error("something was written")
	}
}

// TestRealGoalsDoNotComeIntoAMadeUpTree: they would be recognised, and take over invented progress.
func TestRealGoalsDoNotComeIntoAMadeUpTree(t *testing.T) {
	t.Parallel()
	b := newBase(t)
	r, trees := participants()
	must(t, b.loadDemonstration(r, trees[:1]))
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
	r, trees := participants()
	trees[1].Community = code(9, 9, 9)
	expectCode(t, b.loadDemonstration(r, trees), domain.CodeNotFound)
	b.expectGrowth(t, nil, nil)
	known, err := b.KnownCommunities(visitor())
	must(t, err)
	if b.isDemonstration(t) || len(known) != 0 {
		t.Errorf("it says that it is a demonstration, or has %d communities", len(known))
	}
}
