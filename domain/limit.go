package domain

import "fmt"

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
	AnswerLimit    Limit = "ANSWER" // when all is done, since only then it is known
)

// Exceeded is how much a request asked for, and how much it may. Counting stops soon after the
// limit, so that Asked is "at least so much" for all limits but COST and ANSWER.
type Exceeded struct {
	Limit          Limit
	Asked, Allowed int
}

// limitNames are the limits as a person reads them.
var limitNames = map[Limit]Text{
	BodyLimit:      {"довжина в байтах", "length in bytes"},
	TokenLimit:     {"слів у документі", "tokens"},
	DepthLimit:     {"глибина", "depth"},
	AliasLimit:     {"псевдонімів і повторів", "aliases and repeats"},
	DirectiveLimit: {"директив", "directives"},
	NodeLimit:      {"полів і фрагментів", "fields and fragments"},
	CostLimit:      {"вартість", "cost"},
	AnswerLimit:    {"довжина відповіді в байтах", "length of the answer in bytes"},
}

// LimitExceeded refuses a request that asks for more than one request may.
func LimitExceeded(limit Limit, asked, allowed int) *Error {
	name := limitNames[limit]
	return &Error{Code: CodeLimitExceeded, Exceeded: &Exceeded{limit, asked, allowed}, Message: Text{
		fmt.Sprintf("Запит завеликий: %s %d, дозволено %d.", name.UK, asked, allowed),
		fmt.Sprintf("The request is too large: %s %d, allowed %d.", name.EN, asked, allowed),
	}}
}
