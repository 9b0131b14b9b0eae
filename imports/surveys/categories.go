package surveys

import (
	"slices"
	"strings"

	"hromada/domain"
)

// categories know the values of one variable of a survey.
type categories struct {
	role  Role
	codes map[string]string // by folded values; NoAnswer: none
	bands []band
	memo  map[string]string
}

func categoriesOf(q domain.Questionnaire, role Role, values map[string]string) *categories {
	known := &categories{role: role, codes: map[string]string{}, memo: map[string]string{}}
	kinds := map[string]string{}
	for _, c := range q.Categories {
		if c.Variable != variableOf[role] {
			continue
		}
		for _, form := range []string{c.Code, c.Label.UK, c.Label.EN} {
			if form != "" {
				known.codes[fold(form)] = c.Code
			}
			if kind := kindOf(role, form); kind != "" {
				kinds[kind] = c.Code
			}
		}
	}
	for kind, code := range kinds {
		for _, word := range append(slices.Clone(valueWords[role][kind]), kind) {
			if _, taken := known.codes[fold(word)]; !taken {
				known.codes[fold(word)] = code
			}
		}
	}
	for value, code := range values {
		known.codes[fold(value)] = code
	}
	if role == AgeRole {
		known.bands = bandsOf(q)
	}
	return known
}

// find gives the code of a value's category, or NoAnswer; false where it has none.
func (k *categories) find(value string) (string, bool) {
	if code, ok := k.memo[value]; ok {
		return code, code != ""
	}
	code := k.codes[fold(value)]
	if code == "" && k.role == AgeRole {
		code, _ = bandAt(k.bands, value)
	}
	if len(k.memo) < maxMemo {
		k.memo[strings.Clone(value)] = code
	}
	return code, code != ""
}
