package domain

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// Redacted stands where something was that tells who a person is.
const Redacted = "[приховано]"

// personal is what texts are searched for, in this order: addresses first, since they hold what others look like, then numbers from the longest.
var personal = []*regexp.Regexp{
	regexp.MustCompile(`(?i)(?:https?://|www\.)\S+`),
	regexp.MustCompile(`(?i)\b(?:t\.me|wa\.me|viber\.click|facebook\.com|fb\.com|instagram\.com|tiktok\.com|vk\.com|linkedin\.com)/\S*`),
	regexp.MustCompile(`[\p{L}\p{N}._%+-]+\s?@\s?[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+`),
	regexp.MustCompile(`@[\p{L}\p{N}_][\p{L}\p{N}_.]{2,}`),
	// Accounts and cards: UA and 27 digits, 13 to 19 digits, in groups or not.
	regexp.MustCompile(`(?i)\bUA\d{2}(?:[ -]?\d){25}\b`),
	regexp.MustCompile(`\b\d(?:[ -]?\d){12,18}\b`),
	// Telephones: +380 67 123-45-67, 0 (67) 123 45 67, 8-067-…, and others that begin with a plus.
	regexp.MustCompile(`\+\s?\d(?:[\s().-]{0,2}\d){6,14}`),
	regexp.MustCompile(`(?:\b(?:00)?(?:38)?[\s.-]?8?[\s.-]?\(?|\()0[\s.-]?\d{2}\)?(?:[\s.-]{0,2}\d){7}\b`),
	regexp.MustCompile(`\b\d(?:[ .-]?\d){8,11}\b`), // 9 to 12 digits: of a tax number, of an identity card, of a telephone without its beginning
	regexp.MustCompile(`\b\d{2,3}[ -]\d{2}[ -]\d{2}\b`),
	// A passport: two letters and six digits.
	regexp.MustCompile(`(?i)(?:^|[^\p{L}\p{N}])[а-щьюяґєіїa-z]{2}\s?(?:№\s?)?\d{6}\b`),
	regexp.MustCompile(`\b\d{8}-?\d{5}\b`), // the number of the register of people
}

// Redact takes from what somebody wrote what tells who a person is, as far as its form gives it away: telephones, e-mails, numbers of people, passports,
// cards and accounts, links and names of accounts. Names and addresses in words stay: whoever may read such texts must treat them accordingly.
func Redact(text string) string {
	for _, what := range personal {
		text = what.ReplaceAllStringFunc(text, func(found string) string {
			before := ""
			if first, width := utf8.DecodeRuneInString(found); strings.ContainsRune(" \n\t,;:\"«", first) {
				before = found[:width] // what a pattern took to see where a word begins
			}
			return before + Redacted
		})
	}
	return text
}
