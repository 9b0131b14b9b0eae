package surveys

import (
	"context"
	"errors"
	"io"
	"iter"
	"slices"
	"strings"
	"time"

	"hromada/domain"
	"hromada/imports/table"
)

var utc = time.UTC

// Reading is the reading of one file.
type Reading struct {
	*plan
	body    *table.Body
	options Options
	faults  table.Collector
	report  Report
	seen    *seen
	// Of the row that is read now:
	cells []string // cleaned where they are needed, once it is known to be a response
	bad   bool     // it has a fault
	timed bool     // it tells itself when it was answered, and not the day alone
	any   bool     // some row had one, and nothing of the file can be used
}

// Read opens a file of responses to a questionnaire. The error is *table.Faults where the mapping cannot be used with the questionnaire
// or with this file, or where it is no file of rows.
func Read(r io.Reader, q domain.Questionnaire, m Mapping, o Options) (*Reading, error) {
	if err := m.Check(q); err != nil {
		return nil, err
	}
	body, err := table.Open(r)
	if err != nil {
		return nil, err
	}
	h, err := readHeader(body)
	if err != nil {
		return nil, err
	}
	reading := &Reading{body: body, options: o, seen: newSeen()}
	if reading.plan, err = lay(m, h, body, &q, &reading.report); err != nil {
		return nil, err
	}
	if o.NeedCommunity && reading.at(CommunityRole) < 0 {
		return nil, table.FileFault(table.Text("Немає стовпчика з кодом громади: опитування охоплює кілька громад.",
			"No column tells the community: the survey is of several."))
	}
	for _, area := range body.Merged() {
		reading.add(table.Fault{Line: area.Line, Column: area.Column, Name: reading.name(area.Column - 1), Message: table.Text(
			"Комірки %s об'єднано: значення має лише перша. Роз'єднайте їх і заповніть.",
			"The cells %s are merged, and only the first holds a value. Split them and fill them in.", area.Name)})
	}
	return reading, nil
}

// Rows gives the responses one by one, once. With the first fault it stops giving them, since nothing of such a file is usable, and goes
// on looking for faults; the last pair then is no response but the error, *table.Faults or that of the context. The slices of options
// in answers are shared between responses and not to be changed.
func (r *Reading) Rows(ctx context.Context) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		read := r.wide
		if r.mapping.Layout == Long {
			read = r.long
		}
		if !read(ctx, func(row Row) bool { return yield(row, nil) }) {
			return // nobody listens
		}
		if err := r.outcome(ctx); err != nil {
			yield(Row{}, err)
		}
	}
}

func (r *Reading) outcome(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if r.report.Rows == 0 && !r.any {
		return table.FileFault(table.Text("У файлі немає жодного рядка, крім заголовка.", "The file has no row but the header."))
	}
	return r.faults.Err()
}

// Report tells what became of the rows; whole once Rows has ended.
func (r *Reading) Report() Report { return r.report }

// wide reads a file of one row a respondent; false when nobody listens any more.
func (r *Reading) wide(ctx context.Context, give func(Row) bool) bool {
	for r.next(ctx) {
		row, ok := r.response()
		if ok && !r.deliver(row, give) {
			return false
		}
	}
	return true
}

// deliver gives a response on unless it is there already.
func (r *Reading) deliver(row Row, give func(Row) bool) bool {
	if r.repeats(row) || r.any {
		return true
	}
	if row.ExternalID == "" && r.timed {
		row.ExternalID = r.ownID(row.SurveyResponse)
	}
	r.report.Responses++
	return give(row)
}

// next reads the next row that can be read and is a response.
func (r *Reading) next(ctx context.Context) bool {
	for ctx.Err() == nil {
		cells, err := r.body.Read()
		if errors.Is(err, io.EOF) {
			return false
		}
		if err != nil {
			r.report.Rows++
			fault := table.RowFault(cells, err)
			if fault.Column > 0 {
				fault.Name = r.name(fault.Column - 1)
			}
			r.add(fault)
			continue
		}
		if r.take(cells) && !r.isLeftOut() {
			r.clean()
			return true
		}
	}
	return false
}

// take makes a row the one that is read now; false where it holds nothing, or is none.
func (r *Reading) take(cells []string) bool {
	if isBlank(cells) {
		return false
	}
	line, _ := r.body.FieldPos(0)
	if r.options.Progress != nil {
		r.options.Progress(line)
	}
	r.report.Rows++
	if r.body.Grid {
		cells = table.Fitted(cells, len(r.header.names))
	}
	switch {
	case slices.Equal(cells, r.header.raw):
		r.add(table.Fault{Line: line, Message: table.Text("Заголовок повторюється серед рядків.", "The header is repeated among the rows.")})
		return false
	case len(cells) != len(r.header.names):
		r.add(table.Fault{Line: line, Message: table.Text(
			"Комірок у рядку: %d, у заголовку: %d.", "Cells in the row: %d, in the header: %d.", len(cells), len(r.header.names))})
		return false
	}
	r.bad, r.cells = false, cells
	return true
}

func (r *Reading) clean() {
	for i, needed := range r.needed {
		if !needed {
			continue
		}
		cleaned, fault := table.Clean(r.cells[i])
		if fault != nil {
			r.faultAt(i, *fault)
		}
		r.cells[i] = cleaned
	}
}

func isBlank(cells []string) bool {
	for _, cell := range cells {
		if strings.TrimSpace(cell) != "" {
			return false
		}
	}
	return true
}

func (r *Reading) name(i int) string {
	if i >= 0 && i < len(r.header.names) {
		return r.header.names[i]
	}
	return ""
}

func (r *Reading) add(f table.Fault) {
	r.any, r.bad = true, true
	r.faults.Add(f)
}

// faultAt tells of the cell of the row that is read now.
func (r *Reading) faultAt(i int, message domain.Text) {
	line, _ := r.body.FieldPos(i)
	r.add(table.Fault{Line: line, Column: i + 1, Name: r.name(i), Message: message})
}

func (r *Reading) fault(i int, uk, en string, args ...any) { r.faultAt(i, table.Text(uk, en, args...)) }

// cell is what the row holds of a role; empty where there is no such column.
func (r *Reading) cell(role Role) string {
	if i := r.at(role); i >= 0 {
		return r.cells[i]
	}
	return ""
}

// refused are the words by which KoboToolbox and ODK Central tell that whoever checked a response did not accept it.
var refused = []string{"validation_status_not_approved", "not approved", "не затверджено", "не схвалено", "rejected", "відхилено"}

// isLeftOut counts a row that is no response: one that was not finished, or not approved. Whatever else is wrong with it is nobody's fault.
func (r *Reading) isLeftOut() bool {
	switch {
	case r.at(DoneRole) >= 0 && strings.TrimSpace(r.cell(DoneRole)) == "":
		r.report.Incomplete++
	case r.at(StatusRole) >= 0 && slices.Contains(refused, fold(r.cell(StatusRole))):
		r.report.NotApproved++
	default:
		return false
	}
	return true
}
