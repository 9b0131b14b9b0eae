package resolvers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"hromada/auth"
	"hromada/domain"
	"hromada/graph"
	"hromada/models"
)

// Abuse case 53: what a spreadsheet would take for a formula is stored as it is and exported as text; negative numbers stay numbers.
func TestExportsHoldNoFormulas(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	s := outline(yakushynetska, domain.Digital, &domain.Period{Start: 2026, End: 2026})
	goal := s.goal("Ціль", coded("1"))
	titles := []string{`=HYPERLINK("https://evil.example";"x")`, "+1", "-1", "@SUM(A1)", "\t=1", "'=1", "''@", "＝1", "плюс +", "'80-ті"}
	for _, title := range titles {
		s.component(goal, title)
	}
	a.tree(s.Outline)
	want := []string{`'=HYPERLINK("https://evil.example";"x")`, "'+1", "'-1", "'@SUM(A1)", "'=1", "''=1", "'''@", "'＝1", "плюс +", "'80-ті"}
	editor := a.someone("editor", staffOf(yakushynetska, auth.Editor))
	tree := a.treeID(yakushynetska)
	for _, path := range []string{"/export/goal-trees/" + tree + ".csv", "/export/goal-trees/" + tree + ".xlsx", "/export/components.csv", "/export/components.xlsx"} {
		table := editor.exported(path)
		for i, title := range want {
			if table.row(title) < 0 {
				t.Errorf("%s has no %q, for %q", path, title, titles[i])
			}
		}
		for _, row := range table {
			for _, cell := range row {
				if cell != "" && strings.ContainsAny(cell[:1], "=+-@\t\r") {
					t.Errorf("%s has %q", path, cell)
				}
			}
		}
	}
	same := does[imported](editor, "importGoals", `kind: DIGITAL, period: {start: 2026, end: 2026}, uploadId: "`+
		editor.send("IMPORT", "дерево.csv", editor.fetch(http.MethodGet, "/export/goal-trees/"+tree+".csv", nil).Body.Bytes())+`"`, importedFields)
	expectTold(t, "imported as it is", same.cells())
}

// Cells of a spreadsheet are what they hold: numbers, amounts and days can be worked with, codes stay codes.
func TestExportedCellsAreTyped(t *testing.T) {
	t.Parallel()
	_, editor, tree := importing(t)
	got := editor.fetch(http.MethodGet, "/export/goal-trees/"+tree+".xlsx", nil)
	if got.Header().Get("Content-Type") != "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" ||
		got.Header().Get("Content-Disposition") != `attachment; filename="goal-tree.xlsx"; filename*=UTF-8''goal-tree.xlsx` ||
		got.Header().Get("Cache-Control") != "private, no-store" || got.Header().Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("%v", got.Header())
	}
	file, err := excelize.OpenReader(got.Body)
	if err != nil {
		t.Fatal(err)
	}
	sheet := file.GetSheetName(0)
	rows, err := file.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	table := grid(rows)
	cell := func(title, column string) (excelize.CellType, string) {
		at, err := excelize.CoordinatesToCellName(table.column(column)+1, table.row(title)+1)
		if err != nil {
			t.Fatal(err)
		}
		kind, err := file.GetCellType(sheet, at)
		if err != nil {
			t.Fatal(err)
		}
		plain, err := file.GetCellValue(sheet, at, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		return kind, plain
	}
	for _, want := range []struct {
		title, column string
		number        bool
		plain         string
	}{
		{"Прокласти кабель", "cost_2026_local_capital", true, "1500.5"},
		{"Прокласти кабель", "start_date", true, "46054"},
		{"Прокласти кабель", "percent", true, "40.5"},
		{"Мережа в школах", "weight", true, "2.5"},
		{"Мережа в школах", "number", false, "1.7"},
		{"Прокласти кабель", "number", false, "1.1.1"},
		{"'-5 градусів", "number", false, "'-1"},
	} {
		kind, plain := cell(want.title, want.column)
		if number := kind == excelize.CellTypeUnset || kind == excelize.CellTypeNumber; number != want.number || plain != want.plain {
			t.Errorf("%s of %s: type %d, %s", want.column, want.title, kind, plain)
		}
	}
	if panes, err := file.GetPanes(sheet); err != nil || !panes.Freeze || panes.YSplit != 1 {
		t.Errorf("the header is not frozen: %+v, %v", panes, err)
	}
}

