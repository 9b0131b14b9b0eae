package limits

import (
	"strconv"

	"github.com/vektah/gqlparser/v2/ast"
)

// Prices in fifths of an object: five values take as much work as the object that holds them.
const (
	objectPrice = 5
	valuePrice  = 1
)

// Prices are what the fields of a schema cost. An object costs 1, each of its values a fifth. A list
// costs as many objects as its @listSize says: the size of a page that is asked for, or what is assumed.
// What @cost says comes on top.
type Prices map[string]map[string]*price

// price is what one field costs.
type price struct {
	of      string // the type of the objects it holds; empty for values
	list    bool
	assumed int      // objects of a list that no argument limits
	most    int      // objects that the list never exceeds
	slicing []string // arguments that say how many objects are asked for
	sizes   []string // fields of the object that have the size asked for
	once    int      // what it costs beside what it holds, in objects
}

// PricesOf reads the prices of a schema from its @listSize directives.
func PricesOf(schema *ast.Schema) Prices {
	prices := Prices{}
	for name, definition := range schema.Types {
		fields := map[string]*price{}
		for _, field := range definition.Fields {
			fields[field.Name] = priceOf(schema, name, field)
		}
		prices[name] = fields
	}
	return prices
}

func priceOf(schema *ast.Schema, owner string, field *ast.FieldDefinition) *price {
	p := &price{list: field.Type.Elem != nil, assumed: 1, most: 1}
	if of := schema.Types[field.Type.Name()]; of.IsCompositeType() {
		p.of = of.Name
	}
	if size, ok := introspected[owner+"."+field.Name]; ok {
		p.assumed, p.most = size, size
	}
	if size := field.Directives.ForName("listSize"); size != nil {
		p.read(size)
	}
	if cost := field.Directives.ForName("cost"); cost != nil {
		p.once = number(cost.Arguments.ForName("weight"))
	}
	return p
}

// introspected are the lists that describe the schema itself, which no directive can stand on.
var introspected = map[string]int{
	"__Schema.types": 100, "__Schema.directives": 10, "__Directive.args": 2,
	"__Type.fields": 10, "__Type.interfaces": 1, "__Type.possibleTypes": 2, "__Type.enumValues": 3, "__Type.inputFields": 2,
	"__Field.args": 1,
}

func (p *price) read(size *ast.Directive) {
	p.assumed = number(size.Arguments.ForName("assumedSize"))
	p.most = number(size.Arguments.ForName("max"))
	p.slicing = names(size.Arguments.ForName("slicingArguments"))
	p.sizes = names(size.Arguments.ForName("sizedFields"))
}

// number reads an argument that the schema declares as Int; the schema's parser has checked it.
func number(a *ast.Argument) int {
	n, err := strconv.Atoi(a.Value.Raw)
	if err != nil {
		panic("the schema says what is no number: " + err.Error())
	}
	return n
}

func names(a *ast.Argument) []string {
	if a == nil {
		return nil
	}
	list := make([]string, len(a.Value.Children))
	for i, child := range a.Value.Children {
		list[i] = child.Value.Raw
	}
	return list
}
