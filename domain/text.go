package domain

import "unicode/utf8"

// MaxReason is how long an explanation may be, in letters.
const MaxReason = 5000

// MaxURL is how long a link may be.
const MaxURL = 2000

// CheckText demands a text of 1 to so many letters.
func CheckText(field, text string, most int) error {
	if n := utf8.RuneCountInString(text); n == 0 || n > most {
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
