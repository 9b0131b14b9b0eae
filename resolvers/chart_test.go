package resolvers_test

import (
	"bytes"
	"image/png"
	"net/http"
	"slices"
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
	said := a.fetch(http.MethodGet, strings.Replace(path, ".svg", ".txt", 1), nil)
	if said.Header().Get("Content-Type") != "text/plain; charset=utf-8" || said.Header().Get("Cache-Control") != "public, max-age=300" || said.Header().Get("ETag") == "" {
		t.Errorf("in words: %v", said.Header())
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
	words := strings.Replace(path, ".svg", ".txt", 1)
	if got := a.fetch(http.MethodGet, words, nil); got.Code != http.StatusForbidden {
		t.Errorf("a visitor is told %d: %s", got.Code, got.Body)
	}
	if got := editor.fetch(http.MethodGet, words, nil); !strings.Contains(got.Body.String(), "Yakushynetska: 2.") || got.Header().Get("Cache-Control") != "private, no-cache" {
		t.Errorf("staff are told %d %v: %s", got.Code, got.Header(), got.Body)
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
		"ranking.svg?metric=" + madeUp + "&populationMin=many": 400, "..%2Franking.svg?metric=" + madeUp: 404,
	} {
		if got := a.fetch(http.MethodGet, "/charts/"+query, nil); got.Code != want {
			t.Errorf("%s: %d %s", query, got.Code, got.Body)
		}
	}
	if got := a.fetch(http.MethodPost, "/charts/ranking.svg?metric="+madeUp, nil); got.Code != http.StatusMethodNotAllowed {
		t.Errorf("POST is answered %d", got.Code)
	}
}

// TestPicturesTakeWhatTheyShow: a picture of which one asks something that it does not show would look like an answer.
func TestPicturesTakeWhatTheyShow(t *testing.T) {
	t.Parallel()
	a := compared(t, oblast(12, 1, 1, 1))
	one := a.code("communities")
	values := map[string]string{
		"period": "wave-1", "view": "working", "peersOf": one, "peers": "NEAREST&peersOf=" + one, "peerCount": "3&peersOf=" + one, "target": "5", "confidence": "0.9", "chosen": one,
	}
	for _, more := range []string{"peerCount=3", "peers=NEAREST", "confidence=0.9&confidence=0.8"} {
		if got := a.fetch(http.MethodGet, "/charts/ranking.svg?metric="+madeUp+"&"+more, nil); got.Code != http.StatusBadRequest {
			t.Errorf("%s: %d %.300s", more, got.Code, got.Body)
		}
	}
	for kind, refused := range map[string][]string{
		"trend": {"period", "view", "peersOf", "peers", "peerCount", "target", "confidence"}, "distribution": {"target", "confidence", "chosen"}, "ranking": {"target"},
	} {
		for name, value := range values {
			got := a.fetch(http.MethodGet, "/charts/"+kind+".svg?metric="+madeUp+"&"+name+"="+value, nil)
			switch isRefused := got.Code == http.StatusBadRequest && strings.Contains(got.Body.String(), `"`+name+`"`); {
			case slices.Contains(refused, name) && !isRefused:
				t.Errorf("%s of %s: %d %.300s", name, kind, got.Code, got.Body)
			case !slices.Contains(refused, name) && name != "view" && got.Code != http.StatusOK:
				t.Errorf("%s of %s: %d %.300s", name, kind, got.Code, got.Body)
			}
		}
	}
}

// TestTrendsShowWhoWasChosen beside the median of all.
func TestTrendsShowWhoWasChosen(t *testing.T) {
	t.Parallel()
	a := compared(t, oblast(12, 1, 1, 1))
	a.exec(`UPDATE metric_values SET value = 40 + wave, standard_error = NULL, missing = NULL WHERE metric = '` + madeUp + `' AND community_id = 1`)
	path := "/charts/trend.svg?metric=" + madeUp + "&lang=en"
	code := a.text(`SELECT code FROM communities WHERE id = 1`)
	got := a.fetch(http.MethodGet, path+"&chosen="+code, nil).Body.String()
	for _, wanted := range []string{">Hromada 1<", ">41%<", ">42%<", ">Median of communities<", " Hromada 1: 2026-09: 41%; 2026-10: 42%."} {
		if !strings.Contains(got, wanted) {
			t.Errorf("%q is not in %s", wanted, got)
		}
	}
	if got := a.fetch(http.MethodGet, path, nil).Body.String(); strings.Contains(got, "Hromada 1") {
		t.Errorf("nobody was chosen: %s", got)
	}
	if got := a.fetch(http.MethodGet, path+"&chosen=UA99999999999999999", nil); got.Code != http.StatusNotFound {
		t.Errorf("a community that there is not: %d %s", got.Code, got.Body)
	}
}

// TestPicturesKeepSharesBetweenNothingAndAll, however wide the errors are, and say what whiskers are.
func TestPicturesKeepSharesBetweenNothingAndAll(t *testing.T) {
	t.Parallel()
	a := compared(t, oblast(12, 1, 1, 1))
	for community, value := range map[string]string{"1": "1", "2": "98.5"} {
		a.exec(`UPDATE metric_values SET value = ` + value + `, standard_error = 2, n = 100, missing = NULL WHERE metric = '` + madeUp + `' AND community_id = ` + community)
	}
	code := a.text(`SELECT code FROM communities WHERE id = 1`)
	for path, wanted := range map[string][]string{
		"ranking.svg":                                                {"Hromada 1: 1% (from 0% to 4.9%).", "Hromada 2: 98.5% (from 94.6% to 100%).", "Whiskers show the interval at 95% confidence.<"},
		"ranking.svg?confidence=0.8":                                 {"Hromada 1: 1% (from 0% to 3.6%).", "Whiskers show the interval at 80% confidence.<"},
		"trend.svg?chosen=" + code:                                   {"Hromada 1: 2026-09: 1% (from 0% to 4.9%); 2026-10: 1% (from 0% to 4.9%).", "Whiskers show the interval at 95% confidence.<"},
		"ranking.txt?chosen=" + code + "&theme=dark":                 {"Made-up metric. Communities with data: 7 of 12 · latest data. Bars in order, communities: 12. Hromada 1: 1% (from 0% to 4.9%)."},
		"trend.txt?community=" + code:                                {"Made-up metric. Median of communities by period. Change over periods. Median of communities: 2026-09: 1%; 2026-10: 1%."},
		"distribution.txt?period=wave-2&region=" + a.code("regions"): {"Made-up metric. Communities with data: 7 of 12 · Wave 2. How communities are distributed by value.", " Without a value: 5. Median: "},
	} {
		path, query, _ := strings.Cut(path, "?")
		got := a.fetch(http.MethodGet, "/charts/"+path+"?lang=en&metric="+madeUp+"&"+query, nil).Body.String()
		for _, text := range wanted {
			if !strings.Contains(got, text) {
				t.Errorf("%s?%s: %q is not in %s", path, query, text, got)
			}
		}
	}
	if got := a.fetch(http.MethodGet, "/charts/trend.svg?metric="+madeUp, nil).Body.String(); strings.Contains(got, "Відрізки") {
		t.Errorf("there are no whiskers, and they are explained: %s", got)
	}
}

// TestBigRankingsSayThatTheyAreCut, in either language, and draw who was chosen whatever the place.
func TestBigRankingsSayThatTheyAreCut(t *testing.T) {
	t.Parallel()
	a := compared(t, oblast(130, 1, 1, 1))
	a.exec(`UPDATE metric_values SET value = community_id, standard_error = NULL, missing = NULL WHERE metric = '` + madeUp + `'`) // the lower the better
	last := a.text(`SELECT code FROM communities WHERE id = 130`)
	for lang, wanted := range map[string][]string{
		"en": {"Communities with data: 130 of 130 · latest data · the first 100 are shown<", ">100. Hromada 100<", ">130. Hromada 130<", " Hromada 130: 130%."},
		"uk": {"Громад із даними: 130 із 130 · останні дані · показано перші 100<", ">130. "},
	} {
		got := a.fetch(http.MethodGet, "/charts/ranking.svg?metric="+madeUp+"&lang="+lang+"&chosen="+last, nil).Body.String()
		for _, text := range wanted {
			if !strings.Contains(got, text) {
				t.Errorf("%q is not in %s", text, got)
			}
		}
		if strings.Contains(got, "Hromada 101") {
			t.Error("more than the first 100 and the chosen one are drawn")
		}
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
