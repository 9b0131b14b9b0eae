package domain

// Registry is what a register of communities says, in the order in which it first names each place. A
// nil pointer is a figure that it does not know.
type Registry struct {
	Regions      []RegistryRegion
	Districts    []RegistryDistrict
	Communities  []RegistryCommunity
	Participants []KatottgCode // communities marked as taking part; of the others nothing is known
}

// RegistryRegion is an oblast.
type RegistryRegion struct {
	Code   KatottgCode `json:"code"`
	NameUK string      `json:"name_uk"`
	NameEN *string     `json:"name_en"`
}

// RegistryDistrict is a district (район) of a region.
type RegistryDistrict struct {
	Code   KatottgCode `json:"code"`
	Region KatottgCode `json:"region"`
	NameUK string      `json:"name_uk"`
	NameEN *string     `json:"name_en"`
}

// RegistryCommunity is a territorial community (територіальна громада).
type RegistryCommunity struct {
	Code            KatottgCode   `json:"code"`
	Region          KatottgCode   `json:"region"`
	District        KatottgCode   `json:"district"`
	NameUK          string        `json:"name_uk"`
	NameEN          *string       `json:"name_en"`
	Type            CommunityType `json:"type"`
	CentreCode      *KatottgCode  `json:"centre_code"`
	CentreNameUK    *string       `json:"centre_name_uk"`
	CentreNameEN    *string       `json:"centre_name_en"`   // transliterated: no register has it
	Latitude        *float64      `json:"latitude"`         // degrees, with Longitude or both nil
	Longitude       *float64      `json:"longitude"`        // degrees
	AreaKm2         *float64      `json:"area_km2"`         // above 0, two digits after the point
	Population      *int          `json:"population"`       // all residents
	UrbanPopulation *int          `json:"urban_population"` // at most Population
	PopulationOn    *Date         `json:"population_on"`    // nil without Population
	Settlements     *int          `json:"settlements"`
}

// Tally counts what writing did to one kind of row.
type Tally struct{ Added, Changed, Unchanged int }

// Written is how many rows were written.
func (t Tally) Written() int { return t.Added + t.Changed }

// RegistryTally counts what writing a registry did.
type RegistryTally struct{ Regions, Districts, Communities, Participations Tally }
