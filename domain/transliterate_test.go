package domain_test

import (
	"testing"
	"unicode"

	"hromada/domain"

	"pgregory.net/rapid"
)

// The examples of CMU resolution 55 of 27 January 2010, each beside the letter it is given for.
func TestTransliterateByTheResolution(t *testing.T) {
	examples := []struct{ uk, en string }{
		{"Алушта", "Alushta"},
		{"Борщагівка", "Borshchahivka"},
		{"Вінниця", "Vinnytsia"},
		{"Гадяч", "Hadiach"},
		{"Ґалаґан", "Galagan"},
		{"Ґорґани", "Gorgany"},
		{"Донецьк", "Donetsk"},
		{"Рівне", "Rivne"},
		{"Єнакієве", "Yenakiieve"},
		{"Гаєвич", "Haievych"},
		{"Короп’є", "Koropie"},
		{"Житомир", "Zhytomyr"},
		{"Запоріжжя", "Zaporizhzhia"},
		{"Закарпаття", "Zakarpattia"},
		{"Медвин", "Medvyn"},
		{"Іршава", "Irshava"},
		{"Їжакевич", "Yizhakevych"},
		{"Кадиївка", "Kadyivka"},
		{"Йосипівка", "Yosypivka"},
		{"Стрий", "Stryi"},
		{"Нова Українка", "Nova Ukrainka"},
		{"Харків", "Kharkiv"},
		{"Біла Церква", "Bila Tserkva"},
		{"Шостка", "Shostka"},
		{"Гоща", "Hoshcha"},
		{"Юрій", "Yurii"},
		{"Корюківка", "Koriukivka"},
		{"Яготин", "Yahotyn"},
		{"Костянтин", "Kostiantyn"},
		{"Знам’янка", "Znamianka"},
		{"Феодосія", "Feodosiia"},
		{"Згорани", "Zghorany"},
		{"Розгон", "Rozghon"},
	}
	for _, e := range examples {
		if got := domain.Transliterate(e.uk); got != e.en {
			t.Errorf("%s: %s, want %s", e.uk, got, e.en)
		}
	}
}

func TestTransliterateBeyondTheTable(t *testing.T) {
	examples := []struct{ why, uk, en string }{
		{"a hyphen starts a word", "Івано-Франківська", "Ivano-Frankivska"},
		{"a hyphen starts a word with ya", "Кам’янець-Яр", "Kamianets-Yar"},
		{"any apostrophe", "Слов'янськ Словʼянськ Слов`янськ", "Sloviansk Sloviansk Sloviansk"},
		{"a quote is not an apostrophe", "'Юність'", "'Yunist'"},
		{"capitals", "ЩОРС ЗГУРІВКА ЄС", "SHCHORS ZGHURIVKA YES"},
		{"a capital alone", "Щ. Я", "Shch. Ya"},
		{"other characters", "Wi-Fi № 5", "Wi-Fi № 5"},
		{"nothing", "", ""},
	}
	for _, e := range examples {
		if got := domain.Transliterate(e.uk); got != e.en {
			t.Errorf("%s: %q, want %q", e.why, got, e.en)
		}
	}
}

func TestTransliterateLeavesNoCyrillic(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[А-ЩЬЮЯЄІЇҐа-щьюяєіїґ’ -]{0,30}`).Draw(t, "text")
		for _, c := range domain.Transliterate(text) {
			if unicode.Is(unicode.Cyrillic, c) {
				t.Fatalf("%q keeps %q", text, c)
			}
		}
	})
}
