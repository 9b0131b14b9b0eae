package table

import (
	"fmt"
	"io"
	"strings"

	"hromada/domain"
)

// WriteFaults lists the faults of a file, one a line, and says how many more there are.
func WriteFaults(w io.Writer, f *Faults, l domain.Language) error {
	var out strings.Builder
	for _, fault := range f.Shown {
		out.WriteString(faultLine(fault, l) + "\n")
	}
	if f.More > 0 {
		out.WriteString(Text("… і ще помилок: %d", "… and more faults: %d", f.More).In(l) + "\n")
	}
	_, err := io.WriteString(w, out.String())
	return err
}

// faultLine reads "рядок 5, стовпчик 3 (population_2022): …", as far as the fault has a place.
func faultLine(f Fault, l domain.Language) string {
	var place []string
	if f.Line > 0 {
		place = append(place, Text("рядок %d", "line %d", f.Line).In(l))
	}
	if f.Column > 0 {
		place = append(place, strings.TrimSpace(Text("стовпчик %d %s", "column %d %s", f.Column, inBrackets(f.Name)).In(l)))
	}
	if len(place) == 0 {
		return Printable(f.Message.In(l))
	}
	return Printable(strings.Join(place, ", ") + ": " + f.Message.In(l))
}

func inBrackets(name string) string {
	if name == "" {
		return ""
	}
	return fmt.Sprintf("(%s)", Abridge(name, 40))
}
