package domain

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxReason is how long an explanation may be, in letters.
const MaxReason = 5000

// MaxURL is how long a link may be.
const MaxURL = 2000

// CheckText demands a text of 1 to so many letters.
func CheckText(field, text string, most int) error {
	if isBlank(text) || utf8.RuneCountInString(text) > most {
		return Invalid(field, "Від 1 до %d символів.", "1 to %d characters.", most)
	}
	return nil
}

// CheckNote lets a text be empty, or have up to MaxReason letters.
func CheckNote(field, text string) error {
	if utf8.RuneCountInString(text) > MaxReason {
		return Invalid(field, "Не більше ніж %d символів.", "At most %d characters.", MaxReason)
	}
	return nil
}

// CheckReason demands an explanation.
func CheckReason(field, text string) error { return CheckText(field, text, MaxReason) }

// isBlank tells whether there is nothing to be seen in a text.
func isBlank(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return unicode.IsGraphic(r) && !unicode.IsSpace(r) })
}

// Trimmed is a text without blanks around it; nothing where there is nothing to be seen in it.
func Trimmed(text string) string {
	if isBlank(text) {
		return ""
	}
	return strings.TrimSpace(text)
}
