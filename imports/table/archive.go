package table

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strings"

	"hromada/domain"
)

// The bounds of a workbook. Rows of goals are a hundred bytes or so and shrink tenfold; what shrinks by more than a hundred is made to
// fill the memory of whoever unpacks it.
const (
	maxUnpacked = 100 << 20
	maxParts    = 500
	maxRatio    = 100
	ratioAbove  = 4 << 20 // smaller ones may shrink as they like
)

// foreignParts are parts of workbooks that programs run or fetch from elsewhere.
var foreignParts = []struct {
	part string
	told domain.Text
}{
	{"vbaproject.bin", Text("У файлі є макроси. Збережіть його як XLSX без макросів.", "The file has macros. Save it as XLSX without them.")},
	{"macrosheets/", Text("У файлі є макроси. Збережіть його як XLSX без макросів.", "The file has macros. Save it as XLSX without them.")},
	{"externallinks/", Text("У файлі є посилання на інші файли. Замініть їх значеннями й збережіть.", "The file has links to other files. Replace them with values and save it.")},
	{"embeddings/", Text("У файлі є вкладені файли. Приберіть їх і збережіть.", "The file has other files embedded in it. Remove them and save it.")},
}

var (
	damaged   = Text("Файл пошкоджений або це не XLSX.", "The file is damaged, or is no XLSX.")
	oversized = Text("Розпакований файл завеликий: дозволено до %d МіБ.", "Unpacked, the file is too large: %d MiB are allowed.", maxUnpacked>>20)
)

// checkArchive looks at what a workbook would unpack to before anything is unpacked, and then at each part. Sizes are those that
// the archive declares: unpacking ends where they are passed.
func checkArchive(content []byte) *domain.Text {
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return &damaged
	}
	if len(archive.File) > maxParts {
		return newText("У файлі забагато частин або аркушів.", "The file has too many parts or sheets.")
	}
	unpacked, workbook := uint64(0), false
	for _, part := range archive.File {
		name := strings.ToLower(path.Clean(strings.ReplaceAll(part.Name, `\`, "/")))
		for _, foreign := range foreignParts {
			if strings.Contains(name, foreign.part) {
				return &foreign.told
			}
		}
		workbook = workbook || name == "xl/workbook.xml"
		unpacked += min(part.UncompressedSize64, maxUnpacked+1)
		if unpacked > maxUnpacked {
			return &oversized
		}
	}
	switch {
	case !workbook:
		return newText("Це не електронна таблиця XLSX.", "This is no XLSX spreadsheet.")
	case unpacked > ratioAbove && unpacked/uint64(len(content)) > maxRatio:
		return &oversized
	}
	return checkParts(archive)
}

func newText(uk, en string) *domain.Text { return &domain.Text{UK: uk, EN: en} }

// checkParts refuses parts that define entities, which grow when they are read, or name files to be fetched; and parts that break off or are no XML further on,
// of which the library would read the beginning and say nothing of the rest.
func checkParts(archive *zip.Reader) *domain.Text {
	for _, part := range archive.File {
		if !strings.HasSuffix(strings.ToLower(part.Name), ".xml") && !strings.HasSuffix(strings.ToLower(part.Name), ".rels") {
			continue
		}
		plain, err := isPlain(part)
		if err != nil {
			return &damaged
		}
		if !plain {
			return newText("Файл визначає сутності XML, чого таблиці не роблять.", "The file defines XML entities, which spreadsheets do not.")
		}
	}
	return nil
}

var errBroken = errors.New("a part of the archive breaks off")

// isPlain tells whether a part, which is read to its end, defines nothing.
func isPlain(part *zip.File) (bool, error) {
	r, err := part.Open()
	if err != nil {
		return false, err
	}
	defer func() { _ = r.Close() }() // it was only read
	decoder, depth := xml.NewDecoder(io.LimitReader(r, maxUnpacked)), 0
	for {
		token, err := decoder.RawToken()
		switch {
		case errors.Is(err, io.EOF) && depth == 0:
			return true, nil
		case errors.Is(err, io.EOF):
			return false, errBroken
		case err != nil:
			return false, err
		}
		switch token.(type) {
		case xml.Directive:
			return false, nil
		case xml.StartElement:
			depth++
		case xml.EndElement:
			depth--
		}
	}
}
