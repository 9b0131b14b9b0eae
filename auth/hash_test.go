package auth

import (
	"context"
	"encoding/base64"
	"errors"
	"math"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"hromada/domain"
)

const phrase = "їжак, груша і велосипед"

// cheap is a hash of phrase that takes no time, and so also one whose parameters are not today's.
func cheap() storedHash {
	h := storedHash{memory: 64, passes: 3, lanes: 2, salt: []byte("сіль")}
	h.key = h.of(phrase, 48)
	return h
}

func TestParametersOfAHashAreReadFromIt(t *testing.T) {
	t.Parallel()
	if stored := cheap().String(); !matches(phrase, stored) || matches(phrase+"!", stored) {
		t.Error(stored)
	}
}

func TestBrokenHashesAreNobodysPassword(t *testing.T) {
	t.Parallel()
	good := cheap().String()
	short := cheap()
	short.key = short.of(phrase, 1) // every 256th password would fit
	endless, huge, long := cheap(), cheap(), cheap()
	endless.passes, huge.memory, long.key = math.MaxUint32, math.MaxUint32, make([]byte, 1<<20)
	parts := strings.Split(good, "$")
	for name, stored := range map[string]string{
		"empty": "", "dollars": "$$$$$", "dollars and names": "$argon2id$$$$", "the password": phrase, "NUL": "\x00",
		"cut": good[:len(good)-1], "cut in the salt": strings.Join(parts[:5], "$"), "no key": strings.Join(parts[:5], "$") + "$",
		"short key": short.String(), "long key": long.String(), "more behind": good + "$", "line end behind": good + "\n", "space before": " " + good,
		"line end within": good[:len(good)-3] + "\n" + good[len(good)-3:], "padding": good + "==",
		"no passes": strings.Replace(good, "t=3", "t=0", 1), "no lanes": strings.Replace(good, "p=2", "p=0", 1),
		"endless": endless.String(), "huge": huge.String(), "too many lanes": strings.Replace(good, "p=2", "p=256", 1),
		"negative": strings.Replace(good, "m=64", "m=-64", 1), "signed": strings.Replace(good, "m=64", "m=+64", 1),
		"past 32 bits": strings.Replace(good, "m=64", "m=4294967360", 1), "more parameters": strings.Replace(good, "p=2", "p=2,k=1", 1),
		"spaces": strings.Replace(good, "m=64", "m= 64", 1), "other order": strings.Replace(good, "m=64,t=3", "t=3,m=64", 1),
		"other kind": strings.Replace(good, "argon2id", "argon2i", 1), "other version": strings.Replace(good, "v=19", "v=16", 1),
		"no version": "$argon2id$" + strings.Join(parts[3:], "$"), "bcrypt": "$2a$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy",
		"salt is no base64": strings.Replace(good, parts[4], "сіль", 1), "key is no base64": strings.Replace(good, parts[5], "****", 1),
		"base64 of URLs": good[:len(good)-len(parts[5])] + strings.Repeat("-_", 20),
	} {
		if matches(phrase, stored) {
			t.Errorf("%s: %q", name, stored[:min(len(stored), 100)])
		}
	}
}

// FuzzReadHash looks for a hash that is read as another than is written, or would take what is not there.
func FuzzReadHash(f *testing.F) {
	for _, seed := range []string{
		"", "$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$", "$argon2id$v=19$m=0,t=1,p=1$$AAAAAAAAAAAAAAAAAAAAAA", "$argon2id$v=19$m=01,t=1,p=1$$AAAAAAAAAAAAAAAAAAAAAA",
		"$argon2id$v=19$m=9999999999,t=1,p=1$$AAAAAAAAAAAAAAAAAAAAAA", "$argon2id$v=19$m=8,t=16,p=255$$AAAAAAAAAAAAAAAAAAAAAB", cheap().String(),
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, stored string) {
		h, ok := readHash(stored)
		if !ok {
			return
		}
		if h.String() != stored || len(h.key) < 16 || h.passes < 1 || h.passes > 16 || h.lanes < 1 || h.memory > 1<<20 {
			t.Errorf("%q is %+v", stored, h)
		}
		if h.memory <= 64 && matches(phrase, stored) && stored != cheap().String() {
			t.Errorf("%q fits", stored)
		}
	})
}

