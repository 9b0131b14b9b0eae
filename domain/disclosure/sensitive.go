package disclosure

// sensitive lists the cells that are hidden for their own sake, in order.
func (l *layout) sensitive() []int {
	var cells []int
	for layer := range l.layers {
		all := l.counts[l.cell(layer, 0, base)]
		for col := range l.columns {
			from := l.cell(layer, col, 0)
			group := l.counts[from : from+l.rows]
			few := few(group[base], l.k(col)) || few(all, l.rule.K)
			for row := range l.rows {
				if !l.isBound(row) && (few || row != base && l.tells(group, row, l.k(col))) {
					cells = append(cells, from+row)
				}
			}
		}
	}
	return cells
}

// tells says whether a count of answers tells what respondents of a large enough group answered.
func (l *layout) tells(group []int, row, k int) bool {
	count, n := group[row], group[base]
	switch {
	case few(count, k):
		return true
	case count == 0 || n == 0:
		return false
	case l.isNo(row):
		return count == n && n < 2*k
	}
	return count == n && (l.multiple() || l.options > 1)
}

func few(count, k int) bool { return 0 < count && count < k }
