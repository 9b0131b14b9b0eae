package domain

import (
	"database/sql/driver"
	"fmt"
	"time"
)

// Date is a calendar day without a time of day or a zone, written YYYY-MM-DD, from 1900 to 2199.
// The zero Date is no day.
type Date struct{ day time.Time }

const dateLayout = "2006-01-02"

// ParseDate reads YYYY-MM-DD and refuses days that do not exist or lie outside 1900–2199.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(dateLayout, s)
	if err != nil || t.Year() < 1900 || t.Year() > 2199 {
		return Date{}, Invalid("", "Очікується дата РРРР-ММ-ДД між 1900 і 2199 роками.", "Expected a date YYYY-MM-DD between 1900 and 2199.")
	}
	return Date{t}, nil
}

// NewDate makes a date from its parts; parts out of range carry over, as in time.Date.
func NewDate(year int, month time.Month, day int) Date {
	return Date{time.Date(year, month, day, 0, 0, 0, 0, time.UTC)}
}

// DateIn gives the day that an instant falls on in a zone.
func DateIn(t time.Time, zone *time.Location) Date {
	return NewDate(t.In(zone).Date())
}

// In gives the instant at which the day begins in a zone.
func (d Date) In(zone *time.Location) time.Time {
	return time.Date(d.day.Year(), d.day.Month(), d.day.Day(), 0, 0, 0, 0, zone)
}

// Year gives the calendar year.
func (d Date) Year() int { return d.day.Year() }

// Month gives the calendar month.
func (d Date) Month() time.Month { return d.day.Month() }

// IsZero is true for no day at all.
func (d Date) IsZero() bool { return d.day.IsZero() }

// Before compares two days.
func (d Date) Before(other Date) bool { return d.day.Before(other.day) }

// After compares two days.
func (d Date) After(other Date) bool { return d.day.After(other.day) }

// AddDays moves by whole days, back with a negative number.
func (d Date) AddDays(n int) Date { return Date{d.day.AddDate(0, 0, n)} }

// AddMonths moves by whole months, back with a negative number; a day that the month does not have carries over.
func (d Date) AddMonths(n int) Date { return Date{d.day.AddDate(0, n, 0)} }

// DaysUntil counts the days from d to other; negative when other is earlier.
func (d Date) DaysUntil(other Date) int { return int(other.day.Sub(d.day).Hours() / 24) }

func (d Date) String() string { return d.day.Format(dateLayout) }

// MarshalText writes YYYY-MM-DD.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// Value lets a Date be a statement's argument.
func (d Date) Value() (driver.Value, error) { return d.String(), nil }

// Scan reads a date column.
func (d *Date) Scan(src any) error {
	t, ok := src.(time.Time)
	if !ok {
		return fmt.Errorf("a date column gave %T", src)
	}
	*d = NewDate(t.Date())
	return nil
}
