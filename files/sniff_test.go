package files_test

import (
	"archive/zip"
	"bytes"
	"net/http"
	"slices"
	"strings"
	"testing"

	"hromada/files"
)

// archive has the parts named, each with the same content.
func archive(tb testing.TB, content string, names ...string) []byte {
	tb.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for i, name := range names {
		method := zip.Deflate
		if i == 0 {
			method = zip.Store
		}
		part, err := w.CreateHeader(&zip.FileHeader{Name: name, Method: method})
		if err == nil {
			_, err = part.Write([]byte(content))
		}
		if err != nil {
			tb.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		tb.Fatal(err)
	}
	return out.Bytes()
}

func TestSniff(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		why     string
		content []byte
		want    files.Kind
	}{
		{"nothing", nil, ""},
		{"PDF", []byte("%PDF-1.4\n"), files.PDF},
		{"PDF further on", []byte("x%PDF-1.4\n"), files.Text},
		{"OpenDocument text", archive(t, string(files.ODT), "mimetype", "content.xml"), files.ODT},
		{"OpenDocument table", archive(t, string(files.ODS), "mimetype", "content.xml"), files.ODS},
		{"an e-book", archive(t, "application/epub+zip", "mimetype", "content.xml"), ""},
		{"OpenDocument that says so late", archive(t, string(files.ODT), "content.xml", "mimetype"), ""},
		{"a document", archive(t, "x", "[Content_Types].xml", "word/document.xml"), files.DOCX},
		{"a workbook", archive(t, "x", "[Content_Types].xml", "XL\\workbook.xml", "xl/workbook.xml"), files.XLSX},
		{"a program in an archive", archive(t, "x", "META-INF/MANIFEST.MF", "a.class"), ""},
		{"half of WebP", []byte("RIFF\x00\x00\x00\x00WEBP"), ""},
		{"sound", []byte("RIFF\x00\x00\x00\x00WAVEfmt \x00"), ""},
		{"UTF-16", []byte("\xFF\xFEa\x00"), files.Text},
		{"UTF-16 that breaks off", []byte("\xFF\xFEa"), ""},
		{"a page", []byte("\xEF\xBB\xBF \n<HTML>"), ""},
		{"NUL", []byte("a\x00b"), ""},
		{"an escape", []byte("a\x1b[31m"), ""},
		{"many columns", []byte("a;b;c\r\n1;2;3\r\n"), files.Text},
	} {
		if got := files.Sniff(c.content); got != c.want {
			t.Errorf("%s is %q, want %q", c.why, got, c.want)
		}
	}
}

// FuzzSniff holds that nothing is taken for text which a browser, asked the same, takes for a page.
func FuzzSniff(f *testing.F) {
	for _, seed := range []string{"%PDF-1.7", "\x89PNG\r\n\x1a\n", "\xFF\xD8\xFF", "RIFF....WEBPVP8 ", "a;b\n", "<html>", "\xEF\xBB\xBF<svg>", "\xFF\xFE<\x00"} {
		f.Add([]byte(seed))
	}
	f.Add(archive(f, "x", "word/document.xml"))
	f.Add(archive(f, string(files.ODS), "mimetype"))
	known := []files.Kind{"", files.PDF, files.PNG, files.JPEG, files.WebP, files.DOCX, files.XLSX, files.ODT, files.ODS, files.Text}
	f.Fuzz(func(t *testing.T, content []byte) {
		kind := files.Sniff(content)
		if !slices.Contains(known, kind) || kind != files.Sniff(bytes.Clone(content)) {
			t.Fatalf("%q", kind)
		}
		if seen := http.DetectContentType(content); kind == files.Text && (strings.HasPrefix(seen, "text/html") || strings.HasPrefix(seen, "text/xml")) {
			t.Fatalf("%q is shown as %s", content, seen)
		}
	})
}
