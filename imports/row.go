package imports

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"hromada/domain"
	"hromada/imports/table"
)

// row is one row of a sheet, cleaned. Its readers add a fault where a cell is not what is asked for,
// and give an empty value then; a cell that is already faulty gets no second fault.
type row struct {
	sheet *sheet
	raw   []string // as the file has them
	cells []string
	lines []int
	bad   []bool
}

func (r row) line() int { return r.lines[0] }

// value is the cell's text, empty where the sheet has no such column.
func (r row) value(name string) string {
	if i, ok := r.sheet.index[name]; ok {
		return r.cells[i]
	}
	return ""
}

func (r row) fault(name string, uk, en string, args ...any) { r.tell(name, text(uk, en, args...)) }

func (r row) tell(name string, message domain.Text) {
	if i := r.sheet.index[name]; !r.bad[i] {
		r.faultAt(i, message)
	}
}

func (r row) faultAt(i int, message domain.Text) {
	r.bad[i] = true
	r.sheet.faults.Add(Fault{Line: r.lines[i], Column: i + 1, Name: r.sheet.header[i], Message: message})
}

func (r row) required(name string) string {
	value := r.value(name)
	if value == "" {
		r.fault(name, "Комірка порожня.", "The cell is empty.")
	}
	return value
}

func (r row) optional(name string) *string {
	if value := r.value(name); value != "" {
		return &value
	}
	return nil
}

// count reads a whole number from 0 to what the integer columns of the database hold.
func (r row) count(name string) *int {
	value := r.value(name)
	if value == "" {
		return nil
	}
	n, err := strconv.ParseUint(value, 10, 31)
	if err != nil {
		r.fault(name, "«%s» — не ціле число від 0 до %d.", "“%s” is not a whole number from 0 to %d.", table.Shorten(value), math.MaxInt32)
		return nil
	}
	whole := int(n)
	return &whole
}

var decimalForm = regexp.MustCompile(`^-?[0-9]{1,7}(\.([0-9]{1,15}))?$`)

// number reads a decimal number between two bounds with so many digits after the point at most.
func (r row) number(name string, lowest, highest float64, places int) *float64 {
	value := r.value(name)
	if value == "" {
		return nil
	}
	// Where commas separate cells they cannot mean the decimal comma of the Ukrainian locale.
	if r.sheet.DecimalComma {
		value = strings.Replace(value, ",", ".", 1)
	}
	if r.sheet.Grid {
		value = table.PlainNumber(value)
	}
	parts := decimalForm.FindStringSubmatch(value)
	n, err := strconv.ParseFloat(value, 64)
	if parts == nil || err != nil || n < lowest || n > highest || len(parts[2]) > places {
		r.fault(name, "«%s» — не число від %v до %v, не більше %d знаків після крапки.",
			"“%s” is not a number from %v to %v with at most %d digits after the point.",
			table.Shorten(value), plain(lowest), plain(highest), places)
		return nil
	}
	return &n
}

func plain(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }

// placeLevel is a level of the codifier that a column's codes must stand at.
type placeLevel struct {
	is   func(domain.KatottgCode) bool
	name domain.Text
}

var (
	regionPlace    = placeLevel{domain.KatottgCode.IsRegion, text("області", "a region")}
	districtPlace  = placeLevel{domain.KatottgCode.IsDistrict, text("району", "a district")}
	communityPlace = placeLevel{domain.KatottgCode.IsCommunity, text("громади", "a community")}
	centrePlace    = placeLevel{
		func(c domain.KatottgCode) bool { return c[9:12] != "000" }, text("населеного пункту", "a settlement"),
	}
)

// place reads a code of the codifier at a level; false when there is none to go on with.
func (r row) place(name string, level placeLevel) (domain.KatottgCode, bool) {
	value := r.required(name)
	code, err := domain.ParseKatottgCode(value)
	switch {
	case value == "":
		return "", false
	case err != nil && strings.ContainsFunc(value, isCyrillic):
		r.fault(name, "У коді «%s» є літери кирилиці: потрібні латинські UA і 17 цифр.",
			"The code “%s” has Cyrillic letters: expected Latin UA and 17 digits.", table.Shorten(value))
	case err != nil:
		r.fault(name, "«%s» — не код КАТОТТГ: потрібні UA і 17 цифр.",
			"“%s” is not a KATOTTG code: expected UA and 17 digits.", table.Shorten(value))
	case !level.is(code):
		r.fault(name, "%s — не код %s.", "%s is not the code of %s.", value, level.name)
	default:
		return code, true
	}
	return "", false
}

func isCyrillic(c rune) bool { return unicode.Is(unicode.Cyrillic, c) }
