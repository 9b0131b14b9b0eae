package domain

import (
	"database/sql/driver"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// Decimal is an exact amount with up to 12 digits before and 2 after the point, as numeric(14,2)
// holds it. It is a string, since a float would round money; sums are the database's work.
type Decimal string

var decimalForm = regexp.MustCompile(`^-?\d{1,12}(\.\d{1,2})?$`)

// ParseDecimal reads an amount such as 1200 or 1200.50; no exponents, signs but minus, or separators.
func ParseDecimal(s string) (Decimal, error) {
	if !decimalForm.MatchString(s) {
		return "", Invalid("", "Очікується число на зразок 1200.50, до 12 цифр перед крапкою і 2 після.",
			"Expected a number such as 1200.50, up to 12 digits before the point and 2 after.")
	}
	return Decimal(s), nil
}

// Fixed writes the amount with both digits after the point, so that equal amounts are equal strings.
func (d Decimal) Fixed() Decimal {
	whole, part, _ := strings.Cut(strings.TrimPrefix(string(d), "-"), ".")
	fixed := strings.TrimLeft(whole[:len(whole)-1], "0") + whole[len(whole)-1:] + "." + (part + "00")[:2]
	if d[0] == '-' && fixed != "0.00" {
		fixed = "-" + fixed
	}
	return Decimal(fixed)
}

// hundredths is the amount as a whole number of hundredths, which int64 holds exactly.
func (d Decimal) hundredths() int64 {
	n, err := strconv.ParseInt(strings.Replace(string(d.Fixed()), ".", "", 1), 10, 64)
	if err != nil {
		panic(err) // what is no number was never parsed
	}
	return n
}

// Value lets a Decimal be a statement's argument.
func (d Decimal) Value() (driver.Value, error) { return string(d), nil }

// Scan reads a numeric column.
func (d *Decimal) Scan(src any) error {
	switch v := src.(type) {
	case string:
		*d = Decimal(v)
	case []byte:
		*d = Decimal(v)
	default:
		return fmt.Errorf("a numeric column gave %T", src)
	}
	return nil
}

// Money is an amount in hryvnias, the only currency the product keeps.
type Money struct{ Amount Decimal }

// Currency is the ISO 4217 code of the amount.
func (Money) Currency() Currency { return UAH }

// Currency is an ISO 4217 code.
type Currency string

// UAH is the hryvnia.
const UAH Currency = "UAH"
