package auth

import (
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// What access tokens say of themselves.
const (
	tokenType = "at+jwt" // RFC 9068
	issuer    = "hromada"
	audience  = "hromada"
)

// AccessLifetime is how long an access token is good for: what was revoked with a session ends no later.
const AccessLifetime = 10 * time.Minute

// clockSkew is by how much the clocks of two machines may differ.
const clockSkew = time.Minute

// AccessToken is what a checked token says.
type AccessToken struct {
	User    int64
	Session string // the fingerprint of the session's name, as text
	Issued  time.Time
}

type claims struct {
	jwt.RegisteredClaims
	Session string `json:"sid"`
	Role    Role   `json:"role"` // a hint for frontends; rows decide
}

// Sign writes an access token with a key.
func Sign(k SigningKey, t AccessToken, role Role) (string, error) {
	token := jwt.NewWithClaims(jwt.SigningMethodEdDSA, claims{
		RegisteredClaims: jwt.RegisteredClaims{
			Issuer: issuer, Audience: jwt.ClaimStrings{audience}, Subject: strconv.FormatInt(t.User, 10), ID: rand.Text(),
			IssuedAt: jwt.NewNumericDate(t.Issued), ExpiresAt: jwt.NewNumericDate(t.Issued.Add(AccessLifetime)),
		},
		Session: t.Session, Role: role,
	})
	token.Header["typ"], token.Header["kid"] = tokenType, k.ID
	return token.SignedString(k.private)
}

// maxToken is longer than any token of ours.
const maxToken = 2048

var errToken = errors.New("not an access token of ours")

// Verify checks a token against keys and the time: signature, algorithm, key, type, issuer, audience, times and
// subject. Whatever is wrong, the caller is told no more than that it is.
func Verify(keys []SigningKey, token string, now time.Time) (AccessToken, error) {
	if len(token) > maxToken {
		return AccessToken{}, errToken
	}
	var c claims
	parsed, err := jwt.NewParser(
		jwt.WithValidMethods([]string{jwt.SigningMethodEdDSA.Alg()}), jwt.WithIssuer(issuer), jwt.WithAudience(audience),
		jwt.WithExpirationRequired(), jwt.WithIssuedAt(), jwt.WithLeeway(clockSkew),
		jwt.WithTimeFunc(func() time.Time { return now }),
	).ParseWithClaims(token, &c, func(t *jwt.Token) (any, error) { return keyOf(keys, t) })
	if err != nil {
		return AccessToken{}, fmt.Errorf("%w: %w", errToken, err)
	}
	user, err := strconv.ParseInt(c.Subject, 10, 64)
	if err != nil || user <= 0 || strconv.FormatInt(user, 10) != c.Subject || !c.plain() || !plainHeader(parsed.Header) || !asSigned(token, parsed) {
		return AccessToken{}, errToken
	}
	return AccessToken{User: user, Session: c.Session, Issued: c.IssuedAt.Time}, nil
}

// plain demands claims such as Sign writes: a token for others too, or one that outlives what is remembered of ended
// sessions, is not ours.
func (c claims) plain() bool {
	return c.Session != "" && len(c.Audience) == 1 && c.IssuedAt != nil && c.ExpiresAt.Sub(c.IssuedAt.Time) <= AccessLifetime
}

// keyOf finds the public key that a token names. Nothing else in its header is believed.
func keyOf(keys []SigningKey, t *jwt.Token) (ed25519.PublicKey, error) {
	id, ok := t.Header["kid"].(string)
	if ok {
		for _, k := range keys {
			if k.ID == id {
				return k.private.Public().(ed25519.PublicKey), nil
			}
		}
	}
	return nil, errToken
}

// plainHeader demands a header of what Sign writes and no more (the algorithm and the key were checked before): an unknown
// `crit` must be refused (RFC 7515), another `typ` is another kind of token (RFC 8725), and keys in headers are never used.
func plainHeader(header map[string]any) bool {
	return len(header) == 3 && header["typ"] == tokenType
}

// asSigned demands the very text that Sign writes: no name twice, none that we do not write, no line ends or idle bits in
// the base64. So whoever else reads the token understands the same by it.
func asSigned(token string, parsed *jwt.Token) bool {
	text, err := parsed.SigningString()
	return err == nil && token == text+"."+parsed.EncodeSegment(parsed.Signature)
}
