package graph

import (
	"context"
	"log/slog"
	"net/http"
	"strings"

	"hromada/auth"
	"hromada/domain"
)

// accounts is what lets people in as a handler; nil while it is not ready.
func (o Options) accounts() http.Handler {
	if in := o.Accounts(); in != nil {
		return in
	}
	return nil
}

// signedIn makes whoever shows an access token the viewer. One that is not good is refused by known, after it has counted
// against its address: never is a request with a bad token answered as if it had none.
func signedIn(accounts func() Accounts, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		shown := r.Header.Values("Authorization")
		if len(shown) == 0 {
			next.ServeHTTP(w, r)
			return
		}
		viewer, err := identify(r.Context(), accounts, shown)
		ctx := auth.WithViewer(r.Context(), viewer)
		if err != nil {
			ctx = context.WithValue(r.Context(), refusedKey, err)
		}
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

func identify(ctx context.Context, accounts func() Accounts, shown []string) (auth.Viewer, error) {
	scheme, token, _ := strings.Cut(shown[0], " ")
	if len(shown) > 1 || !strings.EqualFold(scheme, "Bearer") || accounts == nil {
		return auth.Viewer{}, domain.Unauthenticated()
	}
	in := accounts()
	if in == nil {
		return auth.Viewer{}, domain.Unavailable(nil)
	}
	return in.Identify(ctx, strings.TrimSpace(token))
}

// known refuses whom signedIn did not believe.
func known(log *slog.Logger, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		err, refused := r.Context().Value(refusedKey).(error)
		if !refused {
			next.ServeHTTP(w, r)
			return
		}
		told := toldError(err)
		if told.Code != domain.CodeUnauthenticated {
			Refuse(w, r, log, http.StatusServiceUnavailable, domain.Unavailable(err))
			return
		}
		w.Header().Set("WWW-Authenticate", `Bearer error="invalid_token"`)
		failed(w, r, http.StatusUnauthorized, told)
	})
}
