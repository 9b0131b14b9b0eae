package auth_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/hmac"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"hromada/auth"
)

// secretsOf are the bytes that one might take a public key for, were it the secret of an HMAC.
func secretsOf(t *testing.T, key auth.SigningKey) map[string][]byte {
	t.Helper()
	public := privateOf(t, key).Public().(ed25519.PublicKey)
	der, err := x509.MarshalPKIXPublicKey(public)
	if err != nil {
		t.Fatal(err)
	}
	set, err := auth.KeySet([]auth.SigningKey{key})
	if err != nil {
		t.Fatal(err)
	}
	text := pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})
	x := base64.RawURLEncoding.EncodeToString(public)
	return map[string][]byte{
		"raw": public, "DER": der, "PEM": text, "PEM without its last line end": text[:len(text)-1], "x": []byte(x), "base64": []byte(base64.StdEncoding.EncodeToString(public)),
		"the key set": set, "the JWK": set[len(`{"keys":[`) : len(set)-len(`]}`)], "a short JWK": fmt.Appendf(nil, `{"crv":"Ed25519","kty":"OKP","x":%q}`, x), "nothing": nil, "the name": []byte(key.ID),
	}
}

func TestTokensSignedWithThePublicKeyAreRefused(t *testing.T) {
	t.Parallel()
	key := newKey(t)
	header, claims := opened(t, signed(t, key, noon))
	for name, secret := range secretsOf(t, key) {
		for _, alg := range []string{"HS256", "EdDSA"} {
			text := encoded(changed(t, header, "EdDSA", alg)) + "." + encoded(claims)
			mac := hmac.New(sha256.New, secret)
			mac.Write([]byte(text))
			refuse(t, alg+" with "+name, []auth.SigningKey{key}, text+"."+encoded(string(mac.Sum(nil))))
		}
	}
}

// yes is a signature method that believes everybody, with any key: one more than ours is registered in every program.
type yes struct{}

func (yes) Verify(string, []byte, any) error { return nil }
func (yes) Sign(string, any) ([]byte, error) { return nil, nil }
func (yes) Alg() string                      { return "YES" }
func init()                                  { jwt.RegisterSigningMethod("YES", func() jwt.SigningMethod { return yes{} }) }

func unsigned(header, claims, with string) string {
	return encoded(header) + "." + encoded(claims) + "." + with
}

func TestTokensOfOtherAlgorithmsAreRefused(t *testing.T) {
	t.Parallel()
	key := newKey(t)
	token := signed(t, key, noon)
	header, claims := opened(t, token)
	for _, alg := range []string{"none", "None", "nOnE", "NONE", "", "YES", "HS256", "HS512", "RS256", "ES256", "PS256", "eddsa", "EDDSA", "Ed25519", "ES256K", "EdDSA ", "../none", "EdDSA\x00"} {
		for name, with := range map[string]string{"no signature": "", "ours": strings.Split(token, ".")[2], "zeros": encoded(strings.Repeat("\x00", 64)), "rubbish": "c2lnbmF0dXJl"} {
			refuse(t, alg+" with "+name, []auth.SigningKey{key}, unsigned(strings.Replace(header, `"EdDSA"`, jsonText(alg), 1), claims, with))
		}
		refuse(t, alg+" signed with our key", []auth.SigningKey{key}, sealed(privateOf(t, key), strings.Replace(header, `"EdDSA"`, jsonText(alg), 1)+" ", claims))
	}
	for _, alg := range []string{`null`, `1`, `["EdDSA"]`, `{"EdDSA":1}`, `"none","alg":"EdDSA"`, `"EdDSA","alg":"none"`, `"EdDSA","ALG":"none"`} {
		refuse(t, "alg "+alg, []auth.SigningKey{key}, sealed(privateOf(t, key), changed(t, header, `"EdDSA"`, alg), claims))
	}
	refuse(t, "no alg", []auth.SigningKey{key}, sealed(privateOf(t, key), changed(t, header, `"alg":"EdDSA",`, ""), claims))
}

// jsonText is a JSON string; none of those written here needs more than Go's escapes, but for NUL.
func jsonText(s string) string { return `"` + strings.ReplaceAll(s, "\x00", `\u0000`) + `"` }

func TestTokensSignedWithOtherKindsOfKeysAreRefused(t *testing.T) {
	t.Parallel()
	key := newKey(t)
	header, claims := opened(t, signed(t, key, noon))
	rsaKey, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	ecKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for alg, signer := range map[string]crypto.Signer{"RS256": rsaKey, "ES256": ecKey, "EdDSA": privateOf(t, newKey(t))} {
		text := encoded(changed(t, header, "EdDSA", alg)) + "." + encoded(claims)
		signature, err := jwt.GetSigningMethod(alg).Sign(text, signer)
		if err != nil {
			t.Fatal(err)
		}
		refuse(t, alg, []auth.SigningKey{key}, text+"."+encoded(string(signature)))
	}
}

