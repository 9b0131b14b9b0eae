package graph

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"hromada/domain"
)

// errRepeated marks a failure that another field of the same answer has already told.
var errRepeated = errors.New("told already")

// presenter gives every error the form that the schema's ErrorCode documents. What is not meant for
// callers is logged under the request's id and shown as INTERNAL.
func presenter(log *slog.Logger) graphql.ErrorPresenterFunc {
	return func(ctx context.Context, err error) *gqlerror.Error {
		var shared *domain.SharedError
		if errors.As(err, &shared) && !shared.Tell() {
			return &gqlerror.Error{Err: errRepeated, Path: graphql.GetPath(ctx)}
		}
		var located *gqlerror.Error
		if errors.As(err, &located) && (located.Err == nil || isVariable(located)) {
			return refusedDocument(ctx, located)
		}
		told := toldError(err)
		if told.Code == domain.CodeInternal || told.Code == domain.CodeUnavailable || told.Code == domain.CodeOutcomeUnknown {
			log.Log(ctx, severity(ctx), "request failed", "requestId", RequestID(ctx), "code", told.Code,
				"path", graphql.GetPath(ctx).String(), "error", causeOf(told))
		}
		return present(ctx, told, located)
	}
}

// severity keeps clients that went away, which is no fault of ours, out of the log.
func severity(ctx context.Context) slog.Level {
	if errors.Is(ctx.Err(), context.Canceled) {
		return slog.LevelDebug
	}
	return slog.LevelError
}

func present(ctx context.Context, told *domain.Error, located *gqlerror.Error) *gqlerror.Error {
	out := &gqlerror.Error{Message: told.Message.In(Language(ctx)), Extensions: extensions(ctx, told.Code)}
	field := told.Field
	if located != nil {
		out.Path, out.Locations = located.Path, located.Locations
	}
	if told.Code == domain.CodeInvalidInput {
		if in := inputPath(ctx, out.Path); in != "" && field == "" {
			field = in
			out.Path = graphql.GetFieldContext(ctx).Path()
		}
	}
	if field != "" {
		out.Extensions["field"] = field
	}
	if e := told.Exceeded; e != nil {
		out.Extensions["limit"], out.Extensions["asked"], out.Extensions["allowed"] = e.Limit, e.Asked, e.Allowed
	}
	if told.RetryAfter > 0 {
		out.Extensions["retryAfter"] = math.Ceil(told.RetryAfter.Seconds())
	}
	return out
}

// refusedDocument is an error of the parser or the validator, which speak of the document, or of a
// variable, whose value they may tell wrongly.
func refusedDocument(ctx context.Context, e *gqlerror.Error) *gqlerror.Error {
	if isVariable(e) {
		return present(ctx, domain.Invalid(e.Path[1:].String(),
			"Значення змінної не відповідає її типу.", "The value of the variable does not fit its type."), nil)
	}
	code, _ := e.Extensions["code"].(string)
	told := &domain.Error{Code: domain.Code(code), Message: documentFault(domain.Code(code), e.Message)}
	if told.Code != domain.CodeParseFailed {
		told.Code = domain.CodeValidationFailed
	}
	return present(ctx, told, e)
}

// maxEcho is how much of what the library says of a document is told, in letters: it repeats the
// client's own words, however many.
const maxEcho = 300

// documentFault is what the library says, without guesses at names that the schema has. It speaks English;
// what kind of fault it is stands before it in Ukrainian.
func documentFault(code domain.Code, said string) domain.Text {
	said, _, _ = strings.Cut(said, " Did you mean")
	if letters := []rune(said); len(letters) > maxEcho {
		said = string(letters[:maxEcho]) + "…"
	}
	if code == domain.CodeParseFailed {
		return domain.Text{UK: "Документ не розібрано: " + said, EN: said}
	}
	return domain.Text{UK: "Документ не відповідає схемі: " + said, EN: said}
}

// isVariable tells whether the validator speaks of a variable's value.
func isVariable(e *gqlerror.Error) bool {
	return len(e.Path) > 1 && e.Path[0] == ast.PathName("variable")
}

func extensions(ctx context.Context, code domain.Code) map[string]any {
	return map[string]any{"code": string(code), "requestId": RequestID(ctx)}
}

// inputPath is the part of an error's path that lies within a field's arguments, such as filter.text.
func inputPath(ctx context.Context, path ast.Path) string {
	fc := graphql.GetFieldContext(ctx)
	if fc == nil {
		return ""
	}
	own := len(fc.Path())
	if len(path) <= own {
		return ""
	}
	return strings.TrimPrefix(path[own:].String(), ".")
}

func toldError(err error) *domain.Error {
	if told, ok := domain.AsError(err); ok {
		return told
	}
	if errors.Is(err, context.Canceled) {
		return domain.Unavailable(err)
	}
	return domain.Internal(err)
}

func causeOf(e *domain.Error) string {
	if cause := errors.Unwrap(e); cause != nil {
		return cause.Error()
	}
	return e.Error()
}

// recovered turns a panic in a resolver into an error that only the log sees.
func recovered(_ context.Context, r any) error {
	return domain.Internal(fmt.Errorf("panic: %s\n%s", short(r), debug.Stack()))
}

// short is the beginning of what a panic says, which may quote whatever a client sent.
func short(panicked any) string { return fmt.Sprintf("%.200s", fmt.Sprint(panicked)) }

// withoutRepeats drops from an answer what presenter marked as told already, and what is wrong with a
// field in every row of a list but the first.
func withoutRepeats(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
	response := next(ctx)
	if response != nil {
		told := map[string]bool{}
		response.Errors = slices.DeleteFunc(response.Errors, func(e *gqlerror.Error) bool {
			fault, inList := faultInList(e)
			repeated := inList && told[fault]
			told[fault] = true
			return repeated || errors.Is(e.Err, errRepeated)
		})
	}
	return response
}

// faultInList is the same for one fault of one field in all rows of a list.
func faultInList(e *gqlerror.Error) (fault string, inList bool) {
	names := slices.DeleteFunc(slices.Clone(e.Path), func(step ast.PathElement) bool {
		_, isIndex := step.(ast.PathIndex)
		return isIndex
	})
	return fmt.Sprint(names, e.Extensions["code"], e.Extensions["field"], e.Message), len(names) < len(e.Path)
}
