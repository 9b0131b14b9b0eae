package charts_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"image/png"
	"io"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"hromada/domain"
	"hromada/reports/charts"
)

var frame = charts.Frame{
	Title:    "Що заважає Вам і Вашій родині користуватися онлайн-послугами громади, області та держави удома чи на роботі? — Бракує швидкого інтернету",
	Subtitle: "Вінницька область, хвиля 2, 2026 рік", Unit: "%", Language: domain.Ukrainian,
	Source: "Частка тих, хто вибрав цю відповідь, від усіх, хто відповів на запитання: за оприлюдненим опитуванням громади або області, зважена, де є ваги. " +
		"Похибка відома лише там, де людей вибрано навмання. Відрізки показують довірчий інтервал: 95 %.",
	Theme: charts.Light,
}

func samples(theme charts.Theme) map[string]charts.Chart {
	f := frame
	f.Theme = theme
	ranking := &charts.Ranking{Frame: f, Median: new(41.5), Bars: []charts.Bar{
		{Label: "Северинівська", Rank: "1–2", Value: new(61.4), Low: new(55.2), High: new(67.3)},
		{Label: "Ґолгоцька & «Їжаченківська» <b>", Rank: "1–3", Value: new(55.0), Low: new(48.9), High: new(61.0), Chosen: true},
		{Label: "Вінницька міська територіальна громада з дуже довгою назвою", Rank: "3", Value: new(41.5)},
		{Label: "Гніванська", Why: "приховано, щоб захистити респондентів"},
		{Label: "Єланецька", Rank: "4", Value: new(0.0), Low: new(0.0), High: new(3.2)},
	}}
	distribution := &charts.Distribution{Frame: f, Median: new(41.5), Absent: 3, Bins: []charts.Bin{{0, 10, 1}, {10, 20, 0}, {20, 30, 4}, {30, 40, 11}, {40, 50, 7}, {50, 60, 2}}}
	trend := &charts.Trend{Frame: f, Periods: []string{"хвиля 1", "хвиля 2", "хвиля 3", "хвиля 4"}, Lines: []charts.Line{
		{Name: "Северинівська", Values: []*float64{new(61.0), new(54.2), nil, new(47.3)}, Low: []*float64{new(55.0), new(48.0), nil, new(41.0)}, High: []*float64{new(67.0), new(60.0), nil, new(53.0)}},
		{Name: "Медіана громад району", Values: []*float64{new(50.0), new(49.5), new(48.1), new(44.0)}},
	}}
	return map[string]charts.Chart{"ranking": ranking, "distribution": distribution, "trend": trend}
}

// PICTURES names a folder to have the samples written to, to be looked at.
func TestBothFormatsAreWhole(t *testing.T) {
	for _, theme := range []charts.Theme{charts.Light, charts.Dark} {
		for name, chart := range samples(theme) {
			vector, err := charts.Render(chart, charts.SVG)
			if err != nil {
				t.Fatal(err)
			}
			checkXML(t, vector)
			for _, wanted := range []string{`role="img"`, "<title", "<desc", "швидкого інтернету"} {
				if !strings.Contains(string(vector), wanted) {
					t.Errorf("%s: there is no %s", name, wanted)
				}
			}
			if strings.Contains(string(vector), "<b>") {
				t.Errorf("%s: a label is markup", name)
			}
			raster, err := charts.Render(chart, charts.PNG)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := png.Decode(bytes.NewReader(raster)); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			if folder := os.Getenv("PICTURES"); folder != "" {
				for form, picture := range map[string][]byte{"svg": vector, "png": raster} {
					if err := os.WriteFile(filepath.Join(folder, name+"-"+string(theme)+"."+form), picture, 0o600); err != nil {
						t.Fatal(err)
					}
				}
			}
		}
	}
}

func checkXML(t interface{ Fatalf(string, ...any) }, picture []byte) {
	for reader := xml.NewDecoder(bytes.NewReader(picture)); ; {
		if _, err := reader.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Fatalf("no XML: %v", err)
		}
	}
}

func TestAltSaysWhatIsSeenAndWhatIsHidden(t *testing.T) {
	said := samples(charts.Light)["ranking"].Alt()
	for _, wanted := range []string{"громад: 5", "Северинівська: 61,4", "від 55,2", "Гніванська: приховано", "Єланецька: 0"} {
		if !strings.Contains(said, wanted) {
			t.Errorf("%q is not in %q", wanted, said)
		}
	}
}