// allocated gives how many bytes some work makes. It is exact where nothing runs beside it: in a test that is not parallel.
func allocated(work func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	work()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// Whoever has no password costs what everybody costs (the memory of one hash, twice gone through), and is never right.
func TestNoHashIsNeverRightAndNoCheaper(t *testing.T) {
	h := NewHasher()
	h.dummy = hashWith(phrase, salt())
	dummy, ok := readHash(h.dummy)
	if real, fine := readHash(hashWith(phrase, salt())); !ok || !fine || dummy.memory != real.memory || dummy.passes != real.passes || len(dummy.key) != len(real.key) {
		t.Fatalf("the dummy is %s", h.dummy)
	}
	cost := allocated(func() {
		if right, err := h.Verify(context.Background(), phrase, nil); right || err != nil {
			t.Errorf("the dummy's own password: %t, %v", right, err)
		}
	})
	if cost < hashMemory*1024 {
		t.Errorf("nobody's password takes %d bytes", cost)
	}
	if fresh := NewHasher(); fresh.dummy == NewHasher().dummy || len(fresh.dummy) != len(h.dummy) {
		t.Error("the dummy is the same everywhere, or no hash")
	}
}

func TestPasswordsAreHashedAFewAtOnce(t *testing.T) {
	t.Parallel()
	h, everybodyIsHere := &Hasher{slots: make(chan struct{}, 3), waiting: make(chan struct{}, 200)}, make(chan struct{})
	var now, most, done atomic.Int32
	var all sync.WaitGroup
	for range 200 {
		all.Go(func() {
			err := h.run(context.Background(), func() {
				at := now.Add(1)
				<-everybodyIsHere
				for seen := most.Load(); at > seen && !most.CompareAndSwap(seen, at); seen = most.Load() {
				}
				now.Add(-1)
				done.Add(1)
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	for len(h.waiting) < 200 {
		runtime.Gosched()
	}
	close(everybodyIsHere)
	all.Wait()
	if most.Load() != 3 || done.Load() != 200 || len(h.slots)+len(h.waiting) != 0 {
		t.Errorf("%d at once, %d done, %d and %d left", most.Load(), done.Load(), len(h.slots), len(h.waiting))
	}
	if fresh := NewHasher(); cap(fresh.slots) > max(1, runtime.GOMAXPROCS(0)/2) || cap(fresh.waiting) > 16*cap(fresh.slots) {
		t.Errorf("%d at once, %d waiting", cap(fresh.slots), cap(fresh.waiting))
	}
}

func unavailable(t *testing.T, err, cause error) {
	t.Helper()
	refused(t, err, domain.CodeUnavailable, cause)
}

func refused(t *testing.T, err error, code domain.Code, cause error) {
	t.Helper()
	if told, ok := domain.AsError(err); !ok || told.Code != code || !errors.Is(err, cause) {
		t.Errorf("%v", err)
	}
}

func TestTooManyPasswordsAreTurnedAway(t *testing.T) {
	t.Parallel()
	h, ctx := NewHasher(), context.Background()
	for range cap(h.waiting) {
		h.waiting <- struct{}{}
	}
	_, err := h.Hash(ctx, phrase)
	refused(t, err, domain.CodeRateLimited, errBusy)
	right, err := h.Verify(ctx, phrase, &h.dummy)
	refused(t, err, domain.CodeRateLimited, errBusy)
	if right {
		t.Error("what was not compared is right")
	}
	<-h.waiting
	if _, err := h.Hash(ctx, phrase); err != nil {
		t.Errorf("after one has gone: %v", err)
	}
}

// Who leaves takes no turn, with a hash and without one.
func TestWhoLeavesDoesNotWaitOn(t *testing.T) {
	t.Parallel()
	h := NewHasher()
	for range cap(h.slots) {
		h.slots <- struct{}{}
	}
	ctx, leave := context.WithCancel(context.Background())
	leave()
	hash := cheap().String()
	for _, stored := range []*string{nil, &hash} {
		right, err := h.Verify(ctx, phrase, stored)
		unavailable(t, err, context.Canceled)
		if right {
			t.Error("what was not compared is right")
		}
	}
	if hash, err := h.Hash(ctx, phrase); hash != "" || err == nil {
		t.Errorf("%q, %v", hash, err)
	}
	if len(h.waiting) != 0 {
		t.Errorf("%d wait on", len(h.waiting))
	}
}

func TestWorkThatFailsLeavesItsPlace(t *testing.T) {
	t.Parallel()
	h := NewHasher()
	func() {
		defer func() { _ = recover() }()
		_ = h.run(context.Background(), func() { panic("broken") })
	}()
	if len(h.slots)+len(h.waiting) != 0 {
		t.Errorf("%d and %d places are lost", len(h.slots), len(h.waiting))
	}
}

func TestSaltsAreLongAndNeverTheSame(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for range 1000 {
		seen[base64.RawStdEncoding.EncodeToString(salt())] = true
	}
	if len(seen) != 1000 || len(salt()) != 16 {
		t.Errorf("%d of 1000", len(seen))
	}
}
