package accounts

import (
	"encoding/json"
	"errors"
	"io"
	"math"
	"net/http"
	"strconv"
	"time"
	"unicode/utf8"

	"hromada/auth"
	"hromada/domain"
	"hromada/graph"
)

// refreshCookie keeps people signed in in browsers. The prefix has browsers demand that it comes from this host alone,
// over TLS (or on this machine), for all paths.
const refreshCookie = "__Host-hromada-refresh"

// maxForm is how long a body may be, in bytes.
const maxForm = 16 << 10

// ServeHTTP answers sign-in, refresh, sign-out and the public keys. They are no GraphQL, since they set cookies.
func (s *Service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch r.URL.Path {
	case "/auth/sign-in":
		s.form(w, r, s.signIn)
	case "/auth/refresh":
		s.form(w, r, s.refresh)
	case "/auth/sign-out":
		s.form(w, r, s.signOut)
	case "/.well-known/jwks.json":
		s.keySet(w, r)
	default:
		s.refuse(w, r, http.StatusNotFound, domain.NotFound(""))
	}
}

// form is all that somebody may send to any of the addresses.
type form struct {
	Email        string `json:"email"`
	Password     string `json:"password"`
	RefreshToken string `json:"refreshToken"`
	Everywhere   bool   `json:"everywhere"`
}

// form reads a JSON body and lets one of the answers below work on it.
func (s *Service) form(w http.ResponseWriter, r *http.Request, answer func(http.ResponseWriter, *http.Request, form) error) {
	w.Header().Set("Cache-Control", "private, no-store")
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		s.refuse(w, r, http.StatusMethodNotAllowed, domain.Invalid("", "Цей запит приймається методом POST.", "This is taken by POST."))
		return
	}
	if !graph.IsJSON(r.Header.Get("Content-Type")) {
		s.refuse(w, r, http.StatusUnsupportedMediaType, domain.Invalid("", "Потрібен Content-Type: application/json у кодуванні UTF-8.",
			"Content-Type: application/json in UTF-8 is needed."))
		return
	}
	f, err := readForm(w, r)
	if err == nil {
		err = answer(w, r, f)
	}
	if err != nil {
		s.fail(w, r, err)
	}
}

func readForm(w http.ResponseWriter, r *http.Request) (f form, err error) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxForm))
	if err == nil && utf8.Valid(body) {
		err = json.Unmarshal(body, &f)
	}
	var other *json.UnmarshalTypeError
	switch {
	case errors.As(err, &other) && other.Field != "":
		return f, domain.Invalid(other.Field, "Значення іншого типу, ніж потрібно.", "The value is of another type than is needed.")
	case err != nil || !utf8.Valid(body):
		return f, domain.Invalid("", "Очікується один об'єкт JSON у кодуванні UTF-8, не довший за %d КіБ.",
			"One JSON object in UTF-8 of at most %d KiB is expected.", maxForm>>10)
	}
	return f, nil
}

// isBrowser tells browsers, which send one of these with every POST, from programs: browsers keep the refresh token in a
// cookie that no script can read, and are never given it in a body.
func isBrowser(r *http.Request) bool {
	return r.Header.Get("Origin") != "" || r.Header.Get("Sec-Fetch-Site") != ""
}

// shown is the refresh token that a request shows, from where it may.
func shown(r *http.Request, f form) string {
	if !isBrowser(r) {
		return f.RefreshToken
	}
	cookie, err := r.Cookie(refreshCookie)
	if err != nil {
		return ""
	}
	return cookie.Value
}

func (s *Service) signIn(w http.ResponseWriter, r *http.Request, f form) error {
	session, err := s.SignIn(r.Context(), f.Email, f.Password)
	if err != nil {
		return err
	}
	return s.give(w, r, session)
}

func (s *Service) refresh(w http.ResponseWriter, r *http.Request, f form) error {
	session, err := s.Refresh(r.Context(), shown(r, f))
	if err != nil {
		return err
	}
	return s.give(w, r, session)
}

func (s *Service) signOut(w http.ResponseWriter, r *http.Request, f form) error {
	if err := s.SignOut(r.Context(), shown(r, f), f.Everywhere); err != nil {
		return err
	}
	if isBrowser(r) {
		setCookie(w, "", -1)
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// given is what a sign-in or a refresh answers.
type given struct {
	AccessToken      string    `json:"accessToken"`
	TokenType        string    `json:"tokenType"`
	ExpiresIn        int       `json:"expiresIn"` // seconds
	Role             auth.Role `json:"role"`      // a hint
	RefreshToken     string    `json:"refreshToken,omitempty"`
	RefreshExpiresIn int       `json:"refreshExpiresIn"` // seconds
}

func (s *Service) give(w http.ResponseWriter, r *http.Request, in *Session) error {
	left := int(in.Until.Sub(s.now()) / time.Second)
	g := given{
		AccessToken: in.AccessToken, TokenType: "Bearer", ExpiresIn: int(auth.AccessLifetime / time.Second), Role: in.Role, RefreshExpiresIn: left,
	}
	if isBrowser(r) {
		setCookie(w, in.Refresh.String(), left)
	} else {
		g.RefreshToken = in.Refresh.String()
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	return json.NewEncoder(w).Encode(g) //nolint:gosec // it is theirs: the answer to their own sign-in
}

func setCookie(w http.ResponseWriter, value string, seconds int) {
	http.SetCookie(w, &http.Cookie{
		Name: refreshCookie, Value: value, Path: "/", MaxAge: seconds, Secure: true, HttpOnly: true, SameSite: http.SameSiteStrictMode,
	})
}

// keySet tells everybody the public keys; they are no secret, and the same for a while.
func (s *Service) keySet(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		s.refuse(w, r, http.StatusMethodNotAllowed, domain.Invalid("", "Цей запит приймається методом GET.", "This is taken by GET."))
		return
	}
	set, err := auth.KeySet(s.keys.Current())
	if err != nil {
		s.fail(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "application/jwk-set+json")
	w.Header().Set("Cache-Control", "public, max-age=300")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	_, _ = w.Write(set) // a client that is gone cannot be told that it is
}

// statuses are those of errors that are told.
var statuses = map[domain.Code]int{
	domain.CodeUnauthenticated: http.StatusUnauthorized, domain.CodeForbidden: http.StatusForbidden, domain.CodeNotFound: http.StatusNotFound,
	domain.CodeInvalidInput: http.StatusBadRequest, domain.CodeRateLimited: http.StatusTooManyRequests,
	domain.CodeUnavailable: http.StatusServiceUnavailable,
}

func (s *Service) fail(w http.ResponseWriter, r *http.Request, err error) {
	status := http.StatusInternalServerError
	if told, ok := domain.AsError(err); ok && statuses[told.Code] != 0 {
		status = statuses[told.Code]
		if status == http.StatusUnauthorized {
			w.Header().Set("WWW-Authenticate", "Bearer") // HTTP asks for it beside every 401
		}
		if told.RetryAfter > 0 {
			w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(told.RetryAfter.Seconds()))))
		}
	}
	s.refuse(w, r, status, err)
}

func (s *Service) refuse(w http.ResponseWriter, r *http.Request, status int, err error) {
	graph.Refuse(w, r, s.log, status, err)
}
