package resolvers_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"hromada/auth"
)

// unread is a body that must not be asked for.
type unread struct{}

func (unread) Read([]byte) (int, error) { return 0, errors.New("the body was read") }

// bottomless is a body that never ends.
type bottomless struct{ given int }

func (e *bottomless) Read(b []byte) (int, error) {
	e.given += len(b)
	return len(b), nil
}

const pdf = "%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"

// Abuse case 49: what is longer than was announced is refused before it is read, or as soon as it is passed.
func TestUploadsEndWhereTheyWereToEnd(t *testing.T) {
	t.Parallel()
	_, editor, _ := importing(t)
	editor.announce("IMPORT", "велике.csv", 10<<20+1, "INVALID_INPUT size")
	editor.announce("EVIDENCE", "велике.pdf", 20<<20+1, "INVALID_INPUT size")
	editor.announce("EVIDENCE", "порожнє.pdf", 0, "INVALID_INPUT size")
	up := editor.announce("EVIDENCE", "акт.pdf", 1000)
	r, w := editor.put(up, unread{})
	r.ContentLength = 1 << 30
	editor.handler.ServeHTTP(w, r)
	if w.Code != http.StatusRequestEntityTooLarge || !strings.Contains(w.Body.String(), `"code":"LIMIT_EXCEEDED"`) || !strings.Contains(w.Body.String(), `"allowed":1000`) {
		t.Errorf("1 GB that says so: %d %s", w.Code, w.Body)
	}
	body := &bottomless{}
	r, w = editor.put(up, body)
	r.ContentLength = -1
	editor.handler.ServeHTTP(w, r)
	if w.Code != http.StatusRequestEntityTooLarge || body.given > 64<<10 {
		t.Errorf("a body without end: %d after %d bytes", w.Code, body.given)
	}
	r, w = editor.put(up, strings.NewReader(pdf))
	editor.handler.ServeHTTP(w, r)
	if w.Code != http.StatusBadRequest {
		t.Errorf("a body that broke off: %d %s", w.Code, w.Body)
	}
	r, w = editor.put(up, strings.NewReader(pdf+strings.Repeat(" ", 1000-len(pdf))))
	editor.handler.ServeHTTP(w, r)
	if w.Code != http.StatusNoContent || w.Body.Len() > 0 {
		t.Errorf("after all of that, the whole: %d %s", w.Code, w.Body)
	}
}

// Who has not announced an upload cannot send it, and learns nothing of it; it is sent once and in time.
func TestUploadsAreTheirOwners(t *testing.T) {
	t.Parallel()
	a, editor, _ := importing(t)
	up := editor.announce("EVIDENCE", "акт.pdf", len(pdf))
	other := a.someone("other", staffOf(yakushynetska, auth.Head))
	send := func(p *person, url, token string) (int, string) {
		got := p.fetch(http.MethodPut, url, strings.NewReader(pdf), "Upload-Token", token, "X-Request-Id", "same-request")
		return got.Code, got.Body.String()
	}
	_, missing := send(editor, "/uploads/VXBsb2FkOjA6OTk5", up.Token)
	for what, try := range map[string]struct {
		person     *person
		url, token string
	}{
		"another's": {other, up.URL, up.Token}, "a wrong token": {editor, up.URL, up.Token + "x"}, "no token": {editor, up.URL, ""},
		"no id": {editor, "/uploads/%2e%2e%2fx", up.Token}, "nothing": {editor, "/uploads/", up.Token}, "another type": {editor, "/uploads/R29hbDoxOjE", up.Token},
	} {
		if code, body := send(try.person, try.url, try.token); code != http.StatusNotFound || body != missing {
			t.Errorf("%s: %d %s, want %s", what, code, body, missing)
		}
	}
	if got := a.fetch(http.MethodPut, up.URL, unread{}, "Upload-Token", up.Token); got.Code != http.StatusUnauthorized || got.Header().Get("WWW-Authenticate") == "" {
		t.Errorf("a visitor: %d %s", got.Code, got.Body)
	}
	if got := a.fetch(http.MethodPut, up.URL, unread{}, "Upload-Token", up.Token, "Authorization", "Bearer x"); got.Code != http.StatusUnauthorized {
		t.Errorf("a bad access token: %d %s", got.Code, got.Body)
	}
	reader := a.someone("reader", staffOf(yakushynetska, auth.Reader))
	if got := reader.fetch(http.MethodPut, up.URL, unread{}, "Upload-Token", up.Token); got.Code != http.StatusForbidden {
		t.Errorf("who only reads: %d %s", got.Code, got.Body)
	}
	if got := editor.fetch(http.MethodPut, up.URL, unread{}, "Upload-Token", up.Token, "Content-Encoding", "gzip"); got.Code != http.StatusUnsupportedMediaType {
		t.Errorf("packed: %d %s", got.Code, got.Body)
	}
	if got := editor.fetch(http.MethodPost, up.URL, unread{}, "Upload-Token", up.Token); got.Code != http.StatusMethodNotAllowed || got.Header().Get("Allow") != "PUT" {
		t.Errorf("by POST: %d %s", got.Code, got.Body)
	}
	if code, body := send(editor, up.URL, up.Token); code != http.StatusNoContent {
		t.Errorf("its owner: %d %s", code, body)
	}
	if code, body := send(editor, up.URL, up.Token); code != http.StatusConflict {
		t.Errorf("its owner again: %d %s", code, body)
	}
	late := editor.announce("EVIDENCE", "акт.pdf", len(pdf))
	a.clock.pass(16 * time.Minute)
	editor.signIn()
	if code, body := send(editor, late.URL, late.Token); code != http.StatusNotFound || body != missing {
		t.Errorf("too late: %d %s", code, body)
	}
	editor.announce("EVIDENCE", "акт.pdf", 1)
	if left := a.text(`SELECT count(*) FROM uploads`); left != "2" {
		t.Errorf("%s uploads are kept; the one whose time is over was to be dropped", left)
	}
	for range 12 {
		editor.announce("EVIDENCE", "акт.pdf", 1)
	}
	if left := a.text(`SELECT count(*) FROM uploads`); left != "10" {
		t.Errorf("%s uploads of one account are kept", left)
	}
}

