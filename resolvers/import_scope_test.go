package resolvers_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"hromada/auth"
	"hromada/domain"
)

// strategyFile is a file as strategies are published, of a community.
func strategyFile(of domain.KatottgCode) string {
	return "community_code;level;number;parent_number;title\n" +
		string(of) + ";strategic;1;;Ґанок їхніх «мрій» — №1\n" + string(of) + ";operational;1.1;1;Єдність і п'ять шкіл\n"
}

// Abuse case 58: a file with a row of a community that the sender does not write is refused whole, with the rows.
func TestImportOfForeignRows(t *testing.T) {
	t.Parallel()
	a, editor, _ := importing(t)
	mixed := strategyFile(yakushynetska) + strings.SplitAfterN(strategyFile(vinnytska), "\n", 2)[1] + "UA99999990000099999;strategic;2;;Нікого\n"
	before := a.trees()
	for _, dry := range []string{"", ", dryRun: true"} {
		expectTold(t, "foreign rows", editor.imports("цілі.csv", []byte(mixed), dry, "INVALID_INPUT uploadId").faults(),
			"row 4 community_code: Це громада, якої ви не редагуєте.",
			"row 5 community_code: Це громада, якої ви не редагуєте.",
			"row 6 community_code: Громади UA99999990000099999 немає в реєстрі.")
	}
	expectTold(t, "rows of another community than was told", editor.imports("цілі.csv", []byte(mixed), fmt.Sprintf(`, communityCode: %q`, yakushynetska), "INVALID_INPUT uploadId").faults(),
		"row 4 community_code: Рядок іншої громади: UA05020030000031457.",
		"row 5 community_code: Рядок іншої громади: UA05020030000031457.",
		"row 6 community_code: Рядок іншої громади: UA99999990000099999.")
	if a.trees() != before {
		t.Error("something was written")
	}
}

// Who may not write is refused, and what is somebody else's is not there.
func TestWhoMayImport(t *testing.T) {
	t.Parallel()
	a, editor, _ := importing(t)
	file := []byte(strategyFile(yakushynetska))
	sent := editor.send("IMPORT", "цілі.csv", file)
	document := func(upload, more string) string {
		return `mutation { importGoals(input: {uploadId: "` + upload + `", ` + digital + more + `}) { trees { added } userErrors { code path } } }`
	}
	other, expert := a.someone("other", staffOf(vinnytska, auth.Head)), a.someone("expert", expertOf(vinnytskaOblast))
	for what, got := range map[string]answer{
		"a visitor":             a.ask(document(sent, ""), nil),
		"who only reads":        a.someone("reader", staffOf(yakushynetska, auth.Reader)).ask(document(sent, ""), nil),
		"an expert":             expert.ask(document(expert.send("IMPORT", "цілі.csv", file), ""), nil),
		"another's upload":      other.ask(document(sent, ""), nil),
		"no upload":             editor.ask(document(domain.NodeID{Type: "Upload", Number: 999}.String(), ""), nil),
		"another type's id":     editor.ask(document(domain.NodeID{Type: "Goal", Number: 1}.String(), ""), nil),
		"evidence":              editor.ask(document(editor.send("EVIDENCE", "цілі.csv", file), ""), nil),
		"a foreign community":   editor.ask(document(sent, `, communityCode: "`+string(vinnytska)+`"`), nil),
		"an unknown community":  editor.ask(document(sent, `, communityCode: "UA99999990000099999"`), nil),
		"a period of no length": editor.ask(strings.Replace(document(sent, ""), "start: 2026", "start: 2029", 1), nil),
	} {
		want := map[string]string{
			"a visitor": `"code":"UNAUTHENTICATED"`, "who only reads": `"code":"FORBIDDEN"`, "an expert": `"code":"FORBIDDEN"`, "a foreign community": `"code":"FORBIDDEN"`,
			"an unknown community": `{"code":"NOT_FOUND","path":["communityCode"]}`, "a period of no length": `{"code":"INVALID_INPUT","path":["period"]}`,
		}[what]
		if want == "" {
			want = `{"code":"NOT_FOUND","path":["uploadId"]}`
		}
		if !strings.Contains(got.Body, want) || strings.Contains(got.Body, `"added"`) {
			t.Errorf("%s: %s", what, got.Body)
		}
	}
	admin := a.someone("admin", administrator())
	if got := admin.imports("цілі.csv", file, ""); got.Trees[0].Added != 1 || got.Trees[0].Changed != 1 {
		t.Errorf("an administrator: %+v", got)
	}
	a.clock.pass(2 * time.Hour)
	editor.signIn()
	if got := editor.ask(document(sent, ""), nil); !strings.Contains(got.Body, `{"code":"NOT_FOUND","path":["uploadId"]}`) {
		t.Errorf("when its time is over: %s", got.Body)
	}
}