// The template is a tree without nodes: a header that is filled in and imported.
func TestTemplateIsAnEmptyTree(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	editor := a.someone("editor", staffOf(yakushynetska, auth.Editor))
	type tree struct{ GoalTree struct{ ID string } }
	id := does[tree](editor, "createGoalTree", `communityCode: "`+string(yakushynetska)+`", `+digital, `goalTree { id }`).GoalTree.ID
	template := editor.exported("/export/goal-trees/" + id + ".xlsx?view=working")
	if len(template) != 1 || template.column("cost_2028_local_current") < 0 {
		t.Fatalf("%v", template)
	}
	row := make([]string, len(template[0]))
	for name, value := range map[string]string{"level": "ціль", "number": "1", "title": "Перша ціль"} {
		row[template.column(name)] = value
	}
	made := editor.imports("шаблон.csv", append(template, row).asCSV(), `, communityCode: "`+string(yakushynetska)+`"`)
	if made.Trees[0].Added != 1 || made.Trees[0].GoalTree.ID != id {
		t.Errorf("%+v", made)
	}
}

// Who sees a tree exports it, and for nobody else it is there.
func TestExportsHonourTheScope(t *testing.T) {
	t.Parallel()
	a, editor, tree := importing(t)
	type made struct{ Component changedNode }
	does[made](editor, "createComponent", `parentId: "`+editor.node(tree, "Двійник")+`", title: "Чернетка"`, `component { `+nodeFields+` }`)
	other := a.someone("other", staffOf(vinnytska, auth.Head))
	path := "/export/goal-trees/" + tree + ".csv"
	for who, see := range map[string]struct {
		ask       func(string) string
		working   bool
		forbidden bool
	}{
		"a visitor":      {func(path string) string { return a.fetch(http.MethodGet, path, nil).Body.String() }, false, true},
		"its editor":     {func(path string) string { return editor.fetch(http.MethodGet, path, nil).Body.String() }, true, false},
		"a foreign head": {func(path string) string { return other.fetch(http.MethodGet, path, nil).Body.String() }, false, false},
	} {
		if published := see.ask(path); strings.Contains(published, "Чернетка") || !strings.Contains(published, "Без коду") {
			t.Errorf("%s: what is published is %s", who, published)
		}
		working := see.ask(path + "?view=working")
		if strings.Contains(working, "Чернетка") != see.working || strings.Contains(working, `"code":"FORBIDDEN"`) != see.forbidden {
			t.Errorf("%s: what is worked on is %s", who, working)
		}
		if list := see.ask("/export/components.csv"); strings.Contains(list, "Чернетка") || !strings.Contains(list, "Без коду") {
			t.Errorf("%s: the list is %s", who, list)
		}
	}
	type drawn struct{ GoalTree struct{ ID string } }
	draft := does[drawn](editor, "createGoalTree", `communityCode: "`+string(yakushynetska)+`", kind: DIGITAL`, `goalTree { id }`).GoalTree.ID
	missing := a.fetch(http.MethodGet, "/export/goal-trees/"+domain.NodeID{Type: "GoalTree", Community: 1, Number: 999}.String()+".csv", nil, "X-Request-Id", "same-request")
	for _, path := range []string{draft + ".csv", draft + ".xlsx", "x.csv", editor.node(tree, "Двійник") + ".csv", tree, tree + ".pdf", tree + ".csv.xlsx", ".csv"} {
		got := a.fetch(http.MethodGet, "/export/goal-trees/"+path, nil, "X-Request-Id", "same-request")
		if got.Code != http.StatusNotFound || got.Body.String() != missing.Body.String() {
			t.Errorf("%s: %d %s, want %s", path, got.Code, got.Body, missing.Body)
		}
	}
	closed := a.as(t)
	closed.handler = a.face(graph.Options{Closed: true})
	for _, path := range []string{path, "/export/components.csv", "/files/x"} {
		if got := closed.fetch(http.MethodGet, path, nil); got.Code != http.StatusUnauthorized {
			t.Errorf("%s where reading is closed: %d %s", path, got.Code, got.Body)
		}
	}
}

