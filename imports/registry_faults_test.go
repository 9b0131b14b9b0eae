package imports_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"hromada/imports"
)

func TestReadRegistryFaultsOfOneCell(t *testing.T) {
	cases := []struct{ column, value, want string }{
		{"code", "UA0502001000005350", "line 2, column 1 (code): “UA0502001000005350” is not a KATOTTG code: expected UA and 17 digits."},
		{"code", "UА05020010000053508", "line 2, column 1 (code): The code “UА05020010000053508” has Cyrillic letters: expected Latin UA and 17 digits."},
		{"code", "UA05020010010058853", "line 2, column 1 (code): UA05020010010058853 is not the code of a community."},
		{"code", "UA05040010000022470", "line 2, column 1 (code): The code UA05040010000022470 is not in the district UA05020000000026686."},
		{"code", "", "line 2, column 1 (code): The cell is empty."},
		{"name_uk", " ", "line 2, column 2 (name_uk): The cell is empty."},
		{"name_uk", "Агро\x00номічна", "line 2, column 2 (name_uk): The character U+0000 is not allowed."},
		{"name_uk", "Агро\x1b[31m", "line 2, column 2 (name_uk): The character U+001B is not allowed."},
		{"name_uk", "Агро\u202E", "line 2, column 2 (name_uk): The character U+202E is not allowed."},
		{"name_uk", "Агро\uFFFDномічна", "line 2, column 2 (name_uk): The character U+FFFD is not allowed."},
		{"name_uk", "\xc0\xe3\xf0\xee", "line 2, column 2 (name_uk): The text is not in UTF-8. Save the file as CSV in UTF-8."},
		{"type", "місто", "line 2, column 7 (type): “місто” is not a type of community: urban, settlement or rural."},
		{"raion_code", "UA05000000000010236", "line 2, column 10 (raion_code): UA05000000000010236 is not the code of a district."},
		{"oblast_code", "UA05020000000026686", "line 2, column 13 (oblast_code): UA05020000000026686 is not the code of a region."},
		{"center_code", "UA05020070010053570", "line 2, column 15 (center_code): The centre UA05020070010053570 is not in the community UA05020010000053508."},
		{"center_code", "UA05020010000053508", "line 2, column 15 (center_code): UA05020010000053508 is not the code of a settlement."},
		{"center_lat", "91", "line 2, column 16 (center_lat): “91” is not a number from -90 to 90 with at most 15 digits after the point."},
		{"center_lat", "NaN", "line 2, column 16 (center_lat): “NaN” is not a number from -90 to 90 with at most 15 digits after the point."},
		{"center_lat", "", "line 2, column 16 (center_lat): Latitude and longitude are given together."},
		{"center_lon", "1e2", "line 2, column 17 (center_lon): “1e2” is not a number from -180 to 180 with at most 15 digits after the point."},
		{"settlements_2025", "-1", "line 2, column 18 (settlements_2025): “-1” is not a whole number from 0 to 2147483647."},
		{"population_2022", "9 361", "line 2, column 19 (population_2022): “9 361” is not a whole number from 0 to 2147483647."},
		{"population_2022", "2147483648", "line 2, column 19 (population_2022): “2147483648” is not a whole number from 0 to 2147483647."},
		{"urban_population_2022", "9362", "line 2, column 20 (urban_population_2022): The urban population (9362) is larger than the whole (9361)."},
		{"area_km2", "0", "line 2, column 21 (area_km2): “0” is not a number from 0.01 to 9999999.99 with at most 2 digits after the point."},
		{"area_km2", "86.123", "line 2, column 21 (area_km2): “86.123” is not a number from 0.01 to 9999999.99 with at most 2 digits after the point."},
		{"participant", "так", "line 2, column 22 (participant): “так”: expected 1 (takes part), 0 or an empty cell (not known)."},
	}
	for _, c := range cases {
		rows := table(t)
		rows[1][slices.Index(rows[0], c.column)] = c.value
		_, err := imports.ReadRegistry(strings.NewReader(join(rows, ",", "\n")), nil)
		if err == nil {
			t.Errorf("%s = %q is taken", c.column, c.value)
		} else if got := faultsOf(t, err); !slices.Contains(got, c.want) {
			t.Errorf("%s = %q: %s", c.column, c.value, strings.Join(got, "\n"))
		}
	}
}

