package domain

import "regexp"

// KatottgCode is the code of a place in the Ministry's codifier: UA and 17 digits, of which the
// first two name the region, the next two the district and the next three the community.
type KatottgCode string

var katottgForm = regexp.MustCompile(`^UA[0-9]{17}$`)

// ParseKatottgCode reads a code and refuses any other form.
func ParseKatottgCode(s string) (KatottgCode, error) {
	if !katottgForm.MatchString(s) {
		return "", Invalid("", "Код КАТОТТГ: UA і 17 цифр.", "A KATOTTG code is UA and 17 digits.")
	}
	return KatottgCode(s), nil
}

// IsRegion tells whether the code stands at the level of an oblast.
func (c KatottgCode) IsRegion() bool { return c[4:14] == "0000000000" }

// IsDistrict tells whether the code stands at the level of a district (район).
func (c KatottgCode) IsDistrict() bool { return c[4:6] != "00" && c[6:14] == "00000000" }

// IsCommunity tells whether the code stands at the level of a community (територіальна громада).
func (c KatottgCode) IsCommunity() bool { return c[6:9] != "000" && c[9:14] == "00000" }

// Region gives the part that names the region, shared by all codes within it.
func (c KatottgCode) Region() string { return string(c[:4]) }

// District gives the part that names the region and the district.
func (c KatottgCode) District() string { return string(c[:6]) }
