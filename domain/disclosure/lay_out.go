package disclosure

import (
	"errors"
	"fmt"
)

// layOut numbers a question's cells, works out the sums, and refuses counts that do not add up.
func layOut(q Question) (*layout, error) {
	l := &layout{question: q, rule: q.Rule, options: len(q.Options)}
	if l.rule == (Rule{}) {
		l.rule = DefaultRule
	}
	if l.rule.K < 1 || l.rule.Crossed < 1 {
		return nil, fmt.Errorf("disclosure: rule %+v", l.rule)
	}
	l.rows = firstOption + l.options
	if q.Kind == Multiple {
		l.rows = l.roomRow() + 1
	}
	if err := errors.Join(l.checkNames(), l.addColumns(), l.addLayers()); err != nil {
		return nil, err
	}
	if err := l.fill(); err != nil {
		return nil, err
	}
	l.fillBounds()
	return l, l.check()
}

func (l *layout) checkNames() error {
	q, seen := l.question, map[string]bool{}
	once := func(kind, name string) error {
		if name == "" || seen[kind+"\x00"+name] {
			return fmt.Errorf("disclosure: %s %q is empty or named twice", kind, name)
		}
		seen[kind+"\x00"+name] = true
		return nil
	}
	var faults []error
	for _, option := range q.Options {
		faults = append(faults, once("option", option))
	}
	for _, variable := range q.Variables {
		faults = append(faults, once("variable", variable.Name))
		for _, category := range variable.Categories {
			faults = append(faults, once("category of "+variable.Name, category))
		}
	}
	for _, place := range q.Places {
		faults = append(faults, once("place", place.Name))
	}
	switch {
	case q.Kind != Single && q.Kind != Multiple && q.Kind != Numeric:
		faults = append(faults, fmt.Errorf("disclosure: unknown kind %q", q.Kind))
	case (q.Kind == Numeric) != (len(q.Options) == 0):
		faults = append(faults, fmt.Errorf("disclosure: a %s question with %d options", q.Kind, len(q.Options)))
	}
	return errors.Join(faults...)
}

func (l *layout) addColumns() error {
	l.columns = []column{{group: Everybody}}
	numbers := map[string]int{}
	for v, variable := range l.question.Variables {
		numbers[variable.Name] = v
		l.oneWay = append(l.oneWay, len(l.columns))
		for c, category := range variable.Categories {
			l.columns = append(l.columns, column{In(variable.Name, category), 1, [2]int{v}, [2]int{c}})
		}
	}
	joined := newForest(len(l.question.Variables))
	for _, crossing := range l.question.Crossings {
		a, hasA := numbers[crossing.First]
		b, hasB := numbers[crossing.Second]
		if !hasA || !hasB || !joined.join(a, b) {
			return fmt.Errorf("disclosure: crossing %v names no variable, or closes a ring", crossing)
		}
		l.cross(a, b)
	}
	return nil
}

func (l *layout) cross(a, b int) {
	l.crossed = append(l.crossed, crossed{a, b, len(l.columns)})
	first, second := l.question.Variables[a], l.question.Variables[b]
	for i, one := range first.Categories {
		for j, other := range second.Categories {
			group := In(first.Name, one).And(second.Name, other)
			l.columns = append(l.columns, column{group, 2, [2]int{a, b}, [2]int{i, j}})
		}
	}
}

func (l *layout) addLayers() error {
	numbers := map[string]int{}
	for i, place := range l.question.Places {
		l.layers = append(l.layers, place.Name)
		l.above = append(l.above, []int{i})
		numbers[place.Name] = i
	}
	l.leaves = len(l.layers)
	for i, place := range l.question.Places {
		for _, sum := range place.Sums {
			at, known := numbers[sum]
			if known && (at < l.leaves || contains(l.above[i], at)) || sum == "" {
				return fmt.Errorf("disclosure: sum %q of %q has no name of its own, or is named twice", sum, place.Name)
			}
			if !known {
				at = len(l.layers)
				numbers[sum] = at
				l.layers = append(l.layers, sum)
			}
			l.above[i] = append(l.above[i], at)
		}
	}
	return nil
}

// forest tells whether crossings close a ring.
type forest []int

func newForest(n int) forest {
	f := make(forest, n)
	for i := range f {
		f[i] = i
	}
	return f
}

func (f forest) root(i int) int {
	for f[i] != i {
		i = f[i]
	}
	return i
}

func (f forest) join(a, b int) bool {
	a, b = f.root(a), f.root(b)
	f[a] = b
	return a != b
}
