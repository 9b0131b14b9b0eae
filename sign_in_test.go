package main

import (
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

const signInExample = "docs/examples/sign-in"

// dashboard serves the example from a port of its own, as a dashboard beside the API. Where the API answers is told later.
type dashboard struct {
	*httptest.Server
	port    string
	api     string // its port
	apiHost string // empty: the dashboard's own
}

func newDashboard(t *testing.T) *dashboard {
	t.Helper()
	d := &dashboard{Server: httptest.NewUnstartedServer(nil)}
	_, d.port, _ = net.SplitHostPort(d.Listener.Addr().String())
	d.Config.Handler = d
	t.Cleanup(d.Close)
	return d
}

func (d *dashboard) origin(host string) string { return "http://" + host + ":" + d.port }

// ServeHTTP serves the files as they are, with the API's address where a frontend developer would write it.
func (d *dashboard) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Security-Policy", "default-src 'self'; connect-src http:") // no script in the page itself
	if r.URL.Path != "/" {
		http.FileServer(http.Dir(signInExample)).ServeHTTP(w, r)
		return
	}
	page, err := os.ReadFile(filepath.Join(signInExample, "index.html"))
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	host, _, _ := net.SplitHostPort(r.Host)
	if d.apiHost != "" {
		host = d.apiHost
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write([]byte(strings.Replace(string(page), "http://127.0.0.1:8080", "http://"+host+":"+d.api, 1)))
}

// exceptions are what the page itself did wrong; requests that are refused are not.
func (w *window) exceptions() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(w.faults), func(fault string) bool { return !strings.HasPrefix(fault, "exception") })
}

func signInAs(email, password string) chromedp.Action[chromedp.Void] {
	return chromedp.Steps(
		chromedp.SendKeys(chromedp.CSS("[name=email]"), email),
		chromedp.SendKeys(chromedp.CSS("[name=password]"), password),
		chromedp.Click(chromedp.CSS("#sign-in button")),
	)
}

// askTwiceWithAStaleToken presses the button twice while the server takes the page's token for an old one, and gives what was
// asked until both were answered.
const askTwiceWithAStaleToken = `new Promise((done) => {
	const real = window.fetch, asked = [];
	let stale = 2;
	window.fetch = (url, options) => {
		asked.push(new URL(url).pathname);
		if (url.endsWith("/graphql") && stale-- > 0) options.headers.Authorization = "Bearer stale";
		const answer = real(url, options);
		if (asked.length === 5) answer.then(() => { window.fetch = real; done(asked.join(" ")); });
		return answer;
	};
	document.getElementById("again").click();
	document.getElementById("again").click();
})`

const (
	theForm = "#sign-in:not([hidden])"
	thePage = "#signed-in:not([hidden])"
)

// TestSignInExampleInABrowser tries the example as people use a dashboard, under both names of this machine.
func TestSignInExampleInABrowser(t *testing.T) {
	browserPath(t)
	listed, other := newDashboard(t), newDashboard(t)
	p := start(t, []string{
		"HROMADA_DATA=" + t.TempDir(), "HROMADA_DEMO_PASSWORD=" + demoPassword,
		"HROMADA_CORS_ORIGINS=" + listed.origin("127.0.0.1") + "," + listed.origin("localhost"),
	}, "demo")
	p.await(`msg=ready`)
	_, listed.api, _ = net.SplitHostPort(p.address)
	other.api = listed.api
	listed.Start()
	other.Start()
	for _, host := range []string{"127.0.0.1", "localhost"} {
		w := openBrowser(t, listed.origin(host), 1000, 700)
		err := chromedp.Do(w,
			chromedp.Navigate(w.origin+"/"), until(theForm, "Sign in"),
			signInAs("staff@demo.example", "не той пароль"), until("#error", "The address or the password is wrong"),
			chromedp.Navigate(w.origin+"/"), until(theForm, "Sign in"),
			signInAs("staff@demo.example", demoPassword),
			until(thePage, "Демо Редакторка громади, STAFF"), until(thePage, " %"),
		)
		if err != nil {
			t.Fatalf("signing in at %s: %v", host, err)
		}
		w.keepPicture(t)
		if seen, err := chromedp.Run(w, chromedp.Evaluate[string](
			`document.cookie + JSON.stringify(localStorage) + JSON.stringify(sessionStorage)`)); err != nil || seen != "{}{}" {
			t.Errorf("scripts at %s read %q, %v", host, seen, err)
		}
		if asked, err := chromedp.Run(w, chromedp.Evaluate[string](askTwiceWithAStaleToken, chromedp.EvalAwaitPromise)); err != nil ||
			asked != "/graphql /graphql /auth/refresh /graphql /graphql" {
			t.Errorf("with a stale token was asked %q, %v", asked, err)
		}
		// The cookie is there for a reload, and for no page of an origin that is not listed.
		err = chromedp.Do(w,
			chromedp.Reload(), until(thePage, "Демо Редакторка громади"),
			chromedp.Navigate(other.origin(host)+"/"), until("#error", "Failed to fetch"), until(theForm, "Sign in"),
			signInAs("staff@demo.example", demoPassword), until("#error", "Failed to fetch"), until(theForm, "Sign in"),
			chromedp.Navigate(w.origin+"/"), until(thePage, "Демо Редакторка громади"),
			chromedp.Click(chromedp.CSS("#sign-out")), until(theForm, "Sign in"),
			chromedp.Reload(), until(theForm, "Sign in"),
		)
		if faults := w.exceptions(); err != nil || len(faults) > 0 {
			t.Errorf("at %s: %v\n%s", host, err, strings.Join(faults, "\n"))
		}
	}
}

// TestSignInNeedsOneSite holds what the documentation warns of: localhost and 127.0.0.1 are two sites, though one machine.
func TestSignInNeedsOneSite(t *testing.T) {
	browserPath(t)
	d := newDashboard(t)
	p := start(t, []string{
		"HROMADA_DATA=" + t.TempDir(), "HROMADA_DEMO_PASSWORD=" + demoPassword, "HROMADA_CORS_ORIGINS=" + d.origin("localhost"),
	}, "demo")
	p.await(`msg=ready`)
	d.apiHost, d.api, _ = net.SplitHostPort(p.address)
	d.Start()
	w := openBrowser(t, d.origin("localhost"), 1000, 700)
	err := chromedp.Do(w,
		chromedp.Navigate(w.origin+"/"), until(theForm, "Sign in"),
		signInAs("staff@demo.example", demoPassword), until(thePage, "Демо Редакторка громади"),
		chromedp.Reload(), until(theForm, "Sign in"), // the browser kept no cookie
	)
	if err != nil {
		t.Error(err)
	}
}
