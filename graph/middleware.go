package graph

import (
	"net/http"
	"slices"

	"github.com/klauspost/compress/gzhttp"
	"github.com/rs/cors"
)

// crossOrigin lets browsers call from the origins listed, and from no others.
func crossOrigin(o Options, next http.Handler) http.Handler {
	methods := []string{http.MethodPost}
	if o.GetQueries {
		methods = append(methods, http.MethodGet)
	}
	return cors.New(cors.Options{
		AllowOriginFunc: func(origin string) bool { return slices.Contains(o.Origins, origin) },
		AllowedMethods:  methods,
		AllowedHeaders:  []string{"Accept", "Accept-Language", "Authorization", "Content-Type", "X-Request-Id"},
		ExposedHeaders:  []string{"X-Request-Id", "Retry-After", "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"},
		MaxAge:          600,
	}).Handler(next)
}

// compressed packs answers for clients on slow lines.
func compressed(next http.Handler) http.Handler {
	wrap, err := gzhttp.NewWrapper(gzhttp.MinSize(1024), gzhttp.EnableZstd(true), gzhttp.ContentTypeFilter(gzhttp.DefaultContentTypeFilter))
	if err != nil {
		panic(err) // the options above do not fit each other
	}
	return wrap(next)
}
