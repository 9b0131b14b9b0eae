package domain_test

import (
	"fmt"
	"strings"
	"testing"

	"hromada/domain"
)

func TestCodesOfProblems(t *testing.T) {
	t.Parallel()
	for code, good := range map[string]bool{
		"A": true, "FAST_INTERNET": true, "A1_2B": true, strings.Repeat("A", 40): true,
		"": false, "a": false, "1A": false, "A_": false, "_A": false, "A__B": false, "A B": false, "А": false, "A\n": false, strings.Repeat("A", 41): false,
	} {
		if err := domain.CheckProblemCode(code); (err == nil) != good {
			t.Errorf("%q: %v", code, err)
		}
	}
}

// fieldsAtFault are the fields that faults are about.
func fieldsAtFault(faults domain.Faults) string {
	fields := []string{}
	for _, f := range faults {
		fields = append(fields, f.Field)
	}
	return fmt.Sprint(fields)
}

func TestFieldsOfProblems(t *testing.T) {
	t.Parallel()
	long := func(n int) string { return strings.Repeat("ї", n) }
	for _, c := range []struct {
		fields domain.ProblemFields
		want   string
	}{
		{domain.ProblemFields{NameUK: "Є"}, "[]"},
		{domain.ProblemFields{NameUK: long(200), NameEN: long(200), DescriptionUK: long(5000), DescriptionEN: long(5000)}, "[]"},
		{domain.ProblemFields{}, "[nameUk]"},
		{domain.ProblemFields{NameUK: " ", NameEN: " ", DescriptionUK: " "}, "[nameUk]"},
		{domain.ProblemFields{NameUK: long(201), NameEN: long(201), DescriptionUK: long(5001), DescriptionEN: long(5001)}, "[nameUk nameEn descriptionUk descriptionEn]"},
	} {
		if got := fieldsAtFault(c.fields.Trimmed().Check()); got != c.want {
			t.Errorf("%+v: %s, want %s", c.fields, got, c.want)
		}
	}
	facts := domain.ProblemFields{NameUK: "Є", DescriptionEN: "Is"}.Facts()
	if fmt.Sprint(facts) != "map[descriptionEn:Is nameUk:Є]" {
		t.Error(facts)
	}
}

func TestFieldsOfCommunityProblems(t *testing.T) {
	t.Parallel()
	said := func(texts ...string) (all []domain.ProblemEvidence) {
		for _, text := range texts {
			all = append(all, domain.ProblemEvidence{Kind: domain.StaffEvidence, Text: text})
		}
		return all
	}
	many := make([]string, 51)
	for i := range many {
		many[i] = fmt.Sprint(i)
	}
	for _, c := range []struct {
		fields domain.CommunityProblemFields
		want   string
	}{
		{domain.CommunityProblemFields{Severity: 1}, "[]"},
		{domain.CommunityProblemFields{Severity: 5, Note: strings.Repeat("ї", 5000), Evidence: said(many[:50]...)}, "[]"},
		{domain.CommunityProblemFields{Severity: 0, Note: strings.Repeat("ї", 5001)}, "[severity note]"},
		{domain.CommunityProblemFields{Severity: 6, Evidence: said(many...)}, "[severity evidence]"},
		{domain.CommunityProblemFields{Severity: 3, Evidence: said("", strings.Repeat("ї", 2001), "та сама", " та сама ")}, "[evidence.0.text evidence.1.text evidence.3]"},
		{domain.CommunityProblemFields{Severity: 3, Evidence: []domain.ProblemEvidence{
			{Kind: domain.StaffEvidence, Text: "та сама"}, {Kind: domain.ExpertEvidence, Text: "та сама"}, {Kind: domain.StaffEvidence, Text: "та сама", URL: "https://example.org"},
		}}, "[]"},
		{domain.CommunityProblemFields{Severity: 3, Evidence: []domain.ProblemEvidence{{Kind: domain.SurveyFigure, Text: "40%", URL: "https://" + strings.Repeat("e", 2000)}}}, "[evidence.0.url]"},
	} {
		if got := fieldsAtFault(c.fields.Trimmed().Check()); got != c.want {
			t.Errorf("%.80s: %s, want %s", fmt.Sprint(c.fields), got, c.want)
		}
	}
	facts := domain.CommunityProblemFields{Severity: 3, Note: "Є", Evidence: []domain.ProblemEvidence{{Kind: domain.SurveyFigure, Text: "40%", URL: "https://example.org"}}}.Facts()
	if fmt.Sprint(facts) != "map[evidence:[map[kind:SURVEY_FIGURE text:40% url:https://example.org]] note:Є severity:3]" {
		t.Error(facts)
	}
}

func TestProblemsOfGoals(t *testing.T) {
	t.Parallel()
	fields := domain.NodeFields{Title: "Є", Weight: 1, Problems: make([]domain.NodeID, 20)}
	if faults := fields.Check(domain.GoalLevel); len(faults) > 0 {
		t.Error(faults)
	}
	fields.Problems = append(fields.Problems, domain.NodeID{})
	if got := fieldsAtFault(fields.Check(domain.GoalLevel)); got != "[problemIds]" {
		t.Error(got)
	}
	id := domain.NodeID{Type: "Problem", Number: 7}
	fields.Problems = []domain.NodeID{id}
	if got := fields.Facts()["problemIds"]; fmt.Sprint(got) != "["+id.String()+"]" {
		t.Error(got)
	}
}
