package table

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// decoded gives a text in UTF-8 without a mark at its start. UTF-16 is known by its mark. What is no UTF-8 is taken for windows-1251,
// in which spreadsheets set to Ukrainian write CSV, only where it reads as Ukrainian so, and better so than in the other encodings that
// such files come in; else it stays as it is, and every cell that is no UTF-8 becomes a fault.
func decoded(content []byte) []byte {
	for mark, order := range map[string]unicode.Endianness{"\xFF\xFE": unicode.LittleEndian, "\xFE\xFF": unicode.BigEndian} {
		if bytes.HasPrefix(content, []byte(mark)) {
			return decodedBy(unicode.UTF16(order, unicode.UseBOM), content)
		}
	}
	content = bytes.TrimPrefix(content, []byte("\xEF\xBB\xBF"))
	if utf8.Valid(content) {
		return content
	}
	cyrillic := decodedBy(charmap.Windows1251, content)
	if readsAsUkrainian(cyrillic) && score(cyrillic) > score(decodedBy(charmap.KOI8U, content)) && score(cyrillic) > score(decodedBy(charmap.CodePage866, content)) {
		return cyrillic
	}
	return content
}

// decodedBy never fails: what has no meaning becomes the replacement character, which no cell may hold.
func decodedBy(e encoding.Encoding, content []byte) []byte {
	plain, err := e.NewDecoder().Bytes(content)
	if err != nil {
		return content
	}
	return plain
}

// beyondASCII are the characters beside ASCII that Ukrainian texts are written with, those of names in Russian among them.
const beyondASCII = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюяёыэъ’ʼ«»„“”–—…№°§ ·•"

// readsAsUkrainian tells whether every character could stand in a Ukrainian text. A text in UTF-8 or CP866 that is read as windows-1251
// has letters of other alphabets.
func readsAsUkrainian(content []byte) bool {
	for _, c := range strings.ToLower(string(content)) {
		if c >= utf8.RuneSelf && !strings.ContainsRune(beyondASCII, c) {
			return false
		}
	}
	return true
}

// frequent are the letters that half of any Ukrainian text is made of, as they stand within words. KOI8-U has capitals in their place.
const frequent = "оанивіетрсл"

func score(content []byte) int {
	found := 0
	for _, c := range string(content) {
		if strings.ContainsRune(frequent, c) {
			found++
		}
	}
	return found
}

// withPlainLineEnds writes every end of a line as one character, in whichever of the three ways it was written.
func withPlainLineEnds(content []byte) []byte {
	if bytes.IndexByte(content, '\r') < 0 {
		return content
	}
	return bytes.ReplaceAll(bytes.ReplaceAll(content, []byte("\r\n"), []byte("\n")), []byte("\r"), []byte("\n"))
}