// What was submitted is not changed before it comes back; a file that changes nothing is no fault even then.
func TestImportWhileATreeIsReviewed(t *testing.T) {
	t.Parallel()
	a, editor, tree := importing(t)
	edited := editor.exported("/export/goal-trees/" + tree + ".csv")
	edited.set("Без коду", "title", "З кодом")
	editor.imports("дерево.csv", edited.asCSV(), "")
	a.exec(`UPDATE goal_tree_revisions SET state = 'SUBMITTED' WHERE sequence = 2`)
	if got := editor.imports("дерево.csv", edited.asCSV(), ""); got.Trees[0].CellCount != 0 {
		t.Errorf("%+v", got)
	}
	edited.set("З кодом", "version", "2")
	edited.set("З кодом", "title", "Інакше")
	editor.imports("дерево.csv", edited.asCSV(), "", "CONFLICT ")
}

// A file as strategies are published goes into the draft too, and a tree is begun where there is none.
func TestImportOfAStrategyByStaff(t *testing.T) {
	t.Parallel()
	a, editor, _ := importing(t)
	file := `kind: DEVELOPMENT_STRATEGY, uploadId: "` + editor.send("IMPORT", "стратегія.csv", []byte(strategyFile(yakushynetska))) + `"`
	dry := does[imported](editor, "importGoals", file+`, dryRun: true`, importedFields)
	if dry.Trees[0].GoalTree != nil || dry.Trees[0].Added != 2 {
		t.Errorf("a dry run: %+v", dry)
	}
	made := does[imported](editor, "importGoals", file, importedFields)
	expectTold(t, "the import", made.cells(), "2 number: – → 1", "2 title: – → Ґанок їхніх «мрій» — №1", "3 number: – → 1.1", "3 parent_number: – → 1",
		"3 title: – → Єдність і п'ять шкіл")
	again := does[imported](editor, "importGoals", file, importedFields)
	if again.Trees[0].Matched != 2 || again.Trees[0].CellCount != 0 || again.Trees[0].GoalTree.ID != made.Trees[0].GoalTree.ID {
		t.Errorf("again: %+v", again)
	}
	if published := a.text(`SELECT count(*) FROM goal_trees WHERE published_revision IS NOT NULL`); published != "1" {
		t.Errorf("%s trees are published", published)
	}
}

// A request under a key that was done is not done again, and answers for the same trees, also when its upload is gone.
func TestImportUnderAKey(t *testing.T) {
	t.Parallel()
	a, editor, tree := importing(t)
	edited := editor.exported("/export/goal-trees/" + tree + ".csv")
	edited.set("Без коду", "title", "З кодом")
	sent := editor.send("IMPORT", "дерево.csv", edited.asCSV())
	document := `mutation { importGoals(input: {uploadId: "` + sent + `", ` + digital + `}) {
		repeated trees { changed goalTree { id revision { sequence } } } userErrors { code } } }`
	first := editor.ask(document, nil, "Idempotency-Key", "import-one")
	before, told := a.trees(), editor.progressOf(sent)
	if want := `{"repeated":false,"trees":[{"changed":1,"goalTree":{"id":"` + tree + `","revision":{"sequence":2}}}],"userErrors":[]}`; !strings.Contains(first.Body, want) {
		t.Errorf("first %s, want %s", first.Body, want)
	}
	again := func(when string) {
		t.Helper()
		got := editor.ask(document, nil, "Idempotency-Key", "import-one")
		if want := `{"repeated":true,"trees":[{"changed":0,"goalTree":{"id":"` + tree + `","revision":{"sequence":2}}}],"userErrors":[]}`; !strings.Contains(got.Body, want) || a.trees() != before {
			t.Errorf("%s: %s, want %s", when, got.Body, want)
		}
	}
	again("at once")
	if now := editor.progressOf(sent); now != told {
		t.Errorf("it is told that %s, and was that %s", now, told)
	}
	a.clock.pass(3 * time.Hour)
	editor.signIn()
	again("when the upload is gone")
}

