package resolvers_test

import (
	"encoding/csv"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"hromada/domain"
)

// reads tells an attacker everything that a visitor is told of a question: its figures in all breakdowns, raw and weighted, how many responded, the metrics made
// of it, its findings and the tables to download.
func (a *attacker) reads(p *poll, w pollWorld, question string) {
	p.tb.Helper()
	breakdowns := []string{"", "by: [SEX]", "by: [MODE]"}
	if w.crossed {
		breakdowns = append(breakdowns, "by: [AGE]", "by: [SEX, AGE]")
	}
	for _, place := range append([]domain.KatottgCode{""}, attackedPlaces...) {
		of := ""
		if place != "" {
			of = fmt.Sprintf("communityCode: %q", place)
		}
		for _, by := range breakdowns {
			for _, weighted := range []string{"", "weighted: false", "weighted: true"} {
				for _, f := range p.figures(p.api, arguments(by, of, weighted)) {
					if f.Question.Code == question {
						a.figure(place, f)
					}
				}
			}
		}
		a.responses(p, place, arguments(of))
	}
	if question == "q_one" {
		a.metrics(p)
		a.findings(p)
	}
	a.downloads(p, question)
}

func arguments(parts ...string) string {
	given := strings.Join(strings.Fields(strings.Join(parts, " ")), " ")
	if given == "" {
		return ""
	}
	return "(" + given + ")"
}

// cell is what a figure is of.
func (f shownFigure) cell(place domain.KatottgCode) cellOf {
	c := cellOf{place: place}
	if f.Group != nil {
		c.group = f.Group.Category
		if f.Group.CrossedCategory != nil {
			c.group += "*" + *f.Group.CrossedCategory
		}
	}
	if f.Option != nil {
		c.option = int(f.Option.Code[1] - '0')
	}
	return c
}

func (a *attacker) figure(place domain.KatottgCode, f shownFigure) {
	c := f.cell(place)
	if f.N != nil {
		a.number(cellOf{c.place, c.group, 0}, float64(*f.N))
	}
	switch {
	case f.Value == nil || f.N == nil:
		a.of(place).hidden = a.of(place).hidden || f.Suppressed
	case f.Weighted && c.option != 0:
		a.share(c, f)
	case f.Weighted:
	case c.option != 0:
		a.of(place).raw = true
		a.number(c, *f.Value*float64(*f.N))
	default:
		a.mean(c, *f.Value*float64(*f.N))
	}
}

func (a *attacker) responses(p *poll, place domain.KatottgCode, of string) {
	counts := get[struct {
		ResponseCounts []struct {
			Mode  string
			Count *int
		}
	}](p.api, "node", `query($id: ID!) { node(id: $id) { ... on Survey { responseCounts`+of+` { mode count } } } }`, vars{"id": p.id})
	for _, c := range counts.ResponseCounts {
		if c.Count != nil { // everybody answered every question
			a.number(cellOf{place, c.Mode, 0}, float64(*c.Count))
		}
	}
}

// told learns a percent of which it does not know whether it is raw or rounded: what it is of whole people it takes for raw, where figures tell that such are.
func (a *attacker) told(p *poll, c cellOf, percent *float64) {
	f, ok := p.figures(p.api, arguments(fmt.Sprintf("communityCode: %q", c.place)))[fmt.Sprintf("q_one.o%d", c.option)]
	switch {
	case percent == nil:
	case !ok || f.Suppressed || f.Value == nil || !isNear(percent, 100**f.Value):
		p.tb.Errorf("of %v %v percent are told, its figure is %+v", c, *percent, f)
	}
}

