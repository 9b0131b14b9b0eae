package surveys

import (
	"errors"
	"io"
	"slices"
	"strings"

	"hromada/domain"
	"hromada/imports/table"
)

// formSheet is one sheet of a form, whose columns are known by name.
type formSheet struct {
	name   string
	head   int
	index  map[string]int    // of plain columns
	texts  map[string][2]int // of columns in languages: the places of Ukrainian and English from 1; 0: none
	strays []string          // languages that nobody here reads
	rows   []formRow
}

type formRow struct {
	sheet *formSheet
	line  int
	cells []string
}

// columnAliases are older names of columns, as the reference still allows them.
var columnAliases = map[string]string{
	"list name": "list_name", "value": "name", "command": "type", "read_only": "readonly", "calculate": "calculation", "relevance": "relevant", "title": "form_title",
	"id_string": "form_id", "caption": "label",
}

// readFormSheet reads a sheet whole: questionnaires are short.
func readFormSheet(book *table.Book, name, otherwise string, faults *table.Collector) *formSheet {
	s := &formSheet{name: name, index: map[string]int{}, texts: map[string][2]int{}}
	at := slices.IndexFunc(book.Sheets(), func(sheet string) bool { return strings.EqualFold(strings.TrimSpace(sheet), name) })
	if at < 0 {
		return nil
	}
	body, err := book.Sheet(book.Sheets()[at])
	if err != nil {
		faults.Add(table.Fault{Message: table.Text("Аркуш %s не прочитано.", "The sheet %s could not be read.", name)})
		return s
	}
	for {
		cells, err := body.Read()
		if errors.Is(err, io.EOF) {
			return s
		}
		if err != nil {
			f := table.RowFault(cells, err)
			f.Name = name
			faults.Add(f)
			continue
		}
		line, _ := body.FieldPos(0)
		s.take(line, cells, otherwise, faults)
	}
}

func (s *formSheet) take(line int, cells []string, otherwise string, faults *table.Collector) {
	row := formRow{s, line, make([]string, len(cells))}
	for i, cell := range cells {
		cleaned, fault := table.Clean(cell)
		if fault != nil {
			faults.Add(table.Fault{Line: line, Column: i + 1, Name: s.name, Message: *fault})
		}
		row.cells[i] = cleaned
	}
	switch {
	case isBlank(row.cells):
	case s.head == 0:
		s.head = line
		for i, name := range row.cells {
			s.column(i, name, otherwise)
		}
	default:
		s.rows = append(s.rows, row)
	}
}

// column knows label::Українська (uk), label::en, label:English and a plain label, which is in the form's default language.
func (s *formSheet) column(i int, header, otherwise string) {
	name, language, inLanguage := strings.Cut(header, "::")
	if !inLanguage {
		name, language, inLanguage = strings.Cut(header, ":")
	}
	name = fold(name)
	if alias, old := columnAliases[name]; old {
		name = alias
	}
	if !inLanguage {
		s.index[name] = i
		if otherwise == "" {
			otherwise = inUkrainian
		}
		language = otherwise
	}
	places := s.texts[name]
	switch languageOf(language) {
	case domain.Ukrainian:
		places[0] = i + 1
	case domain.English:
		places[1] = i + 1
	default:
		s.strays = append(s.strays, header)
		if !inLanguage && places[0] == 0 {
			places[0] = i + 1
		}
	}
	s.texts[name] = places
}

// languageOf knows the two languages by name and by code; empty for any other.
func languageOf(name string) domain.Language {
	name = fold(name)
	code := name
	if _, inside, ok := strings.Cut(name, "("); ok {
		code = strings.TrimSuffix(inside, ")")
	}
	switch {
	case slices.Contains([]string{"uk", "ua", "ukr", "українська", "ukrainian"}, code), strings.HasPrefix(name, "україн"), strings.HasPrefix(name, "ukrain"):
		return domain.Ukrainian
	case slices.Contains([]string{"en", "eng", "english", "англійська"}, code), strings.HasPrefix(name, "engl"), strings.HasPrefix(name, "англ"):
		return domain.English
	}
	return ""
}

func (r formRow) cell(name string) string {
	i, there := r.sheet.index[name]
	if !there || i >= len(r.cells) {
		return ""
	}
	return r.cells[i]
}

func (r formRow) text(name string) domain.Text {
	places := r.sheet.texts[name]
	at := func(place int) string {
		if place == 0 || place > len(r.cells) {
			return ""
		}
		return r.cells[place-1]
	}
	return domain.Text{UK: at(places[0]), EN: at(places[1])}
}
