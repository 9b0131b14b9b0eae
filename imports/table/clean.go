package table

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"hromada/domain"
)

// Clean gives the text of a cell in the one form in which it is compared and stored: composed
// letters, runs of blanks and line breaks as one blank, without marks that nobody sees. What cannot
// be stored is a fault.
func Clean(raw string) (string, *domain.Text) {
	if isTidy(raw) {
		return raw, nil
	}
	if fault := unstorable(raw); fault != nil {
		return "", fault
	}
	seen := strings.Map(func(c rune) rune {
		if isInvisible(c) {
			return -1
		}
		return c
	}, raw)
	return strings.Join(strings.Fields(norm.NFC.String(seen)), " "), nil
}

// isTidy knows at a glance the texts that are in that form already, which is nearly all there are.
func isTidy(raw string) bool {
	if len(raw) > maxFieldBytes {
		return false
	}
	blank := true // one at the beginning is one too many
	for _, c := range raw {
		switch {
		case c == ' ':
			if blank {
				return false
			}
			blank = true
			continue
		case c > ' ' && c < 0x7F, c >= 'А' && c <= 'я', strings.ContainsRune("іїєґІЇЄҐ’«»–—…№", c):
		default:
			return false
		}
		blank = false
	}
	return !blank || raw == ""
}

func unstorable(raw string) *domain.Text {
	if len(raw) > maxFieldBytes {
		told := Text("Комірка більша за %d МіБ.", "The cell is larger than %d MiB.", maxFieldBytes>>20)
		return &told
	}
	if !utf8.ValidString(raw) {
		told := Text("Текст не в кодуванні UTF-8. Збережіть файл як CSV у кодуванні UTF-8.",
			"The text is not in UTF-8. Save the file as CSV in UTF-8.")
		return &told
	}
	if i := strings.IndexFunc(raw, isForbidden); i >= 0 {
		c, _ := utf8.DecodeRuneInString(raw[i:])
		told := Text("Недозволений символ %U.", "The character %U is not allowed.", c)
		return &told
	}
	return nil
}

// isForbidden knows control characters, marks that reverse the direction of text (they make it read
// other than it is), and the mark that an earlier conversion left where it lost a letter.
func isForbidden(c rune) bool {
	switch {
	case unicode.IsSpace(c):
		return false
	case unicode.IsControl(c), c == utf8.RuneError:
		return true
	}
	return (c >= '\u202A' && c <= '\u202E') || (c >= '\u2066' && c <= '\u2069')
}

// isInvisible knows what texts copied from documents bring along: soft hyphens, blanks of no width.
func isInvisible(c rune) bool {
	return c == '\u00AD' || c == '\u200B' || c == '\uFEFF' || c == '\u2060'
}