func TestReadRegistryFaultsOfTheFile(t *testing.T) {
	good := testdata(t, "registry.csv")
	second := strings.Split(strings.TrimSpace(good), "\n")[2]
	cases := []struct {
		why, body string
		want      []string
	}{
		{"empty", "", []string{"The file is empty."}},
		{"header only", strings.SplitAfter(good, "\n")[0], []string{"The file has no row but the header."}},
		{"a workbook", "PK\x03\x04", []string{"The file is damaged, or is no XLSX."}},
		{"an old workbook", "\xD0\xCF\x11\xE0", []string{"This is XLS, an old form, or a file with a password. Save it as XLSX without one."}},
		{"PDF", "%PDF-1.7", []string{"This is PDF. A table is needed: XLSX or CSV."}},
		{"missing columns", strings.Replace(strings.Replace(good, "area_km2", "area", 1), "population_2022", "population", 1), []string{
			"line 1: The column area_km2 is missing.", "line 1: The column population_YYYY, YYYY being the year, is missing.",
		}},
		{"repeated column", strings.Replace(good, "type_uk", "population_2021", 1), []string{
			"line 1, column 19 (population_2022): This column is there already: column 6 (population_2021).",
		}},
		{"two years", strings.Replace(good, "urban_population_2022", "urban_population_2021", 1), []string{
			"line 1, column 20 (urban_population_2021): The years differ: population 2022, urban population 2021.",
		}},
		{"a cell too many and a quote too few", good + second + ",\n\"UA\n", []string{
			"line 4: Cells in the row: 23, in the header: 22.",
			"line 5, column 1 (code): Quotes do not pair up: a cell with quotes is enclosed in quotes, and the quotes within are doubled.",
		}},
		{"repeated community", good + second + "\n", []string{
			"line 4, column 1 (code): The community UA0502007 is on line 3 already.",
		}},
		{"a district of two names", good + strings.NewReplacer("UA0502007", "UA0502009", "Вінницький", "Вінницкий").Replace(second) + "\n", []string{
			"line 4, column 8 (raion_uk): “Вінницкий”, but on line 2 “Вінницький”.",
		}},
		{"a region of two codes", good + strings.NewReplacer("UA0502007", "UA0502009", "UA05000000000010236", "UA05000000000010237").Replace(second) + "\n", []string{
			"line 4, column 13 (oblast_code): “UA05000000000010237”, but on line 2 “UA05000000000010236”.",
		}},
		{"a district of another region", strings.ReplaceAll(good, "UA05000000000010236", "UA07000000000024379"), []string{
			"line 2, column 1 (code): The code UA05020010000053508 is not in the region UA07000000000024379.",
			"line 2, column 10 (raion_code): The district UA05020000000026686 is not in the region UA07000000000024379.",
			"line 3, column 1 (code): The code UA05020070000010139 is not in the region UA07000000000024379.",
			"line 3, column 10 (raion_code): The district UA05020000000026686 is not in the region UA07000000000024379.",
		}},
		{"a name too long", strings.Replace(good, "Агрономічна", strings.Repeat("а", 201), 1), []string{
			"line 2, column 2 (name_uk): The name is longer than 200 characters.",
		}},
		{"a cell too large", strings.Replace(good, "Агрономічна", strings.Repeat("а", 1<<19+1), 1), []string{
			"line 2, column 2 (name_uk): The cell is larger than 1 MiB.",
		}},
		{"a file too large", strings.Repeat(" ", 64<<20+1), []string{"The file is larger than 64 MiB."}},
	}
	for _, c := range cases {
		registry, err := imports.ReadRegistry(strings.NewReader(c.body), nil)
		if got := faultsOf(t, err); !slices.Equal(got, c.want) {
			t.Errorf("%s:\n%s", c.why, strings.Join(got, "\n"))
		}
		if len(registry.Communities) > 0 {
			t.Errorf("%s: something is usable", c.why)
		}
	}
}

func TestReadRegistryBoundsTheListOfFaults(t *testing.T) {
	body := strings.SplitAfter(testdata(t, "registry.csv"), "\n")[0] + strings.Repeat("UA\n", 250)
	_, err := imports.ReadRegistry(strings.NewReader(body), nil)
	faults, ok := errors.AsType[*imports.Faults](err)
	if !ok || len(faults.Shown) != 100 || faults.More != 150 {
		t.Fatalf("%v", err)
	}
	if lines := faultsOf(t, err); lines[100] != "… and more faults: 150" {
		t.Error(lines[100])
	}
	if want := "faults in the file: 250, the first: line 2: Cells in the row: 1, in the header: 22."; err.Error() != want {
		t.Error(err)
	}
}
