package imports

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"hromada/imports/table"
	"hromada/models"
)

// progressColumns tell in an exported file how far the work is. They are not read: progress is reported, as of a day and by somebody.
var progressColumns = []string{"status", "percent"}

func (d *WorkDraft) tellsProgress() bool {
	return slices.ContainsFunc(d.rows, func(r workRow) bool {
		return slices.ContainsFunc(progressColumns, func(column string) bool { return r.value(column) != "" })
	})
}

// noteProgress notes each cell that tells something else of the work than what stands, so that nobody thinks it was taken.
func (d *WorkDraft) noteProgress(stands map[int64]*models.Progress) {
	d.Notes = slices.DeleteFunc(slices.Clone(d.Notes), func(n Note) bool { return n.Kind == NotRead }) // of a try that was cut off
	for _, r := range d.rows {
		var progress models.Progress
		if r.id != nil && stands[r.id.Number] != nil {
			progress = *stands[r.id.Number]
		}
		if told := r.value("status"); told != "" && !strings.EqualFold(told, string(progress.Status)) {
			d.notRead(r, "status", told)
		}
		if told := r.value("percent"); told != "" && !r.shows(told, progress.Percent) {
			d.notRead(r, "percent", told)
		}
	}
	sortNotes(d.Notes)
}

func (d *WorkDraft) notRead(r workRow, column, told string) {
	note := newNote(r.line(), NotRead, "«%s» не прочитано: хід виконання звітують через reportProgress", "“%s” was not read: progress is reported by reportProgress", table.Shorten(told))
	note.Column, note.Name = d.columns[column], d.names[column]
	d.Notes = append(d.Notes, note)
}

// shows tells whether a cell shows a percent, rounded to as many digits as the cell has.
func (r row) shows(told string, percent *float64) bool {
	told = strings.TrimSpace(strings.TrimSuffix(told, "%"))
	if r.sheet.Grid {
		told = table.PlainNumber(told)
	}
	told = strings.Replace(told, ",", ".", 1)
	n, err := strconv.ParseFloat(told, 64)
	if err != nil || percent == nil {
		return false
	}
	_, digits, _ := strings.Cut(told, ".")
	return math.Abs(n-*percent) <= 0.5000001*math.Pow10(-len(digits))
}
