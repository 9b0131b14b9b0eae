package models

import (
	"context"
	"encoding/json"

	"hromada/auth"
	"hromada/domain"
)

// ProjectOfParticipants is the code of the project whose participants a register may mark.
const ProjectOfParticipants = "digital-vinnychchyna"

// WriteRegistry adds the places of a registry and brings those that are known up to date by their
// codes. Places that it does not name stay. Participants are rows of the project with this code.
func (tx *Tx) WriteRegistry(r domain.Registry, project, source string) (domain.RegistryTally, error) {
	var t domain.RegistryTally
	err := inOrder(
		func() (err error) { t.Regions, err = tx.upsert(upsertRegions, r.Regions, nil); return },
		tx.beginProblems,
		func() (err error) { t.Districts, err = tx.upsert(upsertDistricts, r.Districts, nil); return },
		func() (err error) { t.Communities, err = tx.upsert(upsertCommunities, r.Communities, nil); return },
		func() (err error) {
			t.Participations, err = tx.upsert(upsertParticipations, r.Participants, named{"project": project, "source": source})
			return
		},
		tx.registryFits,
		func() error { return tx.auditRegistry(t, source) },
	)
	return t, err
}

// beginProblems gives the standard problems to regions that have no list of problems yet.
func (tx *Tx) beginProblems() error {
	return tx.exec(`INSERT INTO problems (region_id, code, name_uk, name_en, description_uk, description_en, position)
		SELECT r.id, s.code, s.name_uk, s.name_en, s.description_uk, s.description_en, s.position FROM regions r CROSS JOIN standard_problems s
		WHERE NOT EXISTS (SELECT FROM problems q WHERE q.region_id = r.id) ORDER BY r.id, s.position`, nil)
}

func (tx *Tx) auditRegistry(t domain.RegistryTally, source string) error {
	if tx.writes == 0 {
		return nil
	}
	return tx.audit(Deed{Action: domain.AuditImportRegistry, After: facts{
		"regions": t.Regions.Written(), "districts": t.Districts.Written(), "communities": t.Communities.Written(),
		"participations": t.Participations.Written(), "source": source,
	}})
}

// upsert runs a statement that takes rows as JSON and returns, for each it wrote, whether it was added.
func (tx *Tx) upsert(statement string, rows any, args named) (domain.Tally, error) {
	encoded, err := json.Marshal(rows)
	if err != nil {
		return domain.Tally{}, err
	}
	if args == nil {
		args = named{}
	}
	if args["rows"] = string(encoded); args["rows"] == "null" {
		args["rows"] = "[]" // a nil slice is an empty list
	}
	tally, err := fetchOne[domain.Tally](&tx.door, `WITH input AS (SELECT * FROM `+statement+`)
		SELECT count(*) FILTER (WHERE added) AS added, count(*) FILTER (WHERE NOT added) AS changed,
			(SELECT count(*) FROM input) - count(*) AS unchanged
		FROM written`, args)
	if err != nil {
		return domain.Tally{}, err
	}
	tx.writes += tally.Written()
	return *tally, nil
}

