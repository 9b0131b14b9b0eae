package domain

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Redacted stands where something was that tells who a person is.
const Redacted = "[приховано]"

// personal is what texts are searched for, in this order: addresses first, since they hold what others look like, then numbers from the longest.
var personal = []*regexp.Regexp{
	regexp.MustCompile(`(?i)(?:https?://|www\.)\S+`),
	regexp.MustCompile(`(?i)\b(?:t\.me|wa\.me|viber\.click|facebook\.com|fb\.com|instagram\.com|tiktok\.com|vk\.com|linkedin\.com)/\S*`),
	// E-mails: name@ukr.net, name (at) ukr.net, name[at]ukr[dot]net.
	regexp.MustCompile(`(?i)[\p{L}\p{N}._%+-]+\s?(?:@|[(\[{]\s?(?:at|ет|собака)\s?[)\]}])\s?[\p{L}\p{N}-]+(?:(?:\.|\s?[(\[{]\s?(?:dot|крапка)\s?[)\]}]\s?)[\p{L}\p{N}-]+)+`),
	regexp.MustCompile(`@[\p{L}\p{N}_][\p{L}\p{N}_.]{2,}`),
	// Accounts and cards: UA and 27 digits, 13 to 19 digits, in groups or not.
	regexp.MustCompile(`(?i)\bUA\d{2}(?:[ -]?\d){25}\b`),
	regexp.MustCompile(`\b\d(?:[ -]?\d){12,18}\b`),
	// Telephones: +380 67 123-45-67, 0 (67) 123 45 67, 8-067-…, 067, 123, 45, 67, 067/123_45_67, and others that begin with a plus.
	regexp.MustCompile(`\+\s?\d(?:[\s()._/-]{0,2}\d){6,14}`),
	regexp.MustCompile(`(?:\b(?:00)?(?:38)?[\s._/-]?8?[\s._/-]?\(?|\()0[\s.-]?\d{2}\)?(?:[\s.,_/-]{0,3}\d){7}\b`),
	regexp.MustCompile(`\b\d(?:[ .-]?\d){8,11}\b`), // 9 to 12 digits: of a tax number, of an identity card, of a telephone without its beginning
	regexp.MustCompile(`\b\d{2,3}[ -]\d{2}[ -]\d{2}\b`),
	// A passport: two letters and six digits.
	regexp.MustCompile(`(?i)(?:^|[^\p{L}\p{N}])[а-щьюяґєіїa-z]{2}\s?(?:№\s?)?\d{6}\b`),
	regexp.MustCompile(`\b\d{8}-?\d{5}\b`), // the number of the register of people
}

// plainly writes dashes, spaces, digits and full-width letters of all scripts as the plain ones that they stand for, and leaves out what is not seen at all.
func plainly(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r < utf8.RuneSelf:
			return r
		case r == '\u00ad' || unicode.Is(unicode.Cf, r):
			return -1
		case r == '\u2212' || unicode.Is(unicode.Pd, r):
			return '-'
		case unicode.IsSpace(r) || unicode.Is(unicode.Zs, r):
			return ' '
		case '\uff01' <= r && r <= '\uff5e': // full-width forms of ASCII
			return r - '\uff01' + '!'
		case unicode.Is(unicode.Nd, r):
			return '0' + digitOf(r)
		}
		return r
	}, text)
}

// digitOf is what a decimal digit of any script counts: they stand in tens.
func digitOf(r rune) rune {
	for _, in := range unicode.Nd.R16 {
		if rune(in.Lo) <= r && r <= rune(in.Hi) {
			return (r - rune(in.Lo)) % 10
		}
	}
	for _, in := range unicode.Nd.R32 {
		if rune(in.Lo) <= r && r <= rune(in.Hi) { //nolint:gosec // a rune
			return (r - rune(in.Lo)) % 10 //nolint:gosec // a rune
		}
	}
	return 0
}

// Redact takes from what somebody wrote what tells who a person is, as far as its form gives it away: telephones, e-mails, numbers of people, passports,
// cards and accounts, links and names of accounts. Names and addresses in words stay: whoever may read such texts must treat them accordingly.
// Where anything is taken the rest has plain dashes, spaces and digits; else the text is given as it was written.
func Redact(text string) string {
	was := text
	text = plainly(text)
	plain := text
	for _, what := range personal {
		text = what.ReplaceAllStringFunc(text, func(found string) string {
			before := ""
			if first, width := utf8.DecodeRuneInString(found); strings.ContainsRune(" \n\t,;:\"«", first) {
				before = found[:width] // what a pattern took to see where a word begins
			}
			return before + Redacted
		})
	}
	if text == plain {
		return was
	}
	return text
}
