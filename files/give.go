package files

import (
	"bytes"
	"encoding/hex"
	"net/http"
	"strconv"
	"strings"

	"github.com/klauspost/compress/gzhttp"

	"hromada/domain"
)

// give serves a file that shows the work, to be saved and never to be shown by a browser as a page of this server's.
func (h *Handler) give(w http.ResponseWriter, r *http.Request, rest string) error {
	id, err := domain.ParseNodeID(rest)
	if err != nil {
		id = domain.NodeID{} // which is nobody's, and is looked for as others are
	}
	file, err := h.store.File(r.Context(), id, knownSum(r))
	if err != nil {
		return err
	}
	header := w.Header()
	header.Set("ETag", `"`+hex.EncodeToString(file.SHA256)+`"`)
	header.Set("Cache-Control", "private, no-cache")
	header.Set("Vary", "Authorization")
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	if len(file.Content) == 0 {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	header.Set("Content-Type", mediaType(Kind(file.ContentType)))
	header.Set("Content-Disposition", attachment(file.FileName))
	header.Set("Content-Length", strconv.Itoa(file.Size))
	header.Set(gzhttp.HeaderNoCompression, "1") // the sum is that of these very bytes
	if r.Method == http.MethodHead {
		return nil
	}
	_, _ = bytes.NewReader(file.Content).WriteTo(w) // a client that is gone cannot be told that it is
	return nil
}

// knownSum is the sum of what the client has already; nil: nothing.
func knownSum(r *http.Request) []byte {
	for tag := range strings.SplitSeq(strings.Join(r.Header.Values("If-None-Match"), ","), ",") {
		plain := strings.Trim(strings.TrimPrefix(strings.TrimSpace(tag), "W/"), `"`)
		if sum, err := hex.DecodeString(plain); err == nil && len(sum) == 32 {
			return sum
		}
	}
	return nil
}

// mediaType leaves the encoding of texts open, since nobody said it.
func mediaType(kind Kind) string { return string(kind) }

// attachment names a file in a header (RFC 6266): for old programs in ASCII, and for all others as it is called (RFC 5987). What could be
// a path is none.
func attachment(name string) string {
	name = strings.Map(func(c rune) rune {
		if c == '/' || c == '\\' {
			return '_'
		}
		return c
	}, name)
	plain := strings.Map(func(c rune) rune {
		if c < ' ' || c > '~' || c == '"' || c == '%' {
			return '_'
		}
		return c
	}, name)
	var encoded strings.Builder
	for _, b := range []byte(name) {
		if strings.IndexByte(unreserved, b) >= 0 {
			encoded.WriteByte(b)
		} else {
			encoded.WriteString("%" + strings.ToUpper(hex.EncodeToString([]byte{b})))
		}
	}
	return `attachment; filename="` + plain + `"; filename*=UTF-8''` + encoded.String()
}

// unreserved are the characters that stand for themselves there.
const unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$&+-.^_`|~"
