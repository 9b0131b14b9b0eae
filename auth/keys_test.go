package auth_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"strings"
	"testing"
	"time"

	"hromada/auth"
)

// noon is when the tests take place.
var noon = time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC)

func newKey(tb testing.TB) auth.SigningKey {
	tb.Helper()
	key, err := auth.NewSigningKey(noon)
	if err != nil {
		tb.Fatal(err)
	}
	return key
}

func pemOf(tb testing.TB, key auth.SigningKey) []byte {
	tb.Helper()
	text, err := key.PEM()
	if err != nil {
		tb.Fatal(err)
	}
	return text
}

// privateOf is what a key signs with, as the operator has it in a file.
func privateOf(tb testing.TB, key auth.SigningKey) ed25519.PrivateKey {
	tb.Helper()
	block, _ := pem.Decode(pemOf(tb, key))
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		tb.Fatal(err)
	}
	return parsed.(ed25519.PrivateKey)
}

func pemBlock(tb testing.TB, kind string, key any) []byte {
	tb.Helper()
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		tb.Fatal(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der})
}

func TestKeysAreReadAsTheyAreWritten(t *testing.T) {
	t.Parallel()
	first, second := newKey(t), newKey(t)
	text := slicesOf("# the newest first\n", string(pemOf(t, first)), "\r\n  and the one before\n", string(pemOf(t, second)), "end\n")
	keys, err := auth.ParseSigningKeys(text)
	if err != nil || len(keys) != 2 || keys[0].ID != first.ID || keys[1].ID != second.ID || !keys[0].Made.Equal(noon) {
		t.Fatalf("%v: %v", keys, err)
	}
	if !bytes.Equal(pemOf(t, keys[0]), pemOf(t, first)) || first.ID == second.ID || len(first.ID) != 16 {
		t.Errorf("%s and %s", first.ID, second.ID)
	}
}

func slicesOf(parts ...string) []byte { return []byte(strings.Join(parts, "")) }

// A key that was made elsewhere has no time; its name is worked out of it all the same.
func TestKeysFromElsewhereAreRead(t *testing.T) {
	t.Parallel()
	key := newKey(t)
	for _, kind := range []map[string]string{nil, {"Made": "yesterday"}} {
		block, _ := pem.Decode(pemOf(t, key))
		block.Headers = kind
		keys, err := auth.ParseSigningKeys(pem.EncodeToMemory(block))
		if err != nil || len(keys) != 1 || keys[0].ID != key.ID || !keys[0].Made.IsZero() {
			t.Errorf("%v: %v, %v", kind, keys, err)
		}
	}
}

// What is refused is not repeated: it may be a key of something else.
func TestOtherKeysAreRefusedAndNotQuoted(t *testing.T) {
	t.Parallel()
	rsaKey, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	ecKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	ec, err := x509.MarshalECPrivateKey(ecKey)
	if err != nil {
		t.Fatal(err)
	}
	good := pemOf(t, newKey(t))
	public, err := x509.MarshalPKIXPublicKey(privateOf(t, newKey(t)).Public())
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string][]byte{
		"nothing": nil, "text": []byte("пароль"), "a path": []byte("/etc/ssl/private/key.pem"),
		"RSA": pemBlock(t, "PRIVATE KEY", rsaKey), "ECDSA": pemBlock(t, "PRIVATE KEY", ecKey),
		"RSA of PKCS #1":          pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(rsaKey)}),
		"ECDSA of SEC 1":          pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: ec}),
		"an OpenSSH key":          pem.EncodeToMemory(&pem.Block{Type: "OPENSSH PRIVATE KEY", Bytes: []byte("openssh-key-v1\x00 of the server")}),
		"locked by a password":    pem.EncodeToMemory(&pem.Block{Type: "ENCRYPTED PRIVATE KEY", Bytes: []byte("a locked key of the server")}),
		"a public key":            pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: public}),
		"Ed25519 by another name": pemBlock(t, "ED25519 KEY", privateOf(t, newKey(t))),
		"a good one and RSA":      append(bytes.Clone(good), pemBlock(t, "PRIVATE KEY", rsaKey)...),
		"rubbish in PEM":          pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: []byte("rubbish of some length, to be found")}),
		"half a key":              good[:len(good)/2],
		"a key without its end":   bytes.TrimSuffix(good, []byte("-----END PRIVATE KEY-----\n")),
	} {
		keys, err := auth.ParseSigningKeys(text)
		if err == nil || keys != nil {
			t.Errorf("%s: %v", name, keys)
			continue
		}
		if quoted := common(err.Error(), string(text)); len(quoted) > 12 && quoted != " PRIVATE KEY" {
			t.Errorf("%s: %q quotes %q", name, err, quoted)
		}
	}
}

// common is the longest text that two texts share.
func common(a, b string) (longest string) {
	for i := range a {
		for j := i + len(longest) + 1; j <= len(a) && strings.Contains(b, a[i:j]); j++ {
			longest = a[i:j]
		}
	}
	return longest
}

func TestTheKeySetHasPublicHalvesOnly(t *testing.T) {
	t.Parallel()
	keys := []auth.SigningKey{newKey(t), newKey(t)}
	text, err := auth.KeySet(keys)
	if err != nil {
		t.Fatal(err)
	}
	var set map[string][]map[string]string
	if err := json.Unmarshal(text, &set); err != nil || len(set) != 1 || len(set["keys"]) != 2 {
		t.Fatalf("%s: %v", text, err)
	}
	for i, jwk := range set["keys"] {
		private := privateOf(t, keys[i])
		x := base64.RawURLEncoding.EncodeToString(private.Public().(ed25519.PublicKey))
		want := map[string]string{"kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig", "kid": keys[i].ID, "x": x}
		if len(jwk) != len(want) {
			t.Errorf("%v", jwk)
		}
		for name, value := range want {
			if jwk[name] != value {
				t.Errorf("%s is %q, not %q", name, jwk[name], value)
			}
		}
		if strings.Contains(string(text), base64.RawURLEncoding.EncodeToString(private.Seed())) {
			t.Error("it has the private half")
		}
	}
	if none, err := auth.KeySet(nil); err != nil || string(none) != `{"keys":[]}` {
		t.Errorf("%s: %v", none, err)
	}
}