// The list is filtered as the graph's is; what it does not know it refuses.
func TestExportOfComponentsIsFiltered(t *testing.T) {
	t.Parallel()
	a := shared(t)
	for filter, query := range map[string]string{
		"": "", `{kind: [HARD]}`: "kind=HARD", `{kind: [HARD, SOFT], status: [DONE]}`: "kind=HARD&kind=SOFT&status=DONE", `{unclassified: true}`: "unclassified=true",
		`{communityCodes: ["UA05020310000080026"]}`: "community=UA05020310000080026", `{treeKind: DEVELOPMENT_STRATEGY}`: "treeKind=DEVELOPMENT_STRATEGY",
		`{regionCode: "UA68000000000099709"}`: "region=UA68000000000099709", `{text: {contains: "інтернет"}}`: "text=" + url.QueryEscape("інтернет"),
		`{onTrack: [LATE, AT_RISK], priority: [HIGH]}`: "onTrack=LATE&onTrack=AT_RISK&priority=HIGH", `{fundSource: [DONOR], category: ["TRAINING"]}`: "fundSource=DONOR&category=TRAINING",
		`{due: {from: "2026-01-01", to: "2026-12-31"}}`: "dueFrom=2026-01-01&dueTo=2026-12-31", `{notReportedSince: "2026-07-01"}`: "notReportedSince=2026-07-01",
	} {
		argument := ""
		if filter != "" {
			argument = "(filter: " + filter + ")"
		}
		type list struct{ TotalCount int }
		want := get[list](a, "components", `{ components`+argument+` { totalCount } }`, nil).TotalCount
		got := a.fetch(http.MethodGet, "/export/components.csv?"+query, nil)
		if rows := a.csv(got.Body.Bytes()); got.Code != http.StatusOK || len(rows)-1 != want || want == 0 {
			t.Errorf("%s: %d, %d rows, want %d", query, got.Code, len(rows)-1, want)
		}
	}
	for query, want := range map[string]string{
		"kinds=HARD": `"field":"kinds"`, "kind=hard": `"field":"kind"`, "status=": `"field":"status"`, "region=UA05": `"field":"region"`, "dueFrom=2026-02-30": `"field":"dueFrom"`,
		"text=%00": `"field":"text"`, "text=%ff": `"field":"text"`, "unclassified=maybe": `"field":"unclassified"`, "community=UA99999990000099999": `"code":"NOT_FOUND"`,
		"%zz": `"code":"INVALID_INPUT"`, strings.Repeat("community=UA05020310000080026&", 101): `"code":"INVALID_INPUT"`, "view=working": `"field":"view"`,
	} {
		got := a.fetch(http.MethodGet, "/export/components.csv?"+query, nil)
		if got.Code != http.StatusBadRequest && got.Code != http.StatusNotFound || !strings.Contains(got.Body.String(), want) || !strings.HasPrefix(got.Header().Get("Content-Type"), "application/json") {
			t.Errorf("%.60s: %d %s", query, got.Code, got.Body)
		}
	}
	if got := a.fetch(http.MethodPost, "/export/components.csv", nil); got.Code != http.StatusMethodNotAllowed || got.Header().Get("Allow") != "GET" {
		t.Errorf("by POST: %d %s", got.Code, got.Body)
	}
}