// Whatever a header says of keys, only its kid is looked at, among ours; nothing is fetched.
func TestKeysInHeadersAreNotBelieved(t *testing.T) {
	t.Parallel()
	var fetched atomic.Int32
	key, theirs := newKey(t), newKey(t)
	set, err := auth.KeySet([]auth.SigningKey{theirs})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		fetched.Add(1)
		_, _ = w.Write(set)
	}))
	t.Cleanup(server.Close)
	header, claims := opened(t, signed(t, key, noon))
	jwk := string(set[len(`{"keys":[`) : len(set)-len(`]}`)])
	for name, more := range map[string]string{
		"jwk": `"jwk":` + jwk, "jku": `"jku":"` + server.URL + `"`, "x5u": `"x5u":"` + server.URL + `"`, "x5c": `"x5c":["MIIB"]`, "x5t": `"x5t":"AAAA"`, "jwks": `"jwks":` + string(set),
		"crit": `"crit":["exp"]`, "empty crit": `"crit":[]`, "crit of what we know": `"crit":["alg"]`, "b64": `"b64":false`, "zip": `"zip":"DEF"`, "cty": `"cty":"JWT"`, "enc": `"enc":"A128GCM"`,
		"null": `"x":null`, "another kid": `"KID":"` + theirs.ID + `"`, "two kids": `"kid":"` + theirs.ID + `"`,
	} {
		for signer, private := range map[string]ed25519.PrivateKey{"theirs": privateOf(t, theirs), "ours": privateOf(t, key)} {
			refuse(t, name+" behind, signed by "+signer, []auth.SigningKey{key}, sealed(private, changed(t, header, `"}`, `",`+more+`}`), claims))
			refuse(t, name+" before, signed by "+signer, []auth.SigningKey{key}, sealed(private, changed(t, header, `{`, `{`+more+`,`), claims))
			refuse(t, name+" for typ, signed by "+signer, []auth.SigningKey{key}, sealed(private, changed(t, header, `"typ":"at+jwt"`, more), claims))
			refuse(t, name+" for kid, signed by "+signer, []auth.SigningKey{key}, sealed(private, changed(t, header, `"kid":"`+key.ID+`"`, more), claims))
		}
	}
	if fetched.Load() != 0 {
		t.Errorf("%d requests were made", fetched.Load())
	}
}

func TestOnlyTheNamesAndTheTypeOfOursAreTaken(t *testing.T) {
	t.Parallel()
	key := newKey(t)
	header, claims := opened(t, signed(t, key, noon))
	kid, typ := fmt.Sprintf(`"kid":%q`, key.ID), `"typ":"at+jwt"`
	for old, all := range map[string][]string{
		kid: {
			`"kid":""`, `"kid":"unknown"`, `"kid":"../../../dev/null"`, `"kid":"/etc/passwd"`, `"kid":"' OR '1'='1"`, `"kid":"x' UNION SELECT 'key"`, `"kid":"| id"`, `"kid":0`, `"kid":1`, `"kid":-1`,
			`"kid":1e999`, `"kid":null`, `"kid":true`, `"kid":["` + key.ID + `"]`, `"kid":{"id":"` + key.ID + `"}`, `"kid":"` + strings.ToLower(key.ID) + ` "`, `"kid":" ` + key.ID + `"`,
			`"kid":"` + key.ID + `\u0000"`, `"kid":"` + key.ID + `.pem"`, `"kid":"` + key.ID[:8] + `"`, `"KID":"` + key.ID + `"`, kid + `,` + kid, `"kid":"` + strings.Repeat("A", 1000) + `"`, `"none":1`,
		},
		typ: {
			`"typ":"JWT"`, `"typ":"at+JWT"`, `"typ":"AT+JWT"`, `"typ":"at+jwt "`, `"typ":"application/at+jwt"`, `"typ":"refresh+jwt"`, `"typ":""`, `"typ":null`, `"typ":1`, `"typ":["at+jwt"]`,
			`"TYP":"at+jwt"`, `"typ":"JWT","typ":"at+jwt"`, `"typ":"at+jwt","cty":"at+jwt"`,
		},
	} {
		for _, with := range all {
			refuse(t, with, []auth.SigningKey{key}, sealed(privateOf(t, key), changed(t, header, old, with), claims))
		}
	}
	for _, without := range []string{changed(t, header, kid+",", ""), changed(t, header, ","+typ, ""), "{}", "null", "[]", "", `"EdDSA"`, header + header, header + " ", " " + header, header + "\x00", header[:len(header)-1]} {
		refuse(t, without, []auth.SigningKey{key}, sealed(privateOf(t, key), without, claims))
	}
}

