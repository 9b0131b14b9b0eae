package domain

import "strings"

// Breakdown is what the answers of a survey are broken down by: one variable, or two crossed.
type Breakdown struct {
	Variable    Variable
	CrossedWith *Variable // nil: none
}

// Code is the breakdown as it is kept: SEX, or SEX*AGE.
func (b Breakdown) Code() string {
	if b.CrossedWith == nil {
		return string(b.Variable)
	}
	return string(b.Variable) + "*" + string(*b.CrossedWith)
}

// BreakdownOf reads what Code wrote.
func BreakdownOf(code string) Breakdown {
	first, second, crossed := strings.Cut(code, "*")
	b := Breakdown{Variable: Variable(first)}
	if crossed {
		b.CrossedWith = new(Variable(second))
	}
	return b
}
