package imports_test

import (
	"errors"
	"strings"
	"testing"

	"hromada/domain"
	"hromada/imports"
)

// TestReadersRefuseEndlessLines: such a line is read cell by cell, and would take a hundred times its
// length of memory.
func TestReadersRefuseEndlessLines(t *testing.T) {
	t.Parallel()
	file := "community_code,level,number,parent_number,title\n" + strings.Repeat(",", 3<<20)
	_, err := imports.ReadGoals(strings.NewReader(file), domain.Digital, nil, nil, nil)
	var faults *imports.Faults
	if !errors.As(err, &faults) || len(faults.Shown) != 1 || faults.Shown[0].Line != 2 {
		t.Fatalf("got %v", err)
	}
	if told := faults.Shown[0].Message.EN; told != "The line is longer than 2 MiB." {
		t.Errorf("told %q", told)
	}
}
