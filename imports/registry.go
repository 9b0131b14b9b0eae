package imports

import (
	"io"
	"time"

	"hromada/domain"
	"hromada/imports/table"
)

// Registry is what a registry file says, with what its reader noted.
type Registry struct {
	domain.Registry
	Notes []Note
}

// The columns that a community's full names are made of are read; the full names and the Ukrainian
// word for the type follow from them.
var registryLayout = layout{
	required: []string{
		"code", "name_uk", "name_en", "type", "raion_uk", "raion_en", "raion_code", "oblast_uk", "oblast_en",
		"oblast_code", "center_uk", "center_code", "center_lat", "center_lon", "area_km2",
	},
	dated:    []string{"settlements", "population", "urban_population"},
	optional: []string{"full_name_uk", "full_name_en", "type_uk", "participant"},
}

// ReadRegistry reads a registry of communities: CSV in UTF-8, separated by commas or semicolons, with
// a header whose columns may stand in any order. progress, where not nil, hears the line of each row.
//
// The error is *Faults with everything that is wrong in the file, or that of the reader when it
// fails; the registry is empty then. Unknown columns are notes.
func ReadRegistry(r io.Reader, progress func(line int)) (Registry, error) {
	s, err := openSheet(r, naming{}, always(registryLayout), progress)
	if err != nil {
		return Registry{}, err
	}
	reader := newRegistryReader(s)
	for row := range s.rows() {
		reader.read(row)
	}
	if err := s.faults.Err(); err != nil {
		return Registry{}, err
	}
	reader.registry.Notes = s.notes
	return reader.registry, nil
}

type registryReader struct {
	registry    Registry
	regions     gazetteer
	districts   gazetteer
	communities map[string]int // the line of each, by the part of the code that names it
	population  domain.Date
}

func newRegistryReader(s *sheet) *registryReader {
	if total, urban := s.years["population"], s.years["urban_population"]; total != urban {
		i := s.index["urban_population"]
		s.faults.Add(Fault{Line: s.headLine, Column: i + 1, Name: s.header[i], Message: text("Роки різні: населення — %d, міське населення — %d.",
			"The years differ: population %d, urban population %d.", total, urban)})
	}
	return &registryReader{
		regions: gazetteer{}, districts: gazetteer{}, communities: map[string]int{},
		population: domain.NewDate(s.years["population"], time.January, 1),
	}
}

func (g *registryReader) read(r row) {
	c := g.community(r)
	var okRegion, okDistrict bool
	if c.Region, okRegion = r.place("oblast_code", regionPlace); okRegion {
		g.addRegion(r, c.Region)
	}
	if c.District, okDistrict = r.place("raion_code", districtPlace); okDistrict {
		g.addDistrict(r, c.District, c.Region)
	}
	if okRegion && okDistrict && c.District.Region() != c.Region.Region() {
		r.fault("raion_code", "Район %s не належить до області %s.",
			"The district %s is not in the region %s.", c.District, c.Region)
	}
	if code, ok := r.place("code", communityPlace); ok {
		c.Code = code
		g.checkCommunity(r, c, okRegion, okDistrict)
	}
	g.registry.Communities = append(g.registry.Communities, c)
}

func (g *registryReader) addRegion(r row, code domain.KatottgCode) {
	place := named{code, r.required("oblast_uk"), r.value("oblast_en"), r.line()}
	if g.regions.add(r, "oblast", code.Region(), place) {
		g.registry.Regions = append(g.registry.Regions, domain.RegistryRegion{Code: code, NameUK: place.uk, NameEN: r.optional("oblast_en")})
	}
}

func (g *registryReader) addDistrict(r row, code, region domain.KatottgCode) {
	place := named{code, r.required("raion_uk"), r.value("raion_en"), r.line()}
	if g.districts.add(r, "raion", code.District(), place) {
		g.registry.Districts = append(g.registry.Districts, domain.RegistryDistrict{
			Code: code, Region: region, NameUK: place.uk, NameEN: r.optional("raion_en"),
		})
	}
}

// checkCommunity holds the code against the row's other codes and those of the rows before.
func (g *registryReader) checkCommunity(r row, c domain.RegistryCommunity, okRegion, okDistrict bool) {
	part := string(c.Code[:9])
	switch first, repeated := g.communities[part]; {
	case repeated:
		r.fault("code", "Громада %s уже є в рядку %d.", "The community %s is on line %d already.", part, first)
	case okDistrict && c.Code.District() != c.District.District():
		r.fault("code", "Код %s не належить до району %s.", "The code %s is not in the district %s.", c.Code, c.District)
	case okRegion && c.Code.Region() != c.Region.Region():
		r.fault("code", "Код %s не належить до області %s.", "The code %s is not in the region %s.", c.Code, c.Region)
	default:
		g.communities[part] = r.line()
	}
	if c.CentreCode != nil && string((*c.CentreCode)[:9]) != part {
		r.fault("center_code", "Центр %s не належить до громади %s.",
			"The centre %s is not in the community %s.", *c.CentreCode, c.Code)
	}
	if g.participates(r) {
		g.registry.Participants = append(g.registry.Participants, c.Code)
	}
}

// participates takes 0 for "not known": no source says of a community that it does not take part.
func (g *registryReader) participates(r row) bool {
	switch value := r.value("participant"); value {
	case "1":
		return true
	case "", "0":
	default:
		r.fault("participant", "«%s»: очікується 1 (бере участь), 0 або порожня комірка (невідомо).",
			"“%s”: expected 1 (takes part), 0 or an empty cell (not known).", table.Shorten(value))
	}
	return false
}
