package resolvers_test

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"hromada/domain"
)

// surveyor writes documents from the schema itself, so that a field that is new tomorrow is crawled too.
type surveyor struct {
	schema *ast.Schema
	values map[string][]string // what to give arguments and inputs, by name or else by type, as GraphQL writes it
	known  map[string][]edge
}

func newSurveyor() *surveyor {
	ids, codes, trees := []string{}, []string{}, []string{}
	for _, p := range append(slices.Clone(allParts[1:]), administration) {
		ids = append(ids, p.ids()...)
		if p != administration {
			ids, codes = append(ids, p.known()...), append(codes, string(spot(p)))
			trees = append(trees, p.of("GoalTree")...)
		}
	}
	return &surveyor{schema: theSchema(), known: map[string][]edge{}, values: map[string][]string{
		"ids": askable(ids), "ID": quoted(ids), "code": quoted(codes),
		"region.code": quoted([]string{string(vinnytskaOblast), string(khmelnytskaOblast)}), "communityCode": quoted(codes),
		"regionCode": quoted([]string{string(vinnytskaOblast), string(khmelnytskaOblast)}), "districtCode": {`"UA05020000000026686"`, `"UA68020000000034485"`},
		"codes": {listed(codes[:2]), listed(codes[2:])}, "communityCodes": {listed(codes[:1]), listed(codes[1:])}, "participatesIn": {`"digital-vinnychchyna"`},
		"problemIds": {listed(numberedIDs("Problem", 0, 1, 9)), listed(numberedIDs("Problem", 0, 5))},
		"category":   {`["TRAINING"]`, `["NETWORK"]`}, "text": {`"відом"`, `"канарка"`, `"777"`},
		"contains": {`"канарка"`, `"нова"`, `"people.example"`}, "startsWith": {`"канарка 2"`, `"відома"`}, "name": {`"Нове ім'я"`},
		"first": {"1", "100"}, "last": {"1", "100"}, "min": {"1", "3000"}, "max": {"1500"}, "from": {`"2100-01-01"`}, "to": {`"2026-12-31"`, `"2199-12-31"`},
		"Date": {`"2026-06-30"`}, "DateTime": {`"2026-11-19T00:00:00Z"`}, "Boolean": {"true", "false"}, "EmailAddress": {`"canary-1@people.example"`},
		"compareRevisions.treeId": quoted(trees), "compareRevisions.from": {"1", "777002"}, "compareRevisions.to": {"777001", "777002", "777003", "1"}, "TargetActualInput.year": {"2026"}, "TargetValueInput.year": {"2031"}, "TargetBaselineInput.year": {"2020"}, "Int": {"1"}, "Float": {"1.5"}, "Percent": {"50"}, "Decimal": {`"1.00"`},
		"URL": {`"https://example.org/"`}, "String": {`"ні-такого-не-було"`}, "lang": {}, "before": {}, "after": {},
		"communities.after":          quoted([]string{forged(`{"o":"COMMUNITY_NAME","k":"Громада 2","t":[2]}`)}),
		"goals.after":                quoted([]string{forged(`{"o":"GOAL_TITLE","k":"КАНАРКА-2 назва","t":[2,777002101]}`)}),
		"components.after":           quoted([]string{forged(`{"o":"COMPONENT_TITLE","k":"КАНАРКА-2 назва","t":[2,777002103]}`)}),
		"users.after":                quoted([]string{forged(`{"o":"USER_NAME","k":"КАНАРКА-0 особа","t":[777000001]}`)}),
		"search.after":               quoted([]string{forged(`{"o":"SEARCH","k":"30КАНАРКА-2","t":[2,777002101]}`)}),
		"auditLog.after":             quoted([]string{forged(`{"o":"AUDIT_DESC","k":"777000022","t":[777000022]}`)}),
		"activity.after":             quoted([]string{forged(`{"o":"ACTIVITY_DESC","k":"777002507","t":[777002507]}`)}),
		"SurveyMarginInput.category": {`"MALE"`, `"FEMALE"`}, "sampleSize.confidence": {"0.9"},
		"surveys.after":   quoted([]string{forged(`{"o":"SURVEY_CREATED_DESC","k":"777002951","t":[777002951]}`)}),
		"questions.after": quoted([]string{forged(`{"o":"QUESTION","k":"q_777002","t":[777002901]}`)}),
		"actorId":         quoted(numberedIDs("User", 0, 1, 777000001)), "subjectId": quoted(append(numberedIDs("User", 0, 1), part(1).ids()[:3]...)),
		"ResponseStratumInput.category": {`"MALE"`, `"FEMALE"`}, "figures.by": {"[SEX]", "[]"},
		"ImportResponsesInput.mapping": {}, // of a file that nobody here has sent
		"ComparisonInput.metric":       {`"goals.count"`, `"` + madeUp + `"`}, "TrendInput.metric": {`"` + madeUp + `"`}, "MetricTableInput.metrics": {`["goals.progress", "goals.count"]`},
		"metric.code": {`"` + madeUp + `"`, `"goals.count"`}, "MetricFilter.codes": {`["goals.count"]`}, "ComparisonInput.confidence": {"0.9"}, "ComparisonInput.period": {`"2026-11"`},
		"MetricTableInput.period": {`"2026-11"`}, "metrics.after": quoted([]string{forged(`{"o":"METRIC","k":"goals.count","t":[0]}`)}),
	}}
}

