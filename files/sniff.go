package files

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"hromada/domain"
)

// Kind is what a file is, as a media type; empty for what is not taken at all.
type Kind string

// The kinds that are known.
const (
	PDF  Kind = "application/pdf"
	PNG  Kind = "image/png"
	JPEG Kind = "image/jpeg"
	WebP Kind = "image/webp"
	DOCX Kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	XLSX Kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	ODT  Kind = "application/vnd.oasis.opendocument.text"
	ODS  Kind = "application/vnd.oasis.opendocument.spreadsheet"
	Text Kind = "text/plain"
)

// fits tells whether files of a kind are taken for a purpose.
func (k Kind) fits(purpose domain.UploadPurpose) bool {
	if purpose != domain.EvidenceUpload {
		return k == XLSX || k == Text
	}
	return k != ""
}

// starts are the first bytes of kinds that have some of their own.
var starts = []struct {
	start string
	kind  Kind
}{{"%PDF-", PDF}, {"\x89PNG\r\n\x1a\n", PNG}, {"\xFF\xD8\xFF", JPEG}}

// Sniff finds out what a file is by its bytes alone: names and headers are what somebody says. A file that is one kind at its beginning
// and another further on is the first, and is served as such.
func Sniff(content []byte) Kind {
	for _, s := range starts {
		if bytes.HasPrefix(content, []byte(s.start)) {
			return s.kind
		}
	}
	switch {
	case len(content) >= 16 && string(content[:4]) == "RIFF" && string(content[8:12]) == "WEBP":
		return WebP
	case bytes.HasPrefix(content, []byte("PK\x03\x04")):
		return sniffArchive(content)
	case isText(content):
		return Text
	}
	return ""
}

// maxParts is how many parts of an archive are looked at.
const maxParts = 10_000

// sniffArchive tells office documents from other archives. Only OpenDocument says in its first part what it is; the others are known by
// the part that each must have.
func sniffArchive(content []byte) Kind {
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil || len(archive.File) == 0 || len(archive.File) > maxParts {
		return ""
	}
	if first := archive.File[0]; first.Name == "mimetype" && first.Method == zip.Store && first.UncompressedSize64 < 100 {
		return openDocument(first)
	}
	for _, part := range archive.File {
		switch strings.ToLower(part.Name) {
		case "word/document.xml":
			return DOCX
		case "xl/workbook.xml":
			return XLSX
		}
	}
	return ""
}

func openDocument(part *zip.File) Kind {
	r, err := part.Open()
	if err != nil {
		return ""
	}
	defer func() { _ = r.Close() }() // it was only read
	said, err := io.ReadAll(io.LimitReader(r, 100))
	if kind := Kind(said); err == nil && (kind == ODT || kind == ODS) {
		return kind
	}
	return ""
}

// isText tells whether a file is text in one of the encodings that tables come in; markup that browsers would run is none. Which encoding
// it is, is found out where it is read.
func isText(content []byte) bool {
	if len(content) == 0 {
		return false
	}
	for _, mark := range []string{"\xFF\xFE", "\xFE\xFF"} {
		if bytes.HasPrefix(content, []byte(mark)) {
			return len(content)%2 == 0
		}
	}
	beginning := bytes.ToLower(bytes.TrimSpace(bytes.TrimPrefix(content[:min(len(content), 1024)], []byte("\xEF\xBB\xBF"))))
	if bytes.HasPrefix(beginning, []byte("<")) {
		return false
	}
	if utf8.Valid(content) {
		return !bytes.ContainsFunc(content, isBinary)
	}
	for _, b := range content {
		if b < utf8.RuneSelf && isBinary(rune(b)) {
			return false
		}
	}
	return true
}

func isBinary(c rune) bool {
	return unicode.IsControl(c) && c != '\n' && c != '\r' && c != '\t' && c != '\f' && (c < 0x80 || c == utf8.RuneError)
}
