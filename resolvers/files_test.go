package resolvers_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"hromada/domain"
)

// fetch sends a request beside the graph; headers come in pairs.
func (a *api) fetch(method, path string, body io.Reader, headers ...string) *httptest.ResponseRecorder {
	a.tb.Helper()
	r := httptest.NewRequestWithContext(context.Background(), method, path, body)
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	a.handler.ServeHTTP(w, r)
	return w
}

// fetch sends a request with the access token.
func (p *person) fetch(method, path string, body io.Reader, headers ...string) *httptest.ResponseRecorder {
	p.tb.Helper()
	return p.api.fetch(method, path, body, append(headers, "Authorization", "Bearer "+p.token)...)
}

// announced is an upload that may be sent.
type announced struct{ ID, URL, Token, ExpiresAt string }

func (p *person) announce(purpose, name string, size int, faults ...string) announced {
	p.tb.Helper()
	made := does[struct{ Upload announced }](p, "createUpload", fmt.Sprintf(`fileName: %q, size: %d, purpose: %s`, name, size, purpose),
		`upload { id url token expiresAt }`, faults...).Upload
	if made.Token != "" {
		handedOut.keep(made.Token)
	}
	return made
}

// send sends a file whole and gives the id of its upload.
func (p *person) send(purpose, name string, content []byte) string {
	p.tb.Helper()
	up := p.announce(purpose, name, len(content))
	if got := p.fetch(http.MethodPut, up.URL, bytes.NewReader(content), "Upload-Token", up.Token); got.Code != http.StatusNoContent {
		p.tb.Fatalf("sending %s: %d %s", name, got.Code, got.Body)
	}
	return up.ID
}

// imported is what importGoals answers.
type imported struct {
	Trees []struct {
		GoalTree *struct {
			ID       string
			Revision struct {
				Sequence int
				State    string
			}
		}
		Added, Changed, Matched, LeftCount, CellCount int
		Left                                          []struct{ Title string }
		Cells                                         []struct {
			Row           int
			Column        *int
			Name, Title   string
			NodeID        *string
			Before, After *string
		}
		Notes []struct {
			Row     int
			Name    *string
			Message string
		}
	}
	Faults []struct {
		Row, Column   *int
		Name, Message *string
	}
	MoreFaults int
	Columns    []struct {
		Number int
		Name   string
		Field  *string
	}
}

const importedFields = `trees { goalTree { id revision { sequence state } } added changed matched leftCount left { title } cellCount
	cells { row column name title nodeId before after } notes { row name message } } faults { row column name message } moreFaults columns { number name field }`

// digital is the tree that the tests import into.
const digital = `kind: DIGITAL, period: {start: 2026, end: 2028}`

// imports sends a file and has it read into the tree digital.
func (p *person) imports(name string, content []byte, rest string, faults ...string) imported {
	p.tb.Helper()
	return does[imported](p, "importGoals", `uploadId: "`+p.send("IMPORT", name, content)+`", `+digital+rest, importedFields, faults...)
}

// cells tells what an import changes, a line a cell: row, column, before and after.
func (i imported) cells() []string {
	var told []string
	text := func(s *string) string {
		if s == nil {
			return "–"
		}
		return *s
	}
	for _, tree := range i.Trees {
		for _, c := range tree.Cells {
			told = append(told, fmt.Sprintf("%d %s: %s → %s", c.Row, c.Name, text(c.Before), text(c.After)))
		}
	}
	return told
}

// columns tells what the columns of a file were taken for.
func (i imported) columns() []string {
	var told []string
	for _, c := range i.Columns {
		field := "–"
		if c.Field != nil {
			field = *c.Field
		}
		told = append(told, fmt.Sprintf("%d %s = %s", c.Number, c.Name, field))
	}
	return told
}

// faults tells what is wrong with a file, a line a fault.
func (i imported) faults() []string {
	var told []string
	for _, f := range i.Faults {
		place := ""
		if f.Row != nil {
			place += fmt.Sprint("row ", *f.Row)
		}
		if f.Name != nil {
			place += " " + *f.Name
		}
		told = append(told, place+": "+*f.Message)
	}
	return told
}

// grid is a table that was exported, as a person would edit it.
type grid [][]string

// exported reads a table in either format.
func (p *person) exported(path string) grid {
	p.tb.Helper()
	return p.grid(path, p.fetch(http.MethodGet, path, nil))
}

// exported reads a table as a visitor.
func (a *api) exported(path string) grid {
	a.tb.Helper()
	return a.grid(path, a.fetch(http.MethodGet, path, nil))
}

