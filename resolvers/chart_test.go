package resolvers_test

import (
	"bytes"
	"image/png"
	"net/http"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"hromada/auth"
	"hromada/domain"
)

func TestPicturesShowWhatIsPublished(t *testing.T) {
	t.Parallel()
	a := compared(t, oblast(12, 1, 1, 1))
	path := "/charts/ranking.svg?metric=" + madeUp + "&lang=en&theme=dark&chosen=" + a.code("communities")
	got := a.fetch(http.MethodGet, path, nil)
	body := got.Body.String()
	if got.Code != http.StatusOK || got.Header().Get("Content-Type") != "image/svg+xml" || got.Header().Get("Cache-Control") != "public, max-age=300" {
		t.Fatalf("%d %v", got.Code, got.Header())
	}
	for _, wanted := range []string{"Made-up metric", "suppressed to protect respondents", `role="img"`, "Bars in order, communities: 12."} {
		if !strings.Contains(body, wanted) {
			t.Errorf("the picture lacks %q", wanted)
		}
	}
	again := a.fetch(http.MethodGet, path, nil, "If-None-Match", got.Header().Get("ETag"))
	if again.Code != http.StatusNotModified || again.Body.Len() > 0 {
		t.Errorf("what is known already is answered by %d and %d bytes", again.Code, again.Body.Len())
	}
	for _, kind := range []string{"ranking", "distribution", "trend"} {
		drawn := a.fetch(http.MethodGet, "/charts/"+kind+".png?metric="+madeUp, nil)
		if _, err := png.Decode(bytes.NewReader(drawn.Body.Bytes())); err != nil || drawn.Code != http.StatusOK {
			t.Errorf("%s: %d, %v", kind, drawn.Code, err)
		}
	}
}

// TestPicturesHonourScope draws drafts for those who may see them, and keeps them out of shared caches.
func TestPicturesHonourScope(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	s := outline(yakushynetska, domain.Digital, &domain.Period{Start: 2025, End: 2027})
	s.goal("Ціль", coded("1"))
	a.tree(s.Outline)
	a.refreshMetrics()
	editor := a.someone("editor", staffOf(yakushynetska, auth.Editor))
	does[struct{ Goal struct{ ID string } }](editor, "createGoal", `treeId: "`+a.treeID(yakushynetska)+`", title: "Чернетка"`, `goal { id }`)
	path := "/charts/ranking.svg?metric=goals.count&view=working&lang=en&community=" + string(yakushynetska)
	if got := a.fetch(http.MethodGet, path, nil); got.Code != http.StatusForbidden {
		t.Errorf("a visitor is answered %d: %s", got.Code, got.Body)
	}
	got := editor.fetch(http.MethodGet, path, nil)
	if got.Code != http.StatusOK || !strings.Contains(got.Body.String(), "Yakushynetska: 2.") || got.Header().Get("Cache-Control") != "private, no-cache" {
		t.Errorf("staff are answered %d %v: %s", got.Code, got.Header(), got.Body)
	}
}

func TestWrongPicturesAreRefused(t *testing.T) {
	t.Parallel()
	a := compared(t, oblast(12, 1, 1, 1))
	for query, want := range map[string]int{
		"ranking.svg?metric=nothing.here": 404, "ranking.gif?metric=" + madeUp: 404, "pie.svg?metric=" + madeUp: 404, "ranking.svg": 404,
		"ranking.svg?metric=" + madeUp + "&theme=pink": 400, "ranking.svg?metric=" + madeUp + "&lang=de": 400, "ranking.svg?metric=" + madeUp + "&size=9": 400,
		"ranking.svg?metric=" + madeUp + "&target=NaN": 400, "ranking.svg?metric=" + madeUp + "&period=2026-99": 400, "ranking.svg?metric=" + madeUp + "&chosen=x": 400,
		"ranking.svg?metric=" + madeUp + "&populationFrom=many": 400, "..%2Franking.svg?metric=" + madeUp: 404,
	} {
		if got := a.fetch(http.MethodGet, "/charts/"+query, nil); got.Code != want {
			t.Errorf("%s: %d %s", query, got.Code, got.Body)
		}
	}
	if got := a.fetch(http.MethodPost, "/charts/ranking.svg?metric="+madeUp, nil); got.Code != http.StatusMethodNotAllowed {
		t.Errorf("POST is answered %d", got.Code)
	}
}

func TestComparisonsAreExported(t *testing.T) {
	t.Parallel()
	a := compared(t, oblast(12, 1, 1, 1))
	for path, wanted := range map[string][]string{
		"/export/comparison.csv?metric=" + madeUp:                          {"community_code,community,value,missing", "SUPPRESSED", "2026-10"},
		"/export/metrics.csv?metric=" + madeUp + "&metric=goals.progress":  {madeUp + "," + madeUp + ".missing,goals.progress", "SUPPRESSED"},
		"/export/overview.csv?region=" + a.code("regions"):                 {"coverage,communities,12", "goals,status", "planned,"},
		"/export/overview.csv?goalStatus=IN_PROGRESS&goalStatus=SUSPENDED": {"coverage,communities,12"},
		"/export/overview.csv?notReportedSince=2100-01-01":                 {"coverage,communities,12"},
	} {
		got := a.fetch(http.MethodGet, path, nil)
		for _, text := range wanted {
			if got.Code != http.StatusOK || !strings.Contains(got.Body.String(), text) {
				t.Errorf("%s: %d, and %q is not in\n%s", path, got.Code, text, got.Body)
			}
		}
	}
	peers := "/export/metrics.csv?metric=" + madeUp + "&peersOf=" + a.code("communities") + "&peerCount=2&peerFeature=AREA&peerFeature=DENSITY"
	if got := a.fetch(http.MethodGet, peers, nil); got.Code != http.StatusOK || strings.Count(got.Body.String(), "\n") != 4 {
		t.Errorf("%s: %d %s", peers, got.Code, got.Body)
	}
	for path, field := range map[string]string{
		"/export/comparison.csv?metric=" + madeUp + "&metric=goals.count": "metric", "/export/overview.csv?goalStatus=BAD": "goalStatus",
		"/export/overview.csv?notReportedSince=x": "notReportedSince", peers + "&peerFeature=HEIGHT": "peerFeature",
	} {
		if got := a.fetch(http.MethodGet, path, nil); got.Code != http.StatusBadRequest || !strings.Contains(got.Body.String(), field) {
			t.Errorf("%s: %d %s", path, got.Code, got.Body)
		}
	}
	table := a.fetch(http.MethodGet, "/export/comparison.xlsx?lang=en&metric="+madeUp, nil)
	notes := sheet(t, table.Body.Bytes(), "Notes")
	if len(notes) < 6 || notes[0][0] != "Metric" || !strings.Contains(notes[0][1], madeUp) {
		t.Errorf("the notes are %v", notes)
	}
	if rows := sheet(t, table.Body.Bytes(), "Comparison"); len(rows) != 13 {
		t.Errorf("the table has %d rows", len(rows))
	}
}

// sheet is a sheet of a workbook, row by row.
func sheet(t *testing.T, content []byte, name string) [][]string {
	t.Helper()
	file, err := excelize.OpenReader(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := file.GetRows(name)
	if err != nil {
		t.Fatal(err)
	}
	return rows
}