func TestATokenHasOneSpelling(t *testing.T) {
	t.Parallel()
	key := newKey(t)
	token := signed(t, key, noon)
	parts := strings.Split(token, ".")
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	last := len(token) - 1
	idle := token[:last] + string(letters[strings.IndexByte(letters, token[last])+1]) // of its 6 bits 4 are idle
	other := token[:last-1] + string(letters[(strings.IndexByte(letters, token[last-1])+1)%64]) + token[last:]
	header, claims := opened(t, token)
	long := changed(t, claims, session, strings.Repeat("5f", 1<<19))
	for name, text := range map[string]string{
		"empty": "", "a dot": ".", "two dots": "..", "three dots": "...", "one part": parts[0], "two parts": parts[0] + "." + parts[1], "no signature": parts[0] + "." + parts[1] + ".",
		"four parts": token + "." + parts[2], "a dot behind": token + ".", "a space behind": token + " ", "a space before": " " + token, "a line end behind": token + "\n", "NUL behind": token + "\x00",
		"a line end before": "\r\n" + token, "a line end in the signature": token[:last-9] + "\r\n" + token[last-9:], "a line end in the claims": parts[0] + "." + parts[1][:9] + "\n" + parts[1][9:] + "." + parts[2],
		"padding": token + "=", "more padding": token + "==", "padding everywhere": parts[0] + "=." + parts[1] + "=." + parts[2] + "=", "idle bits": idle, "another signature": other,
		"parts in another order": parts[1] + "." + parts[0] + "." + parts[2], "two": token + token, "two, parted": token + "," + token, "a signature of 63 bytes": token[:last-1], "65 bytes": token + "A",
		"a megabyte": strings.Repeat("A", 1<<20), "a megabyte of dots": strings.Repeat(".", 1<<20), "a megabyte behind": token + strings.Repeat("A", 1<<20),
		"a megabyte that is signed": sealed(privateOf(t, key), header, long), "a signature for other claims": unsigned(header, changed(t, claims, `"sub":"7"`, `"sub":"8"`), parts[2]),
		"encrypted": parts[0] + "....", "JSON": `{"payload":"` + parts[1] + `","signatures":[{"protected":"` + parts[0] + `","signature":"` + parts[2] + `"}]}`,
	} {
		refuse(t, name, []auth.SigningKey{key}, text)
	}
}

// FuzzVerify looks for a token that is believed though Sign never writes it: as it is, and signed with the right key.
func FuzzVerify(f *testing.F) {
	keys, err := auth.ParseSigningKeys(pemBlock(f, "PRIVATE KEY", ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))))
	if err != nil {
		f.Fatal(err)
	}
	const claims = `{"iss":"hromada","sub":"7","aud":["hromada"],"exp":1795169400,"iat":1795168800,"jti":"JTI","sid":"5f8a3c","role":"STAFF"}`
	private, header := privateOf(f, keys[0]), fmt.Sprintf(`{"alg":"EdDSA","kid":%q,"typ":"at+jwt"}`, keys[0].ID)
	good := sealed(private, header, claims) // the same in each process of the search
	for _, seed := range [][3]string{
		{good, header, claims},
		{good + "\n", header, changed(f, claims, `"iat"`, `"nbf":1795168800,"iat"`)},
		{strings.Repeat(".", 9), changed(f, header, "EdDSA", "none"), changed(f, claims, `"7"`, `"07"`)},
		{unsigned(`{"alg":"none"}`, claims, ""), changed(f, header, `"}`, `","crit":["exp"]}`), changed(f, claims, `"sub":"7"`, `"sub":"7","sub":"8"`)},
		{good[:len(good)-1], changed(f, header, "at+jwt", "JWT"), changed(f, claims, `["hromada"]`, `["hromada","other"]`)},
		{"", `{"alg":"EdDSA","kid":null,"typ":"at+jwt"}`, changed(f, claims, `"exp":`, `"exp":1e18,"EXP":`)},
		{"", header, `{"iss":"hromada","sub":"9223372036854775807","aud":["hromada"],"exp":1795169400,"iat":1795168800,"sid":"\u0430","role":""}`},
	} {
		f.Add(seed[0], seed[1], seed[2])
	}
	whole := regexp.MustCompile(`^\{"iss":"hromada","sub":"[1-9][0-9]{0,18}","aud":\["hromada"\],"exp":[0-9]{10},("nbf":-?[0-9]+,)?"iat":[0-9]{10},("jti":".+",)?"sid":".+","role":".*"\}$`)
	f.Fuzz(func(t *testing.T, token, head, body string) {
		if _, err := auth.Verify(keys, token, noon); err == nil && token != good {
			t.Errorf("%q is believed", token)
		}
		said, err := auth.Verify(keys, sealed(private, head, body), noon)
		if err == nil && (head != header || !whole.MatchString(body) || said.User <= 0 || said.Issued.After(noon.Add(2*time.Minute)) || noon.Sub(said.Issued) > 2*auth.AccessLifetime) {
			t.Errorf("%q %q is %+v", head, body, said)
		}
	})
}
