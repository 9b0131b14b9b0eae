package auth

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"time"

	"github.com/MicahParks/jwkset"
)

// SigningKey is a private key that signs access tokens.
type SigningKey struct {
	ID      string // kid: worked out from the public key
	Made    time.Time
	private ed25519.PrivateKey
}

// NewSigningKey makes a key.
func NewSigningKey(made time.Time) (SigningKey, error) {
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return SigningKey{}, err
	}
	return signingKey(private, made), nil
}

func signingKey(private ed25519.PrivateKey, made time.Time) SigningKey {
	sum := sha256.Sum256(private.Public().(ed25519.PublicKey))
	return SigningKey{ID: base64.RawURLEncoding.EncodeToString(sum[:12]), Made: made, private: private}
}

const (
	pemType   = "PRIVATE KEY"
	madeLabel = "Made"
)

// PEM writes the key as PKCS #8, with the time it was made.
func (k SigningKey) PEM() ([]byte, error) {
	der, err := x509.MarshalPKCS8PrivateKey(k.private)
	if err != nil {
		return nil, err
	}
	return pem.EncodeToMemory(&pem.Block{Type: pemType, Headers: map[string]string{madeLabel: k.Made.UTC().Format(time.RFC3339)}, Bytes: der}), nil
}

// ParseSigningKeys reads keys in PEM, one after the other. Text around them is ignored, keys of other kinds are not.
func ParseSigningKeys(text []byte) ([]SigningKey, error) {
	var keys []SigningKey
	for block, rest := pem.Decode(text); block != nil; block, rest = pem.Decode(rest) {
		parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
		if err != nil {
			return nil, fmt.Errorf("signing key %d: it is not PKCS #8", len(keys)+1) // the cause could quote the key
		}
		private, ok := parsed.(ed25519.PrivateKey)
		if !ok {
			return nil, fmt.Errorf("signing key %d: it is not an Ed25519 key", len(keys)+1)
		}
		made, err := time.Parse(time.RFC3339, block.Headers[madeLabel])
		if err != nil {
			made = time.Time{} // made elsewhere; the order in the text tells
		}
		keys = append(keys, signingKey(private, made))
	}
	if len(keys) == 0 || !bytes.Contains(text, []byte("-----BEGIN "+pemType)) {
		return nil, errors.New("no signing key in PEM")
	}
	return keys, nil
}

// KeySet is the public half of keys as RFC 7517 writes it, for those who check tokens elsewhere.
func KeySet(keys []SigningKey) ([]byte, error) {
	set := jwkset.JWKSMarshal{Keys: []jwkset.JWKMarshal{}}
	for _, k := range keys {
		jwk, err := jwkset.NewJWKFromKey(k.private.Public(), jwkset.JWKOptions{
			Metadata: jwkset.JWKMetadataOptions{ALG: jwkset.AlgEdDSA, KID: k.ID, USE: jwkset.UseSig},
		})
		if err != nil {
			return nil, err
		}
		set.Keys = append(set.Keys, jwk.Marshal())
	}
	return json.Marshal(set)
}