func TestOnlySoManyBarsAreDrawn(t *testing.T) {
	chart := &charts.Ranking{Frame: frame}
	for i := range 1469 {
		chart.Bars = append(chart.Bars, charts.Bar{Label: fmt.Sprintf("громада-%d", i), Value: new(float64(i))})
	}
	picture, err := charts.Render(chart, charts.SVG)
	if err != nil {
		t.Fatal(err)
	}
	if drawn := bytes.Count(picture, []byte(">громада-")); drawn != charts.MaxRanked {
		t.Errorf("%d bars are drawn", drawn)
	}
	if !strings.Contains(chart.Alt(), "1469") {
		t.Error("how many there are is not said")
	}
	if !strings.Contains(string(picture), "показано перші 100<") {
		t.Error("that not all are drawn is not said")
	}
}

// TestTheChosenBarIsAlwaysDrawn: it comes after a gap where its place is beyond those that are drawn.
func TestTheChosenBarIsAlwaysDrawn(t *testing.T) {
	for _, language := range []domain.Language{domain.Ukrainian, domain.English} {
		chart := &charts.Ranking{Frame: charts.Frame{Title: "т", Language: language}}
		for i := range 1469 {
			chart.Bars = append(chart.Bars, charts.Bar{Label: fmt.Sprintf("h-%d", i), Value: new(1469 - float64(i)), Chosen: i == 1000})
		}
		drawn := string(rendered(t, chart, charts.SVG))
		if bars := strings.Count(drawn, ">h-"); bars != charts.MaxRanked+1 {
			t.Errorf("%d bars are drawn", bars)
		}
		before, after, found := strings.Cut(drawn, ">h-1000<")
		wanted := map[domain.Language]string{domain.Ukrainian: "показано перші 100<", domain.English: "the first 100 are shown<"}[language]
		if !found || !strings.Contains(before, ">h-99<") || !strings.Contains(before+after, ">…<") || !strings.Contains(before, wanted) {
			t.Errorf("the chosen bar, a gap or %q is missing", wanted)
		}
		if !strings.Contains(chart.Alt(), "h-1000: 469") {
			t.Error("it is not in the words")
		}
		chart.Bars = chart.Bars[:100]
		if strings.Contains(string(rendered(t, chart, charts.SVG)), ">…<") {
			t.Error("there is a gap where all are drawn")
		}
	}
}

func rendered(t *testing.T, chart charts.Chart, format charts.Format) []byte {
	t.Helper()
	picture, err := charts.Render(chart, format)
	if err != nil {
		t.Fatal(err)
	}
	return picture
}

// TestWordsAreWholeOnAsManyLinesAsTheyNeed: none of what must be known to read a picture is cut off.
func TestWordsAreWholeOnAsManyLinesAsTheyNeed(t *testing.T) {
	for name, chart := range samples(charts.Light) {
		drawn := string(rendered(t, chart, charts.SVG))
		_, drawn, _ = strings.Cut(drawn, "</desc>")
		plain := strings.Join(strings.Fields(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(drawn, " ")), " ")
		for _, wanted := range []string{frame.Title, frame.Source} {
			if !strings.Contains(plain, wanted) {
				t.Errorf("%s lacks %q: %s", name, wanted, plain)
			}
		}
		if strings.Contains(drawn, ">"+frame.Source+"<") {
			t.Errorf("%s: a line is longer than the picture is wide", name)
		}
	}
}

func TestWordsHaveAnEnd(t *testing.T) {
	f := frame
	f.Title, f.Source = strings.Repeat("довга назва ", 1000), strings.Repeat("ї", 5000)
	drawn := rendered(t, &charts.Ranking{Frame: f}, charts.SVG)
	if _, seen, _ := strings.Cut(string(drawn), "</desc>"); len(seen) > 10_000 || strings.Count(seen, "…<") != 2 {
		t.Errorf("%d bytes, %d cuts", len(seen), strings.Count(seen, "…<"))
	}
}

// TestValuesLieOverTheMedian: its line would strike them through.
func TestValuesLieOverTheMedian(t *testing.T) {
	drawn := string(rendered(t, samples(charts.Light)["ranking"], charts.SVG))
	median, value := strings.Index(drawn, "stroke-dasharray"), strings.Index(drawn, ">61,4\u00A0%<")
	if median < 0 || value < median {
		t.Errorf("the median is at %d, a value at %d", median, value)
	}
}

