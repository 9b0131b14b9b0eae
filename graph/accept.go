package graph

import (
	"mime"
	"net/http"
	"strconv"
	"strings"
)

// Media types of GraphQL over HTTP.
const (
	typeJSON     = "application/json"
	typeResponse = "application/graphql-response+json"
)

// responseType is the form of the answer: GraphQL's own where the client names it and does not like plain
// JSON better. Whoever accepts neither gets JSON all the same, which says more than a refusal would.
func responseType(r *http.Request) string {
	if own, plain := qualities(r.Header.Values("Accept")); own > 0 && own >= plain {
		return typeResponse
	}
	return typeJSON
}

// qualities gives how much a client likes GraphQL's own type and plain JSON, both named by it: 0 to 1.
func qualities(accept []string) (own, plain float64) {
	for part := range strings.SplitSeq(strings.Join(accept, ","), ",") {
		media, params, err := mime.ParseMediaType(part)
		if err != nil {
			continue
		}
		switch media {
		case typeResponse:
			own = quality(params["q"])
		case typeJSON:
			plain = quality(params["q"])
		}
	}
	return own, plain
}

func quality(q string) float64 {
	if value, err := strconv.ParseFloat(q, 64); err == nil {
		return value
	}
	return 1
}
