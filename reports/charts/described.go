package charts

import (
	"bytes"
	"encoding/xml"
	"errors"
)

// described puts a title and the words for those who cannot see into a picture, as WAI-ARIA has them.
func described(picture []byte, f Frame, alt string) ([]byte, error) {
	before, after, found := bytes.Cut(picture, []byte(">"))
	if !found || !bytes.HasPrefix(before, []byte("<svg")) {
		return nil, errors.New("the library wrote no SVG")
	}
	var out bytes.Buffer
	out.Write(before)
	out.WriteString(` role="img" aria-labelledby="title description" lang="` + languageTag(f) + `"><title id="title">`)
	if err := xml.EscapeText(&out, []byte(f.Title)); err != nil {
		return nil, err
	}
	out.WriteString(`</title><desc id="description">`)
	if err := xml.EscapeText(&out, []byte(alt)); err != nil {
		return nil, err
	}
	out.WriteString(`</desc>`)
	out.Write(after)
	return out.Bytes(), nil
}

func languageTag(f Frame) string { return f.say("uk", "en") }
