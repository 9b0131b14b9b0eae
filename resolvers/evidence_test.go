package resolvers_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"hromada/auth"
	"hromada/domain"
)

// attached are the files of a component.
type attached struct {
	Component struct {
		Files []struct {
			ID, Title, FileName, ContentType, URL string
			Size                                  int
		}
	}
}

const filesFields = `component { files { id title fileName contentType size url } }`

// node is the id of a node in the tree laden, as the editor sees it.
func (p *person) node(tree, title string) string {
	p.tb.Helper()
	return p.exported("/export/goal-trees/"+tree+".csv?view=working").get(title, "id")
}

func (p *person) attach(node, name, content string) attached {
	p.tb.Helper()
	return does[attached](p, "attachEvidence", `nodeId: "`+node+`", uploadId: "`+p.send("EVIDENCE", name, []byte(content))+`", title: "Акт"`, filesFields)
}

// Abuse case 59: a file is served to be saved, whatever it is called and whatever else it may be.
func TestFilesAreServedToBeSaved(t *testing.T) {
	t.Parallel()
	a, editor, tree := importing(t)
	name := `../../«Акт» "1"%; x=y` + "\u200B" + `.html`
	polyglot := pdf + "<script>alert(1)</script>"
	file := editor.attach(editor.node(tree, "Прокласти кабель"), name, polyglot).Component.Files[0]
	if file.Title != "Акт" || file.FileName != name || file.ContentType != "application/pdf" || file.Size != len(polyglot) || file.URL != "/files/"+file.ID {
		t.Errorf("%+v", file)
	}
	for who, fetch := range map[string]func(string, string, io.Reader, ...string) *httptest.ResponseRecorder{"a visitor": a.fetch, "an editor": editor.fetch} {
		got := fetch(http.MethodGet, file.URL, nil, "Accept-Encoding", "gzip, zstd", "Origin", "https://dashboard.example")
		body := got.Body.String()
		for header, want := range map[string]string{
			"Content-Type": "application/pdf", "X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'; sandbox",
			"Cache-Control": "private, no-cache", "Content-Encoding": "", "Access-Control-Allow-Origin": "https://dashboard.example",
			"Content-Disposition": `attachment; filename=".._..______ _1__; x=y_.html"; filename*=UTF-8''.._.._%C2%AB%D0%90%D0%BA%D1%82%C2%BB%20%221%22%25%3B%20x%3Dy%E2%80%8B.html`,
		} {
			if got.Header().Get(header) != want {
				t.Errorf("%s: %s is %s, want %s", who, header, got.Header().Get(header), want)
			}
		}
		tag := got.Header().Get("ETag")
		if got.Code != http.StatusOK || body != polyglot || len(tag) != 66 {
			t.Errorf("%s: %d %s %s", who, got.Code, tag, body)
		}
		for _, known := range []string{tag, "W/" + tag, `"x", ` + tag} {
			again := fetch(http.MethodGet, file.URL, nil, "If-None-Match", known)
			if again.Code != http.StatusNotModified || again.Body.Len() > 0 || again.Header().Get("ETag") != tag {
				t.Errorf("%s knows %s: %d", who, known, again.Code)
			}
		}
		if other := fetch(http.MethodGet, file.URL, nil, "If-None-Match", `"`+strings.Repeat("0", 64)+`"`); other.Code != http.StatusOK {
			t.Errorf("%s knows another: %d", who, other.Code)
		}
		if head := fetch(http.MethodHead, file.URL, nil); head.Code != http.StatusOK || head.Body.Len() > 0 || head.Header().Get("ETag") != tag {
			t.Errorf("%s asks for the headers: %d", who, head.Code)
		}
		if del := fetch(http.MethodDelete, file.URL, nil); del.Code != http.StatusMethodNotAllowed || del.Header().Get("Allow") != "GET, HEAD" {
			t.Errorf("%s deletes: %d", who, del.Code)
		}
	}
}

