package main

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// browserPath finds Chromium. Where the tests must not pass without one, HROMADA_BROWSER=required says so.
func browserPath(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	if os.Getenv("HROMADA_BROWSER") == "required" {
		t.Fatal("no Chromium is installed, and HROMADA_BROWSER demands one")
	}
	t.Skip("no Chromium is installed: the page is not looked at (the package is called chromium)")
	return ""
}

// window is a page in a browser, with what went wrong in it.
type window struct {
	context.Context
	origin string
	mu     sync.Mutex
	faults []string
	asked  int
}

// openBrowser starts a headless browser of a size.
func openBrowser(t *testing.T, origin string, width, height int) *window {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(browserPath(t)), chromedp.WindowSize(width, height), chromedp.Flag("lang", "uk"),
		chromedp.NoSandbox) // Chromium's own sandbox refuses root, and the page is ours
	allocated, closeAll := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(closeAll)
	ctx, closeTab := chromedp.NewContext(allocated)
	t.Cleanup(closeTab)
	w := &window{Context: ctx, origin: origin}
	if err := chromedp.Listen(ctx, w.hear); err != nil {
		t.Fatal(err)
	}
	enable := chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		if _, err := cdp.Call(ctx, tab, network.Enable, network.EnableParams{}); err != nil {
			return err
		}
		_, err := cdp.Call(ctx, tab, log.Enable, cdp.Empty{})
		return err
	})
	if err := chromedp.Do(ctx, enable); err != nil {
		t.Fatal(err)
	}
	return w
}

// hear notes every request, and whatever the page complains of.
func (w *window) hear(event any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		w.asked++
		if u, err := url.Parse(e.Request.URL); err != nil || (u.Scheme != "data" && u.Scheme+"://"+u.Host != w.origin) {
			w.faults = append(w.faults, "asked elsewhere: "+e.Request.URL)
		}
	case *network.EventResponseReceived:
		if e.Response.Status >= 400 {
			w.faults = append(w.faults, "refused: "+e.Response.URL)
		}
	case *network.EventLoadingFailed:
		w.faults = append(w.faults, "failed: "+e.ErrorText)
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError || e.Entry.Source == log.EntrySourceSecurity {
			w.faults = append(w.faults, "console: "+e.Entry.Text)
		}
	case *runtime.EventExceptionThrown:
		w.faults = append(w.faults, "exception: "+e.ExceptionDetails.Text)
	}
}

// until waits until a text stands in an element.
func until(selector, text string) chromedp.Action[chromedp.Void] {
	const script = `(selector, text) => [...document.querySelectorAll(selector)].some((e) => e.textContent.includes(text))`
	return chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		found := chromedp.PollFunction[bool](script, chromedp.WithPollingArgs(selector, text),
			chromedp.WithPollingTimeout(patience/2), chromedp.WithPollingInterval(50*time.Millisecond))
		if _, err := found(ctx, tab); err != nil {
			return fmt.Errorf("no %q in %s: %w", text, selector, err)
		}
		return nil
	})
}

// runTab opens a tab, waits until its query is the one that would run, and runs it until the answer shows
// a text.
func runTab(number int, operation, answer string) chromedp.Action[chromedp.Void] {
	chosen := chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		_, err := chromedp.PollFunction[bool](`(name) => localStorage.getItem("graphiql:operationName") === name`,
			chromedp.WithPollingArgs(operation), chromedp.WithPollingTimeout(patience/2), chromedp.WithPollingInterval(50*time.Millisecond))(ctx, tab)
		return err
	})
	return chromedp.Steps(
		chromedp.Click(chromedp.CSS(fmt.Sprintf(".graphiql-tab:nth-of-type(%d) .graphiql-tab-button", number))),
		until(".graphiql-query-editor", "query "+operation), chosen,
		chromedp.Click(chromedp.CSS("button.graphiql-execute-button")),
		until(".result-window", answer),
	)
}

// TestPlaygroundInABrowser tries the page as a person does who opens it for the first time.
func TestPlaygroundInABrowser(t *testing.T) {
	browserPath(t)
	p := start(t, []string{"HROMADA_DATA=" + t.TempDir()}, "demo")
	p.await(`msg=ready`)
	w := openBrowser(t, "http://"+p.address, 1400, 900)
	err := chromedp.Do(w,
		chromedp.Navigate(w.origin+"/"),
		runTab(1, "Community", "Северинівська сільська територіальна громада"),
		runTab(2, "Oblast", `"totalCount": 63`),
		runTab(3, "HardComponents", "Обладнання"),
		runTab(4, "Search", `"__typename":`),
		chromedp.Click(chromedp.CSS(`button[aria-label="Show Documentation Explorer"]`)),
		until(".graphiql-doc-explorer", "Query"),
	)
	if err != nil {
		t.Error(err)
	}
	w.keepPicture(t)
	tabs, err := chromedp.Run(w, chromedp.Evaluate[int](`document.querySelectorAll(".graphiql-tab").length`))
	w.mu.Lock()
	defer w.mu.Unlock()
	if err != nil || tabs != 4 || w.asked < 10 || len(w.faults) > 0 {
		t.Errorf("%v; %d tabs, %d requests:\n%s", err, tabs, w.asked, strings.Join(w.faults, "\n"))
	}
}

// keepPicture leaves what the page looks like where HROMADA_PICTURE says, for a person to look at.
func (w *window) keepPicture(t *testing.T) {
	t.Helper()
	file := os.Getenv("HROMADA_PICTURE")
	if file == "" {
		return
	}
	picture, err := chromedp.Run(w, chromedp.CaptureScreenshot())
	if err == nil {
		err = os.WriteFile(file, picture, 0o600)
	}
	if err != nil {
		t.Error(err)
	}
}
