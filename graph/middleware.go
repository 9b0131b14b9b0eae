package graph

import (
	"net/http"
	"slices"

	"github.com/klauspost/compress/gzhttp"
	"github.com/rs/cors"

	"hromada/domain"
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
		AllowedHeaders:  []string{"Accept", "Accept-Language", "Authorization", "Content-Type", onceHeader, "X-Request-Id"},
		ExposedHeaders:  []string{"X-Request-Id", "Retry-After", "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"},
		MaxAge:          600,
	}).Handler(next)
}

// crossOriginFiles does the same for files, which browsers send by PUT and read by GET.
func crossOriginFiles(o Options, next http.Handler) http.Handler {
	return cors.New(cors.Options{
		AllowOriginFunc: func(origin string) bool { return slices.Contains(o.Origins, origin) },
		AllowedMethods:  []string{http.MethodGet, http.MethodHead, http.MethodPut},
		AllowedHeaders:  []string{"Accept", "Accept-Language", "Authorization", "Content-Type", "If-None-Match", "Upload-Token", "X-Request-Id"},
		ExposedHeaders:  []string{"Content-Disposition", "ETag", "X-Request-Id", "Retry-After"},
		MaxAge:          600,
	}).Handler(next)
}

// credentials lets browsers of the origins listed, and pages of this server's own, send and receive the cookie that keeps
// people signed in. Other pages cannot have somebody's browser send it.
func credentials(o Options, next http.Handler) http.Handler {
	protection := http.NewCrossOriginProtection()
	for _, origin := range o.Origins {
		if err := protection.AddTrustedOrigin(origin); err != nil {
			panic(err) // the settings were checked
		}
	}
	protection.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		failed(w, r, http.StatusForbidden, domain.Forbidden())
	}))
	return cors.New(cors.Options{
		AllowOriginFunc:  func(origin string) bool { return slices.Contains(o.Origins, origin) },
		AllowCredentials: true,
		AllowedMethods:   []string{http.MethodPost},
		AllowedHeaders:   []string{"Accept", "Accept-Language", "Content-Type", "X-Request-Id"},
		ExposedHeaders:   []string{"X-Request-Id", "Retry-After"},
		MaxAge:           600,
	}).Handler(protection.Handler(next))
}

// compressed packs answers for clients on slow lines.
func compressed(next http.Handler) http.Handler {
	wrap, err := gzhttp.NewWrapper(gzhttp.MinSize(1024), gzhttp.EnableZstd(true), gzhttp.ContentTypeFilter(gzhttp.DefaultContentTypeFilter))
	if err != nil {
		panic(err) // the options above do not fit each other
	}
	return wrap(next)
}
