package resolvers

import (
	"maps"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"hromada/domain"
	"hromada/graph/generated"
	"hromada/graph/model"
)

// labelsIn reads the names of all enum values from the schema's own @label directives, so that a value
// and its names are written in one place.
func labelsIn(lang domain.Language) []*model.EnumLabels {
	schema := generated.NewExecutableSchema(generated.Config{}).Schema()
	all := []*model.EnumLabels{}
	for _, name := range slices.Sorted(maps.Keys(schema.Types)) {
		definition := schema.Types[name]
		if definition.Kind == ast.Enum && !strings.HasPrefix(name, "__") {
			all = append(all, &model.EnumLabels{Enum: name, Values: valueLabels(definition, lang)})
		}
	}
	return all
}

func valueLabels(enum *ast.Definition, lang domain.Language) []*model.EnumValueLabel {
	labels := make([]*model.EnumValueLabel, len(enum.EnumValues))
	for i, value := range enum.EnumValues {
		labels[i] = &model.EnumValueLabel{Value: value.Name, Label: label(value, lang)}
	}
	return labels
}

// labelOf names one value of an enum; one that it does not have, by itself.
func labelOf(enum, name string, lang domain.Language) string {
	schema := generated.NewExecutableSchema(generated.Config{}).Schema()
	if value := schema.Types[enum].EnumValues.ForName(name); value != nil {
		return label(value, lang)
	}
	return name
}

func label(value *ast.EnumValueDefinition, lang domain.Language) string {
	directive := value.Directives.ForName("label")
	if directive == nil {
		return value.Name
	}
	return directive.Arguments.ForName(strings.ToLower(string(lang))).Value.Raw
}
