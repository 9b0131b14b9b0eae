package surveys

import (
	"math"
	"regexp"
	"strconv"

	"hromada/domain"
)

const oldest = 120

// band is the ages of a category, both ends included.
type band struct {
	category string
	from, to int
}

var (
	closedBand = regexp.MustCompile(`([0-9]{1,3})\s*(?:-|_|до|to)\s*([0-9]{1,3})`)
	openBand   = regexp.MustCompile(`([0-9]{1,3})\s*(?:\+|_plus|_$|_?(?:і|й|та|and) (?:більше|старш|понад|over|older))|(?:понад|старші за|over)\s+([0-9]{1,3})`)
	youngBand  = regexp.MustCompile(`(?:до|under|молодші за)\s+([0-9]{1,3})`)
)

// bandsOf reads the ages from the codes or the labels of a survey's age bands; those that tell none take no numbers.
func bandsOf(q domain.Questionnaire) []band {
	var bands []band
	for _, c := range q.Categories {
		if c.Variable != domain.AgeVariable {
			continue
		}
		for _, told := range []string{c.Code, c.Label.UK, c.Label.EN} {
			if from, to, ok := agesOf(fold(told)); ok {
				bands = append(bands, band{c.Code, from, to})
				break
			}
		}
	}
	return bands
}

func agesOf(told string) (from, to int, ok bool) {
	if parts := closedBand.FindStringSubmatch(told); parts != nil {
		return whole(parts[1]), whole(parts[2]), true
	}
	if parts := openBand.FindStringSubmatch(told); parts != nil {
		if parts[2] != "" {
			return whole(parts[2]) + 1, oldest, true
		}
		return whole(parts[1]), oldest, true
	}
	if parts := youngBand.FindStringSubmatch(told); parts != nil {
		return 0, whole(parts[1]) - 1, true
	}
	return 0, 0, false
}

// whole reads the digits that a form has found; 0 where there are none.
func whole(digits string) int {
	n, err := strconv.Atoi(digits)
	if err != nil {
		return 0
	}
	return n
}

// bandAt gives the category of an age in years; false where the value is no age, or in no band.
func bandAt(bands []band, value string) (string, bool) {
	n, ok := number(value, true)
	if !ok || n < 0 || n > oldest {
		return "", false
	}
	years := int(math.Floor(n))
	for _, b := range bands {
		if years >= b.from && years <= b.to {
			return b.category, true
		}
	}
	return "", false
}
