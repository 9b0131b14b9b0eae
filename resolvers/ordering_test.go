package resolvers_test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"hromada/domain"
	"hromada/models"
)

// alphabet is the Ukrainian one, in its order.
const alphabet = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"

// lettered serves a region, a district, a community and a goal for each letter, written in no order.
func lettered(t *testing.T) (*api, []string) {
	t.Helper()
	a := newAPI(t)
	var names []string
	var r domain.Registry
	for i, letter := range []rune(alphabet) {
		names = append(names, "Н"+string(letter)+"вська")
		at := i * 7 % 33 // the order of writing is not the alphabet's
		code := func(form string) domain.KatottgCode { return domain.KatottgCode(fmt.Sprintf(form, at+10)) }
		region, district := code("UA%d000000000000000"), code("UA%d020000000000000")
		r.Regions = append(r.Regions, domain.RegistryRegion{Code: region, NameUK: names[i]})
		r.Districts = append(r.Districts, domain.RegistryDistrict{Code: district, Region: region, NameUK: names[i]})
		r.Communities = append(r.Communities, domain.RegistryCommunity{
			Code: code("UA%d020010000000000"), Region: region, District: district, NameUK: names[i], Type: domain.Rural,
		})
	}
	slices.SortFunc(r.Regions, func(a, b domain.RegistryRegion) int { return cmp.Compare(a.Code, b.Code) })
	slices.SortFunc(r.Districts, func(a, b domain.RegistryDistrict) int { return cmp.Compare(a.Code, b.Code) })
	slices.SortFunc(r.Communities, func(a, b domain.RegistryCommunity) int { return cmp.Compare(a.Code, b.Code) })
	s := outline(r.Communities[0].Code, domain.Digital, nil)
	for _, c := range r.Communities {
		s.goal(c.NameUK)
	}
	a.write(func(tx *models.Tx) error {
		_, err := tx.WriteRegistry(r, "none", "test")
		return err
	})
	a.tree(s.Outline)
	return a, names
}

func TestNamesAreInUkrainianOrder(t *testing.T) {
	t.Parallel()
	a, names := lettered(t)
	check := func(what string, got, want []string) {
		if !slices.Equal(got, want) {
			t.Errorf("%s:\ngot  %v\nwant %v", what, got, want)
		}
	}
	type name struct{ Name, Title string }
	namesOf := func(rows []name) []string {
		var all []string
		for _, r := range rows {
			all = append(all, r.Name+r.Title)
		}
		return all
	}
	check("regions", namesOf(get[[]name](a, "regions", `{ regions { name } }`, nil)), names)
	check("districts", namesOf(get[[]name](a, "districts", `{ districts { name } }`, nil)), names)
	type page struct{ Nodes []name }
	backward := slices.Clone(names)
	slices.Reverse(backward)
	for direction, want := range map[string][]string{"ASC": names, "DESC": backward} {
		check("communities "+direction, namesOf(get[page](a, "communities", `{ communities(first: 100,
			orderBy: {field: NAME, direction: `+direction+`}) { nodes { name } } }`, nil).Nodes), want)
		check("goals "+direction, namesOf(get[page](a, "goals", `{ goals(first: 100,
			orderBy: {field: TITLE, direction: `+direction+`}) { nodes { title } } }`, nil).Nodes), want)
	}
	check("search", namesOf(get[page](a, "search", `{ search(text: "вська", kinds: [COMMUNITY], first: 100) {
		nodes { ... on Community { name } } } }`, nil).Nodes), names)
}

// lined demands that values stand in order, by a comparison, with the unknown ones last in both directions.
func lined[V any](t *testing.T, what, direction string, values []*V, compare func(a, b V) int) {
	t.Helper()
	unknown := slices.IndexFunc(values, func(v *V) bool { return v == nil })
	if unknown < 0 {
		unknown = len(values)
	}
	for i, v := range values {
		if (v == nil) != (i >= unknown) {
			t.Fatalf("%s %s: unknown values are not last", what, direction)
		}
		if v == nil || i == 0 {
			continue
		}
		if c := compare(*values[i-1], *v); (direction == "ASC" && c > 0) || (direction == "DESC" && c < 0) {
			t.Fatalf("%s %s: %v stands before %v", what, direction, *values[i-1], *v)
		}
	}
}

func TestOrdersOfCommunities(t *testing.T) {
	t.Parallel()
	a := shared(t)
	want := codes(towns(a))
	slices.Sort(want)
	byName := collate.New(language.Ukrainian)
	for _, direction := range []string{"ASC", "DESC"} {
		for _, field := range []string{"NAME", "POPULATION", "AREA", "PROGRESS"} {
			type page struct{ Nodes []*town }
			got := get[page](a, "communities", `{ communities(first: 100, orderBy: {field: `+field+`, direction: `+direction+`}) {
				nodes { `+townFields+` } } }`, nil).Nodes
			switch field {
			case "NAME":
				lined(t, field, direction, each(got, func(c *town) *string { return &c.Name }), byName.CompareString)
			case "POPULATION":
				lined(t, field, direction, each(got, func(c *town) *int {
					if c.Population == nil {
						return nil
					}
					return &c.Population.Total
				}), cmp.Compare[int])
			case "AREA":
				lined(t, field, direction, each(got, func(c *town) *float64 { return c.AreaKm2 }), cmp.Compare[float64])
			case "PROGRESS":
				lined(t, field, direction, each(got, func(c *town) *float64 { return c.Progress.Percent }), cmp.Compare[float64])
			}
			found := codes(got)
			slices.Sort(found)
			if !slices.Equal(found, want) {
				t.Errorf("%s %s gives %v", field, direction, found)
			}
		}
	}
}

func isLatin(c rune) bool { return unicode.Is(unicode.Latin, c) }

func each[T, V any](all []T, value func(T) *V) []*V {
	values := make([]*V, len(all))
	for i, one := range all {
		values[i] = value(one)
	}
	return values
}

func TestOrdersOfNodes(t *testing.T) {
	t.Parallel()
	a := shared(t)
	ukrainian := collate.New(language.Ukrainian)
	for _, level := range levels {
		want := ids(everyNode(a, level))
		slices.Sort(want)
		for _, direction := range []string{"ASC", "DESC"} {
			for field, key := range map[string]func(*leaf) *string{
				"TITLE":     func(n *leaf) *string { return &n.Title },
				"DUE_DATE":  func(n *leaf) *string { return n.DueDate },
				"COMMUNITY": func(n *leaf) *string { return &n.Community.Name },
			} {
				got := walk[leaf](a, list{field: level, order: field, direction: direction, nodes: `id title dueDate community { name }`}, 100, false)
				found, compare := ids(got), ukrainian.CompareString
				switch field {
				case "DUE_DATE":
					compare = cmp.Compare[string]
				case "TITLE": // where Latin letters stand among Cyrillic ones, the two libraries do not agree
					got = slices.DeleteFunc(got, func(n *leaf) bool { return strings.ContainsFunc(n.Title, isLatin) })
				}
				lined(t, level+" "+field, direction, each(got, key), compare)
				slices.Sort(found)
				if !slices.Equal(found, want) {
					t.Errorf("%s by %s %s: %d, not %d", level, field, direction, len(found), len(want))
				}
			}
		}
	}
}