// What may not be seen is not there, to the byte.
func TestFilesOfDraftsAreNotThereForOthers(t *testing.T) {
	t.Parallel()
	a, editor, tree := importing(t)
	type made struct{ Component changedNode }
	goal := editor.node(tree, "Двійник")
	fresh := does[made](editor, "createComponent", `parentId: "`+goal+`", title: "Чернетка"`, `component { `+nodeFields+` }`).Component
	file := editor.attach(fresh.ID, "акт.pdf", pdf).Component.Files[0]
	other := a.someone("other", staffOf(vinnytska, auth.Head))
	expert := a.someone("expert", expertOf(vinnytskaOblast))
	same := []string{"X-Request-Id", "same-request"}
	missing := a.fetch(http.MethodGet, "/files/"+domain.NodeID{Type: "File", Community: 1, Number: 999}.String(), nil, same...)
	for what, got := range map[string]*httptest.ResponseRecorder{
		"a draft's, to a visitor":            a.fetch(http.MethodGet, file.URL, nil, same...),
		"a draft's, to a foreign head":       other.fetch(http.MethodGet, file.URL, nil, same...),
		"no id":                              editor.fetch(http.MethodGet, "/files/x", nil, same...),
		"nothing":                            editor.fetch(http.MethodGet, "/files/", nil, same...),
		"another type":                       editor.fetch(http.MethodGet, "/files/"+fresh.ID, nil, same...),
		"a draft's, to who knows its sum":    other.fetch(http.MethodGet, file.URL, nil, append(same, "If-None-Match", editor.fetch(http.MethodGet, file.URL, nil).Header().Get("ETag"))...),
		"the same number of another's place": editor.fetch(http.MethodGet, "/files/"+domain.NodeID{Type: "File", Community: 2, Number: 1}.String(), nil, same...),
	} {
		if body := got.Body.String(); got.Code != http.StatusNotFound || body != missing.Body.String() || len(got.Header()) != len(missing.Header()) {
			t.Errorf("%s: %d %s %v, want %s %v", what, got.Code, body, got.Header(), missing.Body, missing.Header())
		}
	}
	for who, p := range map[string]*person{"its editor": editor, "the region's expert": expert} {
		if got := p.fetch(http.MethodGet, file.URL, nil); got.Code != http.StatusOK {
			t.Errorf("%s: %d %s", who, got.Code, got.Body)
		}
	}
	shown := a.ask(`query($id: ID!) { node(id: $id) { ... on Component { files { id } } } }`, vars{"id": editor.node(tree, "Без коду")})
	if !strings.Contains(shown.Body, `{"files":[]}`) {
		t.Error(shown.Body)
	}
}

func TestWhoMayAttachAndRemove(t *testing.T) {
	t.Parallel()
	a, editor, tree := importing(t)
	node := editor.node(tree, "Прокласти кабель")
	other := a.someone("other", staffOf(vinnytska, auth.Head))
	reader := a.someone("reader", staffOf(yakushynetska, auth.Reader))
	sent := editor.send("EVIDENCE", "акт.pdf", []byte(pdf))
	input := func(node, upload, title string) string {
		return `nodeId: "` + node + `", uploadId: "` + upload + `", title: "` + title + `"`
	}
	does[attached](editor, "attachEvidence", input(node, sent, ""), filesFields, "INVALID_INPUT title")
	does[attached](editor, "attachEvidence", input(node, sent, strings.Repeat("ї", 501)), filesFields, "INVALID_INPUT title")
	does[attached](editor, "attachEvidence", input(editor.node(tree, "Двійник"), sent, "Акт"), filesFields, "NOT_FOUND nodeId")
	does[attached](editor, "attachEvidence", input(node, editor.send("IMPORT", "а.csv", []byte("а")), "Акт"), filesFields, "NOT_FOUND uploadId")
	does[attached](editor, "attachEvidence", input(node, editor.announce("EVIDENCE", "а.pdf", 5).ID, "Акт"), filesFields, "NOT_FOUND uploadId")
	does[attached](other, "attachEvidence", input(node, sent, "Акт"), filesFields, "NOT_FOUND nodeId")
	does[attached](other, "attachEvidence", input(node, other.send("EVIDENCE", "акт.pdf", []byte(pdf)), "Акт"), filesFields, "NOT_FOUND nodeId")
	if got := reader.ask(`mutation { attachEvidence(input: {`+input(node, sent, "Акт")+`}) { component { id } } }`, nil); got.Errors[0].Extensions.Code != domain.CodeForbidden {
		t.Errorf("who only reads: %s", got.Body)
	}
	file := does[attached](editor, "attachEvidence", input(node, sent, "Акт"), filesFields).Component.Files[0]
	does[attached](editor, "attachEvidence", input(node, sent, "Акт"), filesFields, "NOT_FOUND uploadId")

	remove := func(p *person, id string) answer {
		return p.ask(`mutation { removeEvidence(input: {id: "`+id+`"}) { component { files { id } } userErrors { code path } } }`, nil)
	}
	if got := remove(other, file.ID); len(got.Errors) != 1 || got.Errors[0].Extensions.Code != domain.CodeForbidden {
		t.Errorf("a foreign head, who sees it: %s", got.Body)
	}
	for _, id := range []string{domain.NodeID{Type: "File", Community: 1, Number: 999}.String(), node} {
		if got := remove(editor, id); !strings.Contains(got.Body, `{"component":null,"userErrors":[{"code":"NOT_FOUND","path":["id"]}]}`) {
			t.Errorf("what there is not: %s", got.Body)
		}
	}
	if got := remove(editor, file.ID); !strings.Contains(got.Body, `{"component":{"files":[]},"userErrors":[]}`) {
		t.Errorf("its editor: %s", got.Body)
	}
	if got := editor.fetch(http.MethodGet, file.URL, nil); got.Code != http.StatusNotFound {
		t.Errorf("what was removed: %d", got.Code)
	}
	history := editor.ask(`query($id: ID!) { node(id: $id) { ... on Component { version history { action } } } }`, vars{"id": node})
	if !strings.Contains(history.Body, `{"version":1,"history":[{"action":"REMOVE_EVIDENCE"},{"action":"ATTACH_EVIDENCE"}]}`) {
		t.Error(history.Body)
	}
}
