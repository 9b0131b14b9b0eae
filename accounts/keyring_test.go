package accounts

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hromada/auth"
)

// opened is the ring of a directory, at the time of a clock.
func opened(t *testing.T, dir string, c *clock) *KeyRing {
	t.Helper()
	ring, err := OpenKeys(dir)
	if err != nil {
		t.Fatal(err)
	}
	ring.now, ring.read = c.now, c.now()
	return ring
}

func rotated(t *testing.T, ring *KeyRing) auth.SigningKey {
	t.Helper()
	key, err := ring.Rotate()
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// tokenOf is signed with the key that a ring signs with now.
func tokenOf(t *testing.T, ring *KeyRing) string {
	t.Helper()
	token, err := auth.Sign(ring.Signing(), auth.AccessToken{User: 7, Session: "5f8a3c", Issued: noon}, auth.Staff)
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func believes(ring *KeyRing, token string) bool {
	said, err := ring.Verify(token, noon)
	return err == nil && said.User == 7
}

// names are the keys of a ring, and the files of its directory.
func names(t *testing.T, ring *KeyRing) (ids, files string) {
	t.Helper()
	for _, key := range ring.Keys() {
		ids += key.ID + " "
	}
	entries, err := os.ReadDir(ring.dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		files += entry.Name() + " "
	}
	return ids, files
}

func mode(t *testing.T, name string) os.FileMode {
	t.Helper()
	info, err := os.Stat(name)
	if err != nil {
		t.Fatal(err)
	}
	return info.Mode().Perm()
}

func write(t *testing.T, name string, text []byte, mode os.FileMode) {
	t.Helper()
	if err := errors.Join(os.WriteFile(name, text, mode), os.Chmod(name, mode)); err != nil {
		t.Fatal(err)
	}
}

func TestTheFirstKeyIsMadeForItsOwnerAlone(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "data", "keys")
	ring := opened(t, dir, &clock{})
	ids, files := names(t, ring)
	if len(ring.Keys()) != 1 || files != ring.Signing().ID+".pem " {
		t.Fatalf("%s in %s", ids, files)
	}
	if at, of := mode(t, dir), mode(t, filepath.Join(dir, ring.Signing().ID+".pem")); at != 0o700 || of != 0o600 {
		t.Errorf("%o and %o", at, of)
	}
	again := opened(t, dir, &clock{})
	if same, _ := names(t, again); same != ids {
		t.Errorf("opened again it has %s, not %s", same, ids)
	}
	if !believes(again, tokenOf(t, ring)) {
		t.Error("a token does not outlive the server")
	}
}

func TestKeysThatOthersCanReadAreRefused(t *testing.T) {
	t.Parallel()
	for _, mode := range []os.FileMode{0o604, 0o640, 0o644, 0o660, 0o601, 0o777} {
		dir := t.TempDir()
		name := filepath.Join(dir, opened(t, dir, &clock{}).Signing().ID+".pem")
		if err := os.Chmod(name, mode); err != nil {
			t.Fatal(err)
		}
		if _, err := OpenKeys(dir); err == nil || !strings.Contains(err.Error(), name) || strings.Contains(err.Error(), "BEGIN") {
			t.Errorf("%o: %v", mode, err)
		}
	}
}

func TestRotationKeepsTheKeyBefore(t *testing.T) {
	t.Parallel()
	ring := opened(t, t.TempDir(), &clock{})
	keys, tokens := []auth.SigningKey{ring.Signing()}, []string{tokenOf(t, ring)}
	for range 3 { // within one second: the order does not hang on the clock
		keys = append(keys, rotated(t, ring))
		tokens = append(tokens, tokenOf(t, ring))
		last := len(keys) - 1
		if ids, files := names(t, ring); ids != keys[last].ID+" "+keys[last-1].ID+" " || strings.Count(files, " ") != 2 {
			t.Errorf("%s in %s", ids, files)
		}
		for i, token := range tokens {
			if live := i >= last-1; believes(ring, token) != live || believes(opened(t, ring.dir, &clock{}), token) != live {
				t.Errorf("after %d rotations the token of key %d: good is not %t", last, i, live)
			}
		}
	}
	if again := opened(t, ring.dir, &clock{}); again.Signing().ID != keys[3].ID {
		t.Error("opened again another key signs")
	}
}

// Two servers on one machine, or a server and the command: what one rotates, the other has soon.
func TestARotationElsewhereIsPickedUp(t *testing.T) {
	t.Parallel()
	dir, c := t.TempDir(), &clock{}
	server, command := opened(t, dir, c), opened(t, dir, c)
	before, old := server.Signing().ID, tokenOf(t, server)
	key := rotated(t, command)
	token := tokenOf(t, command)
	if believes(server, token) {
		t.Error("the files are read for every token")
	}
	c.pass(reloadAfter + time.Second)
	if !believes(server, token) || !believes(server, old) {
		t.Error("the key is not read again for a token that names it")
	}

	other := opened(t, dir, c)
	if rotated(t, command); other.Signing().ID != key.ID || key.ID == before {
		t.Error("the files are read for every signature")
	}
	c.pass(refreshAfter + time.Second)
	if other.Signing().ID != command.Signing().ID || believes(other, old) {
		t.Error("a minute later it signs with the old key, or believes one that was dropped")
	}
}

func TestAServerKeepsItsKeysWhateverHappensToTheFiles(t *testing.T) {
	t.Parallel()
	for name, harm := range map[string]func(*testing.T, string){
		"emptied": func(t *testing.T, file string) { must(t, os.Remove(file)) },
		"gone":    func(t *testing.T, file string) { must(t, os.RemoveAll(filepath.Dir(file))) },
		"opened":  func(t *testing.T, file string) { must(t, os.Chmod(file, 0o644)) },
		"broken":  func(t *testing.T, file string) { write(t, file, []byte("rubbish"), 0o600) },
	} {
		c := &clock{}
		ring := opened(t, t.TempDir(), c)
		signing, token := ring.Signing().ID, tokenOf(t, ring)
		harm(t, filepath.Join(ring.dir, signing+".pem"))
		c.pass(time.Hour)
		if ring.Signing().ID != signing || !believes(ring, token) || believes(ring, token+"A") {
			t.Errorf("%s: the server has lost its key", name)
		}
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// A key that is being written is not there yet; nor is one that is being dropped while the others are read.
func TestHalfWrittenFilesAreIgnored(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	ring := opened(t, dir, &clock{})
	text, err := ring.Signing().PEM()
	must(t, err)
	write(t, filepath.Join(dir, ".new-123"), text[:len(text)/2], 0o600)
	write(t, filepath.Join(dir, "README"), []byte("keys of this server"), 0o644)
	must(t, os.Symlink(filepath.Join(dir, "dropped"), filepath.Join(dir, "AAAA.pem")))
	again := opened(t, dir, &clock{})
	if ids, _ := names(t, again); ids != ring.Signing().ID+" " {
		t.Errorf("%s", ids)
	}
	rotated(t, again)
	if _, files := names(t, again); !strings.Contains(files, "README") || strings.Contains(files, "AAAA.pem") {
		t.Errorf("%s", files)
	}
	write(t, filepath.Join(dir, "half.pem"), text[:len(text)/2], 0o600)
	if _, err := OpenKeys(dir); err == nil || !strings.Contains(err.Error(), "half.pem") {
		t.Errorf("half a key is taken: %v", err)
	}
}

// Where a key cannot be kept, none is used: its tokens would end with the server.
func TestAKeyThatCannotBeKeptIsNotUsed(t *testing.T) {
	t.Parallel()
	c := &clock{}
	ring := opened(t, t.TempDir(), c)
	signing := ring.Signing().ID
	must(t, os.RemoveAll(ring.dir))
	if _, err := ring.Rotate(); err == nil || ring.Signing().ID != signing {
		t.Errorf("%v", err)
	}
	file := filepath.Join(t.TempDir(), "keys")
	write(t, file, nil, 0o600)
	if _, err := OpenKeys(file); err == nil {
		t.Error("a file is no directory")
	}
}

func TestGivenKeysStay(t *testing.T) {
	t.Parallel()
	text, ids := "", ""
	for range 3 {
		key, err := auth.NewSigningKey(noon)
		must(t, err)
		block, err := key.PEM()
		must(t, err)
		text, ids = text+string(block), ids+key.ID+" "
	}
	ring, err := GivenKeys(text)
	must(t, err)
	if _, err := ring.Rotate(); !errors.Is(err, ErrGiven) {
		t.Errorf("%v", err)
	}
	given := ""
	for _, key := range ring.Keys() {
		given += key.ID + " "
	}
	if given != ids || ring.Signing().ID != ring.Keys()[0].ID || !believes(ring, tokenOf(t, ring)) || believes(ring, tokenOf(t, ring)+"A") {
		t.Errorf("%s, not %s", given, ids)
	}
	if _, err := GivenKeys("secret, and no key"); err == nil || strings.Contains(err.Error(), "secret") {
		t.Errorf("%v", err)
	}
}
