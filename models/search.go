package models

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"hromada/domain"
)

// SearchKind is a kind of things that search finds; the values are type names in capitals.
type SearchKind string

// The kinds, in the order they are shown.
const (
	FindRegions     SearchKind = "REGION"
	FindDistricts   SearchKind = "DISTRICT"
	FindCommunities SearchKind = "COMMUNITY"
	FindGoals       SearchKind = "GOAL"
	FindSubgoals    SearchKind = "SUBGOAL"
	FindComponents  SearchKind = "COMPONENT"
)

// SearchQuery is what to look for.
type SearchQuery struct {
	Text  string
	Kinds []SearchKind // nil: all; empty: none
}

// Hit is something found: its public id, and the row once it is read.
type Hit struct {
	Type        string
	CommunityID int64
	Number      int64
	Row         Node `gorm:"-"`
}

func (h *Hit) id() domain.NodeID {
	return domain.NodeID{Type: h.Type, Community: h.CommunityID, Number: h.Number}
}

// maxWords bounds the conditions of one search; further words are not looked at.
const maxWords = 8

// source is where one kind is found: its type, and the table with the name to sort by and the search
// keys to look in.
type source struct {
	kind                        SearchKind
	typeName                    string
	community, number, name, in string
	from                        func(*door) string
	rows                        Lookup
}

var sources = []source{
	placeSource(FindRegions, "Region", "regions"),
	placeSource(FindDistricts, "District", "districts"),
	placeSource(FindCommunities, "Community", "communities"),
	nodeSource(FindGoals, domain.GoalLevel),
	nodeSource(FindSubgoals, domain.SubgoalLevel),
	nodeSource(FindComponents, domain.ComponentLevel),
}

func placeSource(kind SearchKind, typeName, table string) source {
	return source{
		kind: kind, typeName: typeName, community: `CAST(0 AS bigint)`, number: `q.id`, name: `q.name_uk`,
		in: `q.search`, from: func(*door) string { return ` FROM ` + table + ` q WHERE ` }, rows: Lookups[typeName],
	}
}

// nodeSource finds what is published, and reads it as it is published: in the working view a node may be another, or gone.
func nodeSource(kind SearchKind, level domain.Level) source {
	return source{
		kind: kind, typeName: typeNames[level], community: `p.community_id`, number: `p.node_number`,
		name: `p.title`, in: `p.search`, from: func(d *door) string {
			return d.placementsFrom(allTrees) + ` WHERE p.level = '` + string(level) + `' AND `
		}, rows: treeLookup(typeNames[level], (*Store).readPublished),
	}
}

// statement finds one kind. The label sorts places before goals and, within a kind, what begins with
// the text before what only holds its words.
func (src source) statement(d *door, rank int, words string) string {
	return `SELECT '` + src.typeName + `' AS type, ` + src.community + ` AS community_id, ` + src.number + ` AS number,
		'` + strconv.Itoa(rank) + `' || CASE WHEN ` + begins(src.in, "text") + ` THEN '0' ELSE '1' END
		|| left(` + src.name + `, 200) AS label` + src.from(d) + strings.ReplaceAll(words, "{in}", src.in)
}

// Search gives one page of what has all the words.
func (s *Store) Search(ctx context.Context, q SearchQuery, asked Page) (Slice[Hit], error) {
	d, l, err := s.searchList(ctx, q)
	if err != nil {
		return Slice[Hit]{}, err
	}
	found, err := page[Hit](d, l, asked)
	if err != nil {
		return found, err
	}
	return found, s.readHits(ctx, found.Rows)
}

// CountHits counts what is found over all pages.
func (s *Store) CountHits(ctx context.Context, q SearchQuery) (int, error) {
	d, l, err := s.searchList(ctx, q)
	if err != nil {
		return 0, err
	}
	return count(d, l)
}

func (s *Store) searchList(ctx context.Context, q SearchQuery) (*door, list, error) {
	d, err := s.readTrees(ctx, domain.PublishedView)
	if err != nil {
		return nil, list{}, err
	}
	if err := checkText(q.Text, 2, "text"); err != nil {
		return nil, list{}, err
	}
	w := newWhere(named{"text": q.Text, "view": d.view})
	words := wordConditions(w, q.Text)
	parts := []string{}
	for rank, src := range sources {
		if q.Kinds == nil || slices.Contains(q.Kinds, src.kind) {
			parts = append(parts, src.statement(d, rank, words))
		}
	}
	if len(parts) == 0 { // asked for no kind at all
		parts = []string{sources[0].statement(d, 0, words) + ` AND FALSE`}
	}
	return d, list{
		columns: `h.type, h.community_id, h.number`, where: w,
		from:  `FROM (` + strings.Join(parts, ` UNION ALL `) + `) h`,
		order: ordering{name: "SEARCH", key: `h.label`, kind: textKey, always: true, ties: []string{`h.community_id`, `h.number`}},
	}, nil
}

// wordConditions demands every word of the text in the column {in}.
func wordConditions(w *where, text string) string {
	words := strings.Fields(text)
	words = words[:min(len(words), maxWords)]
	conditions := make([]string, len(words))
	for i, word := range words {
		name := "word" + strconv.Itoa(i)
		conditions[i] = `{in} LIKE search_contains(@` + name + ` )`
		w.args[name] = word
	}
	return strings.Join(conditions, ` AND `)
}

// readHits reads the rows behind hits, one statement a type.
func (s *Store) readHits(ctx context.Context, hits []*Hit) error {
	byType := map[string][]domain.NodeID{}
	for _, h := range hits {
		byType[h.Type] = append(byType[h.Type], h.id())
	}
	for _, src := range sources {
		ids := byType[src.typeName]
		if len(ids) == 0 {
			continue
		}
		rows, err := src.rows(ctx, s, ids)
		if err != nil {
			return err
		}
		for _, h := range hits {
			if h.Type == src.typeName {
				h.Row = rows[h.id()]
			}
		}
	}
	return nil
}
