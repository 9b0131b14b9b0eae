package models_test

import (
	"testing"

	"hromada/domain"
	"hromada/models"
)

// left gives the titles of standing nodes that no node of the outline was recognised as.
func left(w models.TreeWritten) []string {
	matched := map[int64]bool{}
	for _, m := range w.Matches {
		matched[m.Number] = true
	}
	var titles []string
	for _, s := range w.Standing {
		if !matched[s.Number] {
			titles = append(titles, s.Title)
		}
	}
	return titles
}

// TestNodesThatAFileLacksStay: the file has lost the first goal with all beneath it, whose component
// has progress and costs.
func TestNodesThatAFileLacksStay(t *testing.T) {
	t.Parallel()
	b := newBase(t)
	o := village(b.addArea(t, 1, 1).communities[0])
	b.write(t, o)
	numbers, frozen := b.identities(t), b.revision(t, 1)
	goal, portal := o.Nodes[4], o.Nodes[5]
	goal.Title, portal.Parent = "Цифрові навички дорослих", 0
	o.Nodes = []domain.OutlineNode{goal, portal}
	written := b.write(t, o)
	expectLines(t, left(written), "Доступний інтернет", "Мережа в школах", "Кабель", "Курси")
	expectLines(t, b.sketch(t, o.Community), "1 2 Цифрові навички дорослих", "1.c1 Портал",
		"2 1 Доступний інтернет", "2.1 1.1 Мережа в школах", "2.1.c1 1.1.1 Кабель", "2.1.c2 1.1.2 Курси")
	c := componentLevel.only(t, b, "Кабель")
	total, err := b.PlannedTotal(visitor(), c)
	must(t, err)
	progress, err := models.ProgressOf(visitor(), b.Store, c, nil)
	must(t, err)
	if c.Number != numbers["Кабель"] || total.Amount != "1500.50" || valueOf(progress.Percent) != 40.5 {
		t.Errorf("%+v, costs %v, progress %q", c, total, told(progress.Progress))
	}
	if b.revision(t, 1) != frozen {
		t.Error("the first revision is not what it was")
	}
	if again := b.write(t, o); again.Changed {
		t.Errorf("the same file again wrote revision %d", again.Sequence)
	}
}

// TestFileThatLacksOnlyTheLastChangesNothing: what stays stays where it was.
func TestFileThatLacksOnlyTheLastChangesNothing(t *testing.T) {
	t.Parallel()
	b := newBase(t)
	o := village(b.addArea(t, 1, 1).communities[0])
	b.write(t, o)
	o.Nodes = o.Nodes[:4]
	written := b.write(t, o)
	if written.Changed {
		t.Errorf("%+v", written)
	}
	expectLines(t, left(written), "Цифрові навички", "Портал")
	expectLines(t, b.sketch(t, o.Community), villageLines...)
}

// TestLeftNodeIsRecognisedWhenItComesBack: the third file names again what the second lacked.
func TestLeftNodeIsRecognisedWhenItComesBack(t *testing.T) {
	t.Parallel()
	b := newBase(t)
	o := village(b.addArea(t, 1, 1).communities[0])
	b.write(t, o)
	numbers := b.identities(t)
	second := village(o.Community)
	second.Nodes = second.Nodes[4:]
	second.Nodes[0].Code, second.Nodes[1].Parent = "3", 0
	b.write(t, second)
	if third := b.write(t, o); third.Sequence != 3 || len(left(third)) != 0 {
		t.Errorf("%+v", third)
	}
	expectLines(t, b.sketch(t, o.Community), villageLines...)
	for title, number := range b.identities(t) {
		if numbers[title] != number {
			t.Errorf("«%s» was %d and is %d", title, numbers[title], number)
		}
	}
}

