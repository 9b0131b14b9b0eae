package domain_test

import (
	"strings"
	"testing"
	"unicode"

	"hromada/domain"
)

func TestPersonalDataIsTakenFromTexts(t *testing.T) {
	t.Parallel()
	for _, secret := range []string{
		"+380671234567", "+380 67 123-45-67", "+38 (067) 123 45 67", "0671234567", "067 123 45 67", "(067) 123-45-67", "8-067-123-45-67", "380671234567", "+48 601 234 567",
		"+1 (415) 555-2671", "67-12-34", "ivan.petrenko@example.com", "петренко@пошта.укр", "2958304711", "АВ123456", "АВ 123456", "ab №123456", "4149 4390 1234 5678",
		"4149439012345678", "UA213223130000026007233566001", "https://t.me/ivan", "www.example.com/me", "t.me/ivan_p", "@ivan_petrenko", "19900101-12345", "123456789",
		"067–123–45–67", "067\u00a0123\u00a045\u00a067", "+380\u202f67\u00a0123‑45‑67", "067, 123, 45, 67", "067_123_45_67", "067/123-45-67", "+380/67/123/45/67", "８ ０６７ １２３ ４５ ６７",
		"＋３８０６７１２３４５６７", "٠٦٧١٢٣٤٥٦٧", "067\u200b123\u200b45\u200b67", "name(at)ukr.net", "name [at] ukr [dot] net", "ivan＠ukr.net", "4149\u00a04390\u00a01234\u00a05678",
	} {
		for _, around := range [][2]string{{"", ""}, {"Дзвоніть: ", ", дякую"}, {"пишіть (", ")"}, {"мій номер ", "."}, {"рядок\n", "\nрядок"}} {
			got := domain.Redact(around[0] + secret + around[1])
			if !strings.Contains(got, domain.Redacted) || strings.Contains(got, secret) || hasDigits(got) {
				t.Errorf("%q becomes %q", around[0]+secret+around[1], got)
			}
		}
	}
}

func hasDigits(text string) bool { return strings.ContainsFunc(text, unicode.IsDigit) }

func TestOtherTextsStay(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"", "Немає інтернету з 2024 року", "Потрібно 100 Мбіт/с, а є 5", "У селі 1250 мешканців, до центру 12,5 км", "Школа № 3, автобус 101", "24.02.2022", "з 8:00 до 20:00",
		"1 250 000 грн", "ЦНАП працює добре", "2020-2027", "код UA05", "поганий зв'язок 3G/4G",
		"2021, 2022, 2023", "у 2021–2023 роках — краще", "25 000 – 30 000 грн", "ціни: 100, 200, 300, 400", "1\u00a0250\u00a0000 грн", "0,25, 0,50 і 0,75", "з 08.00–17.00, 13.00–14.00", "01.02.2022, 03.04.2023",
		"вул. Соборна, 12/3, кв. 45", "10, 20, 30, 40, 50, 60", "на 5–10 % дорожче", "тариф (at) не зрозумілий",
	} {
		if got := domain.Redact(text); got != text {
			t.Errorf("%q becomes %q", text, got)
		}
	}
}

func TestSeverityIsProposedByTheShare(t *testing.T) {
	t.Parallel()
	for share, want := range map[float64]int{0: 1, .0999: 1, .1: 2, .2: 3, .34: 3, .35: 4, .4999: 4, .5: 5, 1: 5} {
		if got := domain.ProposedSeverity(share); got != want {
			t.Errorf("%v: %d", share, got)
		}
	}
}
