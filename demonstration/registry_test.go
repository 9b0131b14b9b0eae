package demonstration_test

import (
	"encoding/csv"
	"maps"
	"slices"
	"strconv"
	"testing"

	"hromada/demonstration"
	"hromada/domain"
)

var participants = []domain.KatottgCode{
	"UA05020070000010139", // Гніванська
	"UA05020090000067118", // Іллінецька
	"UA05020310000080026", // Якушинецька
	"UA05040050000080930", // Дашівська
	"UA05040250000027965", // Тростянецька
	"UA05060110000027268", // Северинівська
	"UA05080050000023603", // Могилів-Подільська
	"UA05080110000056824", // Ямпільська
	"UA05100150000050790", // Тульчинська
	"UA05120170000013778", // Хмільницька
}

// rows reads the registry as maps from column to value.
func rows(t *testing.T) []map[string]string {
	t.Helper()
	all, err := csv.NewReader(demonstration.Registry()).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var read []map[string]string
	for _, record := range all[1:] {
		row := map[string]string{}
		for i, column := range all[0] {
			row[column] = record[i]
		}
		read = append(read, row)
	}
	return read
}

func TestRegistryHasTheKnownCounts(t *testing.T) {
	read := rows(t)
	types, districts, population := map[string]int{}, map[string]int{}, 0
	for _, row := range read {
		types[row["type"]]++
		districts[row["raion_code"]]++
		n, err := strconv.Atoi(row["population_2022"])
		if err != nil {
			t.Fatal(err)
		}
		population += n
	}
	if len(read) != 63 || population != 1_509_515 {
		t.Errorf("%d communities with %d people", len(read), population)
	}
	if want := map[string]int{"urban": 18, "settlement": 22, "rural": 23}; !maps.Equal(types, want) {
		t.Errorf("types: %v", types)
	}
	sizes := slices.Sorted(maps.Values(districts))
	if want := []int{7, 8, 9, 9, 14, 16}; !slices.Equal(sizes, want) {
		t.Errorf("districts hold %v communities", sizes)
	}
}

func TestRegistryMarksTheParticipants(t *testing.T) {
	var marked []domain.KatottgCode
	for _, row := range rows(t) {
		if row["participant"] == "1" {
			marked = append(marked, domain.KatottgCode(row["code"]))
		}
	}
	if !slices.Equal(marked, participants) {
		t.Errorf("marked: %v", marked)
	}
}

func TestRegistryIsOrderedAndHoldsNoDerivedColumns(t *testing.T) {
	read := rows(t)
	if !slices.IsSortedFunc(read, func(a, b map[string]string) int {
		if a["code"] < b["code"] {
			return -1
		}
		return 1
	}) {
		t.Error("not ordered by code, or a code repeats")
	}
	for _, column := range []string{"full_name_uk", "full_name_en", "type_uk"} {
		if _, there := read[0][column]; there {
			t.Errorf("%s follows from other columns", column)
		}
	}
}
