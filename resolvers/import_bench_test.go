package resolvers_test

import (
	"fmt"
	"strings"
	"testing"

	"hromada/auth"
	"hromada/domain"
	"hromada/imports"
	"hromada/models"
)

// BenchmarkImportOfALargeTree reads a file of 5,000 nodes: into a tree that is begun by it, and with two cells changed in every row.
// Nothing is kept, so that each time is like the first.
func BenchmarkImportOfALargeTree(b *testing.B) {
	a := newAPI(b)
	a.registry()
	editor := a.someone("editor", staffOf(yakushynetska, auth.Editor))
	a.write(func(tx *models.Tx) error {
		_, err := tx.WriteTree(large(yakushynetska, 4950))
		return err
	})
	table := editor.exported("/export/goal-trees/" + a.treeID(yakushynetska) + ".csv")
	for _, row := range table[1:] {
		row[table.column("responsible")], row[table.column("description")] = "Відділ цифрового розвитку", "Опис того, що буде зроблено"
	}
	changed := editor.send("IMPORT", "дерево.csv", table.asCSV())
	for _, row := range table[1:] {
		row[table.column("id")] = ""
	}
	fresh := editor.send("IMPORT", "дерево.csv", table.asCSV())
	for name, input := range map[string]string{
		"new":     `uploadId: "` + fresh + `", kind: DIGITAL, dryRun: true`,
		"changed": `uploadId: "` + changed + `", ` + digital + `, dryRun: true`,
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				does[imported](editor, "importGoals", input, `trees { added changed } moreFaults`)
			}
		})
	}
}

// BenchmarkImportOfResponses reads 50,000 responses to 20 questions, with the figures that are computed of them. Nothing is kept, so that each time is like the
// first.
func BenchmarkImportOfResponses(b *testing.B) {
	a := newAPI(b)
	a.registry()
	p := &poll{api: a, head: a.someone("head", staffOf(yakushynetska, auth.Head))}
	place := fmt.Sprintf("communityCode: %q", yakushynetska)
	kinds := []string{
		`SINGLE, options: [{textUk: "а"}, {textUk: "б"}, {textUk: "в"}]`, `MULTIPLE, options: [{textUk: "а"}, {textUk: "б"}, {textUk: "в"}]`,
		`LIKERT, options: [{textUk: "а"}, {textUk: "б"}, {textUk: "в"}]`, `NUMERIC`,
	}
	var asked, header []string
	for i := range 20 {
		code := fmt.Sprintf("q_bench_%d", i+1)
		made := does[struct{ Question struct{ ID string } }](p.head, "createQuestion", fmt.Sprintf(`%s, code: %q, textUk: "Запитання", kind: %s`, place, code, kinds[i%4]), `question { id }`)
		asked, header = append(asked, fmt.Sprintf("{questionId: %q, required: false}", made.Question.ID)), append(header, code)
	}
	p.step("createSurvey", place+`, titleUk: "Швидкість", breakdowns: [{variable: SEX}, {variable: AGE}], keepUntil: "2027-12-31"`)
	p.step("setSurveyQuestions", p.known()+`, questions: [`+strings.Join(asked, ", ")+`]`)
	p.step("setSurveyPopulation", p.known()+fmt.Sprintf(`, communityCode: %q, population: 100000, margins: [{variable: SEX, category: "FEMALE", population: 54000}, {variable: SEX, category: "MALE", population: 46000}]`, yakushynetska))
	p.step("openSurvey", p.known())
	var file strings.Builder
	file.WriteString("id;дата;стать;вік;" + strings.Join(header, ";") + "\n")
	for n := range 50_000 {
		fmt.Fprintf(&file, "%d;2026-11-03 10:%02d:00;%s;%d", n, n%60, []string{"FEMALE", "MALE"}[n%2], 18+n%70)
		for i := range 20 {
			file.WriteString([]string{fmt.Sprintf(";o%d", 1+(n+i)%3), []string{";o1,o2", ";o3"}[n%2], fmt.Sprintf(";o%d", 1+n%3), fmt.Sprintf(";%d", n%30)}[i%4])
		}
		file.WriteString("\n")
	}
	id, err := domain.ParseNodeID(p.id)
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(file.Len()))
	b.ReportAllocs()
	for b.Loop() {
		result, _, err := imports.ImportResponses(operator(), a.store, []byte(file.String()), imports.ResponsesRequest{Survey: id, Mode: domain.CAPIMode}, imports.Run{DryRun: true})
		if err != nil || result.Added != 50_000 {
			b.Fatalf("%+v, %v", result, err)
		}
	}
}
