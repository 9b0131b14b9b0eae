package accounts

import (
	"testing"
	"time"

	"hromada/auth"
)

// TestKeysRotatedAwayAreForgotten rotates by hand, as after a leak, beside a server that signs nothing meanwhile.
func TestKeysRotatedAwayAreForgotten(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	server, err := OpenKeys(dir)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	server.now = func() time.Time { return now }
	token, err := auth.Sign(server.Signing(), auth.AccessToken{User: 1, Session: "s", Issued: now}, auth.Staff)
	if err != nil {
		t.Fatal(err)
	}
	command, err := OpenKeys(dir)
	if err != nil {
		t.Fatal(err)
	}
	for rotation, good := range []bool{true, false} {
		if _, err := command.Rotate(); err != nil {
			t.Fatal(err)
		}
		now = now.Add(refreshAfter + time.Second)
		if _, err := server.Verify(token, now); (err == nil) != good {
			t.Errorf("after rotation %d: %v", rotation+1, err)
		}
	}
}
