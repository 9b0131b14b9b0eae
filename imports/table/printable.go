package table

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Printable escapes what a terminal would obey instead of showing (control characters, marks that turn
// the direction of text, broken UTF-8), since reports quote files that anybody may have made.
func Printable(s string) string {
	var out strings.Builder
	for i, c := range s {
		switch {
		case c == utf8.RuneError && strings.HasPrefix(s[i:], "\uFFFD"):
			out.WriteRune(c)
		case c == utf8.RuneError:
			fmt.Fprintf(&out, `\x%02x`, s[i])
		case unicode.IsControl(c):
			fmt.Fprintf(&out, `\x%02x`, c)
		case !unicode.IsPrint(c) && c != '\u00A0':
			fmt.Fprintf(&out, `\u%04x`, c)
		default:
			out.WriteRune(c)
		}
	}
	return out.String()
}

// Abridge shortens a text to at most so many characters, at the end of a word where one is near.
func Abridge(s string, most int) string {
	letters := []rune(s)
	if len(letters) <= most {
		return s
	}
	cut := string(letters[:most-1])
	if blank := strings.LastIndexByte(cut, ' '); blank > len(cut)/2 {
		cut = cut[:blank]
	}
	return strings.TrimRight(cut, " .,;:–—-") + "…"
}

// Shorten keeps a quoted cell to a length that a line of a report can hold.
func Shorten(value string) string {
	const most = 60
	letters := []rune(value)
	if len(letters) <= most {
		return value
	}
	return string(letters[:most]) + "…"
}
