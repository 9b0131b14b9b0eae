package surveys

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// clock is how a file's times are written.
type clock struct {
	zone     *time.Location
	dayFirst *bool
	grid     bool // a spreadsheet: times may be numbers of days
	from1904 bool
}

var (
	dateForm  = regexp.MustCompile(`^(?:([0-9]{4})([-/.])([0-9]{1,2})[-/.]([0-9]{1,2})|([0-9]{1,2})([./-])([0-9]{1,2})[./-]([0-9]{4}))`)
	clockForm = regexp.MustCompile(`^([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:[.,][0-9]{1,9})?)? ?(am|pm|a\.m\.|p\.m\.|дп|пп)?`)
	zoneForm  = regexp.MustCompile(`^(?:(?:gmt|utc)?([+-])([0-9]{1,2}):?([0-9]{2})?|(z|utc|gmt|eet|eest))$`)
)

// read reads a time in the forms that the tools write: ISO 8601 with a zone or without, 2026/11/03 10:15:22 AM GMT+2, 03.11.2026 10:15,
// 11/3/2026 10:15:22 where it is known which number is the day. A day alone is its beginning. False for anything else.
func (c clock) read(value string) (time.Time, bool) {
	if c.grid {
		if days, err := strconv.ParseFloat(value, 64); err == nil {
			return c.serial(days)
		}
	}
	value = fold(value)
	date := dateForm.FindStringSubmatch(value)
	if date == nil {
		return time.Time{}, false
	}
	year, month, day, ok := c.date(date)
	rest := strings.TrimLeft(value[len(date[0]):], "t, ")
	hour, minute, second, taken, fine := timeOfDay(rest)
	if !ok || !fine {
		return time.Time{}, false
	}
	zone, known := zoneOf(strings.TrimSpace(rest[taken:]), c.zone)
	if !known || year < 1 || month < 1 || month > 12 || day < 1 || time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC).Day() != day {
		return time.Time{}, false
	}
	return time.Date(year, time.Month(month), day, hour, minute, second, 0, zone), true
}

func (c clock) serial(days float64) (time.Time, bool) {
	if !(days >= 1 && days < 110_000) {
		return time.Time{}, false
	}
	t, err := excelize.ExcelDateToTime(days, c.from1904)
	if err != nil {
		return time.Time{}, false
	}
	t = t.Round(time.Second)
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, c.zone), true
}

// date tells which number is what. With dots the day is first everywhere; with strokes it depends on who wrote it.
func (c clock) date(parts []string) (year, month, day int, ok bool) {
	if parts[1] != "" {
		return whole(parts[1]), whole(parts[3]), whole(parts[4]), true
	}
	first, second := whole(parts[5]), whole(parts[7])
	dayFirst := parts[6] != "/" || first > 12
	switch {
	case parts[6] == "/" && c.dayFirst != nil:
		dayFirst = *c.dayFirst
	case parts[6] == "/" && first <= 12 && second <= 12 && first != second:
		return 0, 0, 0, false
	}
	if dayFirst {
		first, second = second, first
	}
	return whole(parts[8]), first, second, true
}

// timeOfDay reads what begins a text, and how long it is; a text that is empty is midnight.
func timeOfDay(rest string) (hour, minute, second, taken int, ok bool) {
	if rest == "" {
		return 0, 0, 0, 0, true
	}
	parts := clockForm.FindStringSubmatch(rest)
	if parts == nil {
		return 0, 0, 0, 0, false
	}
	hour, minute, second = whole(parts[1]), whole(parts[2]), whole(parts[3])
	if half := parts[4]; half != "" {
		if hour < 1 || hour > 12 {
			return 0, 0, 0, 0, false
		}
		hour %= 12
		if strings.HasPrefix(half, "p") || half == "пп" {
			hour += 12
		}
	}
	return hour, minute, second, len(parts[0]), hour < 24 && minute < 60 && second < 60
}

var abbreviated = map[string]int{"z": 0, "utc": 0, "gmt": 0, "eet": 2 * 3600, "eest": 3 * 3600}

func zoneOf(rest string, otherwise *time.Location) (*time.Location, bool) {
	if rest == "" {
		return otherwise, true
	}
	parts := zoneForm.FindStringSubmatch(rest)
	if parts == nil {
		return nil, false
	}
	if parts[4] != "" {
		return time.FixedZone("", abbreviated[parts[4]]), true
	}
	offset := whole(parts[2])*3600 + whole(parts[3])*60
	if offset > 14*3600 || whole(parts[3]) > 59 {
		return nil, false
	}
	if parts[1] == "-" {
		offset = -offset
	}
	return time.FixedZone("", offset), true
}

// isSlashed tells whether it takes a person to say which number of a date is the day, and whether this one tells.
func isSlashed(value string) (slashed bool, dayFirst *bool) {
	parts := dateForm.FindStringSubmatch(value)
	if parts == nil || parts[6] != "/" {
		return false, nil
	}
	switch first, second := whole(parts[5]), whole(parts[7]); {
	case first > 12:
		return true, new(true)
	case second > 12:
		return true, new(false)
	}
	return true, nil
}
