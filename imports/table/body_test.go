package table_test

import (
	"fmt"
	"strings"
	"testing"

	"hromada/imports/table"
)

func TestSeparators(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ why, body, want string }{
		{"commas in a header", "Вкажіть, будь ласка, стать;Вік, повних років\nж;18\n", "[Вкажіть, будь ласка, стать|Вік, повних років][ж|18]"},
		{"commas in quotes", "\"Вкажіть, будь ласка, стать\";\"Вік, років\"\n\"ж\";\"18\"\n", "[Вкажіть, будь ласка, стать|Вік, років][ж|18]"},
		{"decimal commas", "id;год\n1;2,5\n2;3,5\n", "[id|год][1|2,5][2|3,5]"},
		{"semicolons in cells", "id,послуги\n1,Дія;ЦНАП\n2,\"Дія; ЦНАП, онлайн\"\n", "[id|послуги][1|Дія;ЦНАП][2|Дія; ЦНАП, онлайн]"},
		{"tabs", "id\tпослуги\n1\tДія, ЦНАП\n", "[id|послуги][1|Дія, ЦНАП]"},
		{"a row too wide", "id;a\n1;2;3\n", "[id|a][1|2|3]"},
		{"one column", "q\nтак, ні\n", "[q][так|ні]"},
		{"announced", "sep=;\nid;a,b,c\n1;2\n", "[id|a,b,c][1|2]"},
		{"a line break in the header", "\"a\nb\",c\n1,2\n", "[a\nb|c][1|2]"},
	} {
		body, err := table.Open(strings.NewReader(c.body))
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for cells, err := body.Read(); err == nil; cells, err = body.Read() {
			got += fmt.Sprintf("[%s]", strings.Join(cells, "|"))
		}
		if got != c.want {
			t.Errorf("%s: %s", c.why, got)
		}
	}
}
