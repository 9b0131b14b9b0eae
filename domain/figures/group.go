package figures

import (
	"slices"
	"strings"

	"hromada/domain"
)

// variables are those by which answers are broken down, each once: crossings show their variables by themselves too.
func (d Design) variables() []domain.Variable {
	var all []domain.Variable
	for _, v := range domain.Variables {
		asked := func(b domain.Breakdown) bool {
			return b.Variable == v || (b.CrossedWith != nil && *b.CrossedWith == v)
		}
		if slices.ContainsFunc(d.Breakdowns, asked) && len(d.categories(v)) > 0 {
			all = append(all, v)
		}
	}
	return all
}

// crossings are the pairs of variables that are crossed.
func (d Design) crossings() [][2]domain.Variable {
	var all [][2]domain.Variable
	known := d.variables()
	for _, b := range d.Breakdowns {
		if b.CrossedWith != nil && slices.Contains(known, b.Variable) && slices.Contains(known, *b.CrossedWith) && b.Variable != *b.CrossedWith {
			all = append(all, [2]domain.Variable{b.Variable, *b.CrossedWith})
		}
	}
	return all
}

// groups are all whom figures of an area are about, everybody first.
func (c *computer) groups(a *area) []Group {
	groups := []Group{{}}
	groups = append(groups, c.modeGroups(a)...)
	for _, v := range c.singles {
		for _, code := range c.codes[v] {
			groups = append(groups, Group{string(v), code})
		}
	}
	for _, pair := range c.pairs {
		for _, first := range c.codes[pair[0]] {
			for _, second := range c.codes[pair[1]] {
				groups = append(groups, Group{string(pair[0]) + "*" + string(pair[1]), first + "*" + second})
			}
		}
	}
	return groups
}

// modeGroups are the modes in which anybody answered, where there are more than one.
func (c *computer) modeGroups(a *area) []Group {
	there := map[domain.SurveyMode]bool{}
	for _, i := range a.raw.members {
		there[domain.SurveyModes[c.responses.Mode[i]]] = true
	}
	if len(there) < 2 {
		return nil
	}
	var groups []Group
	for _, mode := range domain.SurveyModes {
		if there[mode] {
			groups = append(groups, Group{ModeVariable, string(mode)})
		}
	}
	if there[domain.OnlineMode] && len(there) > 2 {
		groups = append(groups, Group{ModeVariable, OfflineCategory})
	}
	return groups
}

// holds tells whether a respondent is of a group.
func (c *computer) holds(g Group, i int) bool {
	if g.Variable == ModeVariable {
		mode := domain.SurveyModes[c.responses.Mode[i]]
		return g.Category == string(mode) || (g.Category == OfflineCategory && mode != domain.OnlineMode)
	}
	variables, _ := crossed(g)
	for at, v := range variables {
		code := c.responses.Strata[domain.Variable(v)][i]
		if code < 0 || int(code) != c.codeAt(g, at) {
			return false
		}
	}
	return true
}

func (c *computer) codeAt(g Group, at int) int {
	variables, categories := crossed(g)
	return slices.Index(c.codes[domain.Variable(variables[at])], categories[at])
}

// crossed parts the variables of a group and its categories. Codes of categories may hold an asterisk; those of variables do not.
func crossed(g Group) (variables, categories []string) {
	variables = strings.Split(g.Variable, "*")
	if len(variables) == 1 {
		return variables, []string{g.Category}
	}
	return variables, strings.SplitN(g.Category, "*", 2)
}
