package surveys

import (
	"slices"
	"strings"

	"hromada/domain"
)

// columnWords are names of columns about respondents, as they are compared loosely. Every word of one of them must stand in the header,
// which may have a few others: «Вкажіть, будь ласка, Вашу стать».
var columnWords = []struct {
	role  Role
	names []string
}{
	{SexRole, []string{"стать", "sex", "gender", "respondent sex", "гендер"}},
	{AgeRole, []string{"вік", "вікова група", "скільки вам років", "скільки вам повних років", "age", "age group", "how old are you", "respondent age"}},
	{SettlementRole, []string{
		"тип населеного пункту", "тип поселення", "тип місцевості", "settlement", "settlement type", "type of settlement", "respondent settlement", "де ви живете", "місцевість",
	}},
	{CommunityRole, []string{"громада", "територіальна громада", "код громади", "катоттг", "код катоттг", "community", "community code", "katottg", "hromada", "ваша громада"}},
	{ModeRole, []string{"спосіб опитування", "спосіб", "форма опитування", "режим", "mode", "survey mode", "collection mode"}},
}

// personalWords are names of columns that tell who somebody is.
var personalWords = []string{
	"email", "e mail", "електронна пошта", "електронну пошту", "електронна адреса", "електронну адресу", "адреса електронної пошти", "пошта", "імейл", "телефон", "номер телефону",
	"мобільний телефон", "phone", "phone number", "telephone", "mobile", "імя", "прізвище", "по батькові", "піб", "прізвище імя по батькові", "прізвище та імя",
	"імя та прізвище", "name", "full name", "first name", "firstname", "last name", "lastname", "surname", "patronymic", "адреса",
	"домашня адреса", "адреса проживання", "address", "home address", "паспорт", "паспортні дані", "рнокпп", "іпн", "ідентифікаційний код", "passport", "tax id", "ip", "ip address",
	"ip адреса", "дата народження", "birth date", "date of birth", "координати", "gps", "latitude", "longitude", "широта", "довгота", "instagram", "facebook", "telegram",
}

// aboutRespondents gives the role of a column by its name, and how sure that is.
func aboutRespondents(header string) (Role, float64) {
	words := strings.Fields(loose(lastSegment(header)))
	found, sure := UnknownRole, 0.0
	for _, one := range columnWords {
		for _, name := range one.names {
			wanted := strings.Fields(name)
			if slices.Equal(words, wanted) {
				return one.role, 0.9
			}
			if sure == 0 && len(words) <= len(wanted)+4 && len([]rune(name)) > 2 && containsAll(words, wanted) {
				found, sure = one.role, 0.7
			}
		}
	}
	return found, sure
}

func containsAll(words, wanted []string) bool {
	for _, w := range wanted {
		if !slices.Contains(words, w) {
			return false
		}
	}
	return true
}

// politeWords are said around the name of what is asked.
var politeWords = []string{
	"ваш", "ваша", "ваше", "ваші", "вашу", "вкажіть", "укажіть", "введіть", "напишіть", "будь", "ласка", "свій", "свою", "своє", "контактний", "контактна", "особистий", "особиста",
	"your", "please", "enter", "the", "respondent", "respondents", "contact", "респондента",
}

func isPersonal(header string) bool {
	words := slices.DeleteFunc(strings.Fields(loose(lastSegment(header))), func(word string) bool { return slices.Contains(politeWords, word) })
	return slices.Contains(personalWords, strings.Join(words, " "))
}

// lastSegment is what stands behind the groups that tools set before a name.
func lastSegment(header string) string {
	if i := strings.LastIndexByte(header, '/'); i >= 0 && i < len(header)-1 {
		return header[i+1:]
	}
	return header
}

// valueWords are words for what surveys ask of respondents. Meanings are told by kinds: the category of a survey that has the same kind
// is meant. «Селище» is left to a person: statistics count it as either.
var valueWords = map[Role]map[string][]string{
	SexRole: {
		"FEMALE": {"жінка", "жіноча", "жін", "ж", "жінки", "female", "f", "woman", "women", "w"},
		"MALE":   {"чоловік", "чоловіча", "чол", "ч", "чоловіки", "male", "m", "man", "men"},
	},
	SettlementRole: {
		"URBAN": {"місто", "міський", "міська", "міське", "міське населення", "міська місцевість", "urban", "city", "town"},
		"RURAL": {"село", "сільський", "сільська", "сільське", "сільське населення", "сільська місцевість", "rural", "village"},
	},
	ModeRole: {
		string(domain.OnlineMode): {"онлайн", "online", "інтернет", "web", "cawi", "вебформа", "google forms"},
		string(domain.PaperMode):  {"офлайн", "offline", "паперова анкета", "папір", "на папері", "анкета", "paper", "papi", "offline_paper"},
		string(domain.CAPIMode):   {"планшет", "інтерв'ю", "особисте інтерв'ю", "інтерв'юер", "capi", "face-to-face", "f2f", "interview"},
		string(domain.PhoneMode):  {"телефон", "телефонне опитування", "телефоном", "phone", "cati", "telephone"},
	},
}

// withheld are answers that say that there is none.
var withheld = []string{
	"важко відповісти", "важко сказати", "не знаю", "відмова", "відмова від відповіді", "відмовляюсь відповідати", "не хочу відповідати", "немає відповіді", "без відповіді",
	"hard to say", "don't know", "refused", "refusal", "prefer not to say", "no answer", "n/a",
}

// kindOf tells what a value means by the words for it; empty: none of them.
func kindOf(role Role, value string) string {
	value = fold(value)
	for kind, words := range valueWords[role] {
		if value == strings.ToLower(kind) || slices.Contains(words, value) {
			return kind
		}
	}
	return ""
}
