package surveys

import (
	"strings"
	"unicode"

	"hromada/domain"
	"hromada/imports/table"
)

// fold gives the form in which answers and names of columns are compared: lower case, one form of the apostrophe and of the dash, single
// blanks. Punctuation stays, since it tells answers apart ("60" and "60+").
func fold(s string) string {
	plain, fault := table.Clean(s)
	if fault != nil {
		return ""
	}
	return strings.Map(folded, plain)
}

func folded(c rune) rune {
	switch c {
	case '’', 'ʼ', '‘', '`', '´':
		return '\''
	case '–', '—', '−', '‑':
		return '-'
	}
	return unicode.ToLower(c)
}

// loose gives the form for what people write in other ways each time: titles of questions.
func loose(s string) string {
	plain, fault := table.Clean(s)
	if fault != nil {
		return ""
	}
	return domain.NormaliseTitle(plain)
}
