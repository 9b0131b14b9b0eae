package contract

import (
	"regexp"
	"slices"
	"strings"
)

var coordinates = regexp.MustCompile("`([^`]+)`")

// Unannounced gives the changes that a changelog does not announce: in the section of what is not
// released yet, under the heading "Breaking", with their coordinate, or that of what they are part of, in backticks.
func Unannounced(changes []Change, changelog string) []Change {
	told := map[string]bool{}
	release, heading := "", ""
	for line := range strings.Lines(changelog) {
		switch line = strings.TrimSpace(line); {
		case strings.HasPrefix(line, "### "):
			heading = strings.TrimSpace(line[4:])
		case strings.HasPrefix(line, "## "):
			release, heading = strings.Trim(line[3:], " []"), ""
		case release == "Unreleased" && heading == "Breaking":
			for _, match := range coordinates.FindAllStringSubmatch(line, -1) {
				told[match[1]] = true
			}
		}
	}
	return slices.DeleteFunc(slices.Clone(changes), func(c Change) bool {
		field, _, _ := strings.Cut(c.Coordinate, "(")
		owner, _, _ := strings.Cut(field, ".")
		return told[c.Coordinate] || told[field] || told[owner]
	})
}
