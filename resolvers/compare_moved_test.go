package resolvers_test

import (
	"fmt"
	"strings"
	"testing"
)

// moved are the titles of what moved from the published revision to the draft, with how.
func (d *desk) moved() string {
	d.tb.Helper()
	type compared struct {
		Moved []struct {
			Title   string
			Changes []struct{ Field, Before, After string }
		}
	}
	var got compared
	decode(d.tb, d.as("editor").ask(`query($id: ID!) { compareRevisions(treeId: $id, from: 1, to: 2) { moved { title changes { field before after } } } }`,
		vars{"id": d.tree}), "compareRevisions", &got)
	all := []string{}
	for _, m := range got.Moved {
		told := m.Title
		for _, c := range m.Changes {
			if c.Field == "position" {
				told += " " + c.Before + "-" + c.After
			} else {
				told += " elsewhere"
			}
		}
		all = append(all, told)
	}
	return strings.Join(all, ", ")
}

// TestOnlyWhatMovedIsMoved: what stands behind something that came or went, or that was moved itself, did not move.
func TestOnlyWhatMovedIsMoved(t *testing.T) {
	t.Parallel()
	for what, c := range map[string]struct {
		change func(*desk, *person)
		want   string
	}{
		"an insertion": {func(d *desk, p *person) {
			p.do("createComponent", fmt.Sprintf(`parentId: %q, title: "Нове", position: 1`, d.id("Subgoal", "Вчителі")))
		}, ""},
		"a deletion": {func(d *desk, _ *person) { d.remove(d.id("Component", "Курси")) }, ""},
		"a reorder": {func(d *desk, p *person) {
			p.do("reorderTreeNodes", fmt.Sprintf(`parentId: %q, ids: [%q, %q, %q]`, d.id("Subgoal", "Вчителі"), d.id("Component", "Сертифікати"), d.id("Component", "Курси"), d.id("Component", "Ноутбуки")))
		}, "Сертифікати 3-1"},
		"a move to another parent": {func(d *desk, p *person) {
			p.do("moveTreeNode", fmt.Sprintf(`id: %q, version: 1, parentId: %q, position: 1`, d.id("Component", "Курси"), d.id("Subgoal", "Учні")))
		}, "Курси elsewhere"},
		"a swap behind what went": {func(d *desk, p *person) {
			d.remove(d.id("Component", "Курси"))
			p.do("reorderTreeNodes", fmt.Sprintf(`parentId: %q, ids: [%q, %q]`, d.id("Subgoal", "Вчителі"), d.id("Component", "Сертифікати"), d.id("Component", "Ноутбуки")))
		}, "Сертифікати 3-1"},
	} {
		d := working(t)
		c.change(d, d.as("editor"))
		if got := d.moved(); got != c.want {
			t.Errorf("after %s there moved %q, not %q", what, got, c.want)
		}
	}
}
