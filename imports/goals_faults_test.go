package imports_test

import (
	"slices"
	"strings"
	"testing"

	"hromada/domain"
	"hromada/imports"
)

func TestReadGoalsFaults(t *testing.T) {
	header := "community_code,community,level,number,parent_number,title,source\n"
	row := func(cells ...string) string { return header + strings.Join(cells, ",") + "\n" }
	cases := []struct {
		why, body string
		want      []string
	}{
		{"empty", "", []string{"The file is empty."}},
		{"header only", header, []string{"The file has no row but the header."}},
		{"missing columns", "community_code,title\n", []string{
			"line 1: The column level is missing.",
			"line 1: The column number is missing.",
		}},
		{"everything in one row", row("UA05", "", "мрія", strings.Repeat("1", 41), strings.Repeat("1", 41), "", "ftp://example.org"), []string{
			"line 2, column 1 (community_code): “UA05” is not a KATOTTG code: expected UA and 17 digits.",
			"line 2, column 3 (level): “мрія” is not a level: strategic, operational or task.",
			"line 2, column 4 (number): The code is longer than 40 characters.",
			"line 2, column 5 (parent_number): The code is longer than 40 characters.",
			"line 2, column 6 (title): The cell is empty.",
			"line 2, column 7 (source): “ftp://example.org” is not a link: expected http:// or https://, at most 2000 characters.",
		}},
		{"a foreign community", row(otherCommunity, "", "strategic", "1", "", "Дороги", ""), []string{
			"line 2, column 1 (community_code): The community UA05020070000010139 is not in the registry.",
		}},
		{"a district", row("UA05020000000026686", "", "strategic", "1", "", "Дороги", ""), []string{
			"line 2, column 1 (community_code): UA05020000000026686 is not the code of a community.",
		}},
		{"a title too long", row(oneCommunity, "", "strategic", "1", "", strings.Repeat("ї", 2001), ""), []string{
			"line 2, column 6 (title): Characters in the title: 2001, allowed: 2000.",
		}},
		{"a title of nothing visible", row(oneCommunity, "", "strategic", "1", "", "\u200B\u00AD", ""), []string{
			"line 2, column 6 (title): The cell is empty.",
		}},
		{"KOI8-U", row(oneCommunity, "", "strategic", "1", "", "\xe4\xcf\xd2\xcf\xc7\xc9", ""), []string{
			"line 2, column 6 (title): The text is not in UTF-8. Save the file as CSV in UTF-8.",
		}},
		{"CP866", row(oneCommunity, "", "strategic", "1", "", "\x84\xae\xe0\xae\xa3\xa8", ""), []string{
			"line 2, column 6 (title): The text is not in UTF-8. Save the file as CSV in UTF-8.",
		}},
		{"windows-1251 amid UTF-8", row(oneCommunity, "", "strategic", "1", "", "Дороги", "") + oneCommunity + ",,task,,1,\xc4\xee\xf0\xee\xe3\xe8,\n", []string{
			"line 3, column 6 (title): The text is not in UTF-8. Save the file as CSV in UTF-8.",
		}},
		{"a file with ids", "id," + header, []string{
			"The file has a column id: it changes a tree that is worked on, and is taken by importGoals.",
		}},
		{"NUL", row(oneCommunity, "", "strategic", "1", "", "Доро\x00ги", ""), []string{
			"line 2, column 6 (title): The character U+0000 is not allowed.",
		}},
		{"a cell too few, and a fault after line breaks", row(oneCommunity, "", "strategic", "1", "", "Дороги") +
			oneCommunity + ",,strategic,1,,\"Дороги\n\nі мости\",mailto:x\n", []string{
			"line 2: Cells in the row: 6, in the header: 7.",
			"line 5, column 7 (source): “mailto:x” is not a link: expected http:// or https://, at most 2000 characters.",
		}},
		{"a link with a blank", row(oneCommunity, "", "strategic", "1", "", "Дороги", "https://example.org/a b"), []string{
			"line 2, column 7 (source): “https://example.org/a b” is not a link: expected http:// or https://, at most 2000 characters.",
		}},
	}
	known := func(c domain.KatottgCode) bool { return c == oneCommunity }
	for _, c := range cases {
		drafts, err := imports.ReadGoals(strings.NewReader(c.body), domain.Digital, nil, known, nil)
		if got := faultsOf(t, err); !slices.Equal(got, c.want) {
			t.Errorf("%s:\n%s", c.why, strings.Join(got, "\n"))
		}
		if drafts != nil {
			t.Errorf("%s: something is usable", c.why)
		}
	}
}

func TestReadGoalsTakesTheLongestThatFits(t *testing.T) {
	d := readTree(t, [5]string{"strategic", strings.Repeat("1", 40), "", strings.Repeat("ї", 2000)})
	if n := d.Outline.Nodes[0]; len([]rune(n.Title)) != 2000 || len(n.Code) != 40 {
		t.Errorf("%d %d", len(n.Title), len(n.Code))
	}
}
