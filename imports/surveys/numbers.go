package surveys

import (
	"math"
	"regexp"
	"strconv"
	"strings"

	"hromada/imports/table"
)

var (
	numberForm = regexp.MustCompile(`^-?[0-9]{1,15}(?:\.[0-9]{1,15})?$`)
	rawForm    = regexp.MustCompile(`^-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?$`) // as spreadsheets store numbers
	grouped    = regexp.MustCompile(`^-?[0-9]{1,3}(?: [0-9]{3})+(?:[.,][0-9]+)?$`)
	thousands  = regexp.MustCompile(`^-?[1-9][0-9]{0,2},[0-9]{3}$`)
)

// number reads a decimal number as people and spreadsheets write it. Where the comma is not known to be the decimal one, "1,500" is
// neither: false. So are NaN, infinities and numbers in other notations.
func number(value string, decimalComma bool) (float64, bool) {
	if grouped.MatchString(value) {
		value = strings.ReplaceAll(value, " ", "")
	}
	if strings.Count(value, ",") == 1 && !strings.Contains(value, ".") {
		if !decimalComma && thousands.MatchString(value) {
			return 0, false
		}
		value = strings.Replace(value, ",", ".", 1)
	}
	if !numberForm.MatchString(value) && rawForm.MatchString(value) {
		value = table.PlainNumber(value)
	}
	n, err := strconv.ParseFloat(value, 64)
	if !numberForm.MatchString(value) || err != nil || math.IsInf(n, 0) || math.IsNaN(n) {
		return 0, false
	}
	return n + 0, true // -0 is 0
}