// Lists of goals and of subgoals have the filters that all levels have, and not those of components.
func TestExportOfGoalsAndSubgoals(t *testing.T) {
	t.Parallel()
	a := shared(t)
	for filter, query := range map[string]string{
		"": "", `{status: [IN_PROGRESS, DONE]}`: "status=IN_PROGRESS&status=DONE", `{onTrack: [ON_TRACK, LATE, AT_RISK]}`: "onTrack=ON_TRACK&onTrack=LATE&onTrack=AT_RISK",
		`{communityCodes: ["UA05020310000080026"]}`: "community=UA05020310000080026", `{regionCode: "UA05000000000010236"}`: "region=UA05000000000010236",
		`{notReportedSince: "2026-11-30"}`: "notReportedSince=2026-11-30",
	} {
		argument := ""
		if filter != "" {
			argument = "(filter: " + filter + ")"
		}
		for _, list := range []string{"goals", "subgoals"} {
			type found struct {
				TotalCount int
				Nodes      []struct {
					ID, Title, Status string
					Goal              struct{ Title string }
					Counts            struct{ Subgoals, Components, HardComponents int }
				}
			}
			fields, first := `id title status counts { subgoals components hardComponents }`, argument
			if list == "subgoals" {
				fields = `id title status goal { title } counts { subgoals: components components hardComponents }`
			}
			if argument == "" {
				first = "(first: 100)"
			}
			want := get[found](a, list, `{ `+list+first+` { totalCount nodes { `+fields+` } } }`, nil)
			table := a.exported("/export/" + list + ".csv?" + query)
			if len(table)-1 != want.TotalCount || want.TotalCount == 0 {
				t.Errorf("%s by %s: %d rows, want %d", list, query, len(table)-1, want.TotalCount)
			}
			for i, node := range want.Nodes {
				row := table[i+1]
				told := fmt.Sprintln(row[0], row[table.column("title")], row[table.column("status")], row[table.column("components")], row[table.column("hard")])
				is := fmt.Sprintln(node.ID, node.Title, node.Status, node.Counts.Components, node.Counts.HardComponents)
				if list == "subgoals" {
					told, is = told+row[table.column("goal")], is+node.Goal.Title
				} else {
					told, is = told+row[table.column("subgoals")], is+fmt.Sprint(node.Counts.Subgoals)
				}
				if told != is {
					t.Errorf("%s by %s: %s, want %s", list, query, told, is)
				}
			}
			if sheet := a.exported("/export/" + list + ".xlsx?" + query); len(sheet) != len(table) || !slices.Equal(sheet[0], table[0]) {
				t.Errorf("%s by %s: %d rows in the workbook, want %d", list, query, len(sheet), len(table))
			}
		}
	}
	for _, refused := range []string{"goals.csv?kind=HARD", "subgoals.csv?fundSource=DONOR", "goals.xlsx?view=working", "subgoals.csv?category=TRAINING", "goals.csv?notReportedSince=x"} {
		if got := a.fetch(http.MethodGet, "/export/"+refused, nil); got.Code != http.StatusBadRequest {
			t.Errorf("%s: %d %s", refused, got.Code, got.Body)
		}
	}
}

