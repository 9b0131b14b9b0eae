package domain

import (
	"encoding/base64"
	"strconv"
	"strings"
)

// NodeID is the public identity of anything that node(id:) finds: its type, the community that owns
// it (0 where none does) and its number there. It is written as URL-safe base64, opaque to clients.
type NodeID struct {
	Type      string
	Community int64
	Number    int64
}

func (id NodeID) String() string {
	plain := id.Type + ":" + strconv.FormatInt(id.Community, 10) + ":" + strconv.FormatInt(id.Number, 10)
	return base64.RawURLEncoding.EncodeToString([]byte(plain))
}

// ParseNodeID reads what String wrote, to the letter: an id has one spelling only.
func ParseNodeID(s string) (NodeID, error) {
	id, ok := splitNodeID(s)
	if !ok || id.String() != s {
		return NodeID{}, Invalid("", "Це не ідентифікатор.", "This is not an id.")
	}
	return id, nil
}

func splitNodeID(s string) (NodeID, bool) {
	if len(s) > 120 {
		return NodeID{}, false
	}
	plain, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil {
		return NodeID{}, false
	}
	parts := strings.Split(string(plain), ":")
	if len(parts) != 3 || !isTypeName(parts[0]) {
		return NodeID{}, false
	}
	community, okC := parseNumber(parts[1])
	number, okN := parseNumber(parts[2])
	return NodeID{parts[0], community, number}, okC && okN
}

func parseNumber(s string) (int64, bool) {
	n, err := strconv.ParseInt(s, 10, 64)
	return n, err == nil && n >= 0
}

func isTypeName(s string) bool {
	for _, c := range s {
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') {
			return false
		}
	}
	return s != ""
}
