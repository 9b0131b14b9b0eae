package imports

import (
	"regexp"
	"slices"
	"strings"

	"hromada/domain"
	"hromada/imports/table"
)

// day reads a day: as a spreadsheet stores it, as 2026-12-31, or as 31.12.2026.
func (r row) day(name string) *domain.Date {
	value := r.value(name)
	if value == "" {
		return nil
	}
	if day, ok := table.DayOf(value, r.sheet.Date1904); ok && r.sheet.Grid {
		return &day
	}
	written := value
	if parts := dottedDay.FindStringSubmatch(value); parts != nil {
		written = parts[3] + "-" + parts[2] + "-" + parts[1]
	}
	day, err := domain.ParseDate(written)
	if err != nil {
		r.fault(name, "«%s» — не день: потрібно РРРР-ММ-ДД або ДД.ММ.РРРР.", "“%s” is not a day: expected YYYY-MM-DD or DD.MM.YYYY.", table.Shorten(value))
		return nil
	}
	return &day
}

var dottedDay = regexp.MustCompile(`^([0-9]{2})\.([0-9]{2})\.([0-9]{4})$`)

// amount reads an amount of money, in whose digits spreadsheets set blanks.
func (r row) amount(name string) *domain.Decimal {
	value := r.value(name)
	if value == "" {
		return nil
	}
	digits := value
	if groupedDigits.MatchString(value) {
		digits = strings.ReplaceAll(value, " ", "")
	}
	if r.sheet.DecimalComma {
		digits = strings.Replace(digits, ",", ".", 1)
	}
	if r.sheet.Grid {
		digits = table.PlainNumber(digits)
	}
	amount, err := domain.ParseDecimal(digits)
	if err != nil || strings.HasPrefix(digits, "-") {
		r.fault(name, "«%s» — не сума: потрібно число на зразок 1200.50, не менше нуля.",
			"“%s” is not an amount: expected a number such as 1200.50, not below zero.", table.Shorten(value))
		return nil
	}
	return &amount
}

var groupedDigits = regexp.MustCompile(`^-?[0-9]{1,3}( [0-9]{3})+([.,][0-9]+)?$`)

// choice reads one of some words.
func choice[V ~string](r row, name string, words map[string]V) V {
	value := r.value(name)
	chosen, ok := words[strings.ToLower(value)]
	if !ok && value != "" {
		var known []string
		for _, one := range words {
			known = append(known, string(one))
		}
		r.fault(name, "«%s» — невідоме значення: потрібно одне з %s.", "“%s” is not known: expected one of %s.", table.Shorten(value), list(known))
	}
	return chosen
}

// list names values once each, in order.
func list(values []string) string {
	slices.Sort(values)
	return strings.Join(slices.Compact(values), ", ")
}