// askable are lists of ids, each once, as long as one request may be. What stands in trees is in the first, which is what is gone on from; surveys, which
// lists lead to, come last.
func askable(ids []string) []string {
	ids = slices.Concat(slices.DeleteFunc(slices.Clone(ids), isOfSurvey), slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return !isOfSurvey(id) }))
	distinct, lists := []string{}, []string{}
	for _, id := range ids {
		if !slices.Contains(distinct, id) { // problems are those of all communities of a region
			distinct = append(distinct, id)
		}
	}
	for chunk := range slices.Chunk(distinct, 100) {
		lists = append(lists, listed(chunk))
	}
	return lists
}

func isOfSurvey(id string) bool {
	parsed, err := domain.ParseNodeID(id)
	return err == nil && (parsed.Type == "Survey" || parsed.Type == "Question")
}

func listed(values []string) string { return `["` + strings.Join(values, `", "`) + `"]` }

func quoted(values []string) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = `"` + v + `"`
	}
	return out
}

// of gives the values to try for an argument of a field, or for an input's own field.
func (s *surveyor) of(owner, name string, t *ast.Type) []string {
	definition := s.schema.Types[t.Name()]
	for _, key := range []string{owner + "." + name, name, t.Name()} {
		if known, ok := s.values[key]; ok && definition.Kind != ast.InputObject {
			return known
		}
	}
	found := []string{}
	switch definition.Kind {
	case ast.Enum:
		for _, v := range definition.EnumValues {
			found = append(found, v.Name)
		}
	case ast.InputObject:
		found = s.inputs(definition)
	}
	if t.Elem != nil {
		for i, v := range found {
			found[i] = "[" + v + "]"
		}
	}
	return found
}

// inputs gives an input with each of its fields alone, beside those that it cannot be without.
func (s *surveyor) inputs(definition *ast.Definition) []string {
	params := []param{}
	for _, f := range definition.Fields {
		params = append(params, param{f.Name, f.Type.NonNull && f.DefaultValue == nil, s.of(definition.Name, f.Name, f.Type)})
	}
	found := combined(params)
	for i, f := range found {
		found[i] = "{" + f + "}"
	}
	return found
}

// variants are the argument lists to ask a field with; the first has none that may be left out.
func (s *surveyor) variants(f *ast.FieldDefinition) []string {
	params := []param{}
	for _, a := range f.Arguments {
		params = append(params, param{a.Name, a.Type.NonNull && a.DefaultValue == nil, s.of(f.Name, a.Name, a.Type)})
	}
	found := combined(params)
	for i, v := range found {
		if v != "" {
			found[i] = "(" + v + ")"
		}
	}
	return found
}

