package auth_test

import (
	"bytes"
	"strings"
	"testing"

	"hromada/auth"
)

func TestReceiptsAreReadAsPeopleCopyThem(t *testing.T) {
	t.Parallel()
	code := auth.NewReceipt()
	want, ok := auth.ParseReceipt(code)
	if !ok || code == auth.NewReceipt() {
		t.Fatalf("%q is no receipt", code)
	}
	if bytes.Contains(want, []byte(code)) || len(want) != 32 {
		t.Error("the fingerprint is not one")
	}
	for _, copied := range []string{strings.ToLower(code), " " + strings.ReplaceAll(code, "-", " "), strings.ReplaceAll(code, "-", ""), strings.ReplaceAll(code, "O", "0")} {
		if got, ok := auth.ParseReceipt(copied); !ok || !bytes.Equal(got, want) {
			t.Errorf("%q is not read as %q", copied, code)
		}
	}
	for _, wrong := range []string{"", code[1:], code + "A", strings.Repeat("-", 200) + code, "Ж" + code[2:], code[:len(code)-1] + "9"} {
		if _, ok := auth.ParseReceipt(wrong); ok {
			t.Errorf("%q is read", wrong)
		}
	}
}
