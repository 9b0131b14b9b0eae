package demonstration

import (
	"fmt"
	"strconv"
	"strings"

	"hromada/domain"
)

// builder makes one community's outline; nodes stand depth first.
type builder struct {
	community
	catalogue
	today domain.Date
	nodes []domain.OutlineNode
}

func (b *builder) outline() domain.Outline {
	for i, g := range b.Goals {
		b.addGoal(strconv.Itoa(i+1), g)
	}
	return domain.Outline{
		Community: b.Code, Kind: domain.Digital, Period: new(period), State: b.State, Demonstration: true,
		SourceTitle: b.fill("Демонстраційні дані: вигаданий приклад цифрового дерева цілей, складений для ознайомлення із системою. Це не рішення {council}.", 0),
		Nodes:       b.nodes,
	}
}

func (b *builder) addGoal(code string, g goalChoice) {
	t, found := b.themes[g.Theme]
	if !found {
		panic(fmt.Errorf("the catalogue has no theme %s", g.Theme))
	}
	said := t.Wordings[g.Wording]
	at := b.add(t.Key, said, domain.OutlineNode{
		Level: domain.GoalLevel, Parent: -1, Code: code, Priority: g.Priority, Weight: g.Weight,
		Responsible: b.responsible(g.Responsible), Reports: b.overrides(t.Key), Problems: t.Problems,
	}, 0)
	for i, s := range g.Subgoals {
		b.addSubgoal(at, childCode(code, i), t.Key, t.subgoal(s.Use), s.Components)
	}
	for i, chosen := range b.choices(g.Direct, t.Key) {
		b.addComponent(at, childCode(code, len(g.Subgoals)+i), t.Key, pick(t.Direct, chosen.key), chosen)
	}
	b.cover(at, t.Key)
}

func (b *builder) addSubgoal(parent int, code, within string, s block, components string) {
	path := within + "." + s.Key
	at := b.add(path, wording{s.Titles[b.Voice], s.Description}, domain.OutlineNode{
		Level: domain.SubgoalLevel, Parent: parent, Code: code, Priority: s.Priority,
		Responsible: b.responsible(s.Responsible), Reports: b.cancelled(path),
	}, 0)
	for i, chosen := range b.choices(components, path) {
		b.addComponent(at, childCode(code, i), path, pick(s.Components, chosen.key), chosen)
	}
	b.cover(at, path)
}

func (b *builder) addComponent(parent int, code, within string, c component, chosen choice) {
	path := within + "." + c.Key
	s := b.span(c, path)
	n := b.amount(c.N, path)
	reports := b.history(c, chosen.pace, s, path)
	details := b.details(c, path, n)
	details.PlannedCosts = b.plannedCosts(c, s, path)
	details.Spending = b.spending(details.PlannedCosts, reports, s.start, b.notes, path)
	details.Evidence = b.evidence(c, reports, code)
	node := domain.OutlineNode{
		Level: domain.ComponentLevel, Parent: parent, Code: code, Priority: c.Priority, Weight: c.Weight,
		Responsible: b.responsible(c.Responsible), ComponentDetails: details, Reports: reports,
	}
	if s.hasStart {
		node.StartDate = &s.start
	}
	if s.hasDue {
		node.DueDate = &s.due
	}
	b.add(path, wording{c.Titles[b.Voice], c.Description}, node, n)
}

// add appends a node with the community's own words where it has any, and gives its index.
func (b *builder) add(path string, said wording, node domain.OutlineNode, n int) int {
	own := b.Own[path]
	node.Title = b.fill(either(own.Title, said.Title), n)
	node.Description = b.fill(either(own.Description, said.Description), n)
	node.Priority = either(own.Priority, node.Priority)
	b.nodes = append(b.nodes, node)
	return len(b.nodes) - 1
}

func (b *builder) details(c component, path string, n int) domain.ComponentDetails {
	d := domain.ComponentDetails{
		Kind: c.Kind, Category: c.Category,
		ExpectedResult: b.fill(either(b.Own[path].Result, c.Result), n),
		Customer:       b.office(c.Customer),
		Executor:       b.office(c.Executor),
	}
	if b.unclassified(path) {
		d.Kind, d.Category = "", ""
	}
	return d
}

// history is what is known of a component's work today. Evidence and payments follow from it.
func (b *builder) history(c component, name string, s span, path string) []domain.Report {
	h := history{
		path: path, pace: paces[name], span: s, community: b.community, told: map[string]bool{},
		words: b.notes.Categories[c.Category], reasons: b.notes.Reasons,
	}
	reports := h.write()
	if b.Cancelled != nil && strings.HasPrefix(path, b.Cancelled.Path+".") {
		reports = cutShort(reports, b.Cancelled.AsOf.Date, b.Cancelled.Note)
	}
	return known(reports, b.today)
}

// overrides are the working group's own judgements of a goal.
func (b *builder) overrides(path string) []domain.Report {
	if b.Override == nil || b.Override.Path != path {
		return nil
	}
	var reports []domain.Report
	for _, r := range b.Override.Reports {
		reports = append(reports, domain.Report{AsOf: r.AsOf.Date, Status: domain.InProgress, Percent: new(r.Percent), Override: r.Reason})
	}
	return known(reports, b.today)
}

func (b *builder) cancelled(path string) []domain.Report {
	if b.Cancelled == nil || b.Cancelled.Path != path {
		return nil
	}
	return known(cutShort(nil, b.Cancelled.AsOf.Date, b.Cancelled.Note), b.today)
}

// evidence links to something once half of the work is done, and to more when it is finished.
func (b *builder) evidence(c component, reports []domain.Report, code string) []domain.Evidence {
	if len(reports) == 0 {
		return nil
	}
	last := reports[len(reports)-1]
	titles := b.notes.Categories[c.Category].Evidence
	switch {
	case last.Status == domain.Done:
	case last.Percent != nil && *last.Percent >= 50:
		titles = titles[1:] // the first is what only finished work has
	default:
		return nil
	}
	var links []domain.Evidence
	for i, title := range titles {
		url := fmt.Sprintf("https://example.org/%s/%s/%d", b.Slug, strings.ReplaceAll(code, ".", "-"), i+1)
		links = append(links, domain.Evidence{URL: url, Title: title})
	}
	return links
}

// cover gives a parent the dates that its descendants have; they are all that stand after it, since
// it is called when they have just been added.
func (b *builder) cover(at int, path string) {
	if b.undated(path) {
		return
	}
	node := &b.nodes[at]
	for _, below := range b.nodes[at+1:] {
		if below.StartDate != nil && (node.StartDate == nil || below.StartDate.Before(*node.StartDate)) {
			node.StartDate = new(*below.StartDate)
		}
		if below.DueDate != nil && (node.DueDate == nil || below.DueDate.After(*node.DueDate)) {
			node.DueDate = new(*below.DueDate)
		}
	}
}

func (b *builder) office(key string) string {
	return b.fill(named(b.offices.CustomersAndExecutors, key, b.Small), 0)
}

func (b *builder) responsible(key string) string {
	return b.fill(named(b.offices.Responsible, key, b.Small), 0)
}

func childCode(parent string, i int) string { return parent + "." + strconv.Itoa(i+1) }

// either gives the first unless it is empty.
func either[T ~string](first, second T) T {
	if first != "" {
		return first
	}
	return second
}
