package auth

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	_ "embed"
	"encoding/base64"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"

	"hromada/domain"
)

// Lengths of a password, in letters. There are no rules of composition: length is what guessing costs.
const (
	MinPassword = 12
	MaxPassword = 128
)

// The cost of one hash: memory in KiB, passes and lanes. It is what OWASP's Password Storage Cheat Sheet asks of Argon2id
// at the least.
const (
	hashMemory = 19 * 1024
	hashPasses = 2
	hashLanes  = 1
	hashLength = 32
	saltLength = 16
)

// commonPasswords are the commonest of those leaked that are long enough, one a line, in order.
//
//go:embed common_passwords.txt
var commonPasswords string

// CheckPassword says what is wrong with a new password. It is compared with the commonest ones and with the e-mail it is for.
func CheckPassword(field, password, email string) error {
	letters := normal(password)
	plain := strings.ToLower(letters)
	switch length := utf8.RuneCountInString(letters); {
	case !utf8.ValidString(password) || strings.ContainsRune(password, 0):
		return domain.Invalid(field, "Пароль містить недопустимі символи.", "The password has characters that are not allowed.")
	case length < MinPassword || length > MaxPassword:
		return domain.Invalid(field, "Пароль має містити від %d до %d символів.", "A password has %d to %d characters.", MinPassword, MaxPassword)
	case isCommon(plain) || plain == strings.ToLower(email) || strings.Trim(plain, string([]rune(plain)[:1])) == "":
		return domain.Invalid(field, "Цей пароль надто поширений або надто простий; оберіть інший, наприклад кілька слів.",
			"This password is too common or too plain; choose another, such as a few words.")
	}
	return nil
}

func isCommon(plain string) bool {
	return strings.Contains("\n"+commonPasswords, "\n"+plain+"\n")
}

// normal makes the same letters the same bytes, however a keyboard wrote them.
func normal(password string) string { return norm.NFKC.String(password) }

// Hasher hashes a bounded number of passwords at once, since each takes 19 MiB and a processor.
type Hasher struct {
	slots, waiting chan struct{}
	dummy          string
}

// NewHasher makes a hasher that uses half of the processors.
func NewHasher() *Hasher {
	atOnce := max(1, runtime.GOMAXPROCS(0)/2)
	h := &Hasher{slots: make(chan struct{}, atOnce), waiting: make(chan struct{}, 16*atOnce)}
	h.dummy = hashWith(rand.Text(), salt())
	return h
}

// busyPause is how long they had better wait who come when too many wait.
const busyPause = 2 * time.Second

// errBusy says that more passwords wait than can be hashed in a reasonable time.
var errBusy = errors.New("too many passwords wait to be hashed")

// run waits for a turn. Where too many wait already it is RATE_LIMITED, and UNAVAILABLE where the caller leaves.
func (h *Hasher) run(ctx context.Context, work func()) error {
	select {
	case h.waiting <- struct{}{}:
	default:
		return domain.RateLimitedFor(busyPause).Because(errBusy)
	}
	defer func() { <-h.waiting }()
	select {
	case h.slots <- struct{}{}:
	case <-ctx.Done():
		return domain.Unavailable(ctx.Err())
	}
	defer func() { <-h.slots }()
	work()
	return nil
}

// Hash gives what is stored for a password: an Argon2id string with its parameters and salt.
func (h *Hasher) Hash(ctx context.Context, password string) (hash string, err error) {
	err = h.run(ctx, func() { hash = hashWith(password, salt()) })
	return hash, err
}

// Verify tells whether a password is the one that was hashed. Without a hash it takes as long, and says no: nobody
// learns by the time whether there is such an account.
func (h *Hasher) Verify(ctx context.Context, password string, hash *string) (right bool, err error) {
	stored := h.dummy
	if hash != nil {
		stored = *hash
	}
	err = h.run(ctx, func() { right = matches(password, stored) && hash != nil })
	return right, err
}

func salt() []byte {
	s := make([]byte, saltLength)
	_, _ = rand.Read(s) // never fails, as crypto/rand promises
	return s
}

// storedHash is an Argon2id string as it is stored.
type storedHash struct {
	memory, passes uint32
	lanes          uint8
	salt, key      []byte
}

func (h storedHash) String() string {
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, h.memory, h.passes, h.lanes,
		base64.RawStdEncoding.EncodeToString(h.salt), base64.RawStdEncoding.EncodeToString(h.key))
}

func hashWith(password string, salt []byte) string {
	h := storedHash{memory: hashMemory, passes: hashPasses, lanes: hashLanes, salt: salt}
	h.key = h.of(password, hashLength)
	return h.String()
}

func (h storedHash) of(password string, length uint32) []byte {
	return argon2.IDKey([]byte(normal(password)), h.salt, h.passes, h.memory, h.lanes, length)
}

// What a stored hash may ask for at the most, lest a broken one takes all memory or never ends; and the shortest key
// that nobody hits by chance.
const (
	maxMemory = 1 << 20 // KiB
	maxPasses = 16
	minKey    = 16
	maxKey    = 64
)

// readHash reads what String writes. The parameters are read, too, so that they can be raised without losing anybody's
// password.
func readHash(stored string) (h storedHash, ok bool) {
	parts := strings.Split(stored, "$")
	if len(parts) != 6 {
		return h, false
	}
	_, bad := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &h.memory, &h.passes, &h.lanes)
	var badSalt, badKey error
	h.salt, badSalt = base64.RawStdEncoding.DecodeString(parts[4])
	h.key, badKey = base64.RawStdEncoding.DecodeString(parts[5])
	if errors.Join(bad, badSalt, badKey) != nil || h.memory > maxMemory || h.passes == 0 || h.passes > maxPasses || h.lanes == 0 {
		return h, false
	}
	return h, len(h.key) >= minKey && len(h.key) <= maxKey && h.String() == stored
}

func matches(password, stored string) bool {
	h, ok := readHash(stored)
	return ok && subtle.ConstantTimeCompare(h.of(password, uint32(len(h.key))), h.key) == 1 //nolint:gosec // 64 bytes at the most
}
