package imports

import (
	"strings"
	"unicode/utf8"

	"hromada/domain"
	"hromada/imports/table"
)

// community reads what a row says of the community itself, its codes but the centre's aside.
func (g *registryReader) community(r row) domain.RegistryCommunity {
	checkNames(r)
	c := domain.RegistryCommunity{
		NameUK: r.required("name_uk"), NameEN: r.optional("name_en"), Type: communityType(r),
		CentreNameUK: r.optional("center_uk"),
		Latitude:     r.number("center_lat", -90, 90, 15), Longitude: r.number("center_lon", -180, 180, 15),
		AreaKm2:    r.number("area_km2", 0.01, 9999999.99, 2),
		Population: r.count("population"), UrbanPopulation: r.count("urban_population"), Settlements: r.count("settlements"),
	}
	g.fillCentre(r, &c)
	if c.Population != nil {
		on := g.population
		c.PopulationOn = &on
	}
	checkFigures(r, c)
	return c
}

func (g *registryReader) fillCentre(r row, c *domain.RegistryCommunity) {
	if r.value("center_code") != "" {
		if code, ok := r.place("center_code", centrePlace); ok {
			c.CentreCode = &code
		}
	}
	if c.CentreNameUK != nil {
		latin := domain.Transliterate(*c.CentreNameUK)
		c.CentreNameEN = &latin
	}
}

// checkFigures holds figures against each other: each may be well formed and the two still be wrong.
func checkFigures(r row, c domain.RegistryCommunity) {
	if (r.value("center_lat") == "") != (r.value("center_lon") == "") {
		r.fault("center_lat", "Широту й довготу вказують разом.", "Latitude and longitude are given together.")
	}
	if c.Population != nil && c.UrbanPopulation != nil && *c.UrbanPopulation > *c.Population {
		r.fault("urban_population", "Міського населення (%d) більше, ніж усього (%d).",
			"The urban population (%d) is larger than the whole (%d).", *c.UrbanPopulation, *c.Population)
	}
}

// maxName is how long a name or a source may be, in characters. The longest name in the country has
// 28; what is far longer fits no index and no cursor.
const maxName = 200

func checkNames(r row) {
	for _, column := range []string{"name_uk", "name_en", "center_uk", "raion_uk", "raion_en", "oblast_uk", "oblast_en"} {
		if utf8.RuneCountInString(r.value(column)) > maxName {
			r.fault(column, "Назва довша за %d символів.", "The name is longer than %d characters.", maxName)
		}
	}
}

var communityTypes = map[string]domain.CommunityType{
	"urban": domain.Urban, "settlement": domain.Settlement, "rural": domain.Rural,
}

func communityType(r row) domain.CommunityType {
	value := r.required("type")
	kind, ok := communityTypes[strings.ToLower(value)]
	if !ok && value != "" {
		r.fault("type", "«%s» — не тип громади: urban, settlement або rural.",
			"“%s” is not a type of community: urban, settlement or rural.", table.Shorten(value))
	}
	return kind
}

// named is a region or a district as a row names it.
type named struct {
	code   domain.KatottgCode
	uk, en string
	line   int
}

// gazetteer remembers the regions or the districts that rows have named, by the part of the code that
// tells them apart. Every row of a place must name it alike.
type gazetteer map[string]named

// add is true for a place not named before. prefix is that of its columns.
func (g gazetteer) add(r row, prefix, part string, n named) bool {
	first, repeated := g[part]
	if !repeated {
		g[part] = n
		return true
	}
	for _, differs := range []struct{ column, now, before string }{
		{prefix + "_code", string(n.code), string(first.code)},
		{prefix + "_uk", n.uk, first.uk},
		{prefix + "_en", n.en, first.en},
	} {
		if differs.now != differs.before {
			r.fault(differs.column, "«%s», а в рядку %d — «%s».", "“%s”, but on line %d “%s”.",
				table.Shorten(differs.now), first.line, table.Shorten(differs.before))
		}
	}
	return false
}
