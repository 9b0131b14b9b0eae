package auth_test

import (
	"crypto/ed25519"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
	"time"

	"hromada/auth"
)

const session = "5f8a3c"

// signed is an access token of user 7, issued at a time.
func signed(tb testing.TB, key auth.SigningKey, issued time.Time) string {
	tb.Helper()
	token, err := auth.Sign(key, auth.AccessToken{User: 7, Session: session, Issued: issued}, auth.Staff)
	if err != nil {
		tb.Fatal(err)
	}
	return token
}

// opened are the header and the claims of a token, as they are written.
func opened(tb testing.TB, token string) (header, claims string) {
	tb.Helper()
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		tb.Fatalf("%q", token)
	}
	texts := []string{}
	for _, part := range parts[:2] {
		text, err := base64.RawURLEncoding.DecodeString(part)
		if err != nil {
			tb.Fatal(err)
		}
		texts = append(texts, string(text))
	}
	return texts[0], texts[1]
}

func encoded(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }

// sealed signs any header and claims with a key, as only its owner can.
func sealed(private ed25519.PrivateKey, header, claims string) string {
	text := encoded(header) + "." + encoded(claims)
	return text + "." + encoded(string(ed25519.Sign(private, []byte(text))))
}

// changed replaces one piece of a text, which has to be there.
func changed(tb testing.TB, text, old, with string) string {
	tb.Helper()
	if strings.Count(text, old) != 1 {
		tb.Fatalf("%q is not in %s once", old, text)
	}
	return strings.Replace(text, old, with, 1)
}

// refuse demands that a token is not believed, and not repeated either.
func refuse(t *testing.T, name string, keys []auth.SigningKey, token string) {
	t.Helper()
	said, err := auth.Verify(keys, token, noon)
	if err == nil || said != (auth.AccessToken{}) {
		t.Errorf("%s: %+v, %v", name, said, err)
		return
	}
	if quoted := common(err.Error(), token); len(quoted) > 12 {
		t.Errorf("%s: %q quotes %q", name, err, quoted)
	}
}

func TestAccessTokensSayWhoAndForHowLong(t *testing.T) {
	t.Parallel()
	key, other := newKey(t), newKey(t)
	token := signed(t, key, noon)
	for _, keys := range [][]auth.SigningKey{{key}, {key, other}, {other, key}} {
		said, err := auth.Verify(keys, token, noon)
		if err != nil || said.User != 7 || said.Session != session || !said.Issued.Equal(noon) {
			t.Errorf("%+v: %v", said, err)
		}
	}
	header, claims := opened(t, token)
	if want := fmt.Sprintf(`{"alg":"EdDSA","kid":%q,"typ":"at+jwt"}`, key.ID); header != want {
		t.Errorf("%s, not %s", header, want)
	}
	_, rest, _ := strings.Cut(claims, `"jti":"`)
	id, _, _ := strings.Cut(rest, `"`)
	want := fmt.Sprintf(`{"iss":"hromada","sub":"7","aud":["hromada"],"exp":%d,"iat":%d,"jti":%q,"sid":%q,"role":"STAFF"}`,
		noon.Add(10*time.Minute).Unix(), noon.Unix(), id, session)
	if claims != want || len(id) < 20 || len(token) > 1024 {
		t.Errorf("%s, not %s", claims, want)
	}
	if signed(t, key, noon) == token {
		t.Error("two tokens are one")
	}
}

