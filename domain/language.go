package domain

// Language is one of the two languages of every text and label.
type Language string

// The languages.
const (
	Ukrainian Language = "UK"
	English   Language = "EN"
)

// Pick gives a text in the language asked for, or in the other one where that is missing.
func Pick(l Language, uk string, en *string) string {
	if l == English && en != nil {
		return *en
	}
	return uk
}
