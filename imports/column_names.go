package imports

import (
	"cmp"
	"fmt"
	"strings"

	"hromada/domain"
	"hromada/imports/table"
)

// ColumnMeaning says what a column of a file is.
type ColumnMeaning struct {
	Header string // as the file has it; its case means nothing
	Field  string // the name of the column that it is; empty: it is not to be read
}

// Column is a column of a file and what it was taken for.
type Column struct {
	Number int    // from 1
	Header string // in lower case
	Field  string // empty: it was not read
}

// naming says what headers stand for that are not the names of columns themselves.
type naming struct {
	aliases map[string]string
	told    []ColumnMeaning
}

// notToRead is the name of a column that is left out because it was told so.
const notToRead = "\x00"

// columns are the names that the columns of a header have among ours, as they are compared. An alias gives way to a column of that name,
// and to another alias before it.
func (n naming) columns(header []string) []string {
	names, taken, meanings := make([]string, len(header)), map[string]bool{}, n.meanings()
	for i, cell := range header {
		names[i] = headerName(cell)
		if meant, told := meanings[names[i]]; told {
			names[i] = meant
		}
		taken[names[i]] = true
	}
	for i, name := range names {
		if column, known := n.aliases[name]; known && !taken[column] {
			names[i], taken[column] = column, true
		}
	}
	return names
}

func (n naming) meanings() map[string]string {
	meanings := make(map[string]string, len(n.told))
	for _, c := range n.told {
		meanings[headerName(c.Header)] = cmp.Or(headerName(c.Field), notToRead)
	}
	return meanings
}

// headerName is a header as it is compared; empty for what cannot be one.
func headerName(cell string) string {
	name, _ := table.Clean(cell)
	return strings.ToLower(name)
}

// check demands of what was told that the file has such columns, each named once, and that there are such fields.
func (n naming) check(header []string, l layout) error {
	there, told := map[string]bool{}, map[string]bool{}
	for _, cell := range header {
		there[headerName(cell)] = true
	}
	var faults domain.Faults
	for i, c := range n.told {
		name, path := headerName(c.Header), fmt.Sprintf("mapping.%d.", i)
		switch {
		case !there[name] || name == "":
			faults = append(faults, domain.Invalid(path+"column", "У файлі немає стовпчика «%s».", "The file has no column “%s”.", table.Shorten(c.Header)))
		case told[name]:
			faults = append(faults, domain.Invalid(path+"column", "Стовпчик «%s» названо двічі.", "The column “%s” is named twice.", table.Shorten(c.Header)))
		}
		told[name] = true
		if field, _ := l.find(headerName(c.Field)); c.Field != "" && field == "" {
			faults = append(faults, domain.Invalid(path+"field", "Поля «%s» у файлі цілей немає.", "A file of goals has no field “%s”.", table.Shorten(c.Field)))
		}
	}
	if len(faults) > 0 {
		return faults
	}
	return nil
}

// columns tell what each column of the file was taken for.
func (s *sheet) columns() []Column {
	all := make([]Column, len(s.header))
	for i, header := range s.header {
		all[i] = Column{Number: i + 1, Header: header}
	}
	for field, at := range s.index {
		all[at].Field = field
	}
	return all
}

// goalAliases are Ukrainian headers of files of goals.
var goalAliases = map[string]string{
	"ідентифікатор": "id", "версія": "version", "код громади": "community_code", "катоттг": "community_code", "код катоттг": "community_code",
	"громада": "community", "назва громади": "community", "рівень": "level", "код": "number", "шифр": "number", "номер": "number",
	"код батьківського елемента": "parent_number", "батьківський код": "parent_number", "код вищого рівня": "parent_number", "підпорядковано": "parent_number",
	"порядок": "position", "позиція": "position", "порядок у вивантаженні": "exported_position",
	"назва": "title", "найменування": "title", "назва цілі": "title", "опис": "description", "пріоритет": "priority", "вага": "weight",
	"відповідальний": "responsible", "відповідальна": "responsible", "відповідальні": "responsible", "відповідальна особа": "responsible",
	"початок": "start_date", "дата початку": "start_date", "строк": "due_date", "термін": "due_date", "дата завершення": "due_date", "строк виконання": "due_date",
	"вид": "kind", "категорія": "category", "очікуваний результат": "expected_result", "замовник": "customer", "виконавець": "executor",
	"джерело": "source", "стан": "status", "статус": "status", "відсоток": "percent", "відсоток виконання": "percent",
}
