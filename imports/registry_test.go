package imports_test

import (
	"embed"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"hromada/domain"
	"hromada/imports"

	"github.com/google/go-cmp/cmp"
)

//go:embed testdata/*.csv testdata/*.txt
var testFiles embed.FS

func testdata(t *testing.T, name string) string {
	t.Helper()
	body, err := testFiles.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func readRegistry(t *testing.T, body string) imports.Registry {
	t.Helper()
	registry, err := imports.ReadRegistry(strings.NewReader(body), nil)
	if err != nil {
		t.Fatal(err)
	}
	return registry
}

// faultsOf gives each fault in English as it is reported.
func faultsOf(t *testing.T, err error) []string {
	t.Helper()
	faults, ok := errors.AsType[*imports.Faults](err)
	if !ok {
		t.Fatalf("the error is %v, not a list of faults", err)
	}
	var out strings.Builder
	if err := imports.WriteFaults(&out, faults, domain.English); err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
}

func TestReadRegistry(t *testing.T) {
	registry := readRegistry(t, testdata(t, "registry.csv"))
	on := domain.NewDate(2022, 1, 1)
	want := imports.Registry{Registry: domain.Registry{
		Regions:   []domain.RegistryRegion{{Code: "UA05000000000010236", NameUK: "Вінницька", NameEN: new("Vinnytska")}},
		Districts: []domain.RegistryDistrict{{Code: "UA05020000000026686", Region: "UA05000000000010236", NameUK: "Вінницький", NameEN: new("Vinnytskyi")}},
		Communities: []domain.RegistryCommunity{{
			Code: "UA05020010000053508", Region: "UA05000000000010236", District: "UA05020000000026686",
			NameUK: "Агрономічна", NameEN: new("Ahronomichna"), Type: domain.Rural,
			CentreCode: new(domain.KatottgCode("UA05020010010058853")), CentreNameUK: new("Агрономічне"), CentreNameEN: new("Ahronomichne"),
			Latitude: new(49.19277), Longitude: new(28.37203), AreaKm2: new(86.1),
			Population: new(9361), UrbanPopulation: new(0), PopulationOn: &on, Settlements: new(6),
		}, {
			Code: "UA05020070000010139", Region: "UA05000000000010236", District: "UA05020000000026686",
			NameUK: "Гніванська", NameEN: new("Hnivanska"), Type: domain.Urban,
			CentreCode: new(domain.KatottgCode("UA05020070010053570")), CentreNameUK: new("Гнівань"), CentreNameEN: new("Hnivan"),
			Latitude: new(49.09337), Longitude: new(28.33834), AreaKm2: nil,
			Population: new(18446), UrbanPopulation: new(12191), PopulationOn: &on, Settlements: new(11),
		}},
		Participants: []domain.KatottgCode{"UA05020070000010139"},
	}}
	if diff := cmp.Diff(want, registry, cmp.Comparer(func(a, b domain.Date) bool { return a == b })); diff != "" {
		t.Error(diff)
	}
}

// table is the test file as cells, so that a test can change one.
func table(t *testing.T) [][]string {
	var rows [][]string
	for line := range strings.Lines(testdata(t, "registry.csv")) {
		rows = append(rows, strings.Split(strings.TrimSpace(line), ","))
	}
	return rows
}

func join(rows [][]string, separator, end string) string {
	var out strings.Builder
	for _, row := range rows {
		out.WriteString(strings.Join(row, separator) + end)
	}
	return out.String()
}

// without drops a column by name.
func without(rows [][]string, name string) [][]string {
	i := slices.Index(rows[0], name)
	for j, row := range rows {
		rows[j] = slices.Delete(row, i, i+1)
	}
	return rows
}

func TestReadRegistryInAnyForm(t *testing.T) {
	rows := table(t)
	plain := join(rows, ",", "\n")
	reversed := table(t)
	for _, row := range reversed {
		slices.Reverse(row)
	}
	commas := strings.ReplaceAll(join(rows, ";", "\r\n"), "49.19277", "49,19277")
	forms := map[string]string{
		"byte order mark":              "\uFEFF" + plain,
		"Windows line ends":            join(rows, ",", "\r\n"),
		"columns the other way round":  join(reversed, ",", "\n"),
		"semicolons and decimal comma": commas,
		"separator announced":          "sep=;\r\n" + commas,
		"rows of blanks at the end":    plain + strings.Repeat(",", len(rows[0])-1) + "\n\n",
		"no full names":                join(without(without(without(table(t), "full_name_uk"), "full_name_en"), "type_uk"), ",", "\n"),
		"blanks around cells":          strings.ReplaceAll(plain, ",", " , "),
	}
	want := readRegistry(t, plain)
	for why, body := range forms {
		got := readRegistry(t, body)
		if diff := cmp.Diff(want, got, cmp.Comparer(func(a, b domain.Date) bool { return a == b })); diff != "" {
			t.Errorf("%s: %s", why, diff)
		}
	}
}

func TestReadRegistryNotesUnknownColumns(t *testing.T) {
	body := strings.Replace(testdata(t, "registry.csv"), "full_name_en", "mayor", 1)
	notes := readRegistry(t, body).Notes
	if len(notes) != 1 || notes[0].Kind != imports.UnknownColumn || notes[0].Text.EN != "column 5 “mayor” is unknown and was not read" {
		t.Errorf("%+v", notes)
	}
}

func TestReadRegistryWithoutParticipants(t *testing.T) {
	registry := readRegistry(t, join(without(table(t), "participant"), ",", "\n"))
	if len(registry.Participants) != 0 || len(registry.Communities) != 2 {
		t.Errorf("%+v", registry)
	}
}

func TestReadRegistryTellsProgress(t *testing.T) {
	var lines []int
	_, err := imports.ReadRegistry(strings.NewReader(testdata(t, "registry.csv")), func(line int) { lines = append(lines, line) })
	if err != nil || !slices.Equal(lines, []int{2, 3}) {
		t.Errorf("%v %v", lines, err)
	}
}

func TestReadRegistryPassesOnTheReadersError(t *testing.T) {
	broken := errors.New("the disk is gone")
	_, err := imports.ReadRegistry(io.MultiReader(strings.NewReader("code,"), iotest.ErrReader(broken)), nil)
	if !errors.Is(err, broken) {
		t.Errorf("%v", err)
	}
}
