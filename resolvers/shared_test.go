package resolvers_test

import (
	"fmt"
	"os"
	"sync"
	"testing"

	"pgregory.net/rapid"
)

// closing runs the tests and then takes down what no single test owns.
type closing struct{ tests *testing.M }

func (c closing) Run() int {
	code := c.tests.Run()
	for i := len(lasting.cleanups) - 1; i >= 0; i-- {
		lasting.cleanups[i]()
	}
	if found := leaked(everything.String()); found != "" {
		lasting.Errorf("the logs hold %s…", found)
	}
	return max(code, lasting.code)
}

// lasting is the owner of what tests share: the test that builds it hears of its faults, and its
// cleanups wait for the end of the binary.
var lasting = &binary{}

type binary struct {
	testing.TB
	cleanups []func()
	code     int
}

func (b *binary) Cleanup(f func()) { b.cleanups = append(b.cleanups, f) }

// Error and Errorf are what cleanups call, when no test is left to hear them.
func (b *binary) Error(args ...any) {
	b.code = 1
	fmt.Fprintln(os.Stderr, args...)
}

func (b *binary) Errorf(format string, args ...any) { b.Error(fmt.Sprintf(format, args...)) }

var sharing sync.Mutex

// shared gives a test the API that all reading tests share, since making one takes a second or two.
func shared(t *testing.T) *api {
	t.Helper()
	sharing.Lock()
	defer sharing.Unlock()
	if lasting.TB == nil {
		lasting.TB = t
		theWorld = world(lasting)
	}
	if theWorld == nil {
		t.Fatal("the test that was to make the shared API failed")
	}
	return theWorld.as(t)
}

var theWorld *api

// as gives the same API to another test.
func (a *api) as(tb testing.TB) *api {
	twin := *a
	twin.tb = tb
	return &twin
}

// drawing gives the same API to a property, so that what fails in it is told with what was drawn.
func (a *api) drawing(t *rapid.T) *api { return a.as(property{a.tb, t}) }

type property struct {
	testing.TB
	drawn *rapid.T
}

func (p property) Errorf(format string, args ...any) { p.drawn.Errorf(format, args...) }
func (p property) Fatal(args ...any)                 { p.drawn.Fatal(args...) }
func (p property) Fatalf(format string, args ...any) { p.drawn.Fatalf(format, args...) }