// metrics reads the comparison, the table and the trend of each community alone.
func (a *attacker) metrics(p *poll) {
	for option := 1; option <= 3; option++ {
		metric := fmt.Sprint("survey.q_one.o", option)
		for _, row := range p.compare(vars{"metric": metric}).Rows {
			if row.N != nil {
				a.number(cellOf{domain.KatottgCode(row.Community.Code), "", 0}, float64(*row.N))
			}
			a.told(p, cellOf{domain.KatottgCode(row.Community.Code), "", option}, row.Value)
		}
		for _, place := range attackedPlaces {
			only := vars{"codes": []domain.KatottgCode{place}}
			table := get[struct{ Columns []struct{ Values []*float64 } }](p.api, "metricTable", `query($in: MetricTableInput!) { metricTable(input: $in) { columns { values } } }`,
				vars{"in": vars{"metrics": []string{metric}, "filter": only}})
			trend := get[struct {
				Points []struct{ Mean, Median *float64 }
			}](p.api, "trend", `query($in: TrendInput!) { trend(input: $in) { points { mean median } } }`,
				vars{"in": vars{"metric": metric, "filter": only}})
			values := table.Columns[0].Values
			for _, point := range trend.Points {
				values = append(values, point.Mean, point.Median)
			}
			for _, v := range values {
				a.told(p, cellOf{place, "", option}, v)
			}
			a.told(p, cellOf{place, "", option}, p.metricIn("/export/comparison.csv?lang=en&metric="+metric, place))
		}
	}
}

// metricIn is the value of a community in a table of a comparison.
func (p *poll) metricIn(path string, place domain.KatottgCode) *float64 {
	for _, row := range p.table(path + "&community=" + string(place)) {
		if v, err := strconv.ParseFloat(row["value"], 64); err == nil && row["community_code"] == string(place) {
			return &v
		}
	}
	return nil
}

// findings reads what the survey found in each community, and summed up over each alone.
func (a *attacker) findings(p *poll) {
	for _, place := range attackedPlaces {
		of := map[string]int{}
		for _, f := range p.mainProblems(p.api, fmt.Sprintf("(communityCode: %q)", place)) {
			of[f.Problem.Code] = int(f.Option.Code[1] - '0')
			if f.Share != nil {
				a.told(p, cellOf{place, "", of[f.Problem.Code]}, new(100**f.Share))
			}
		}
		for _, f := range p.summedUp(fmt.Sprintf("(filter: {codes: [%q]})", place)) {
			if f.MeanShare != nil {
				a.told(p, cellOf{place, "", of[f.Problem.Code]}, new(100**f.MeanShare))
			}
		}
	}
}

// table reads a table that is told as CSV, by its head.
func (p *poll) table(path string) []map[string]string {
	p.tb.Helper()
	got := p.fetch(http.MethodGet, path, nil)
	lines, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(got.Body.String(), "\ufeff"))).ReadAll()
	if err != nil || got.Code != http.StatusOK {
		p.tb.Fatalf("%s: %d %v", path, got.Code, err)
	}
	var rows []map[string]string
	for _, line := range lines[1:] {
		row := map[string]string{}
		for at, name := range lines[0] {
			if at < len(line) {
				row[name] = line[at]
			}
		}
		rows = append(rows, row)
	}
	return rows
}

// downloads reads the table of figures, and of each community how many answered in which mode in the overview.
func (a *attacker) downloads(p *poll, question string) {
	for _, row := range p.table("/export/surveys/" + p.id + "/figures.csv") {
		if row["question"] != question {
			continue
		}
		for _, number := range []string{"value", "standard_error", "margin_of_error", "low", "high", "effective_n", "design_effect", "change"} {
			if hidden := row["missing"] == "SUPPRESSED"; hidden != (row[number] == "SUPPRESSED") {
				p.tb.Errorf("the table has %v", row)
			}
		}
		if n, err := strconv.ParseFloat(row["n"], 64); err == nil && row["group_by"] == "" {
			a.number(cellOf{domain.KatottgCode(row["community_code"]), "", 0}, n)
		}
	}
	for _, place := range attackedPlaces {
		for _, row := range p.table("/export/overview.csv?lang=en&community=" + string(place)) {
			if n, err := strconv.ParseFloat(row["value"], 64); err == nil && row["section"] == "responses" && !strings.Contains(row["item"], " ") {
				a.number(cellOf{place, row["item"], 0}, n)
			}
		}
	}
}
