package resolvers_test

import (
	"testing"

	"hromada/auth"
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
