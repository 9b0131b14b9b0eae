package models

import (
	"database/sql/driver"
	"strconv"
	"strings"

	"hromada/domain"
)

// array is a PostgreSQL array literal as one argument. GORM would spread a plain slice into as many
// arguments as it has items, and every length would be another statement to plan. It is a struct, so
// that GORM does not take it for a slice.
type array struct{ literal string }

// Value gives the literal to the driver.
func (a array) Value() (driver.Value, error) { return a.literal, nil }

// bytesOf is one argument, wherever in a statement they stand: after an opening parenthesis GORM would spread them too.
type bytesOf struct{ plain []byte }

// Value gives the bytes to the driver.
func (b bytesOf) Value() (driver.Value, error) { return b.plain, nil }

func numbers(values []int64) array {
	parts := make([]string, len(values))
	for i, v := range values {
		parts[i] = strconv.FormatInt(v, 10)
	}
	return array{"{" + strings.Join(parts, ",") + "}"}
}

var quoted = strings.NewReplacer(`\`, `\\`, `"`, `\"`)

func texts[S ~string](values []S) array {
	parts := make([]string, len(values))
	for i, v := range values {
		parts[i] = `"` + quoted.Replace(string(v)) + `"`
	}
	return array{"{" + strings.Join(parts, ",") + "}"}
}

// place is the key of a row owned by a community.
type place struct{ Community, Number int64 }

// placeOf reads a place from a public id.
func placeOf(id domain.NodeID) place { return place{id.Community, id.Number} }

// placesOf reads places from public ids.
func placesOf(ids []domain.NodeID) []place {
	keys := make([]place, len(ids))
	for i, id := range ids {
		keys[i] = placeOf(id)
	}
	return keys
}

// places gives keys as the arguments @communities and @numbers, two arrays to be unnested together.
func places(keys []place) named {
	communities, all := make([]int64, len(keys)), make([]int64, len(keys))
	for i, k := range keys {
		communities[i], all[i] = k.Community, k.Number
	}
	return named{"communities": numbers(communities), "numbers": numbers(all)}
}

// unnestPlaces is the table that places become in a statement.
const unnestPlaces = `unnest(CAST(@communities AS bigint[]), CAST(@numbers AS bigint[]))`
