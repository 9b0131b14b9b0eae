// Package accounts lets people in: it checks passwords, begins and ends sessions, signs and checks access tokens,
// and sends the letters that accounts need.
package accounts

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"hromada/auth"
)

// live is how many keys are kept: the one that signs, and the one before it, whose tokens are still around.
const live = 2

// How soon keys are read again, since a command or another server may have rotated them: for a token that names an unknown
// one, and anyway.
const (
	reloadAfter  = 5 * time.Second
	refreshAfter = time.Minute
)

// KeyRing holds the keys of access tokens. The first signs; all verify.
type KeyRing struct {
	dir  string // empty: the keys were given, and stay
	now  func() time.Time
	mu   sync.Mutex
	keys []auth.SigningKey
	read time.Time
}

// GivenKeys are keys in PEM, as several servers must share them. The first signs.
func GivenKeys(text string) (*KeyRing, error) {
	keys, err := auth.ParseSigningKeys([]byte(text))
	if err != nil {
		return nil, err
	}
	return &KeyRing{now: time.Now, keys: keys}, nil
}

// OpenKeys reads the keys in a directory that only its owner may enter, and makes the first one.
func OpenKeys(dir string) (*KeyRing, error) {
	ring := &KeyRing{dir: dir, now: time.Now}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	if err := ring.reload(); err != nil {
		return nil, err
	}
	if len(ring.keys) == 0 {
		_, err := ring.Rotate()
		return ring, err
	}
	return ring, nil
}

// Keys are the live keys, the one that signs first.
func (r *KeyRing) Keys() []auth.SigningKey {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.keys
}

// Current are the live keys, read again now and then: a key that was rotated away must not be good for as long as nobody needs
// the new one. Where reading fails, those known serve on.
func (r *KeyRing) Current() []auth.SigningKey {
	if r.dir != "" && r.olderThan(refreshAfter) {
		_ = r.reload() // `hromada key list` tells what is wrong with the files
	}
	return r.Keys()
}

// Signing is the key to sign with.
func (r *KeyRing) Signing() auth.SigningKey { return r.Current()[0] }

// Verify checks an access token at a time. A token of a key that another server has just made is checked again with fresh keys.
func (r *KeyRing) Verify(token string, now time.Time) (auth.AccessToken, error) {
	said, err := auth.Verify(r.Current(), token, now)
	if err == nil || r.dir == "" || !r.olderThan(reloadAfter) {
		return said, err
	}
	if err := r.reload(); err != nil {
		return said, err
	}
	return auth.Verify(r.Keys(), token, now)
}

func (r *KeyRing) olderThan(age time.Duration) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.now().Sub(r.read) > age
}

func (r *KeyRing) reload() error {
	names, err := filepath.Glob(filepath.Join(r.dir, "*.pem"))
	if err != nil {
		return err
	}
	keys := []auth.SigningKey{}
	for _, name := range names {
		text, err := readPrivate(name)
		if errors.Is(err, fs.ErrNotExist) {
			continue // dropped just now by who rotated
		}
		if err != nil {
			return err
		}
		found, err := auth.ParseSigningKeys(text)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		keys = append(keys, found...)
	}
	slices.SortFunc(keys, func(a, b auth.SigningKey) int { return b.Made.Compare(a.Made) })
	r.mu.Lock()
	defer r.mu.Unlock()
	r.read = r.now()
	if len(keys) > 0 || r.keys == nil { // a folder that was emptied under a running server takes no key from it
		r.keys = keys[:min(len(keys), live)]
	}
	return nil
}

// readPrivate refuses a key that others could have read.
func readPrivate(name string) ([]byte, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if info.Mode().Perm()&0o077 != 0 {
		return nil, fmt.Errorf("%s can be read by others (%04o); make a new key with `hromada key rotate` after chmod 600", name, info.Mode().Perm())
	}
	return os.ReadFile(name) //nolint:gosec // the operator names the directory
}

// ErrGiven says that keys that were given are not rotated here.
var ErrGiven = errors.New("the keys come from HROMADA_SIGNING_KEYS")

// Rotate makes a key that signs from now on. The one before it stays good for the tokens it has signed; older ones go.
func (r *KeyRing) Rotate() (auth.SigningKey, error) {
	if r.dir == "" {
		return auth.SigningKey{}, ErrGiven
	}
	made := r.now().UTC().Truncate(time.Second)
	if keys := r.Keys(); len(keys) > 0 && !made.After(keys[0].Made) {
		made = keys[0].Made.Add(time.Second) // times are written in seconds, and the newest signs
	}
	key, err := auth.NewSigningKey(made)
	if err != nil {
		return key, err
	}
	text, err := key.PEM()
	if err != nil {
		return key, err
	}
	if err := writePrivate(filepath.Join(r.dir, key.ID+".pem"), text); err != nil {
		return key, err
	}
	if err := r.reload(); err != nil {
		return key, err
	}
	return key, r.dropOthers()
}

// writePrivate leaves no half a key behind, whatever happens.
func writePrivate(name string, text []byte) error {
	file, err := os.CreateTemp(filepath.Dir(name), ".new-*") // 0600
	if err != nil {
		return err
	}
	_, failed := file.Write(text)
	if err := errors.Join(failed, file.Sync(), file.Close()); err != nil {
		return errors.Join(err, os.Remove(file.Name()))
	}
	return os.Rename(file.Name(), name)
}

func (r *KeyRing) dropOthers() error {
	kept := map[string]bool{}
	for _, key := range r.Keys() {
		kept[key.ID+".pem"] = true
	}
	entries, err := os.ReadDir(r.dir)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if filepath.Ext(entry.Name()) == ".pem" && !kept[entry.Name()] {
			err = errors.Join(err, os.Remove(filepath.Join(r.dir, entry.Name())))
		}
	}
	return err
}
