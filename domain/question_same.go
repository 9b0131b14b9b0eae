package domain

import "slices"

// Asks tells whether a question of the bank is the one that somebody else has written down: answered in the same way, of the same words and options. Where
// they have no English text, it is not compared, and neither are hints.
func (f QuestionFields) Asks(q Question) bool {
	return f.Kind == q.Kind && sameWords(f.Text, q.Text) && sameBound(f.Minimum, q.Minimum) && sameBound(f.Maximum, q.Maximum) &&
		slices.EqualFunc(f.Options, q.Options, func(mine, theirs QuestionOption) bool {
			return mine.Code == theirs.Code && mine.Other == theirs.Other && sameWords(mine.Text, theirs.Text)
		})
}

func sameWords(mine, theirs Text) bool {
	theirs = theirs.trimmed()
	return mine.UK == theirs.UK && (theirs.EN == "" || mine.EN == "" && theirs.EN == theirs.UK || mine.EN == theirs.EN)
}

func sameBound(a, b *float64) bool { return a == b || (a != nil && b != nil && *a == *b) }