// Abuse case 57: what fails in the middle leaves nothing.
func TestImportIsAllOrNothing(t *testing.T) {
	t.Parallel()
	a, editor, tree := importing(t)
	edited := editor.exported("/export/goal-trees/" + tree + ".csv")
	edited.set("Швидкий інтернет", "title", "Змінено")
	edited.set("Без коду", "cost_2027_local_current", "7")
	a.exec(`CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the disk is full' USING ERRCODE = '53100'; END $$`)
	a.exec(`CREATE TRIGGER fails BEFORE INSERT ON planned_costs FOR EACH ROW WHEN (NEW.amount = 7) EXECUTE FUNCTION fail()`)
	before := a.trees()
	got := editor.ask(`mutation { importGoals(input: {uploadId: "`+editor.send("IMPORT", "дерево.csv", edited.asCSV())+`", `+digital+`}) { trees { changed } } }`, nil)
	if len(got.Errors) != 1 || got.Errors[0].Extensions.Code != domain.CodeUnavailable || a.trees() != before {
		t.Errorf("%s", got.Body)
	}
	a.exec(`DROP TRIGGER fails ON planned_costs`)
	if again := editor.imports("дерево.csv", edited.asCSV(), ""); again.Trees[0].Changed != 2 {
		t.Errorf("%+v", again)
	}
}

// Abuse case 55: encodings and line ends that Ukrainian spreadsheets write are read right.
func TestImportOfEncodings(t *testing.T) {
	t.Parallel()
	_, editor, _ := importing(t)
	plain := strategyFile(yakushynetska)
	encoded := func(e encoding.Encoding, text string) string {
		bytes, err := e.NewEncoder().String(text)
		if err != nil {
			t.Fatal(err)
		}
		return bytes
	}
	for what, file := range map[string]string{
		"windows-1251":         encoded(charmap.Windows1251, plain),
		"UTF-16 little-endian": encoded(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), plain),
		"UTF-16 big-endian":    encoded(unicode.UTF16(unicode.BigEndian, unicode.UseBOM), plain),
		"Unicode text":         encoded(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), strings.ReplaceAll(plain, ";", "\t")),
		"a mark":               "\uFEFF" + plain,
		"mixed line ends":      strings.Replace(strings.Replace(plain, "\n", "\r\n", 1), "\n"+string(yakushynetska)+";oper", "\r"+string(yakushynetska)+";oper", 1),
		"the separator told":   "sep=;\r\n" + plain,
	} {
		told := editor.imports("цілі.csv", []byte(file), ", dryRun: true")
		line := 2
		if strings.HasPrefix(file, "sep=") {
			line++
		}
		expectTold(t, what, told.cells(), fmt.Sprint(line, " title: Швидкий інтернет → Ґанок їхніх «мрій» — №1"), fmt.Sprint(line+1, " number: – → 1.1"),
			fmt.Sprint(line+1, " parent_number: – → 1"), fmt.Sprint(line+1, " title: – → Єдність і п'ять шкіл"))
	}
	for what, file := range map[string]string{
		"KOI8-U": encoded(charmap.KOI8U, strings.NewReplacer("«", "", "»", "", "—", "-", "№", "N").Replace(plain)),
		"CP866":  encoded(charmap.CodePage866, strings.NewReplacer("Ґ", "Г", "ї", "є", "і", "е", "«", "", "»", "", "—", "-").Replace(plain)),
	} {
		told := editor.imports("цілі.csv", []byte(file), ", dryRun: true", "INVALID_INPUT uploadId")
		expectTold(t, what, told.faults(), "row 2 title: Текст не в кодуванні UTF-8. Збережіть файл як CSV у кодуванні UTF-8.",
			"row 3 title: Текст не в кодуванні UTF-8. Збережіть файл як CSV у кодуванні UTF-8.")
	}
}
