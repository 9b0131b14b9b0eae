package disclosure

// layout numbers the cells of a question: layers (places, then sums) × columns (groups) × rows (the respondents, then options).
type layout struct {
	question Question
	rule     Rule
	rows     int
	options  int
	columns  []column
	oneWay   []int // by variable: its first column
	crossed  []crossed
	layers   []string
	leaves   int     // so many layers are places; the rest are sums
	above    [][]int // by place: the layers that its respondents are counted in, itself the first
	counts   []int
}

// column is a group: the categories of up to two variables.
type column struct {
	group Group
	order int // how many variables
	vars  [2]int
	cats  [2]int
}

// crossed is a crossing: its variables and its first column.
type crossed struct{ a, b, start int }

// The rows of a MULTIPLE question are the respondents, those who ticked each option, those who did not, and how far all ticks are from
// the fewest and the most there can be. The latter two are no cells of any table, but can never be below zero.
const (
	base        = 0
	firstOption = 1
)

func (l *layout) noRow(option int) int    { return firstOption + l.options + option }
func (l *layout) spareRow() int           { return firstOption + 2*l.options }
func (l *layout) roomRow() int            { return l.spareRow() + 1 }
func (l *layout) multiple() bool          { return l.question.Kind == Multiple }
func (l *layout) isBound(row int) bool    { return l.multiple() && row >= l.spareRow() }
func (l *layout) isNo(row int) bool       { return l.multiple() && row >= l.noRow(0) && row < l.spareRow() }
func (l *layout) shownRows() int          { return firstOption + l.options }
func (l *layout) cell(at, col, r int) int { return (at*len(l.columns)+col)*l.rows + r }

func (l *layout) place(cell int) (layer, col, row int) {
	row = cell % l.rows
	cell /= l.rows
	return cell / len(l.columns), cell % len(l.columns), row
}

// k is how few are few in a column.
func (l *layout) k(col int) int {
	if l.columns[col].order == 2 {
		return l.rule.Crossed
	}
	return l.rule.K
}

func (l *layout) crossedColumn(c crossed, catA, catB int) int {
	return c.start + catA*len(l.question.Variables[c.b].Categories) + catB
}

// key is the cell's name; it has none where it is not a cell of a table.
func (l *layout) key(cell int) (Cell, bool) {
	layer, col, row := l.place(cell)
	if row >= l.shownRows() {
		return Cell{}, false
	}
	named := Cell{Place: l.layers[layer], Group: l.columns[col].group}
	if row >= firstOption {
		named.Option = l.question.Options[row-firstOption]
	}
	return named, true
}
