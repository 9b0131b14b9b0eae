package imports

import (
	"net/url"
	"strings"
	"unicode/utf8"

	"hromada/domain"
	"hromada/imports/table"
)

// The lengths that the database holds, in characters.
const (
	maxTitle = 2000
	maxCode  = 40
	maxURL   = 2000
)

// goalRow is one row of a file of goals as it stands there, cleaned. Empty: not said.
type goalRow struct {
	line   int
	level  domain.Level
	number string
	parent string
	title  string
	source string
}

type goalsReader struct {
	refuses     func(domain.KatottgCode) *domain.Text
	community   *domain.KatottgCode // of all rows; nil: each tells its own
	communities []communityRows
	place       map[domain.KatottgCode]int // index into communities
}

func (g *goalsReader) read(r row) {
	told := goalRow{r.line(), readLevel(r), readCode(r, "number"), readCode(r, "parent_number"), readTitle(r), readSource(r)}
	if c := g.of(r); c != nil {
		c.rows = append(c.rows, told)
	}
}

// of gives the rows of the community that a row belongs to; nil where the row is not taken.
func (g *goalsReader) of(r row) *communityRows {
	code, ok := g.code(r)
	if !ok {
		return nil
	}
	if g.refuses != nil {
		if why := g.refuses(code); why != nil {
			r.tell("community_code", *why)
			return nil
		}
	}
	i, known := g.place[code]
	if !known {
		i = len(g.communities)
		g.place[code] = i
		g.communities = append(g.communities, communityRows{code: code})
	}
	c := &g.communities[i]
	if c.name == "" {
		c.name = r.value("community")
	}
	return c
}

// code is the community that a row belongs to: the one that it names, which may be no other than the one of the whole file.
func (g *goalsReader) code(r row) (domain.KatottgCode, bool) {
	if g.community != nil && r.value("community_code") == "" {
		return *g.community, true
	}
	code, ok := r.place("community_code", communityPlace)
	if ok && g.community != nil && code != *g.community {
		r.fault("community_code", "Рядок іншої громади: %s.", "The row is of another community: %s.", code)
		return "", false
	}
	return code, ok
}

// readCode drops the dot that ends a code. A dash alone stands for none.
func readCode(r row, column string) string {
	value := strings.TrimRight(r.value(column), " .")
	if utf8.RuneCountInString(value) > maxCode {
		r.fault(column, "Код довший за %d символів.", "The code is longer than %d characters.", maxCode)
		return ""
	}
	if len(codeParts(value)) == 0 {
		return ""
	}
	return value
}

func readTitle(r row) string {
	title := r.required("title")
	if length := utf8.RuneCountInString(title); length > maxTitle {
		r.fault("title", "Символів у назві: %d, дозволено до %d.", "Characters in the title: %d, allowed: %d.", length, maxTitle)
	}
	return title
}

// readSource writes the scheme in lower case, the one form in which links are stored.
func readSource(r row) string {
	value := r.value("source")
	if value == "" {
		return ""
	}
	link, err := url.Parse(value)
	if err != nil || link.Host == "" || (link.Scheme != "http" && link.Scheme != "https") ||
		strings.Contains(value, " ") || utf8.RuneCountInString(value) > maxURL {
		r.fault("source", "«%s» — не посилання: потрібне http:// або https://, до %d символів.",
			"“%s” is not a link: expected http:// or https://, at most %d characters.", table.Shorten(value), maxURL)
		return ""
	}
	return link.Scheme + value[len(link.Scheme):]
}