func (a *api) grid(path string, got *httptest.ResponseRecorder) grid {
	a.tb.Helper()
	if got.Code != http.StatusOK {
		a.tb.Fatalf("%s: %d %s", path, got.Code, got.Body)
	}
	if strings.Contains(path, ".csv") {
		return a.csv(got.Body.Bytes())
	}
	file, err := excelize.OpenReader(got.Body)
	if err != nil {
		a.tb.Fatal(err)
	}
	rows, err := file.GetRows(file.GetSheetName(0))
	if err != nil {
		a.tb.Fatal(err)
	}
	return rows
}

func (a *api) csv(content []byte) grid {
	a.tb.Helper()
	plain, marked := bytes.CutPrefix(content, []byte("\xEF\xBB\xBF"))
	rows, err := csv.NewReader(bytes.NewReader(plain)).ReadAll()
	if err != nil || !marked {
		a.tb.Fatalf("no CSV with a mark: %v\n%s", err, content)
	}
	return rows
}

func (g grid) column(name string) int { return slices.Index(g[0], name) }

// row finds the row of a title.
func (g grid) row(title string) int {
	at := g.column("title")
	return slices.IndexFunc(g, func(row []string) bool { return len(row) > at && row[at] == title })
}

// set changes one cell of the row of a title.
func (g grid) set(title, column, value string) {
	row, at := g.row(title), g.column(column)
	for len(g[row]) <= at {
		g[row] = append(g[row], "")
	}
	g[row][at] = value
}

func (g grid) get(title, column string) string {
	row, at := g[g.row(title)], g.column(column)
	if at >= len(row) {
		return ""
	}
	return row[at]
}

// asCSV writes the table as a person would save it.
func (g grid) asCSV() []byte {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	for _, row := range g {
		for len(row) < len(g[0]) {
			row = append(row, "")
		}
		_ = w.Write(row)
	}
	w.Flush()
	return out.Bytes()
}

// laden is a tree with everything in it that a table can show, and with texts that tables break on.
func laden(of domain.KatottgCode) domain.Outline {
	s := outline(of, domain.Digital, &domain.Period{Start: 2026, End: 2028})
	first := s.goal("Швидкий інтернет", coded("1"), mattering(domain.High), func(n *domain.OutlineNode) {
		n.Description, n.Responsible = "Перший рядок;\n\nтретій, з «лапками» й \"лапками\"", "Заступниця голови"
	})
	network := s.subgoal(first, "Мережа в школах", coded("1.7"), weighing(2.5))
	s.component(network, "Прокласти кабель", coded("1.1.1"), made(domain.Hard), costing("1500.50", domain.LocalFunds), costing("20.00", domain.DonorFunds),
		dated(domain.NewDate(2026, 2, 1), domain.NewDate(2026, 12, 31)), reported(domain.InProgress, 40.5), func(n *domain.OutlineNode) {
			n.Category, n.ExpectedResult, n.Customer, n.Executor = "NETWORK", "100 км", "Рада", "ТОВ «Кабель»"
		})
	s.component(network, "Навчити вчителів", coded("1.1.2"), made(domain.Soft))
	s.component(first, "Сайт громади", coded("1.1"))
	second := s.goal("=HYPERLINK(\"https://evil.example\")", coded("2"))
	s.component(second, "-5 градусів", coded("-1"))
	s.component(second, "Без коду")
	twin := s.goal("Двійник", coded("2"))
	s.component(twin, "Під двійником", coded("01"))
	return s.Outline
}

// joined writes the table with another separator.
func (g grid) joined(separator string) string {
	var out strings.Builder
	for _, row := range g {
		for i := range g[0] {
			cell := ""
			if i < len(row) {
				cell = row[i]
			}
			if i > 0 {
				out.WriteString(separator)
			}
			out.WriteString(`"` + strings.ReplaceAll(cell, `"`, `""`) + `"`)
		}
		out.WriteString("\r\n")
	}
	return out.String()
}

// put is a request that sends an upload, to be changed before it is sent.
func (p *person) put(up announced, body io.Reader) (*http.Request, *httptest.ResponseRecorder) {
	p.tb.Helper()
	r := httptest.NewRequestWithContext(context.Background(), http.MethodPut, up.URL, body)
	r.Header.Set("Authorization", "Bearer "+p.token)
	r.Header.Set("Upload-Token", up.Token)
	return r, httptest.NewRecorder()
}
