package imports

import (
	"cmp"
	"slices"

	"hromada/domain"
)

// NoteKind says what was guessed, chosen or left out while a file was read.
type NoteKind string

// The kinds of notes, in the order a report gives them.
const (
	UnknownColumn   NoteKind = "UNKNOWN_COLUMN"   // a column that means nothing here was not read
	NotRead         NoteKind = "NOT_READ"         // a cell tells how far the work is, which files do not change
	SourceDiffers   NoteKind = "SOURCE_DIFFERS"   // one tree names several sources; the first is kept
	DuplicateRow    NoteKind = "DUPLICATE_ROW"    // a row repeats another to the letter; one is kept
	LevelGuessed    NoteKind = "LEVEL_GUESSED"    // the row names no level
	LevelDiffers    NoteKind = "LEVEL_DIFFERS"    // the title names another level than the column, which is kept
	CodeFromTitle   NoteKind = "CODE_FROM_TITLE"  // the code stood inside the title and was taken from it
	CodeUnsure      NoteKind = "CODE_UNSURE"      // the title begins with what may be a code; it stays in the title
	CodeConflict    NoteKind = "CODE_CONFLICT"    // the title's code is not the column's, which is kept
	CodeRepeated    NoteKind = "CODE_REPEATED"    // several nodes of one level have one code
	ParentFromCode  NoteKind = "PARENT_FROM_CODE" // the parent was found by the node's own code
	ParentAmbiguous NoteKind = "PARENT_AMBIGUOUS" // several nodes have the parent's code; one was chosen
	ParentDiffers   NoteKind = "PARENT_DIFFERS"   // the node's own code points to another parent than the column, which is kept
	ParentMissing   NoteKind = "PARENT_MISSING"   // no parent was found; the node stands under the placeholder goal
	ParentIgnored   NoteKind = "PARENT_IGNORED"   // a goal names a parent, which goals do not have
)

// Note tells the sender of a file one decision that was taken about it.
type Note struct {
	Line   int // in the file, from 1, the header included
	Kind   NoteKind
	Text   domain.Text // quotes the file as it is: escape it before it meets a terminal
	Column int         // from 1; 0: the row as a whole
	Name   string      // the column's
}

func newNote(line int, kind NoteKind, uk, en string, args ...any) Note {
	return Note{Line: line, Kind: kind, Text: text(uk, en, args...)}
}

func sortNotes(notes []Note) {
	slices.SortStableFunc(notes, func(a, b Note) int { return cmp.Compare(a.Line, b.Line) })
}