// Clocks differ a little; a token is not good for much longer than it says, nor before it is issued.
func TestClocksMayDifferALittle(t *testing.T) {
	t.Parallel()
	key := newKey(t)
	for name, e := range map[string]struct {
		at   time.Duration
		good bool
	}{
		"when it is issued": {0, true}, "30 s before": {-30 * time.Second, true}, "5 min before": {-5 * time.Minute, false},
		"just before the end": {auth.AccessLifetime - time.Second, true}, "30 s after it": {auth.AccessLifetime + 30*time.Second, true},
		"5 min after it": {auth.AccessLifetime + 5*time.Minute, false}, "a year after it": {365 * 24 * time.Hour, false},
		"a year before": {-365 * 24 * time.Hour, false},
	} {
		if _, err := auth.Verify([]auth.SigningKey{key}, signed(t, key, noon), noon.Add(e.at)); e.good != (err == nil) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// What keeps somebody signed in opens nothing itself, and what opens does not keep.
func TestRefreshAndAccessTokensAreTwoThings(t *testing.T) {
	t.Parallel()
	key := newKey(t)
	refresh, access := newRefreshToken(), signed(t, key, noon)
	for _, text := range []string{refresh.String(), refresh.Session, refresh.Secret, refresh.String() + "." + refresh.Secret, "Bearer " + access} {
		refuse(t, "a refresh token", []auth.SigningKey{key}, text)
	}
	parts := strings.Split(access, ".")
	for _, text := range []string{access, parts[0] + "." + parts[1], parts[1] + "." + parts[2]} {
		if got, ok := auth.ParseRefreshToken(text); ok {
			t.Errorf("%v is a refresh token", got)
		}
	}
}

func TestTokensOfKeysThatWereDroppedAreRefused(t *testing.T) {
	t.Parallel()
	dropped, live := newKey(t), newKey(t)
	token := signed(t, dropped, noon)
	for name, keys := range map[string][]auth.SigningKey{"other keys": {live}, "no keys": {}, "nil": nil} {
		refuse(t, name, keys, token)
	}
	header, claims := opened(t, token)
	refuse(t, "the name of a live key", []auth.SigningKey{live}, sealed(privateOf(t, dropped), changed(t, header, dropped.ID, live.ID), claims))
}

// Whoever holds the key could write such claims; servers and services of ours must not take one thing for another. The
// claims differ from good ones in nothing but what is tried.
func TestClaimsMustBeThoseThatAreSigned(t *testing.T) {
	t.Parallel()
	key := newKey(t)
	header, claims := opened(t, signed(t, key, noon))
	expires, issued := fmt.Sprintf(`"exp":%d,`, noon.Add(auth.AccessLifetime).Unix()), fmt.Sprintf(`"iat":%d,`, noon.Unix())
	at := func(name string, d time.Duration) string { return fmt.Sprintf(`%q:%d,`, name, noon.Add(d).Unix()) }
	const iss, sub, aud, sid = `"iss":"hromada",`, `"sub":"7",`, `"aud":["hromada"],`, `"sid":"5f8a3c",`
	tried := map[string][][2]string{
		iss: {{"missing", ``}, {"empty", `"iss":"",`}, {"another", `"iss":"other",`}, {"large", `"iss":"HROMADA",`}, {"a list", `"iss":["hromada"],`}},
		aud: {
			{"missing", ``},
			{"none", `"aud":[],`},
			{"null", `"aud":null,`},
			{"another", `"aud":["other"],`},
			{"others too", `"aud":["hromada","other"],`},
			{"others before", `"aud":["other","hromada"],`},
			{"twice", `"aud":["hromada","hromada"],`},
			{"not in a list", `"aud":"hromada",`},
			{"a number", `"aud":[1],`},
		},
		expires: {
			{"missing", ``},
			{"null", `"exp":null,`},
			{"past", at("exp", -5*time.Minute)},
			{"a second too far", at("exp", auth.AccessLifetime+time.Second)},
			{"in ten years", at("exp", 10*365*24*time.Hour)},
			{"never", `"exp":1e300,`},
			{"past 64 bits", `"exp":9223372036854775808,`},
			{"a text", `"exp":"1795169400",`},
			{"a fraction", `"exp":1795169400.5,`},
			{"0", `"exp":0,`},
			{"negative", `"exp":-1,`},
			{"a list", `"exp":[1795169400],`},
			{"not yet, and good once more", at("exp", auth.AccessLifetime) + at("nbf", 5*time.Minute)},
		},
		issued: {
			{"missing", ``},
			{"null", `"iat":null,`},
			{"future", at("iat", 5*time.Minute)},
			{"long ago", at("iat", -24*time.Hour)},
			{"0", `"iat":0,`},
			{"a text", `"iat":"now",`},
			{"not yet", at("nbf", 5*time.Minute) + issued},
		},
		sub: {
			{"missing", ``},
			{"empty", `"sub":"",`},
			{"null", `"sub":null,`},
			{"a number", `"sub":7,`},
			{"a space before", `"sub":" 7",`},
			{"a space behind", `"sub":"7 ",`},
			{"plus", `"sub":"+7",`},
			{"zeros", `"sub":"07",`},
			{"nobody", `"sub":"0",`},
			{"negative", `"sub":"-7",`},
			{"negative nobody", `"sub":"-0",`},
			{"a fraction", `"sub":"7.0",`},
			{"hexadecimal", `"sub":"0x7",`},
			{"parted", `"sub":"1_0",`},
			{"past 64 bits", `"sub":"9223372036854775808",`},
			{"other digits", `"sub":"٧",`},
			{"an e-mail", `"sub":"a@b.example",`},
			{"two", `"sub":"7","sub":"8",`},
			{"two, of two spellings", `"sub":"7","SUB":"8",`},
			{"escaped", `"\u0073ub":"7",`},
		},
		sid: {{"missing", ``}, {"empty", `"sid":"",`}, {"null", `"sid":null,`}, {"a number", `"sid":1,`}, {"two", `"sid":"ended","sid":"5f8a3c",`}, {"long", `"sid":"` + strings.Repeat("5f", 1<<10) + `",`}},
		`"role":"STAFF"}`: {
			{"more claims", `"role":"STAFF","admin":true}`},
			{"two roles", `"role":"ADMIN","role":"STAFF"}`},
			{"a space behind", `"role":"STAFF"} `},
			{"a line end within", "\"role\":\n\"STAFF\"}"},
			{"more behind", `"role":"STAFF"}{}`},
			{"a byte behind", `"role":"STAFF"}x`},
			{"NUL behind", `"role":"STAFF"}` + "\x00"},
			{"no end", `"role":"STAFF"`},
		},
	}
	for claim, cases := range tried {
		for _, c := range cases {
			refuse(t, claim+" "+c[0], []auth.SigningKey{key}, sealed(privateOf(t, key), header, changed(t, claims, claim, c[1])))
		}
	}
	for name, text := range map[string]string{"nothing": "", "null": "null", "a list": "[" + claims + "]", "a text": `"7"`, "nobody's": "{}", "deep": strings.Repeat(`{"a":`, 300) + "1" + strings.Repeat("}", 300)} {
		refuse(t, name, []auth.SigningKey{key}, sealed(privateOf(t, key), header, text))
	}
}
