// Package databasetest gives every test a PostgreSQL database of its own.
//
// The databases live in an embedded cluster that is started when the first test of the binary asks for one, or on the
// server of HROMADA_TEST_DATABASE_URL. A package that uses this one ends its tests with Main or Wrap, which stop the
// cluster.
package databasetest

import (
	"context"
	"fmt"
	"testing"
	"time"
)

// patience bounds the making and dropping of one database.
const patience = time.Minute

// New returns the DSN of a fresh database with the whole schema. It is dropped, with every connection to it, when the
// test ends. Tests may run in parallel.
func New(tb testing.TB) string {
	tb.Helper()
	return serve(tb, (*server).clone)
}

// Blank returns the DSN of a fresh database without any schema; otherwise like New.
func Blank(tb testing.TB) string {
	tb.Helper()
	return serve(tb, (*server).blank)
}

func serve(tb testing.TB, create func(*server, context.Context, string) error) string {
	tb.Helper()
	s, err := shared.get()
	if err != nil {
		tb.Fatalf("no PostgreSQL for the tests: %v\n(tests may also use the server of HROMADA_TEST_DATABASE_URL)", err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	name := fmt.Sprintf("%s_%d", s.prefix, s.count.Add(1))
	if err := create(s, ctx, name); err != nil {
		tb.Fatalf("create a database for the test: %v", err)
	}
	tb.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		if err := s.drop(ctx, name); err != nil {
			tb.Errorf("drop the test's database: %v", err)
		}
	})
	return s.address(name)
}
