package imports_test

import (
	"bytes"
	"errors"
	"io"
	"testing"

	"hromada/domain"
	"hromada/imports"
)

// seeds are the test files and what breaks readers of CSV.
func seeds(f *testing.F) {
	for _, name := range []string{"registry.csv", "goals.csv"} {
		body, err := testFiles.ReadFile("testdata/" + name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(body)
	}
	for _, s := range []string{
		"", "\n", "\"", "sep=;", "sep=;\n", "\xEF\xBB\xBF", "\xFF\xFE\x00", ",,,\n,,,\n", ";;\n\"a\";\"\n", "code\r\rcode\r",
		"community_code;level;number;parent_number;title\nUA05020010000053508;;А.;.;№ 1. \u200B.\n",
		"community_code,level,number,parent_number,title\nUA05020010000053508,task,1.1.1.1.1.1,00,Ціль IX.0. \u0130\n",
	} {
		f.Add([]byte(s))
	}
}

func FuzzReadRegistry(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, body []byte) {
		registry, err := imports.ReadRegistry(bytes.NewReader(body), nil)
		checkRefusal(t, err, len(registry.Communities))
		for _, c := range registry.Communities {
			if c.NameUK == "" || c.Type == "" || !c.Code.IsCommunity() || (c.Latitude == nil) != (c.Longitude == nil) {
				t.Fatalf("%+v", c)
			}
		}
	})
}

func FuzzReadGoals(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, body []byte) {
		drafts, err := imports.ReadGoals(bytes.NewReader(body), domain.Digital, nil, nil, nil)
		checkRefusal(t, err, len(drafts))
		var results []imports.TreeResult
		for _, d := range drafts {
			checkOutline(t, d.Outline)
			results = append(results, imports.TreeResult{Draft: d})
		}
		if err := imports.WriteGoalsReport(io.Discard, results, true, domain.Ukrainian); err != nil {
			t.Fatal(err)
		}
	})
}

// checkRefusal holds that a file is either wholly usable or refused with its faults.
func checkRefusal(t *testing.T, err error, usable int) {
	t.Helper()
	if err == nil {
		if usable == 0 {
			t.Fatal("neither content nor faults")
		}
		return
	}
	faults, ok := errors.AsType[*imports.Faults](err)
	if !ok || usable > 0 || len(faults.Shown) == 0 || len(faults.Shown) > 100 {
		t.Fatalf("%v with %d usable", err, usable)
	}
	if err := imports.WriteFaults(io.Discard, faults, domain.English); err != nil {
		t.Fatal(err)
	}
}

// FuzzReadWorkbook is about files that were made to break whoever reads them; small seeds, or a fuzzer finds nothing new in them.
func FuzzReadWorkbook(f *testing.F) {
	row := []any{oneCommunity, "strategic", "1", "", "Дороги"}
	f.Add(book(f, goalsHeader, row))
	f.Add(book(f, append([]any{"id", "weight", "start_date", "cost_2026_local_capital"}, goalsHeader...), append([]any{"", 1.5, 46054, 10}, row...)))
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, body []byte) {
		drafts, err := imports.ReadWork(bytes.NewReader(body), imports.GoalsRequest{Kind: domain.Digital})
		checkRefusal(t, err, len(drafts))
	})
}