type param struct {
	name     string
	required bool
	values   []string
}

// combined gives every choice of what is required, alone and with one value more; and where few are optional, with every choice of
// those.
func combined(params []param) []string {
	base, optional := []string{""}, []param{}
	for _, p := range params {
		if p.required {
			base = crossed(base, p)
		} else if len(p.values) > 0 {
			optional = append(optional, p)
		}
	}
	found := slices.Clone(base)
	for i, p := range optional {
		found = append(found, crossed(base, p)...)
		if len(optional) == 2 && i == 1 && len(p.values)*len(optional[0].values) <= 4 {
			found = append(found, crossed(crossed(base, optional[0]), p)...)
		}
	}
	return found
}

func crossed(begun []string, p param) []string {
	all := []string{}
	for _, b := range begun {
		for _, v := range p.values {
			all = append(all, strings.TrimPrefix(b+", "+p.name+": "+v, ", "))
		}
	}
	return all
}

// composite tells whether a field holds objects.
func (s *surveyor) composite(f *ast.FieldDefinition) bool {
	return s.schema.Types[f.Type.Name()].IsCompositeType()
}

// fields are those of a type that a document may ask for.
func (s *surveyor) fields(typeName string) []*ast.FieldDefinition {
	return slices.DeleteFunc(slices.Clone([]*ast.FieldDefinition(s.schema.Types[typeName].Fields)), func(f *ast.FieldDefinition) bool {
		// Of who read what people wrote in their own words the history tells, so that this is tried on its own.
		return strings.HasPrefix(f.Name, "__") || f.Name == "surveyTexts"
	})
}

// edge is a field with objects, asked in one way; where they may be of several types, for those of one.
type edge struct {
	field *ast.FieldDefinition
	args  string
	kind  string
}

// edges are all ways on from a type.
func (s *surveyor) edges(typeName string) []edge {
	if found, ok := s.known[typeName]; ok {
		return found
	}
	found := []edge{}
	for _, f := range s.fields(typeName) {
		if !s.composite(f) {
			continue
		}
		for _, v := range s.variants(f) {
			for _, kind := range s.kinds(f.Type.Name()) {
				found = append(found, edge{f, v, kind})
			}
		}
	}
	s.known[typeName] = found
	return found
}

// kinds are the object types that a type stands for.
func (s *surveyor) kinds(typeName string) []string {
	names := []string{}
	for _, d := range s.schema.GetPossibleTypes(s.schema.Types[typeName]) {
		names = append(names, d.Name)
	}
	slices.Sort(names)
	return names
}

// selected asks for what is selected of the edge's own type.
func (e edge) selected(selection string) string {
	if e.kind != e.field.Type.Name() {
		return " { __typename ... on " + e.kind + " { " + selection + " } }"
	}
	return " { " + selection + " }"
}

// leaves selects every value of a type.
func (s *surveyor) leaves(typeName string) string {
	selected := []string{"__typename"}
	for _, f := range s.fields(typeName) {
		if s.composite(f) {
			continue
		}
		for i, v := range s.variants(f) {
			alias := ""
			if i > 0 {
				alias = fmt.Sprintf("%s%d: ", f.Name, i)
			}
			selected = append(selected, alias+f.Name+v)
		}
	}
	return strings.Join(selected, " ")
}

// selection asks for the values of a type, and of what it holds down to a depth, every field in its plainest way. What has no values
// of its own is no depth.
func (s *surveyor) selection(typeName string, depth int) string {
	definition := s.schema.Types[typeName]
	if definition.IsAbstractType() {
		if definition.Fields.ForName("id") == nil && definition.Kind == ast.Interface {
			return " { " + s.leaves(typeName) + " }"
		}
		return " { __typename ... on Node { id } }"
	}
	selected := s.leaves(typeName)
	if selected == "__typename" {
		depth++
	}
	for _, f := range s.fields(typeName) {
		if s.composite(f) && depth > 0 {
			selected += " " + f.Name + s.variants(f)[0] + s.selection(f.Type.Name(), depth-1)
		}
	}
	return " { " + selected + " }"
}