// The list of communities is filtered as the graph's is, and tells what that tells.
func TestExportOfCommunities(t *testing.T) {
	t.Parallel()
	a := shared(t)
	for filter, query := range map[string]string{
		"": "", `{text: {contains: "ськ"}}`: "text=" + url.QueryEscape("ськ"), `{text: {startsWith: "Він"}}`: "startsWith=" + url.QueryEscape("Він"), `{codes: ["UA05020310000080026"]}`: "community=UA05020310000080026",
		`{regionCode: "UA05000000000010236", type: [URBAN, RURAL]}`: "region=UA05000000000010236&type=URBAN&type=RURAL", `{population: {min: 10000, max: 50000}}`: "populationMin=10000&populationMax=50000",
		`{participatesIn: "digital-vinnychchyna"}`: "participatesIn=digital-vinnychchyna", `{hasGoalTree: DIGITAL, goalStatus: [IN_PROGRESS, DONE]}`: "hasGoalTree=DIGITAL&goalStatus=IN_PROGRESS&goalStatus=DONE",
		`{notReportedSince: "2026-11-30"}`: "notReportedSince=2026-11-30",
	} {
		argument := "(first: 100)"
		if filter != "" {
			argument = "(first: 100, filter: " + filter + ")"
		}
		type list struct {
			TotalCount int
			Nodes      []struct {
				Code, Name, Type string
				District         struct{ Name string }
				Counts           struct{ Goals, HardComponents int }
				Progress         struct{ Done, Of int }
				GoalTree         *struct{ Kind string }
			}
		}
		want := get[list](a, "communities", `{ communities`+argument+` { totalCount nodes { code name type district { name } counts { goals hardComponents } progress { done of } goalTree { kind } } } }`, nil)
		table := a.exported("/export/communities.csv?" + query)
		if len(table)-1 != want.TotalCount || want.TotalCount == 0 {
			t.Errorf("%s: %d rows, want %d", query, len(table)-1, want.TotalCount)
		}
		for i, c := range want.Nodes {
			row := table[i+1]
			cell := func(name string) string { return row[table.column(name)] }
			told := fmt.Sprintln(cell("community_code"), cell("community"), cell("type"), cell("district"), cell("done"), cell("of"))
			if is := fmt.Sprintln(c.Code, c.Name, c.Type, c.District.Name, c.Progress.Done, c.Progress.Of); told != is {
				t.Errorf("%s: %s, want %s", query, told, is)
			}
			if c.GoalTree == nil && cell("tree")+cell("goals") != "" || c.GoalTree != nil && fmt.Sprintln(cell("tree"), cell("goals"), cell("hard")) != fmt.Sprintln(c.GoalTree.Kind, c.Counts.Goals, c.Counts.HardComponents) {
				t.Errorf("%s: the tree is %v", query, row)
			}
		}
		if sheet := a.exported("/export/communities.xlsx?" + query); len(sheet) != len(table) || !slices.Equal(sheet[0], table[0]) {
			t.Errorf("%s: %d rows in the workbook, want %d", query, len(sheet), len(table))
		}
	}
	for query, want := range map[string]int{"type=CITY": 400, "kind=HARD": 400, "populationMin=x": 400, "region=UA05": 400, "participatesIn=nothing": 404, "community=UA99999990000099999": 404} {
		if got := a.fetch(http.MethodGet, "/export/communities.csv?"+query, nil); got.Code != want {
			t.Errorf("%s: %d %s", query, got.Code, got.Body)
		}
	}
}

// Goals are listed by the problems that they answer, and what has a text at its start.
func TestExportOfGoalsByProblemAndStart(t *testing.T) {
	t.Parallel()
	a := shared(t)
	type figures struct{ Problem struct{ ID string } }
	var id string
	found := 0
	for _, p := range get[[]figures](a, "problems", `{ problems { problem { id } } }`, nil) {
		id = p.Problem.ID
		type list struct{ TotalCount int }
		want := get[list](a, "goals", `{ goals(filter: {problemIds: ["`+id+`"], text: {startsWith: "Циф"}}) { totalCount } }`, nil).TotalCount
		if rows := a.exported("/export/goals.csv?problem=" + id + "&startsWith=" + url.QueryEscape("Циф")); len(rows)-1 != want {
			t.Errorf("%s: %d rows, want %d", id, len(rows)-1, want)
		}
		found += want
	}
	if found == 0 {
		t.Error("no goal was found")
	}
	for path, want := range map[string]int{"goals.csv?problem=x": 400, "subgoals.csv?problem=" + id: 400, "goals.csv?problem=" + domain.NodeID{Type: "Problem", Number: 99999}.String(): 404} {
		if got := a.fetch(http.MethodGet, "/export/"+path, nil); got.Code != want {
			t.Errorf("%s: %d %s", path, got.Code, got.Body)
		}
	}
}

