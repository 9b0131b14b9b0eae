// Package domain holds the rules of the field as values and pure functions: identities, dates, money,
// progress, errors. It knows no database, no HTTP and no clock.
package domain
