package auth_test

import (
	"bytes"
	"context"
	"os"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"hromada/auth"
	"hromada/domain"
)

const email = "olena.kovalenko@hromada.example"

func TestPasswordsAreLongAndUncommon(t *testing.T) {
	t.Parallel()
	for name, e := range map[string]struct {
		password string
		good     bool
	}{
		"a phrase":                           {"правильний кінь батарея скріпка", true},
		"12 letters":                         {"їжак і груша", true},
		"11 letters of 20 bytes":             {"їжак, груша", false},
		"128 letters of 256 bytes":           {strings.Repeat("їґ", 64), true},
		"129 letters":                        {strings.Repeat("їґ", 64) + "є", false},
		"12 emoji of 48 bytes":               {strings.Repeat("🦔🍐", 6), true},
		"nothing":                            {"", false},
		"a megabyte":                         {strings.Repeat("їґ", 1<<18), false},
		"12 marks, of 6 letters":             {norm.NFD.String("йїйїйї"), false},
		"24 marks, of 12 letters":            {norm.NFD.String("йїйїйїйїйїйї"), true},
		"common":                             {"password1234", false},
		"common, shouted":                    {"PASSWORD1234", false},
		"common, wide letters":               {"ｐａｓｓｗｏｒｄ１２３４", false},
		"part of a common one":               {"password123!", true},
		"a common one and more":              {"password12345 і груша", true},
		"two common ones as a list":          {"zzzzzzzddddddd\nzzzzzzzzzzzz", false},
		"the e-mail":                         {email, false},
		"the e-mail, shouted":                {strings.ToUpper(email), false},
		"more than the e-mail":               {email + "!", true},
		"one letter":                         {strings.Repeat("ї", 20), false},
		"one letter, large and small":        {strings.Repeat("їЇ", 10), false},
		"one letter and another":             {strings.Repeat("ї", 20) + "і", true},
		"NUL":                                {"їжак і груша\x00", false},
		"bytes that are no UTF-8":            {"їжак і груша\xff", false},
		"half a surrogate":                   {"їжак і груша\xed\xa0\x80", false},
		"spaces only":                        {strings.Repeat(" ", 20), false},
		"spaces around are part of it":       {"  їжак груша  ", true},
		"control letters are part of it":     {"їжак\tі\nгруша", true},
		"what is written from the right":     {"קיפוד ואגס על השולחן", true},
		"a ligature of 18 letters, repeated": {strings.Repeat("ﷺ", 8), false}, // 144 letters
	} {
		err := auth.CheckPassword("newPassword", e.password, email)
		if e.good != (err == nil) {
			t.Errorf("%s: %v", name, err)
		}
		if told, ok := domain.AsError(err); err != nil && (!ok || told.Code != domain.CodeInvalidInput || told.Field != "newPassword") {
			t.Errorf("%s: %#v", name, err)
		}
	}
}

func TestRefusedPasswordsAreToldWhyInBothLanguages(t *testing.T) {
	t.Parallel()
	for password, want := range map[string]domain.Text{
		"short":              {UK: "Пароль має містити від 12 до 128 символів.", EN: "A password has 12 to 128 characters."},
		"їжак і груша\x00":   {UK: "Пароль містить недопустимі символи.", EN: "The password has characters that are not allowed."},
		"password1234":       {UK: "Цей пароль надто поширений або надто простий; оберіть інший, наприклад кілька слів.", EN: "This password is too common or too plain; choose another, such as a few words."},
		"short\xff and more": {UK: "Пароль містить недопустимі символи.", EN: "The password has characters that are not allowed."},
	} {
		told, ok := domain.AsError(auth.CheckPassword("password", password, email))
		if !ok || told.Message != want || told.Field != "password" {
			t.Errorf("%q: %v", password, told)
		}
	}
}

// The list is searched in small letters and in one normal form: a line that is not would never be found.
func TestEveryCommonPasswordIsRefused(t *testing.T) {
	t.Parallel()
	list, err := os.ReadFile("common_passwords.txt")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSuffix(string(list), "\n"), "\n")
	if len(lines) < 10_000 || !bytes.HasSuffix(list, []byte("\n")) {
		t.Errorf("%d lines", len(lines))
	}
	for i, line := range lines {
		if i%97 != 0 && i != len(lines)-1 {
			if line != strings.ToLower(norm.NFKC.String(line)) || len(line) < auth.MinPassword {
				t.Errorf("line %d can never be found: %q", i+1, line)
			}
			continue // to look through the list for each line of it takes seconds
		}
		if auth.CheckPassword("password", strings.ToUpper(line), email) == nil {
			t.Errorf("line %d is let through: %q", i+1, line)
		}
	}
}

func TestOnePasswordIsRightHoweverAKeyboardWritesIt(t *testing.T) {
	t.Parallel()
	const password = "Йорж і ﬁалка 12½"
	h, ctx := auth.NewHasher(), context.Background()
	hash, err := h.Hash(ctx, norm.NFD.String(password))
	if err != nil || !strings.HasPrefix(hash, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Fatalf("%s: %v", hash, err)
	}
	for typed, want := range map[string]bool{
		password: true, norm.NFC.String(password): true, norm.NFD.String(password): true, norm.NFKC.String(password): true, norm.NFKD.String(password): true,
		"йорж і ﬁалка 12½": false, password + " ": false, password[:len(password)-1]: false, "": false, hash: false,
	} {
		right, err := h.Verify(ctx, typed, &hash)
		if err != nil || right != want {
			t.Errorf("%q: %t, %v", typed, right, err)
		}
	}
	if again, err := h.Hash(ctx, password); err != nil || again == hash {
		t.Errorf("two hashes of one password are the same, or %v", err)
	}
}
