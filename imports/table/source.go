package table

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"

	"hromada/domain"
)

// The bounds of a file. The registry of the whole country is under 1 MiB, and a field is a title at
// most; what is larger by orders is a mistake or an attack.
const (
	maxFileBytes  = 64 << 20
	maxFieldBytes = 1 << 20
	// A cell costs the reader tens of bytes even when it is empty, so a line of nothing but
	// separators would cost a hundred times its length.
	maxLineBytes = 2 << 20
)

// foreignForms are files that people send for CSV, known by their first bytes.
var foreignForms = []struct {
	start string
	told  domain.Text
}{
	{"\xD0\xCF\x11\xE0", Text("Це давній формат XLS або файл, захищений паролем. Збережіть його як XLSX без пароля.",
		"This is XLS, an old form, or a file with a password. Save it as XLSX without one.")},
	{"%PDF", Text("Це PDF. Потрібна таблиця: XLSX або CSV.", "This is PDF. A table is needed: XLSX or CSV.")},
}

// readBody reads the whole file, since nothing of it may be used before its last line is checked.
// The error is *Faults, or the reader's own when it fails.
func readBody(r io.Reader) ([]byte, error) {
	var buffer bytes.Buffer
	if sized, ok := r.(interface{ Len() int }); ok { // it is in memory already: what grows would take three times as much
		buffer.Grow(min(sized.Len(), maxFileBytes) + bytes.MinRead)
	}
	if _, err := buffer.ReadFrom(io.LimitReader(r, maxFileBytes+1)); err != nil {
		return nil, fmt.Errorf("reading the file: %w", err)
	}
	body := buffer.Bytes()
	if len(body) > maxFileBytes {
		return nil, FileFault(Text("Файл більший за %d МіБ.", "The file is larger than %d MiB.", maxFileBytes>>20))
	}
	for _, form := range foreignForms {
		if bytes.HasPrefix(body, []byte(form.start)) {
			return nil, FileFault(form.told)
		}
	}
	return body, nil
}

func checkLines(body []byte) error {
	for rest, line := body, 1; len(rest) > maxLineBytes; line++ {
		end := bytes.IndexByte(rest[:maxLineBytes], '\n')
		if end < 0 {
			return &Faults{Shown: []Fault{{Line: line, Message: Text("Рядок довший за %d МіБ.", "The line is longer than %d MiB.", maxLineBytes>>20)}}}
		}
		rest = rest[end+1:]
	}
	return nil
}

// FileFault is the error of a file that is wrong as a whole.
func FileFault(message domain.Text) error {
	return &Faults{Shown: []Fault{{Message: message}}}
}

// newCSVReader recognises the separator: a spreadsheet set to Ukrainian writes semicolons, and tabs where the file is to be "Unicode
// text". Some write a first line "sep=;" before the header, which is skipped.
func newCSVReader(body []byte) *csv.Reader {
	head := string(body[:min(len(body), 1<<16)])
	first, rest, _ := strings.Cut(head, "\n")
	announced := strings.HasPrefix(strings.ToLower(first), "sep=")
	if announced {
		head = rest
	}
	reader := newReaderOf(bytes.NewReader(body), separatorOf(head))
	if announced {
		// Whatever is wrong with this line says nothing about the file's content.
		_, _ = reader.Read()
	}
	return reader
}

func newReaderOf(r io.Reader, separator rune) *csv.Reader {
	reader := csv.NewReader(r)
	reader.Comma = separator
	reader.FieldsPerRecord = -1
	reader.TrimLeadingSpace = separator != '\t' // or cells of nothing would be left out
	return reader
}

// separatorOf takes the mark that divides the first rows into the most cells, as many in each: the commas of a long header are not told
// from those between cells by their number. Where no mark does, the most frequent one in the header.
func separatorOf(head string) rune {
	first, _, _ := strings.Cut(head, "\n")
	found, widest := ',', 1
	for _, separator := range ",;\t" {
		if width := evenWidth(head, separator); width > widest {
			found, widest = separator, width
		}
	}
	if widest > 1 {
		return found
	}
	for _, separator := range ";\t" {
		if strings.Count(first, string(separator)) > strings.Count(first, string(found)) {
			found = separator
		}
	}
	return found
}

// evenWidth is how many cells each of the first rows has; 0 where they differ or there is but one.
func evenWidth(head string, separator rune) int {
	const rows = 5
	reader, width := newReaderOf(strings.NewReader(head), separator), 0
	for n := range rows {
		cells, err := reader.Read()
		if errors.Is(err, io.EOF) {
			if n < 2 {
				return 0
			}
			return width
		}
		if err != nil || (n > 0 && len(cells) != width) {
			return 0
		}
		width = len(cells)
	}
	return width
}
