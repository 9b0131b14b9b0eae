package auth

import (
	"strings"

	"hromada/domain"
)

// people are those whom somebody may turn to, in the order of how near they are.
var people = []struct {
	who  Membership
	name domain.Text
}{
	{Membership{Role: Staff, Grade: Editor}, domain.Text{UK: "редактор громади", EN: "an editor of the community"}},
	{Membership{Role: Staff, Grade: Head}, domain.Text{UK: "керівник громади", EN: "a head of the community"}},
	{Membership{Role: Expert}, domain.Text{UK: "експерт області", EN: "an expert of the region"}},
	{Membership{Role: Admin}, domain.Text{UK: "адміністратор", EN: "an administrator"}},
}

// forbidden is FORBIDDEN that says who may, by the policy alone: it is the same to everybody. Reading is left out, since most may.
func forbidden(a Action) error {
	var uk, en []string
	for _, p := range people {
		if policy[p.who][a] != None {
			uk, en = append(uk, p.name.UK), append(en, p.name.EN)
		}
	}
	refused := domain.Forbidden()
	if _, reading := reads[a]; reading || len(uk) == 0 {
		return refused
	}
	refused.Message = domain.Text{
		UK: "Недостатньо прав для цієї дії. Її може виконати " + listed(uk, " або ") + ".",
		EN: "You may not do this. Those who may: " + listed(en, " or ") + ".",
	}
	return refused
}

func listed(names []string, or string) string {
	last := len(names) - 1
	if last == 0 {
		return names[0]
	}
	return strings.Join(names[:last], ", ") + or + names[last]
}
