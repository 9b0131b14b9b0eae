package commands

import (
	"context"
	"fmt"
	"io"
	"os"
	"time"

	"hromada/auth"
	"hromada/models"
)

// Key keeps the keys that sign access tokens.
type Key struct {
	Rotate RotateKey `cmd:"" help:"Sign with a new key from now on; the one before it stays good for its tokens."`
	List   ListKeys  `cmd:"" help:"List the keys; the first signs."`
}

// RotateKey makes a key.
type RotateKey struct{}

// Run makes it, and has the audit log say so. Keys that were given are only printed anew: whoever gives them puts the new
// one first.
func (RotateKey) Run(ctx context.Context, s *Settings) error {
	if s.SigningKeys != "" {
		return printKey(os.Stdout)
	}
	ring, err := s.Keys()
	if err != nil {
		return err
	}
	return s.withStore(ctx, func(ctx context.Context, store *models.Store) error {
		key, err := ring.Rotate()
		if err != nil {
			return err
		}
		if err := store.RotatedSigningKey(ctx, key.ID); err != nil {
			return err
		}
		writeKeys(os.Stdout, ring.Keys())
		notice("Servers on this data directory sign with the new key within a minute. The key before it stays good for the tokens it has signed: " +
			"let ten minutes pass before the next rotation.")
		return nil
	})
}

func printKey(w io.Writer) error {
	key, err := auth.NewSigningKey(time.Now())
	if err != nil {
		return err
	}
	text, err := key.PEM()
	if err != nil {
		return err
	}
	notice("The keys come from HROMADA_SIGNING_KEYS: put this one before the others there, keep the one that signed until now, and start the servers again.")
	_, err = w.Write(text)
	return err
}

// ListKeys lists the keys.
type ListKeys struct{}

// Run writes them to standard output.
func (ListKeys) Run(_ context.Context, s *Settings) error {
	ring, err := s.Keys()
	if err != nil {
		return err
	}
	writeKeys(os.Stdout, ring.Keys())
	return nil
}

func writeKeys(w io.Writer, keys []auth.SigningKey) {
	for i, key := range keys {
		use, made := "verifies", "time not known      "
		if i == 0 {
			use = "signs"
		}
		if !key.Made.IsZero() {
			made = key.Made.Format(time.RFC3339)
		}
		fmt.Fprintf(w, "%s  %s  %s\n", key.ID, made, use)
	}
}