// What a file is its bytes tell, whatever it is called.
func TestUploadsAreWhatTheirBytesAre(t *testing.T) {
	t.Parallel()
	_, editor, _ := importing(t)
	archive := func(names ...string) string {
		var out bytes.Buffer
		w := zip.NewWriter(&out)
		for _, name := range names {
			if part, err := w.Create(name); err != nil {
				t.Fatal(err)
			} else if _, err := io.WriteString(part, "x"); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		return out.String()
	}
	for what, file := range map[string]struct {
		content            string
		evidence, imported bool
	}{
		"PDF": {pdf, true, false}, "PNG": {"\x89PNG\r\n\x1a\n....", true, false}, "JPEG": {"\xFF\xD8\xFF\xE0....", true, false},
		"WebP": {"RIFF....WEBPVP8 ", true, false}, "DOCX": {archive("[Content_Types].xml", "word/document.xml"), true, false},
		"XLSX": {archive("[Content_Types].xml", "xl/workbook.xml"), true, true}, "text": {"a;b\nв;г\n", true, true}, "windows-1251": {"\xc4\xee\xf0;\n", true, true},
		"an archive": {archive("a.exe"), false, false}, "markup": {"  <!DOCTYPE html><script>alert(1)</script>", false, false}, "SVG": {"<svg onload=alert(1)>", false, false},
		"a program": {"\x7FELF\x02\x01\x01\x00\x00", false, false}, "GIF": {"GIF89a\x01\x00\x01\x00", false, false}, "old Office": {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", false, false},
		"a broken archive": {"PK\x03\x04", false, false},
	} {
		for purpose, taken := range map[string]bool{"EVIDENCE": file.evidence, "IMPORT": file.imported} {
			up := editor.announce(purpose, "акт.pdf", len(file.content))
			got := editor.fetch(http.MethodPut, up.URL, strings.NewReader(file.content), "Upload-Token", up.Token, "Content-Type", "application/pdf")
			if want := map[bool]int{true: http.StatusNoContent, false: http.StatusUnsupportedMediaType}[taken]; got.Code != want {
				t.Errorf("%s for %s: %d %s", what, purpose, got.Code, got.Body)
			}
		}
	}
	up := editor.announce("EVIDENCE", "акт.pdf", 5)
	got := editor.fetch(http.MethodPut, up.URL, strings.NewReader("<svg>"), "Upload-Token", up.Token, "Accept-Language", "en", "X-Request-Id", "some-request")
	if got.Body.String() != `{"errors":[{"message":"Files of this kind are not taken here.","extensions":{"code":"INVALID_INPUT","requestId":"some-request"}}]}`+"\n" {
		t.Errorf("told %s", got.Body)
	}
}

// Abuse case 59: names are told back and lead nowhere.
func TestNamesOfFilesAreOnlyNames(t *testing.T) {
	t.Parallel()
	_, editor, _ := importing(t)
	for _, name := range []string{"", "  ", strings.Repeat("ї", 256), strings.Repeat("x", 10_000), `a\nb`, `a\u007fb`} {
		got := editor.ask(`mutation { createUpload(input: {fileName: "`+name+`", size: 1, purpose: EVIDENCE}) { upload { id } userErrors { code path } } }`, nil)
		if !strings.Contains(got.Body, `{"upload":null,"userErrors":[{"code":"INVALID_INPUT","path":["fileName"]}]}`) {
			t.Errorf("%.20q: %s", name, got.Body)
		}
	}
	for _, name := range []string{`a\u0000b`, `a\u202eb`} {
		if got := editor.ask(`mutation { createUpload(input: {fileName: "`+name+`", size: 1, purpose: EVIDENCE}) { upload { id } } }`, nil); len(got.Errors) != 1 {
			t.Errorf("%q: %s", name, got.Body)
		}
	}
	for _, name := range []string{"../../etc/passwd", `C:\\Windows\\x`, "CON", strings.Repeat("ї", 255), "a.html", "'; DROP TABLE uploads; --"} {
		editor.announce("EVIDENCE", strings.ReplaceAll(name, `\\`, `\`), 1)
	}
}