// The statements begin with the shape of their rows. A row that is the same is not written, so it is
// not returned; xmax is 0 in a row that was not there before. The joins are LEFT, so that a row that
// refers to what nobody knows is refused for its missing key, not passed over.
const (
	upsertRegions = `jsonb_to_recordset(CAST(@rows AS jsonb)) AS x (code text, name_uk text, name_en text)
	), written AS (
		INSERT INTO regions AS r (code, name_uk, name_en) SELECT code, name_uk, name_en FROM input
		ON CONFLICT (code) DO UPDATE SET name_uk = excluded.name_uk, name_en = excluded.name_en
		WHERE (r.name_uk, r.name_en) IS DISTINCT FROM (excluded.name_uk, excluded.name_en)
		RETURNING xmax = 0 AS added`

	upsertDistricts = `jsonb_to_recordset(CAST(@rows AS jsonb)) AS x (code text, region text, name_uk text, name_en text)
	), written AS (
		INSERT INTO districts AS e (region_id, code, name_uk, name_en)
		SELECT r.id, i.code, i.name_uk, i.name_en FROM input i LEFT JOIN regions r ON r.code = i.region
		ON CONFLICT (code) DO UPDATE
			SET region_id = excluded.region_id, name_uk = excluded.name_uk, name_en = excluded.name_en
		WHERE (e.region_id, e.name_uk, e.name_en)
			IS DISTINCT FROM (excluded.region_id, excluded.name_uk, excluded.name_en)
		RETURNING xmax = 0 AS added`

	upsertCommunities = `jsonb_to_recordset(CAST(@rows AS jsonb)) AS x (code text, region text, district text,
		name_uk text, name_en text, type text, centre_code text, centre_name_uk text, centre_name_en text,
		latitude float8, longitude float8, area_km2 numeric(9, 2), population integer, urban_population integer,
		population_on date, settlements integer)
	), written AS (
		INSERT INTO communities AS c (region_id, district_id, code, name_uk, name_en, type, centre_code,
			centre_name_uk, centre_name_en, latitude, longitude, area_km2, population, urban_population,
			population_on, settlements)
		SELECT r.id, e.id, i.code, i.name_uk, i.name_en, i.type, i.centre_code, i.centre_name_uk,
			i.centre_name_en, i.latitude, i.longitude, i.area_km2, i.population, i.urban_population,
			i.population_on, i.settlements
		FROM input i LEFT JOIN regions r ON r.code = i.region LEFT JOIN districts e ON e.code = i.district
		ON CONFLICT (code) DO UPDATE SET region_id = excluded.region_id, district_id = excluded.district_id,
			name_uk = excluded.name_uk, name_en = excluded.name_en, type = excluded.type,
			centre_code = excluded.centre_code, centre_name_uk = excluded.centre_name_uk,
			centre_name_en = excluded.centre_name_en, latitude = excluded.latitude,
			longitude = excluded.longitude, area_km2 = excluded.area_km2, population = excluded.population,
			urban_population = excluded.urban_population, population_on = excluded.population_on,
			settlements = excluded.settlements
		WHERE (c.region_id, c.district_id, c.name_uk, c.name_en, c.type, c.centre_code, c.centre_name_uk,
				c.centre_name_en, c.latitude, c.longitude, c.area_km2, c.population, c.urban_population,
				c.population_on, c.settlements)
			IS DISTINCT FROM (excluded.region_id, excluded.district_id, excluded.name_uk, excluded.name_en,
				excluded.type, excluded.centre_code, excluded.centre_name_uk, excluded.centre_name_en,
				excluded.latitude, excluded.longitude, excluded.area_km2, excluded.population,
				excluded.urban_population, excluded.population_on, excluded.settlements)
		RETURNING xmax = 0 AS added`

	upsertParticipations = `jsonb_array_elements_text(CAST(@rows AS jsonb)) AS x (code)
	), written AS (
		INSERT INTO participations (community_id, project_id, source)
		SELECT c.id, j.id, CAST(@source AS text)
		FROM input i LEFT JOIN communities c ON c.code = i.code LEFT JOIN projects j ON j.code = @project
		ON CONFLICT DO NOTHING RETURNING xmax = 0 AS added`
)

// KnownCommunities gives the codes of all communities.
func (s *Store) KnownCommunities(ctx context.Context) (map[domain.KatottgCode]bool, error) {
	d, err := s.read(ctx, auth.ReadRegistry)
	if err != nil {
		return nil, err
	}
	type row struct{ Code domain.KatottgCode }
	rows, err := fetch[row](d, `SELECT c.code FROM communities c`, named{})
	known := make(map[domain.KatottgCode]bool, len(rows))
	for _, r := range rows {
		known[r.Code] = true
	}
	return known, err
}

// WritableCommunities gives the codes of all communities, and of which of them the viewer may write trees.
func (s *Store) WritableCommunities(ctx context.Context) (map[domain.KatottgCode]bool, error) {
	d, err := s.read(ctx, auth.EditTree)
	if err != nil {
		return nil, err
	}
	rows, err := fetch[struct {
		Code     domain.KatottgCode
		Writable bool
	}](d, `SELECT c.code, `+d.reaches(`c.id`)+` AS writable FROM communities c`, named{})
	writable := make(map[domain.KatottgCode]bool, len(rows))
	for _, row := range rows {
		writable[row.Code] = row.Writable
	}
	return writable, err
}
