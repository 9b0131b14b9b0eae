package domain

import (
	"errors"
	"fmt"
	"time"
)

// Code is the machine-readable kind of an error, as the schema's ErrorCode enum lists them.
type Code string

// The codes; the schema documents each.
const (
	CodeUnauthenticated  Code = "UNAUTHENTICATED"
	CodeForbidden        Code = "FORBIDDEN"
	CodeNotFound         Code = "NOT_FOUND"
	CodeInvalidInput     Code = "INVALID_INPUT"
	CodeConflict         Code = "CONFLICT"
	CodeLimitExceeded    Code = "LIMIT_EXCEEDED"
	CodeRateLimited      Code = "RATE_LIMITED"
	CodeUnavailable      Code = "UNAVAILABLE"
	CodeOutcomeUnknown   Code = "OUTCOME_UNKNOWN"
	CodeInternal         Code = "INTERNAL"
	CodeParseFailed      Code = "GRAPHQL_PARSE_FAILED"
	CodeValidationFailed Code = "GRAPHQL_VALIDATION_FAILED"
)

// Text is one message in both languages of the product.
type Text struct{ UK, EN string }

// In gives the text in a language.
func (t Text) In(l Language) string {
	if l == English {
		return t.EN
	}
	return t.UK
}

// Error is what a caller is told. Field names the faulty input in the caller's own words; the cause
// is for the log alone.
type Error struct {
	Code    Code
	Message Text
	Field   string
	// Exceeded says which limit was passed where the code is LIMIT_EXCEEDED; nil otherwise.
	Exceeded *Exceeded
	// RetryAfter is how long to wait where the code is RATE_LIMITED; 0: not known.
	RetryAfter time.Duration
	cause      error
}

func (e *Error) Error() string {
	if e.Field == "" {
		return e.Message.EN
	}
	return e.Field + ": " + e.Message.EN
}

// Unwrap gives the cause, which is never shown to a caller.
func (e *Error) Unwrap() error { return e.cause }

// Because returns the error with its cause, for the log.
func (e *Error) Because(cause error) *Error {
	told := *e
	told.cause = cause
	return &told
}

// At returns the error with its field prefixed by the path that leads to it: "filter" makes
// "filter.text" of "text".
func (e *Error) At(path string) *Error {
	told := *e
	told.Field = path
	if e.Field != "" {
		told.Field = path + "." + e.Field
	}
	return &told
}

// Invalid is INVALID_INPUT about one field; both texts take the same arguments.
func Invalid(field, uk, en string, args ...any) *Error {
	return &Error{Code: CodeInvalidInput, Field: field, Message: format(uk, en, args)}
}

// NotFound is the one answer for what does not exist, is of another type, or may not be seen. It
// is the same to the byte in all these cases.
func NotFound(field string) *Error {
	return &Error{Code: CodeNotFound, Field: field, Message: Text{"Не знайдено.", "Not found."}}
}

// Forbidden says that the viewer may see that the thing exists, but not do this.
func Forbidden() *Error {
	return &Error{Code: CodeForbidden, Message: Text{"Недостатньо прав для цієї дії.", "You may not do this."}}
}

// Unauthenticated says that nobody is known to be asking.
func Unauthenticated() *Error {
	return &Error{Code: CodeUnauthenticated, Message: Text{"Потрібно увійти.", "Sign in first."}}
}

// RateLimited says that the caller has asked too often.
func RateLimited() *Error {
	return &Error{Code: CodeRateLimited, Message: Text{"Забагато запитів, спробуйте трохи згодом.", "Too many requests, try again a little later."}}
}

// RateLimitedFor also says how long to wait.
func RateLimitedFor(wait time.Duration) *Error {
	told := RateLimited()
	told.RetryAfter = wait
	return told
}

// Unavailable says that the server cannot answer now and that trying again later is right.
func Unavailable(cause error) *Error {
	return &Error{Code: CodeUnavailable, cause: cause, Message: Text{
		"Сервіс тимчасово недоступний, спробуйте за хвилину.",
		"The service is not available just now, try again in a minute.",
	}}
}

// OutcomeUnknown says that the connection to the database was cut while a change was being saved.
func OutcomeUnknown(cause error) *Error {
	return &Error{Code: CodeOutcomeUnknown, cause: cause, Message: Text{
		"Зв'язок обірвався під час збереження. Перевірте, чи зміни є, перш ніж повторювати.",
		"The connection broke while saving. Look whether the change is there before you try again.",
	}}
}

// Internal hides a fault of our own; the cause goes to the log under the request's id.
func Internal(cause error) *Error {
	return &Error{Code: CodeInternal, cause: cause, Message: Text{
		"Внутрішня помилка. Повідомте нам номер запиту.",
		"Internal error. Tell us the request id.",
	}}
}

// AsError finds the told error in a chain.
func AsError(err error) (*Error, bool) {
	var told *Error
	ok := errors.As(err, &told)
	return told, ok
}

func format(uk, en string, args []any) Text {
	if len(args) == 0 {
		return Text{uk, en}
	}
	return Text{fmt.Sprintf(uk, args...), fmt.Sprintf(en, args...)}
}
