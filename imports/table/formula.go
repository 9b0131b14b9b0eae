package table

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"

	"github.com/xuri/excelize/v2"
)

// unvalued are the cells of a sheet that hold a formula and not what comes of it: for each row, from 1, the first such column. Programs that
// write files without working them out leave these, and the library that reads rows takes them for empty. What cannot be read has none;
// its rows tell what is wrong.
func unvalued(content []byte, sheet string) map[int]int {
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil
	}
	name := partOf(archive, sheet)
	if !hasFormulas(archive, name) {
		return nil
	}
	part, err := archive.Open(name)
	if err != nil {
		return nil
	}
	defer func() { _ = part.Close() }() // it was only read
	found := formulas{first: map[int]int{}}
	for decoder := xml.NewDecoder(io.LimitReader(part, maxUnpacked)); ; {
		token, err := decoder.RawToken()
		if err != nil {
			return found.first
		}
		switch t := token.(type) {
		case xml.StartElement:
			found.begin(t)
		case xml.CharData:
			found.valued = found.valued || (found.inValue && len(t) > 0)
		case xml.EndElement:
			found.end(t.Name.Local)
		}
	}
}

// hasFormulas looks fast for what most sheets have not.
func hasFormulas(archive *zip.Reader, name string) bool {
	part, err := archive.Open(name)
	if err != nil {
		return false
	}
	defer func() { _ = part.Close() }() // it was only read
	from, seen, chunk := io.LimitReader(part, maxUnpacked), []byte(nil), make([]byte, 64<<10)
	for {
		n, err := from.Read(chunk)
		seen = append(seen, chunk[:n]...)
		for _, opening := range []string{"<f>", "<f ", "<f/", ":f>", ":f ", ":f/"} {
			if bytes.Contains(seen, []byte(opening)) {
				return true
			}
		}
		if err != nil {
			return false
		}
		seen = append(seen[:0], seen[max(0, len(seen)-2):]...)
	}
}

// formulas reads the cells of a sheet one after the other.
type formulas struct {
	first                          map[int]int
	row, column                    int
	formula, text, valued, inValue bool // of the cell that is read
}

func (f *formulas) begin(e xml.StartElement) {
	switch e.Name.Local {
	case "row":
		f.row, f.column = f.row+1, 0
	case "c":
		f.column++
		f.formula, f.valued, f.inValue = false, false, false
		f.text = attribute(e, "t") == "str" // an empty one is a value too
		if column, row, err := excelize.CellNameToCoordinates(attribute(e, "r")); err == nil {
			f.column, f.row = column, row
		}
	case "f":
		f.formula = true
	case "v":
		f.inValue, f.valued = true, f.text
	}
}

func (f *formulas) end(name string) {
	switch {
	case name == "v":
		f.inValue = false
	case name == "c" && f.formula && !f.valued && f.first[f.row] == 0:
		f.first[f.row] = f.column
	}
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name && a.Name.Space == "" {
			return a.Value
		}
	}
	return ""
}
