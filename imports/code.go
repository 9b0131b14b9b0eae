package imports

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// codeKey is a code as its parts, joined by dots, so that the ways of writing one code (2.1, 2.1., 02.1,
// А1, А.1) are equal and the key of a parent is the beginning of its child's. Empty: no code.
type codeKey string

// alphabet says how a tree's codes write letters: Latin A, B, C, or Ukrainian А, Б, В, with Latin
// letters among them by mistake of the keyboard.
type alphabet struct{ latin bool }

// alphabetOf takes a tree for Latin only where no code in it has a Cyrillic letter.
func alphabetOf(codes []string) alphabet {
	return alphabet{latin: !slices.ContainsFunc(codes, func(code string) bool {
		return strings.ContainsFunc(code, isCyrillic)
	})}
}

func (a alphabet) key(code string) codeKey {
	var parts []string
	for _, part := range codeParts(code) {
		parts = append(parts, a.canonical(part))
	}
	return codeKey(strings.Join(parts, "."))
}

// codeParts cuts a code into its runs of digits and of letters.
func codeParts(code string) []string { return codePartForm.FindAllString(code, -1) }

var codePartForm = regexp.MustCompile(`[0-9]+|\p{L}+`)

// lookalikes are the Latin capitals that a Ukrainian keyboard's owner cannot tell from Cyrillic ones.
var lookalikes = strings.NewReplacer("A", "А", "B", "В", "C", "С", "E", "Е", "H", "Н", "I", "І",
	"K", "К", "M", "М", "O", "О", "P", "Р", "T", "Т", "X", "Х")

// romans are the numerals that strategies number their goals with, typed in either alphabet.
var romans = func() map[string]string {
	numerals := map[string]string{}
	for i, roman := range []string{"I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"} {
		numerals[lookalikes.Replace(roman)] = strconv.Itoa(i + 1)
	}
	return numerals
}()

// isRoman knows a code that is a Roman numeral, I and V and X among them.
func isRoman(code string) bool {
	_, ok := romans[lookalikes.Replace(code)]
	return ok
}

func (a alphabet) canonical(part string) string {
	if isNumber(part) {
		return cmp.Or(strings.TrimLeft(part, "0"), "0")
	}
	part = strings.ToUpper(part)
	cyrillic := lookalikes.Replace(part)
	if number, ok := romans[cyrillic]; ok {
		return number
	}
	if a.latin {
		return part
	}
	return cyrillic
}

// under tells whether a code lies within another one, as 2.1.3 does within 2.1 and within 2.
func (k codeKey) under(parent codeKey) bool {
	return parent != "" && strings.HasPrefix(string(k), string(parent)+".")
}

// up takes the last part away; empty when none is left.
func (k codeKey) up() codeKey {
	i := strings.LastIndexByte(string(k), '.')
	if i < 0 {
		return ""
	}
	return k[:i]
}

func (k codeKey) depth() int {
	if k == "" {
		return 0
	}
	return strings.Count(string(k), ".") + 1
}

// ukrainianOrder is the alphabet; Unicode puts ґ, є, і and ї elsewhere.
const ukrainianOrder = "АБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЬЮЯ"

// compareKeys orders codes naturally: 1.2 before 1.10, А before Б and Ґ after Г, numbers before letters.
func compareKeys(a, b codeKey) int {
	return slices.CompareFunc(strings.Split(string(a), "."), strings.Split(string(b), "."), compareParts)
}

func compareParts(a, b string) int {
	switch numberA, numberB := isNumber(a), isNumber(b); {
	case numberA && numberB:
		return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b))
	case numberA:
		return -1
	case numberB:
		return 1
	}
	return slices.CompareFunc([]rune(a), []rune(b), func(x, y rune) int {
		return cmp.Compare(letterRank(x), letterRank(y))
	})
}

func isNumber(part string) bool { return part != "" && part[0] >= '0' && part[0] <= '9' }

func letterRank(c rune) int {
	if i := strings.IndexRune(ukrainianOrder, c); i >= 0 {
		return i
	}
	return len(ukrainianOrder) + int(c)
}
