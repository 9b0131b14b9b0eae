package imports

import (
	"errors"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"hromada/imports/table"
)

var datedColumn = regexp.MustCompile(`^(.+)_(1[0-9]{3}|2[01][0-9]{2})$`)

// readHeader finds the layout's columns by name in any order and says which are missing or repeated.
func (s *sheet) readHeader(n naming, choose func([]string) layout) {
	cells, err := s.Read()
	switch {
	case errors.Is(err, io.EOF):
		s.faults.Add(Fault{Message: text("Файл порожній.", "The file is empty.")})
		return
	case err != nil:
		s.addSyntaxFault(cells, err)
		return
	}
	s.headLine, _ = s.FieldPos(0)
	if s.Grid {
		cells = table.Fitted(cells, 0)
	}
	s.names = n.columns(cells)
	s.layout = choose(s.names)
	if s.misnamed = n.check(cells, s.layout); s.misnamed != nil {
		return
	}
	for i, cell := range cells {
		s.addColumn(i, cell)
	}
	s.demandColumns(s.layout)
}

func (s *sheet) addColumn(i int, cell string) {
	cleaned, fault := table.Clean(cell)
	name := strings.ToLower(cleaned)
	s.header = append(s.header, name)
	if fault != nil {
		s.faults.Add(Fault{Line: s.headLine, Column: i + 1, Message: *fault})
		return
	}
	if s.names[i] == notToRead {
		return
	}
	known, year := s.layout.find(s.names[i])
	if known == "" {
		s.notes = append(s.notes, newNote(s.headLine, UnknownColumn,
			"стовпчик %d «%s» невідомий, його не прочитано", "column %d “%s” is unknown and was not read", i+1, name))
		return
	}
	if first, repeated := s.index[known]; repeated {
		s.faults.Add(Fault{Line: s.headLine, Column: i + 1, Name: name, Message: text(
			"Цей стовпчик уже є: стовпчик %d (%s).", "This column is there already: column %d (%s).", first+1, s.header[first])})
		return
	}
	s.index[known], s.years[known] = i, year
}

// find gives the layout's name of a column and, for a dated one, its year; empty when unknown.
func (l layout) find(name string) (string, int) {
	if slices.Contains(l.required, name) || slices.Contains(l.optional, name) || (l.open != nil && l.open(name)) {
		return name, 0
	}
	parts := datedColumn.FindStringSubmatch(name)
	if parts == nil || !slices.Contains(l.dated, parts[1]) {
		return "", 0
	}
	year, err := strconv.Atoi(parts[2])
	if err != nil || year < 1900 {
		return "", 0
	}
	return parts[1], year
}

func (s *sheet) demandColumns(l layout) {
	for _, name := range l.required {
		if _, ok := s.index[name]; !ok {
			s.faults.Add(Fault{Line: s.headLine, Name: name, Message: text("Немає стовпчика %s.", "The column %s is missing.", name)})
		}
	}
	for _, name := range l.dated {
		if _, ok := s.index[name]; !ok {
			s.faults.Add(Fault{Line: s.headLine, Name: name, Message: text(
				"Немає стовпчика %[1]s_РРРР, де РРРР — рік.", "The column %[1]s_YYYY, YYYY being the year, is missing.", name)})
		}
	}
}
