package auth

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"strings"
)

// NewSecret gives a random text of 256 bits for links, sessions and the like.
func NewSecret() string {
	b := make([]byte, sha256.Size)
	_, _ = rand.Read(b) // never fails, as crypto/rand promises
	return base64.RawURLEncoding.EncodeToString(b)
}

// Fingerprint is what is stored of a secret: whoever reads the database cannot use it. Secrets are random, so a plain
// hash is enough.
func Fingerprint(secret string) []byte {
	sum := sha256.Sum256([]byte(secret))
	return sum[:]
}

// RefreshToken is what keeps somebody signed in: the name of the session, and the secret that is its turn.
type RefreshToken struct{ Session, Secret string }

func (t RefreshToken) String() string { return t.Session + "." + t.Secret }

// ParseRefreshToken reads what String wrote.
func ParseRefreshToken(s string) (RefreshToken, bool) {
	session, secret, ok := strings.Cut(s, ".")
	return RefreshToken{session, secret}, ok && isSecret(session) && isSecret(secret)
}

func isSecret(s string) bool {
	b, err := base64.RawURLEncoding.Strict().DecodeString(s)
	return err == nil && len(b) == sha256.Size && len(s) == base64.RawURLEncoding.EncodedLen(sha256.Size) // line ends are skipped when decoding
}

// Next is the token that follows. It is worked out with the session's own key, so that two tabs that refresh with the
// same token at once get the same successor, while the token alone tells nobody what follows it.
func (t RefreshToken) Next(key []byte) RefreshToken {
	mac := hmac.New(sha256.New, key)
	_, _ = mac.Write([]byte(t.Secret)) // a hash never fails
	return RefreshToken{t.Session, base64.RawURLEncoding.EncodeToString(mac.Sum(nil))}
}
