package contract

import "github.com/vektah/gqlparser/v2/ast"

// input is what clients write: an argument, or a field of an input object.
type input struct {
	name      string
	of        *ast.Type
	otherwise string // its default as the schema has it; empty: none
}

func (i input) required() bool { return i.of.NonNull && i.otherwise == "" }

func argumentsOf(arguments ast.ArgumentDefinitionList) []input {
	list := make([]input, len(arguments))
	for i, a := range arguments {
		list[i] = input{a.Name, a.Type, written(a.DefaultValue)}
	}
	return list
}

func inputsOf(fields ast.FieldList) []input {
	list := make([]input, len(fields))
	for i, f := range fields {
		list[i] = input{f.Name, f.Type, written(f.DefaultValue)}
	}
	return list
}

func written(v *ast.Value) string {
	if v == nil {
		return ""
	}
	return v.String()
}

// inputs compares what clients write at one place; a coordinate is the name between open and shut.
func (c *comparison) inputs(open, shut string, before, after []input) {
	now := map[string]input{}
	for _, i := range after {
		now[i.name] = i
	}
	for _, was := range before {
		is, there := now[was.name]
		delete(now, was.name)
		switch coordinate := open + was.name + shut; {
		case !there:
			c.add(coordinate, "it is not taken any more")
		case !writable(was, is):
			c.add(coordinate, "it was %s and is %s", was.of, is.of)
		case was.otherwise != is.otherwise && !was.required(): // who had to write it never had the default
			c.add(coordinate, "its default was %s and is %s", orNone(was.otherwise), orNone(is.otherwise))
		}
	}
	for _, i := range after {
		if added, isNew := now[i.name]; isNew && added.required() {
			c.add(open+i.name+shut, "it is new and must be given")
		}
	}
}

func orNone(text string) string {
	if text == "" {
		return "none"
	}
	return text
}

// readable tells whether those who read the old type can read the new one: the same, or one that is
// never null where the old could be.
func readable(before, after *ast.Type) bool {
	if before.NonNull && !after.NonNull {
		return false
	}
	if before.Elem == nil || after.Elem == nil {
		return before.Elem == nil && after.Elem == nil && before.NamedType == after.NamedType
	}
	return readable(before.Elem, after.Elem)
}

// writable tells whether what was written before is still taken: the same type, or one that may be null
// where the old could not. A default makes up for what is left out.
func writable(before, after input) bool {
	if after.of.NonNull && !before.of.NonNull {
		return false
	}
	return sameOrWider(before.of, after.of)
}

func sameOrWider(before, after *ast.Type) bool {
	if before.Elem == nil || after.Elem == nil {
		return before.Elem == nil && after.Elem == nil && before.NamedType == after.NamedType
	}
	if after.Elem.NonNull && !before.Elem.NonNull {
		return false
	}
	return sameOrWider(before.Elem, after.Elem)
}