// TestSilenceOfAFileErasesNothing: an edition with bare titles keeps what the first one told.
func TestSilenceOfAFileErasesNothing(t *testing.T) {
	t.Parallel()
	b := newBase(t)
	o := village(b.addArea(t, 1, 1).communities[0])
	b.write(t, o)
	bare := o
	bare.Nodes, bare.SourceTitle, bare.SourceURL = nil, "", ""
	for _, n := range o.Nodes {
		bare.Nodes = append(bare.Nodes, domain.OutlineNode{Level: n.Level, Parent: n.Parent, Code: n.Code, Title: n.Title})
	}
	if written := b.write(t, bare); written.Changed {
		t.Errorf("%+v", written)
	}
	if tree := b.current(t, o.Community); tree.Source() == nil || valueOf(tree.SourceTitle) != "Стратегія" {
		t.Errorf("the source became %+v", tree.Source())
	}
}

// TestSourceIsTheNewestOneNamed: where the document stands is no structure, so it makes no revision.
func TestSourceIsTheNewestOneNamed(t *testing.T) {
	t.Parallel()
	b := newBase(t)
	o := village(b.addArea(t, 1, 1).communities[0])
	b.write(t, o)
	o.SourceTitle, o.SourceURL = "", "https://example.org/strategy/2"
	if _, err := b.tryWrite(o, true); err != nil || *b.current(t, o.Community).SourceURL != "https://example.org/strategy" {
		t.Errorf("a dry run moved the source, or %v", err)
	}
	if written := b.write(t, o); written.Changed {
		t.Errorf("%+v", written)
	}
	if tree := b.current(t, o.Community); *tree.SourceURL != o.SourceURL || *tree.SourceTitle != "Стратегія" {
		t.Errorf("the source is %s, %s", *tree.SourceTitle, *tree.SourceURL)
	}
}

// TestPlaceholderGoesWithTheLastBeneathIt: nobody set it, and it would weigh as a goal.
func TestPlaceholderGoesWithTheLastBeneathIt(t *testing.T) {
	t.Parallel()
	b := newBase(t)
	o := village(b.addArea(t, 1, 1).communities[0])
	o.Nodes = append(o.Nodes, domain.OutlineNode{Level: domain.GoalLevel, Parent: -1, Title: "Без зазначеної цілі", Placeholder: true})
	o.Nodes[5].Parent = 6
	b.write(t, o)
	frozen := b.revision(t, 1)
	expectLines(t, b.sketch(t, o.Community)[4:], "2 2 Цифрові навички", "3 Без зазначеної цілі", "3.c1 Портал")
	lost := o
	lost.Nodes = lost.Nodes[:5] // neither the placeholder nor what stands under it
	if written := b.write(t, lost); written.Changed {
		t.Errorf("it holds something still: %+v", written)
	}
	o.Nodes = o.Nodes[:6]
	o.Nodes[5].Parent = 4
	if written := b.write(t, o); written.Sequence != 2 {
		t.Errorf("%+v", written)
	}
	expectLines(t, b.sketch(t, o.Community), villageLines...)
	if b.revision(t, 1) != frozen || b.write(t, o).Changed {
		t.Error("the first revision is not what it was, or the same again is another")
	}
}

// TestTreesOfOtherKindsAndPeriodsAreOtherTrees: nothing of one is recognised in another.
func TestTreesOfOtherKindsAndPeriodsAreOtherTrees(t *testing.T) {
	t.Parallel()
	b := newBase(t)
	a := b.addArea(t, 1, 2)
	o := village(a.communities[0])
	b.write(t, o)
	digital, later, undated, elsewhere := o, o, o, o
	digital.Kind, elsewhere.Community = domain.Digital, a.communities[1]
	later.Period, undated.Period = &domain.Period{Start: 2028, End: 2034}, nil
	for _, other := range []domain.Outline{digital, later, undated, elsewhere} {
		if written := b.write(t, other); written.Sequence != 1 || len(written.Standing) != 0 {
			t.Errorf("%+v", written)
		}
		if again := b.write(t, other); again.Changed {
			t.Errorf("the same again: %+v", again)
		}
	}
	if sizes := b.sizes(t); sizes["goal_trees"] != 5 || sizes["tree_nodes"] != 5*len(o.Nodes) {
		t.Errorf("%v", sizes)
	}
}
