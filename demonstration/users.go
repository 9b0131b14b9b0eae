package demonstration

import (
	"hromada/auth"
	"hromada/domain"
	"hromada/models"
)

// Places of the demonstration's accounts: the oblast, and two communities with made-up trees.
const (
	oblastOfUsers domain.KatottgCode = "UA05000000000010236"
	placeOfStaff  domain.KatottgCode = "UA05020310000080026" // Якушинецька
	placeOfOthers domain.KatottgCode = "UA05100150000050790" // Тульчинська
)

// Users are made-up accounts, one of each kind, and an editor of another community.
func Users() []models.NewUser {
	staff := func(grade auth.Grade, code domain.KatottgCode) models.Grant {
		return models.Grant{Role: auth.Staff, Grade: &grade, CommunityCode: &code}
	}
	user := func(name, email string, grant models.Grant) models.NewUser {
		return models.NewUser{Email: email + "@demo.example", Name: name, Demonstration: true, Memberships: []models.Grant{grant}}
	}
	region := oblastOfUsers
	return []models.NewUser{
		user("Демо Адміністратор", "admin", models.Grant{Role: auth.Admin}),
		user("Демо Експертка", "expert", models.Grant{Role: auth.Expert, RegionCode: &region}),
		user("Демо Редакторка громади", "staff", staff(auth.Editor, placeOfStaff)),
		user("Демо Редактор іншої громади", "staff2", staff(auth.Editor, placeOfOthers)),
		user("Демо Читачка громади", "viewer", staff(auth.Reader, placeOfStaff)),
		user("Демо Голова громади", "head", staff(auth.Head, placeOfStaff)),
	}
}
