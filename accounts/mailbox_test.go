package accounts

import (
	"bufio"
	"fmt"
	"io"
	"mime"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"strings"
	"testing"
)

// arrived is one letter as a mail server has it.
type arrived struct {
	from, to string // of the envelope
	header   mail.Header
	body     string
}

// mailbox is a mail server that takes letters and delivers none.
type mailbox struct {
	address string // host and port
	offers  []string
	refuses string // the recipient that it does not know
	letters chan arrived
	said    chan string // every line of every client
}

// newMailbox listens at an address of this machine; offers are what it says it can do.
func newMailbox(t *testing.T, host string, offers ...string) *mailbox {
	t.Helper()
	listener, err := net.Listen("tcp", net.JoinHostPort(host, "0"))
	if err != nil {
		t.Fatal(err)
	}
	m := &mailbox{address: listener.Addr().String(), offers: offers, letters: make(chan arrived, 10), said: make(chan string, 1000)}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			go m.serve(client)
		}
	}()
	return m
}

func (m *mailbox) serve(client net.Conn) {
	defer func() { _ = client.Close() }()
	lines, letter := bufio.NewScanner(client), arrived{}
	say := func(lines ...string) { _, _ = io.WriteString(client, strings.Join(lines, "\r\n")+"\r\n") }
	say("220 mail.example")
	for lines.Scan() {
		line := lines.Text()
		m.said <- line
		verb, rest, _ := strings.Cut(line, " ")
		switch strings.ToUpper(verb) {
		case "EHLO":
			say("250-mail.example")
			for _, offer := range m.offers {
				say("250-" + offer)
			}
			say("250 8BITMIME")
		case "MAIL":
			letter = arrived{from: rest}
			say("250 ok")
		case "RCPT":
			if m.refuses != "" && strings.Contains(rest, m.refuses) {
				say("550 no such mailbox")
				continue
			}
			letter.to += rest
			say("250 ok")
		case "DATA":
			say("354 go on")
			if letter.read(lines) == nil {
				m.letters <- letter
			}
			say("250 ok")
		case "AUTH":
			say("235 ok")
		case "QUIT":
			say("221 bye")
			return
		default:
			say("250 ok")
		}
	}
}

// read takes a letter up to the line with a dot alone.
func (a *arrived) read(lines *bufio.Scanner) error {
	text := strings.Builder{}
	for lines.Scan() && lines.Text() != "." {
		fmt.Fprintf(&text, "%s\r\n", strings.TrimPrefix(lines.Text(), "."))
	}
	letter, err := mail.ReadMessage(strings.NewReader(text.String()))
	if err != nil {
		return err
	}
	body, err := io.ReadAll(quotedprintable.NewReader(letter.Body))
	a.header, a.body = letter.Header, strings.ReplaceAll(string(body), "\r\n", "\n")
	return err
}

// plain is a header as people read it.
func (a *arrived) plain(t *testing.T, name string) string {
	t.Helper()
	text, err := new(mime.WordDecoder).DecodeHeader(a.header.Get(name))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// none demands that no letter has come.
func (m *mailbox) none(t *testing.T, when string) {
	t.Helper()
	select {
	case letter := <-m.letters:
		t.Errorf("%s a letter came: %+v", when, letter)
	default:
	}
}
