package models

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"hromada/domain"
)

// TextFilter is a condition on text; both parts must hold where given.
type TextFilter struct{ Contains, StartsWith *string }

// MaxFilterText is how long a text in a filter may be, in characters.
const MaxFilterText = 200

// on adds the condition on a column that holds search keys.
func (f *TextFilter) on(w *where, column, field string) error {
	if f == nil {
		return nil
	}
	if f.Contains != nil {
		if err := checkText(*f.Contains, 1, field+".contains"); err != nil {
			return err
		}
		w.and(column+` LIKE search_contains(@contains) `, "contains", *f.Contains)
	}
	if f.StartsWith != nil {
		if err := checkText(*f.StartsWith, 1, field+".startsWith"); err != nil {
			return err
		}
		w.and(begins(column, "startsWith"), "startsWith", *f.StartsWith)
	}
	return nil
}

// begins is the condition that one of the lines of a column of search keys begins with an argument.
func begins(column, argument string) string {
	pattern := `search_starts(@` + argument + ` )`
	return `(` + column + ` LIKE ` + pattern + ` OR ` + column + ` LIKE '%' || chr(10) || ` + pattern + `)`
}

// unsearched are the characters that search_key leaves out, and blanks: a text of nothing else asks for nothing.
const unsearched = " -‐‑–—'’ʼ‘`´′ʹ＇\"«»„“”"

func checkText(text string, least int, field string) error {
	asked := strings.TrimFunc(text, func(c rune) bool { return unicode.IsSpace(c) || strings.ContainsRune(unsearched, c) })
	if utf8.RuneCountInString(asked) < least || utf8.RuneCountInString(text) > MaxFilterText {
		return domain.Invalid(field, "Від %d до %d символів.", "%d to %d characters.", least, MaxFilterText)
	}
	return nil
}

// MaxFilterValues is how many values a list in a filter may have.
const MaxFilterValues = 100

// oneOf adds that a column has one of the values, where any were given.
func oneOf[S ~string](w *where, column, name, field string, values []S) error {
	if values == nil {
		return nil
	}
	if len(values) > MaxFilterValues {
		return domain.Invalid(field, "Не більше ніж %d значень.", "At most %d values.", MaxFilterValues)
	}
	w.and(column+` = ANY (CAST(@`+name+` AS text[]))`, name, texts(values))
	return nil
}

// IntRange is a range of whole numbers, both ends included; nil is open.
type IntRange struct{ Min, Max *int }

// DateRange is a range of days, both ends included; nil is open.
type DateRange struct{ From, To *domain.Date }

func (r *IntRange) on(w *where, column, name string) {
	if r != nil {
		bound(w, column+` >= `, name+"Min", "integer", r.Min)
		bound(w, column+` <= `, name+"Max", "integer", r.Max)
	}
}

func (r *DateRange) on(w *where, column, name string) {
	if r != nil {
		bound(w, column+` >= `, name+"From", "date", r.From)
		bound(w, column+` <= `, name+"To", "date", r.To)
	}
}

func bound[V any](w *where, comparison, name, kind string, value *V) {
	if value != nil {
		w.and(comparison+`CAST(@`+name+` AS `+kind+`)`, name, *value)
	}
}
