package imports

import (
	"io"

	"hromada/domain"
)

// WriteResponsesReport tells what became of a file of responses: in numbers, since responses are not shown one by one.
func WriteResponsesReport(w io.Writer, result *ResponsesResult, dryRun bool, language domain.Language) error {
	r := report{language: language}
	switch {
	case result.Again:
		r.linef(0, "Цей самий файл уже завантажено раніше: нічого не змінено.", "This very file was read before: nothing was changed.")
		return r.writeTo(w)
	case dryRun:
		r.linef(0, "Перевірка: нічого не записано.", "A dry run: nothing was written.")
	}
	r.linef(0, "Рядків: %d. Відповідей: %d, нових: %d, уже відомих: %d.", "Rows: %d. Responses: %d, new: %d, known already: %d.",
		result.Rows, result.Responses, result.Added, result.Known)
	for _, left := range []struct {
		count  int
		uk, en string
	}{
		{result.Incomplete, "Не завершено: %d.", "Not finished: %d."},
		{result.NotApproved, "Не затверджено: %d.", "Not approved: %d."},
		{result.Empty, "Без жодної відповіді: %d.", "Without any answer: %d."},
		{result.Repeated, "Повторено з тим самим кодом: %d.", "Repeated with the same id: %d."},
		{result.LeftOut, "Пропущено схожих: %d.", "Suspected and left out: %d."},
	} {
		if left.count > 0 {
			r.linef(1, left.uk, left.en, left.count)
		}
	}
	for _, s := range result.Suspected {
		r.linef(1, "Рядок %d такий самий, як рядок %d, і того ж часу.", "Row %d is the same as row %d, and of the same time.", s.Row, s.Of)
	}
	for _, name := range result.Personal {
		r.linef(1, "Не читалося (особисті дані): %s", "Not read (personal data): %s", name)
	}
	for _, name := range result.Unread {
		r.linef(1, "Не читалося (невідомо, що це): %s", "Not read (not known what it is): %s", name)
	}
	return r.writeTo(w)
}
