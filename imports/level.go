package imports

import (
	"strings"

	"hromada/domain"
	"hromada/imports/table"
)

// levelWords are what files write in the column of levels, in lower case.
var levelWords = map[string]domain.Level{
	"strategic": domain.GoalLevel, "strategic goal": domain.GoalLevel, "goal": domain.GoalLevel,
	"стратегічна": domain.GoalLevel, "стратегічна ціль": domain.GoalLevel, "стратегічна мета": domain.GoalLevel,
	"ціль":        domain.GoalLevel,
	"operational": domain.SubgoalLevel, "operational goal": domain.SubgoalLevel, "subgoal": domain.SubgoalLevel,
	"операційна": domain.SubgoalLevel, "операційна ціль": domain.SubgoalLevel,
	"оперативна": domain.SubgoalLevel, "оперативна ціль": domain.SubgoalLevel, "підціль": domain.SubgoalLevel,
	"task": domain.ComponentLevel, "measure": domain.ComponentLevel, "project": domain.ComponentLevel,
	"component": domain.ComponentLevel, "завдання": domain.ComponentLevel, "захід": domain.ComponentLevel,
	"проєкт": domain.ComponentLevel, "проект": domain.ComponentLevel, "компонент": domain.ComponentLevel,
}

var levelNames = map[domain.Level]domain.Text{
	domain.GoalLevel:      text("ціль", "goal"),
	domain.SubgoalLevel:   text("підціль", "subgoal"),
	domain.ComponentLevel: text("компонент", "component"),
}

// readLevel gives the level that a row names; empty where it names none.
func readLevel(r row) domain.Level {
	value := r.value("level")
	level, ok := levelWords[strings.ToLower(strings.Trim(value, " ."))]
	if !ok && value != "" {
		r.fault("level", "«%s» — невідомий рівень: strategic (стратегічна), operational (оперативна) або task (завдання).",
			"“%s” is not a level: strategic, operational or task.", table.Shorten(value))
	}
	return level
}
