package auth_test

import (
	"encoding/base64"
	"strings"
	"testing"

	"hromada/auth"
)

func newRefreshToken() auth.RefreshToken {
	return auth.RefreshToken{Session: auth.NewSecret(), Secret: auth.NewSecret()}
}

func TestRefreshTokensAreReadAsTheyAreWritten(t *testing.T) {
	t.Parallel()
	token := newRefreshToken()
	if got, ok := auth.ParseRefreshToken(token.String()); !ok || got != token {
		t.Errorf("%s is %s", token, got)
	}
}

func TestBrokenRefreshTokensAreRefused(t *testing.T) {
	t.Parallel()
	token := newRefreshToken()
	good, zeros := token.String(), strings.Repeat("A", 43)
	for name, text := range map[string]string{
		"empty": "", "a dot": ".", "one part": token.Session, "no secret": token.Session + ".", "no session": "." + token.Secret,
		"three parts": good + "." + token.Secret, "cut": good[:len(good)-1], "more": good + "A", "a space before": " " + good, "a line end behind": good + "\n",
		"a line end within": token.Session + ".\r\n" + token.Secret, "padding": good + "=", "not of URLs": zeros + "." + strings.Repeat("+", 42) + "A",
		"idle bits": zeros + "." + strings.Repeat("A", 42) + "B", "31 bytes": zeros + "." + strings.Repeat("A", 42), "33 bytes": zeros + "." + strings.Repeat("A", 44),
		"NUL": good[:len(good)-1] + "\x00", "Cyrillic": zeros + "." + strings.Repeat("А", 43), "a megabyte": zeros + "." + strings.Repeat("A", 1<<20),
		"an access token": "eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl",
	} {
		if got, ok := auth.ParseRefreshToken(text); ok {
			t.Errorf("%s is %v", name, got)
		}
	}
}

func FuzzParseRefreshToken(f *testing.F) {
	for _, seed := range []string{"", ".", newRefreshToken().String(), strings.Repeat("A", 43) + "." + strings.Repeat("_", 42) + "8"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if got, ok := auth.ParseRefreshToken(text); ok && (got.String() != text || len(got.Session) != 43 || len(got.Secret) != 43) {
			t.Errorf("%q is %v", text, got)
		}
	})
}

// Two tabs that show one token get the same successor; who has the token and not the key cannot tell what it is.
func TestTheNextTokenIsOneForEachKey(t *testing.T) {
	t.Parallel()
	token, key := newRefreshToken(), []byte(auth.NewSecret())
	next := token.Next(key)
	if next != token.Next(key) || next.Session != token.Session || next.Secret == token.Secret {
		t.Errorf("%v follows %v", next, token)
	}
	if read, ok := auth.ParseRefreshToken(next.String()); !ok || read != next {
		t.Errorf("%v is not read", next)
	}
	after := map[auth.RefreshToken]bool{next: true, next.Next(key): true}
	for _, other := range []string{auth.NewSecret(), "", string(key) + "A", string(key[1:])} {
		after[token.Next([]byte(other))] = true
	}
	after[auth.RefreshToken{Session: token.Session, Secret: auth.NewSecret()}.Next(key)] = true
	if len(after) != 7 {
		t.Errorf("of 7 successors %d are different", len(after))
	}
}

func TestSecretsAreLongAndNeverTheSame(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for range 1000 {
		secret := auth.NewSecret()
		seen[secret] = true
		if b, err := base64.RawURLEncoding.Strict().DecodeString(secret); err != nil || len(b) != 32 {
			t.Fatalf("%q: %v", secret, err)
		}
	}
	if len(seen) != 1000 {
		t.Errorf("%d of 1000", len(seen))
	}
}

func TestFingerprintsDoNotTellTheSecret(t *testing.T) {
	t.Parallel()
	secret := auth.NewSecret()
	print, again := string(auth.Fingerprint(secret)), string(auth.Fingerprint(secret))
	if print != again || len(print) != 32 || strings.Contains(print, secret[:8]) || print == string(auth.Fingerprint(secret+"=")) {
		t.Errorf("%x", print)
	}
}
