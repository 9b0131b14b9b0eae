package domain

import (
	"strings"
	"unicode"
)

// latin is the table of CMU resolution 55 of 27 January 2010 for letters within a word.
var latin = map[rune]string{
	'а': "a", 'б': "b", 'в': "v", 'г': "h", 'ґ': "g", 'д': "d", 'е': "e", 'є': "ie", 'ж': "zh",
	'з': "z", 'и': "y", 'і': "i", 'ї': "i", 'й': "i", 'к': "k", 'л': "l", 'м': "m", 'н': "n",
	'о': "o", 'п': "p", 'р': "r", 'с': "s", 'т': "t", 'у': "u", 'ф': "f", 'х': "kh", 'ц': "ts",
	'ч': "ch", 'ш': "sh", 'щ': "shch", 'ю': "iu", 'я': "ia", 'ь': "",
}

// latinInitial holds the letters that are written otherwise at the start of a word.
var latinInitial = map[rune]string{'є': "ye", 'ї': "yi", 'й': "y", 'ю': "yu", 'я': "ya"}

// Transliterate writes Ukrainian in Latin letters by the official table of 2010: Вінницька gives
// Vinnytska, Згурівська gives Zghurivska. The apostrophe and the soft sign are not written. A word
// in capitals stays in capitals: ЩОРС gives SHCHORS. Other characters stay as they are.
func Transliterate(s string) string {
	var out strings.Builder
	letters := []rune(s)
	for i := range letters {
		out.WriteString(cased(letters, i, latinOf(letters, i)))
	}
	return out.String()
}

func latinOf(letters []rune, i int) string {
	c := unicode.ToLower(letters[i])
	switch {
	case joinsLetters(letters, i):
		return ""
	case c == 'г' && unicode.ToLower(runeAt(letters, i-1)) == 'з':
		return "gh"
	case latinInitial[c] != "" && startsWord(letters, i):
		return latinInitial[c]
	}
	if s, ok := latin[c]; ok {
		return s
	}
	return string(c)
}

func startsWord(letters []rune, i int) bool {
	return !unicode.IsLetter(runeAt(letters, i-1)) && !joinsLetters(letters, i-1)
}

// joinsLetters tells an apostrophe from a quotation mark of the same form: it stands between letters.
func joinsLetters(letters []rune, i int) bool {
	return isApostrophe(runeAt(letters, i)) &&
		unicode.IsLetter(runeAt(letters, i-1)) && unicode.IsLetter(runeAt(letters, i+1))
}

// cased gives the Latin letters the case of the letter they stand for. Several letters for one
// capital are all capitals only within a word in capitals, which its neighbours tell.
func cased(letters []rune, i int, s string) string {
	if s == "" || !unicode.IsUpper(letters[i]) {
		return s
	}
	if inCapitals(letters, i) {
		return strings.ToUpper(s)
	}
	first := []rune(s)
	first[0] = unicode.ToUpper(first[0])
	return string(first)
}

func inCapitals(letters []rune, i int) bool {
	if next := runeAt(letters, i+1); unicode.IsLetter(next) {
		return unicode.IsUpper(next)
	}
	return unicode.IsUpper(runeAt(letters, i-1))
}

// runeAt gives a blank beyond both ends, since the ends of a text end its words.
func runeAt(letters []rune, i int) rune {
	if i < 0 || i >= len(letters) {
		return ' '
	}
	return letters[i]
}

// isApostrophe knows the marks that people type for the Ukrainian apostrophe.
func isApostrophe(c rune) bool { return strings.ContainsRune("'’ʼ‘`´′ʹ＇", c) }
