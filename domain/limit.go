package domain

// Limit is one of the limits of a single request, as the schema's RequestLimit enum lists them.
type Limit string

// The limits, in the order in which they are checked: each before the next dearer step.
const (
	BodyLimit      Limit = "BODY"
	TokenLimit     Limit = "TOKENS"
	DepthLimit     Limit = "DEPTH"
	AliasLimit     Limit = "ALIASES"
	DirectiveLimit Limit = "DIRECTIVES"
	NodeLimit      Limit = "NODES"
	CostLimit      Limit = "COST"
)

// Exceeded is how much a request asked for, and how much it may. Counting stops soon after the
// limit, so that Asked is "at least so much" for all limits but COST.
type Exceeded struct {
	Limit          Limit
	Asked, Allowed int
}

// LimitExceeded refuses a request that asks for more than one request may.
func LimitExceeded(limit Limit, asked, allowed int) *Error {
	told := &Error{Code: CodeLimitExceeded, Exceeded: &Exceeded{limit, asked, allowed}}
	told.Message = format("Запит завеликий: %s %d, а дозволено %d.", "The request is too large: %s %d, allowed %d.", []any{limit, asked, allowed})
	return told
}
