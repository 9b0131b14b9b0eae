package imports

import (
	"regexp"
	"strconv"
	"strings"

	"hromada/domain"
)

// A file with a column of ids was exported from a tree, or is the template to fill in: it changes the nodes that it names and adds
// those that it names nothing for. What it does not say stays. Nothing in it is guessed.
var workLayout = layout{
	required: []string{"id", "level", "number", "parent_number", "title"},
	optional: []string{
		"community_code", "community", "version", "position", "exported_position", "description", "priority", "weight", "responsible", "start_date", "due_date",
		"kind", "category", "expected_result", "customer", "executor", "status", "percent",
	},
	open: func(name string) bool { return costColumn.MatchString(name) },
}

// costColumn is the name of a column of planned costs, such as cost_2026_local_capital.
var costColumn = regexp.MustCompile(`^cost_([0-9]{4})_(state|oblast|local|donor|other)_(capital|current)$`)

func costOf(column string) domain.PlannedCost {
	parts := costColumn.FindStringSubmatch(column)
	year, _ := strconv.Atoi(parts[1]) // four digits
	return domain.PlannedCost{
		Year: year, Source: domain.FundSource(strings.ToUpper(parts[2])), Expense: domain.ExpenseKind(strings.ToUpper(parts[3])),
	}
}

// onlyOfComponents are the columns that only components fill.
var onlyOfComponents = []string{"kind", "category", "expected_result", "customer", "executor"}

// columnsOf are the columns by the names that the schema has for fields.
var columnsOf = map[string]string{
	"title": "title", "code": "number", "parentId": "parent_number", "position": "position", "version": "version", "description": "description",
	"priority": "priority", "weight": "weight", "responsible": "responsible", "startDate": "start_date", "dueDate": "due_date",
	"kind": "kind", "category": "category", "expectedResult": "expected_result", "customer": "customer", "executor": "executor",
}

var priorities = map[string]domain.Priority{
	"low": domain.Low, "medium": domain.Medium, "high": domain.High,
	"низький": domain.Low, "середній": domain.Medium, "високий": domain.High,
}

var kinds = map[string]domain.ComponentKind{
	"soft": domain.Soft, "hard": domain.Hard, "м'який": domain.Soft, "м’який": domain.Soft, "твердий": domain.Hard,
}
