package files

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"hromada/auth"
	"hromada/domain"
	"hromada/domain/comparison"
	"hromada/graph"
	"hromada/reports"
	"hromada/reports/charts"
)

var peerKinds = []comparison.PeerKind{comparison.Nearest, comparison.SameType, comparison.PopulationBand, comparison.SameDistrict}

// inPictures are the parameters that each picture takes beside those of all: what would change nothing in it is refused. A trend is of all
// periods and of what is published.
var inPictures = map[reports.PictureKind][]string{
	reports.RankingPicture:      slices.Concat([]string{"metric", "period", "confidence", "view", "chosen"}, inPeers, inCommunities),
	reports.DistributionPicture: slices.Concat([]string{"metric", "period", "view"}, inPeers, inCommunities),
	reports.TrendPicture:        slices.Concat([]string{"metric", "chosen"}, inCommunities),
}

var pictureTypes = map[charts.Format]string{charts.SVG: "image/svg+xml", charts.PNG: "image/png", charts.Words: "text/plain; charset=utf-8"}

// chart draws a comparison: /charts/ranking.svg and the like, or says it in words as .txt. What the viewer may not see is not in it, since it is made of what the
// store gives them.
func (h *Handler) chart(w http.ResponseWriter, r *http.Request, rest string) error {
	name, extension, _ := strings.Cut(rest, ".")
	kind, format := reports.PictureKind(name), charts.Format(extension)
	if pictureTypes[format] == "" || inPictures[kind] == nil {
		return domain.NotFound("")
	}
	values, err := parameters(r.URL.RawQuery, slices.Concat([]string{"lang", "theme"}, inPictures[kind])...)
	if err != nil {
		return err
	}
	q := &query{Values: values}
	asked := reports.PictureQuery{ComparisonQuery: q.comparison(), Language: q.language(graph.Language(r.Context())), Theme: charts.Light}
	if theme := first(many(q, "theme", charts.Light, charts.Dark)); theme != nil {
		asked.Theme = *theme
	}
	if chosen := first(codes(q, "chosen")); chosen != nil {
		asked.Chosen = *chosen
	}
	if q.err != nil {
		return q.err
	}
	picture, err := reports.Picture(r.Context(), h.store, kind, asked)
	if err != nil {
		return err
	}
	drawn, err := h.drawn(r.Context(), picture, format)
	if err != nil {
		return err
	}
	givePicture(w, r, drawn, pictureTypes[format])
	return nil
}

// mostDrawn is how many pictures are drawn at once: each takes a processor for as long as it lasts.
const mostDrawn = 4

func (h *Handler) drawn(ctx context.Context, picture charts.Chart, format charts.Format) ([]byte, error) {
	select {
	case h.drawing <- struct{}{}:
		defer func() { <-h.drawing }()
	case <-ctx.Done():
		return nil, domain.Unavailable(ctx.Err())
	}
	return charts.Render(picture, format)
}

// givePicture answers a picture, or that the client has it already. Other pages may show it.
func givePicture(w http.ResponseWriter, r *http.Request, drawn []byte, mediaType string) {
	sum := sha256.Sum256(drawn)
	header := w.Header()
	header.Set("ETag", `"`+hex.EncodeToString(sum[:])+`"`)
	header.Set("Cache-Control", "private, no-cache")
	if viewer, known := auth.ViewerFrom(r.Context()); known && !viewer.SignedIn() {
		header.Set("Cache-Control", "public, max-age=300")
	}
	header.Set("Vary", "Authorization, Accept-Language")
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox")
	header.Set("Cross-Origin-Resource-Policy", "cross-origin")
	if slices.Equal(knownSum(r), sum[:]) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	header.Set("Content-Type", mediaType)
	header.Set("Content-Length", strconv.Itoa(len(drawn)))
	if r.Method != http.MethodHead {
		_, _ = bytes.NewReader(drawn).WriteTo(w) // a client that is gone cannot be told that it is
	}
}