// What is in a draft is in no list, and no title is a formula.
func TestExportsOfGoalsAreOfWhatIsPublished(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	s := outline(yakushynetska, domain.Digital, &domain.Period{Start: 2026, End: 2026})
	goal := s.goal("=1+1", coded("1"))
	s.subgoal(goal, "@SUM(A1)", coded("1.1"))
	a.tree(s.Outline)
	editor := a.someone("editor", staffOf(yakushynetska, auth.Editor))
	does[struct{}](editor, "createGoal", `treeId: "`+a.treeID(yakushynetska)+`", title: "Чернетка"`, `goal { id }`)
	for path, want := range map[string]string{
		"goals.csv": "'=1+1", "goals.xlsx": "'=1+1", "subgoals.csv": "'@SUM(A1)", "subgoals.xlsx": "'@SUM(A1)",
	} {
		if table := editor.exported("/export/" + path); len(table) != 2 || table[1][table.column("title")] != want {
			t.Errorf("%s: %v", path, table)
		}
	}
	closed := a.as(t)
	closed.handler = a.face(graph.Options{Closed: true})
	for _, path := range []string{"/export/goals.csv", "/export/subgoals.xlsx"} {
		if got := closed.fetch(http.MethodGet, path, nil); got.Code != http.StatusUnauthorized {
			t.Errorf("%s where reading is closed: %d %s", path, got.Code, got.Body)
		}
	}
}

// large is a tree of so many components and what holds them.
func large(of domain.KatottgCode, components int) domain.Outline {
	s := outline(of, domain.Digital, &domain.Period{Start: 2026, End: 2028})
	for i := 0; i < components; i += 100 {
		goal := s.goal(fmt.Sprintf("Ціль %d", i/100+1), coded(fmt.Sprint(i/100+1)))
		for j := range min(100, components-i) {
			s.component(goal, fmt.Sprintf("Компонент %d", i+j), coded(fmt.Sprintf("%d.%d", i/100+1, j+1)), made(domain.Hard), costing("10.50", domain.LocalFunds))
		}
	}
	return s.Outline
}

// A list of several pages has each component once, and takes as many statements a page as any other.
func TestExportOfManyComponents(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	a.tree(large(yakushynetska, 2050))
	a.count.take()
	rows := a.csv(a.fetch(http.MethodGet, "/export/components.csv", nil).Body.Bytes())
	statements := len(a.count.take())
	ids := map[string]bool{}
	for _, row := range rows[1:] {
		ids[row[0]] = true
		if row[rows.column("planned_total")] != "10.50" || row[rows.column("community_code")] != string(yakushynetska) {
			t.Fatalf("%v", row)
		}
	}
	if len(rows)-1 != 2050 || len(ids) != 2050 || statements != 3*7 {
		t.Errorf("%d rows of %d components in %d statements", len(rows)-1, len(ids), statements)
	}
}

// A large tree goes out and comes in with a number of statements that does not depend on its size, but for those that insert a thousand rows.
func TestImportOfALargeTree(t *testing.T) {
	t.Parallel()
	var counts []int
	for _, size := range []int{100, 4950} {
		a := newAPI(t)
		a.registry()
		editor := a.someone("editor", staffOf(yakushynetska, auth.Editor))
		a.write(func(tx *models.Tx) error {
			_, err := tx.WriteTree(large(yakushynetska, size))
			return err
		})
		table := editor.exported("/export/goal-trees/" + a.treeID(yakushynetska) + ".csv")
		for _, row := range table[1:] {
			row[table.column("responsible")] = "Відділ"
			row[table.column("description")] = "Опис"
		}
		file := editor.send("IMPORT", "дерево.csv", table.asCSV())
		a.count.take()
		made := does[imported](editor, "importGoals", `uploadId: "`+file+`", `+digital, `trees { changed cellCount cells { row name column title } } faults { message } moreFaults`)
		counts = append(counts, len(slices.DeleteFunc(a.count.take(), func(s sent) bool {
			return strings.HasPrefix(s.sql, "INSERT INTO") || strings.HasPrefix(s.sql, "UPDATE import_progress") // now and then
		})))
		if nodes := len(table) - 1; made.Trees[0].Changed != nodes || made.Trees[0].CellCount != 2*nodes || len(made.Trees[0].Cells) != min(2*nodes, 1000) {
			t.Errorf("%d nodes: %d changed, %d cells, %d told", nodes, made.Trees[0].Changed, made.Trees[0].CellCount, len(made.Trees[0].Cells))
		}
	}
	if counts[0] != counts[1] {
		t.Errorf("%v statements", counts)
	}
}
