// Package playground serves a page where people try queries: GraphiQL, from the program itself, so that it
// works without any other network.
package playground

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"html/template"
	"io/fs"
	"net/http"
)

//go:embed page.html
var pageText string

//go:embed assets/*.js assets/*.css assets/*.svg
var assets embed.FS

var page = template.Must(template.New("page").Parse(pageText))

// Paths that the playground answers; the pattern of assets ends in the name of one.
const (
	Page   = "GET /{$}"
	Assets = "GET /playground/{version}/{file}"
)

// Handler answers Page and Assets; the page asks its queries of endpoint.
func Handler(endpoint string) http.Handler {
	files, err := fs.Sub(assets, "assets")
	if err != nil {
		panic(err) // the name is not a path
	}
	version := versionOf(files)
	mux := http.NewServeMux()
	mux.HandleFunc(Page, func(w http.ResponseWriter, _ *http.Request) { servePage(w, endpoint, "/playground/"+version) })
	mux.HandleFunc(Assets, func(w http.ResponseWriter, r *http.Request) { serveAsset(w, r, files, version) })
	return mux
}

// versionOf is the beginning of a sum over all assets, so that their addresses change when they do.
func versionOf(files fs.FS) string {
	names, err := fs.Glob(files, "*")
	if err != nil {
		panic(err) // the pattern is malformed
	}
	sum := sha256.New()
	for _, name := range names {
		content, err := fs.ReadFile(files, name)
		if err != nil {
			panic(err) // it stands in the program
		}
		sum.Write(content)
	}
	return hex.EncodeToString(sum.Sum(nil))[:12]
}

func servePage(w http.ResponseWriter, endpoint, assets string) {
	nonce := rand.Text()
	var text bytes.Buffer
	err := page.Execute(&text, map[string]any{
		"Assets": assets, "Endpoint": endpoint, "Nonce": nonce,
		"Page": map[string]any{"endpoint": endpoint, "examples": Examples()},
	})
	if err != nil {
		panic(err) // what it is filled with is ours
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store") // the mark in it is for one answer
	h.Set("Content-Security-Policy", policy(nonce))
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	_, _ = w.Write(text.Bytes()) // a reader who is gone cannot be told
}

// policy lets the page load from and speak to this server, and nothing else. The mark is for the style
// elements that GraphiQL's dialogs make.
func policy(nonce string) string {
	return "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-" + nonce + "'; connect-src 'self'; " +
		"img-src 'self' data:; font-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
}

func serveAsset(w http.ResponseWriter, r *http.Request, files fs.FS, version string) {
	if r.PathValue("version") != version {
		http.NotFound(w, r)
		return
	}
	file := r.PathValue("file")
	if _, err := fs.Stat(files, file); err != nil {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	http.ServeFileFS(w, r, files, file) //nolint:gosec // G703: files are those of the program itself, and this is one of them
}
