package models

import (
	"encoding/base64"
	"encoding/json"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"hromada/domain"
)

// ordering is one way to order a list: by one key, which may be missing, and then by whole numbers
// that tell rows apart. Cursors hold the values of a row, so a page goes on right whatever was
// inserted or deleted in between. Rows without a key come last in both directions.
type ordering struct {
	name       string // in cursors, so that one ordering's cursor is refused by another
	key        string // a constant SQL expression
	kind       keyKind
	always     bool     // no row is without the key; then one index serves order and cursors both ways
	ties       []string // constant SQL expressions of bigint
	descending bool
}

// keyKind is the type of an ordering's key; values from cursors are checked for it before they
// reach SQL.
type keyKind string

// Each is the column's own type, since a comparison of two types may not use the column's index.
const (
	textKey    keyKind = "text"
	integerKey keyKind = "bigint"
	decimalKey keyKind = "numeric"
	floatKey   keyKind = "double precision"
	dateKey    keyKind = "date"
)

// plainNumber keeps out spellings that Go reads as numbers and PostgreSQL does not, and exponents at which
// Go sees 0 and PostgreSQL a fault.
var plainNumber = regexp.MustCompile(`^-?[0-9]{1,20}(\.[0-9]{1,20})?(e[+-][0-9]{1,2})?$`)

// position is a row's place in an ordering.
type position struct {
	key  *string
	ties []int64
}

// encoded is what a cursor holds. Short names: cursors travel in every answer.
type encoded struct {
	Order string  `json:"o"`
	Key   *string `json:"k"`
	Ties  []int64 `json:"t"`
}

func (o ordering) directed() string {
	if o.descending {
		return o.name + "_DESC"
	}
	return o.name
}

func (o ordering) cursor(p position) (string, error) {
	plain, err := json.Marshal(encoded{o.directed(), p.key, p.ties})
	return base64.RawURLEncoding.EncodeToString(plain), err
}

// parse reads a cursor that this ordering wrote.
func (o ordering) parse(field string, cursor *string) (*position, error) {
	if cursor == nil {
		return nil, nil //nolint:nilnil // no cursor is no position, and no fault
	}
	e, ok := decodeCursor(*cursor)
	if !ok {
		return nil, domain.Invalid(field, "Це не курсор.", "This is not a cursor.")
	}
	if e.Order != o.directed() || len(e.Ties) != len(o.ties) || !o.kind.holds(e.Key) || (o.always && e.Key == nil) {
		return nil, domain.Invalid(field, "Курсор від іншого порядку сортування.", "The cursor is of another ordering.")
	}
	return &position{e.Key, e.Ties}, nil
}

func decodeCursor(s string) (encoded, bool) {
	var e encoded
	if len(s) > 12_000 {
		return e, false
	}
	plain, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil || !utf8.Valid(plain) {
		return e, false
	}
	return e, json.Unmarshal(plain, &e) == nil
}

func (k keyKind) holds(value *string) bool {
	if value == nil {
		return true
	}
	var err error
	switch k {
	case integerKey:
		_, err = strconv.ParseInt(*value, 10, 64)
	case decimalKey, floatKey:
		if !plainNumber.MatchString(*value) {
			return false
		}
		_, err = strconv.ParseFloat(*value, 64)
	case dateKey:
		_, err = domain.ParseDate(*value)
	case textKey:
		return !strings.ContainsRune(*value, 0)
	}
	return err == nil
}

// orderBy gives the ORDER BY clause for reading forward or backward.
func (o ordering) orderBy(backward bool) string {
	direction, nulls := "ASC", " NULLS LAST"
	if o.descending != backward {
		direction = "DESC"
	}
	if backward {
		nulls = " NULLS FIRST"
	}
	if o.always {
		nulls = ""
	}
	terms := []string{o.key + " " + direction + nulls}
	for _, tie := range o.ties {
		terms = append(terms, tie+" "+direction)
	}
	return strings.Join(terms, ", ")
}

// restrict adds to w that rows lie between the cursors of a window.
func (o ordering) restrict(w *where, win window) {
	if win.after != nil {
		o.beyond(w, "after", *win.after, !o.descending, false)
	}
	if win.before != nil {
		o.beyond(w, "before", *win.before, o.descending, true)
	}
}

// beyond demands rows on one side of a position. Key and ties are compared as a row where no key is
// missing, else the ties alone, so that one index serves the comparison.
func (o ordering) beyond(w *where, name string, p position, greater, backward bool) {
	sign := "<"
	if greater {
		sign = ">"
	}
	tieNames := make([]string, len(o.ties))
	for i := range o.ties {
		tieNames[i] = "CAST(@" + name + strconv.Itoa(i) + " AS bigint)"
		w.args[name+strconv.Itoa(i)] = p.ties[i]
	}
	columns, values := strings.Join(o.ties, ", "), strings.Join(tieNames, ", ")
	ties := "(" + columns + ") " + sign + " (" + values + ")"
	value := "CAST(@" + name + "Key AS " + string(o.kind) + ")"
	switch {
	case o.always:
		w.and("("+o.key+", "+columns+") "+sign+" ("+value+", "+values+")", name+"Key", *p.key)
	case p.key == nil:
		w.must(beyondMissing(o.key, ties, backward))
	default:
		w.and(beyondValue(o.key, value, sign, ties, backward), name+"Key", *p.key)
	}
}

func beyondMissing(key, ties string, backward bool) string {
	if backward {
		return "(" + key + " IS NOT NULL OR " + ties + ")"
	}
	return "(" + key + " IS NULL AND " + ties + ")"
}

func beyondValue(key, value, sign, ties string, backward bool) string {
	reached := key + " " + sign + " " + value + " OR (" + key + " = " + value + " AND " + ties + ")"
	if backward {
		return "(" + reached + ")"
	}
	return "(" + reached + " OR " + key + " IS NULL)"
}
