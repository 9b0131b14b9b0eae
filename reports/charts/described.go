package charts

import (
	"bytes"
	"encoding/binary"
	"encoding/xml"
	"errors"
	"hash/crc32"
	"strings"
)

// words say all that a picture shows.
func words(chart Chart) string { return sentence(chart.frame().Title) + about(chart) }

// about is what is said beneath the title.
func about(chart Chart) string { return sentence(chart.frame().Subtitle) + chart.Alt() }

// sentence ends a text that something follows.
func sentence(text string) string {
	switch {
	case text == "":
		return ""
	case strings.ContainsAny(text[len(text)-1:], ".!?"):
		return text + " "
	}
	return text + ". "
}

// described puts a title and the words for those who cannot see into a picture, as WAI-ARIA has them.
func described(picture []byte, chart Chart) ([]byte, error) {
	before, after, found := bytes.Cut(picture, []byte(">"))
	if !found || !bytes.HasPrefix(before, []byte("<svg")) {
		return nil, errors.New("the library wrote no SVG")
	}
	var out bytes.Buffer
	out.Write(before)
	out.WriteString(` role="img" aria-labelledby="title description" lang="` + languageTag(chart.frame()) + `"><title id="title">`)
	if err := xml.EscapeText(&out, []byte(chart.frame().Title)); err != nil {
		return nil, err
	}
	out.WriteString(`</title><desc id="description">`)
	if err := xml.EscapeText(&out, []byte(about(chart))); err != nil {
		return nil, err
	}
	out.WriteString(`</desc>`)
	out.Write(after)
	return out.Bytes(), nil
}

func languageTag(f Frame) string { return f.say("uk", "en") }

// pngHead is how long the signature and the first chunk of a PNG are: 8 bytes, and 13 with length, name and sum.
const pngHead = 8 + 4 + 4 + 13 + 4

// withDescription puts words into a PNG as its Description: international text, not compressed (PNG, 11.3.3.4).
func withDescription(picture []byte, language, description string) ([]byte, error) {
	if len(picture) < pngHead || !bytes.HasPrefix(picture, []byte("\x89PNG\r\n\x1a\n")) {
		return nil, errors.New("the library wrote no PNG")
	}
	body := "iTXt" + "Description\x00\x00\x00" + language + "\x00\x00" + strings.ReplaceAll(strings.ToValidUTF8(description, "\uFFFD"), "\x00", "")
	out := bytes.NewBuffer(make([]byte, 0, len(picture)+len(body)+8))
	out.Write(picture[:pngHead])
	out.Write(binary.BigEndian.AppendUint32(nil, uint32(len(body)-4))) //nolint:gosec // the words of a hundred bars
	out.WriteString(body)
	out.Write(binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE([]byte(body))))
	out.Write(picture[pngHead:])
	return out.Bytes(), nil
}
