package commands

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"hromada/auth"
	"hromada/domain"
)

// askPassword asks twice at a terminal, and else reads a line. A password on a command line could be read by everybody on
// the machine.
func askPassword(ctx context.Context, email string) (string, error) {
	password, err := readPassword()
	if err != nil {
		return "", err
	}
	if err := auth.CheckPassword("password", password, email); err != nil {
		return "", err
	}
	return auth.NewHasher().Hash(ctx, password)
}

func readPassword() (string, error) {
	input := int(os.Stdin.Fd())
	if term.IsTerminal(input) {
		return askTwice(input)
	}
	line, err := bufio.NewReader(io.LimitReader(os.Stdin, 4096)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", err
	}
	line = strings.TrimRight(line, "\r\n")
	if line == "" {
		return "", domain.Invalid("password", "Пароля немає: введіть його в терміналі або подайте одним рядком на стандартний ввід.",
			"There is no password: type it at a terminal, or give it as one line on standard input.")
	}
	return line, nil
}

func askTwice(input int) (string, error) {
	first, err := ask(input, "Password: ")
	if err != nil {
		return "", err
	}
	second, err := ask(input, "Once more: ")
	if err == nil && first != second {
		err = domain.Invalid("password", "Паролі не збігаються.", "The two passwords are not the same.")
	}
	return first, err
}

func ask(input int, prompt string) (string, error) {
	fmt.Fprint(os.Stderr, prompt)
	defer fmt.Fprintln(os.Stderr)
	typed, err := term.ReadPassword(input)
	return string(typed), err
}