func TestPicturesAreSaidInWords(t *testing.T) {
	for name, chart := range samples(charts.Dark) {
		said := string(rendered(t, chart, charts.Words))
		for _, wanted := range []string{frame.Title + ". " + frame.Subtitle + ". ", chart.Alt()} {
			if !strings.Contains(said, wanted) {
				t.Errorf("%s: %q is not in %q", name, wanted, said)
			}
		}
		picture := rendered(t, chart, charts.PNG)
		if !bytes.Contains(picture, []byte("iTXtDescription\x00\x00\x00uk\x00\x00"+said)) {
			t.Errorf("%s: the PNG has no description", name)
		}
		if _, err := png.Decode(bytes.NewReader(picture)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestTrendsShowErrors(t *testing.T) {
	trend := samples(charts.Light)["trend"].(*charts.Trend)
	with := rendered(t, trend, charts.SVG)
	if !strings.Contains(trend.Alt(), "хвиля 1: 61\u00A0% (від 55\u00A0% до 67\u00A0%)") {
		t.Error(trend.Alt())
	}
	trend.Lines[0].Low = nil
	without := rendered(t, trend, charts.SVG)
	if strokes := bytes.Count(with, []byte("<path")) - bytes.Count(without, []byte("<path")); strokes != 18 {
		t.Errorf("3 whiskers are %d strokes, of 3 each and on paper", strokes)
	}
}

func TestNumbersAreWrittenAsPeopleWriteThem(t *testing.T) {
	for _, c := range []struct {
		value  float64
		uk, en string
	}{
		{0, "0", "0"},
		{61.44, "61,4", "61.4"},
		{0.125, "0,12", "0.12"},
		{-3.5, "−3,5", "−3.5"},
		{12345.6, "12\u00A0346", "12,346"},
		{1509515, "1\u00A0509\u00A0515", "1,509,515"},
		{7708, "7708", "7,708"},
		{-0.0001, "0,00", "0.00"},
	} {
		if uk, en := charts.Number(c.value, domain.Ukrainian), charts.Number(c.value, domain.English); uk != c.uk || en != c.en {
			t.Errorf("%v is written %q and %q", c.value, uk, en)
		}
	}
}

func TestWhateverIsComparedIsDrawn(t *testing.T) {
	value := rapid.OneOf(rapid.Just[float64](0), rapid.Float64Range(-1e12, 1e12), rapid.Float64Range(-1e-9, 1e-9), rapid.SampledFrom([]float64{math.MaxFloat64, -math.MaxFloat64, math.SmallestNonzeroFloat64}))
	rapid.Check(t, func(t *rapid.T) {
		chart := &charts.Ranking{Frame: frame, Median: rapid.Ptr(value, true).Draw(t, "median")}
		for range rapid.IntRange(0, 5).Draw(t, "bars") {
			chart.Bars = append(chart.Bars, charts.Bar{
				Label: rapid.String().Draw(t, "label"), Value: rapid.Ptr(value, true).Draw(t, "value"),
				Low: rapid.Ptr(value, true).Draw(t, "low"), High: rapid.Ptr(value, true).Draw(t, "high"), Why: "приховано",
			})
		}
		trend := &charts.Trend{Frame: frame, Lines: []charts.Line{{Name: "а"}}}
		for i := range rapid.IntRange(0, 5).Draw(t, "periods") {
			trend.Periods = append(trend.Periods, fmt.Sprint(i))
			trend.Lines[0].Values = append(trend.Lines[0].Values, rapid.Ptr(value, true).Draw(t, "value"))
		}
		for _, c := range []charts.Chart{chart, trend} {
			picture, err := charts.Render(c, charts.SVG)
			if err != nil {
				t.Fatal(err)
			}
			checkXML(t, picture)
			if bytes.Contains(picture, []byte("NaN")) || bytes.Contains(picture, []byte("Inf")) {
				t.Fatal("something is drawn nowhere")
			}
		}
	})
}

func BenchmarkRanking(b *testing.B) {
	for _, format := range []charts.Format{charts.SVG, charts.PNG} {
		b.Run(string(format), func(b *testing.B) {
			for b.Loop() {
				if _, err := charts.Render(samples(charts.Light)["ranking"], format); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
