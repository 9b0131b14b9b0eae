package resolvers_test

import (
	"fmt"
	"slices"
	"testing"

	"hromada/domain"
)

// Mutations in the crawl. Those that are refused change nothing, and everybody sends them while the others read. What a head really does
// in their own community changes the worlds, so it is done when all others are through.

// namedIn are the types of things that inputs of mutations name, by the inputs' fields. Any other id is one of all these.
var namedIn = map[string][]string{
	"CreateGoalInput.treeId": {"GoalTree"}, "CreateSubgoalInput.goalId": {"Goal"}, "CreateComponentInput.parentId": {"Goal", "Subgoal"},
	"UpdateGoalInput.id": {"Goal"}, "UpdateSubgoalInput.id": {"Subgoal"}, "UpdateComponentInput.id": {"Component"},
	"MoveTreeNodeInput.id": {"Component", "Subgoal"}, "MoveTreeNodeInput.parentId": {"Subgoal", "Goal"},
	"ReorderTreeNodesInput.parentId": {"Subgoal", "Goal", "GoalTree"}, "DeleteTreeNodeInput.id": {"Component", "Subgoal"}, "RestoreTreeNodeInput.id": {"Component", "Goal"},
	"ProgressReportInput.id": {"Component", "Subgoal", "Goal"}, "CorrectProgressReportInput.id": {"ProgressReport"},
	"CorrectSpendingInput.id": {"SpendingEntry"}, "TakeBackSpendingInput.id": {"SpendingEntry"}, "RemoveEvidenceInput.id": {"File", "EvidenceLink"},
	"TargetActualInput.targetId": {"Target"}, "TargetInput.id": {"Target"}, "CancelTreeNodeInput.id": {"Component", "Subgoal", "Goal"},
	"SubmitGoalTreeInput.id": {"GoalTree"}, "WithdrawGoalTreeInput.id": {"GoalTree"}, "ReturnGoalTreeInput.id": {"GoalTree"},
	"UpdateGoalTreeInput.id": {"GoalTree"}, "DeleteGoalTreeInput.id": {"GoalTree"}, "DiscardDraftInput.id": {"GoalTree"}, "step": {"RevisionStep"},
	"EndorseGoalTreeInput.id": {"GoalTree"}, "AdoptGoalTreeInput.id": {"GoalTree"},
	"UpdateProblemInput.id": {"Problem"}, "MergeProblemsInput.id": {"Problem"}, "MergeProblemsInput.intoId": {"Problem"},
	"SetCommunityProblemInput.problemId": {"Problem"}, "RemoveCommunityProblemInput.id": {"CommunityProblem"},
	"UpdateSurveyInput.id": {"Survey"}, "SetSurveyQuestionsInput.id": {"Survey"}, "SurveyQuestionInput.questionId": {"Question"}, "SetSurveyCategoriesInput.id": {"Survey"},
	"SetSurveyPopulationInput.id": {"Survey"}, "OpenSurveyInput.id": {"Survey"}, "CloseSurveyInput.id": {"Survey"}, "ReopenSurveyInput.id": {"Survey"},
	"PublishSurveyInput.id": {"Survey"}, "CreateNextWaveInput.id": {"Survey"}, "DeleteSurveyInput.id": {"Survey"},
	"ProposeSurveyMappingInput.surveyId": {"Survey"}, "ProposeSurveyMappingInput.uploadId": {"Survey"}, "ImportResponsesInput.surveyId": {"Survey"},
	"ImportResponsesInput.uploadId": {"Survey"}, "ImportQuestionnaireInput.surveyId": {"Survey"}, "ImportQuestionnaireInput.uploadId": {"Survey"},
	"ConfirmFindingInput.surveyId": {"Survey"}, "ConfirmFindingInput.problemId": {"Problem"},
	"UpdateQuestionInput.id": {"Question"}, "DeleteQuestionInput.id": {"Question"},
	"CreateQuestionInput.problemId": {"Problem"}, "UpdateQuestionInput.problemId": {"Problem"}, "QuestionOptionInput.problemId": {"Problem"},
	"DisableUserInput.id": {"User"}, "EnableUserInput.id": {"User"}, "GrantMembershipInput.userId": {"User"}, "RevokeMembershipInput.id": {"Membership"},
}

// about makes what a surveyor writes about what some communities have.
func (s *surveyor) about(parts ...part) *surveyor {
	codes, regions := []string{}, []string{}
	of := func(typeNames ...string) []string {
		ids := []string{}
		for _, p := range append(slices.Clone(parts), administration) {
			for _, typeName := range typeNames {
				ids = append(ids, p.of(typeName)...)
			}
		}
		return ids
	}
	for _, p := range parts {
		codes = append(codes, string(spot(p)))
		regions = append(regions, string([]domain.KatottgCode{vinnytskaOblast, khmelnytskaOblast}[p.region()-1]))
	}
	s.values["communityCode"] = quoted(codes)
	s.values["regionCode"], s.values["problemIds"] = quoted(regions), []string{listed(of("Problem"))}
	s.values["ID"] = quoted(slices.Concat(of("GoalTree", "Goal", "Subgoal", "Component", "ProgressReport", "Target"), administration.ids()))
	s.values["ids"] = []string{listed(of("Component")), listed(of("Goal"))}
	for field, typeNames := range namedIn {
		s.values[field] = quoted(of(typeNames...))
	}
	return s
}

// changes gives documents with one mutation each, in a few ways; together, the first to be refused would hide the answers of all others.
func (s *surveyor) changes() []string {
	documents := []string{}
	for _, f := range s.fields("Mutation") {
		if ofFiles(f.Name) {
			continue // it answers secrets that are new each time, or needs a file that was sent; whose uploads are whose is tried where files are
		}
		variants := s.variants(f)
		last := len(variants) - 1
		for _, i := range slices.Compact([]int{0, last / 3, 2 * last / 3, last}) {
			begun := "mutation { " + f.Name + variants[i]
			documents = append(documents, begun+s.shownBy(begun, f.Type.Name())+" }")
		}
	}
	return documents
}

// shownBy selects of a payload what stands two steps beneath it, or one where that is more than a document may hold.
func (s *surveyor) shownBy(begun, payload string) string {
	deep := s.selection(payload, 2)
	if tokens, _ := sizeOf(begun + deep); tokens > newRoom().tokens {
		return s.selection(payload, 1)
	}
	return deep
}

// refusedChanges are mutations that an onlooker who is no administrator may not do: about another community's things, and about both
// theirs and others'.
func (o onlooker) refusedChanges() []string {
	others := slices.DeleteFunc(slices.Clone(allParts[1:]), o.sees)
	foreign := []part{others[0], draftsOnly}
	documents := newSurveyor().about(foreign...).changes()
	if len(o.scope) == 0 {
		return documents
	}
	own := o.scope[len(o.scope)-1]
	for _, other := range foreign {
		documents = append(documents, mixed(own, other)...)
	}
	return documents
}

// mixed are mutations that begin with what is somebody's own and go on to what is not: to what others published, and to what they did not.
func mixed(own, other part) []string {
	documents := []string{}
	ends := func(ids []string) []string { return []string{ids[0], ids[len(ids)-1]} }
	for typeName, above := range map[string]string{"Component": "Subgoal", "Subgoal": "Goal", "Goal": "GoalTree"} {
		mine, parents := own.of(typeName)[0], ends(other.of(above))
		for i, theirs := range ends(other.of(typeName)) {
			documents = append(documents,
				fmt.Sprintf(`mutation { moveTreeNode(input: {id: %q, version: 1, parentId: %q}) { node { __typename id } userErrors { code path message } } }`, mine, parents[i]),
				fmt.Sprintf(`mutation { reorderTreeNodes(input: {parentId: %q, ids: [%q, %q]}) { nodes { __typename id title } userErrors { code path message } } }`,
					own.of(above)[0], mine, theirs),
				fmt.Sprintf(`mutation { reportProgress(input: {reports: [{id: %q, status: SUSPENDED}, {id: %q, status: SUSPENDED}]}) {
					nodes { __typename id title } userErrors { code path message } } }`, mine, theirs))
		}
	}
	return documents
}

// deeds are what the audit log knows to have been done, with which everything is written. Letters anybody may ask for.
func (w *crawled) deeds() string {
	return w.text(`SELECT string_agg(x.action || ' ' || x.times, ', ' ORDER BY x.action) FROM (SELECT e.action, count(*) AS times FROM audit_events e
		WHERE NOT e.refused AND e.action <> 'REQUEST_PASSWORD_RESET' GROUP BY e.action) x`)
}

// work lets a head do what they may in their own community, in both worlds at the same time of their life.
func (c *crawl) work(t *testing.T, w *worlds) {
	t.Helper()
	head := onlookers[slices.IndexFunc(onlookers, func(o onlooker) bool { return o.name == "head" })]
	w.whole().numberAlike()
	w.twin(head).numberAlike()
	c.ask(t, w, head, surveys(t, newSurveyor().about(head.scope...).changes()))
}

// numberAlike lets rows that come from now on have the same numbers in each copy.
func (w *crawled) numberAlike() {
	w.exec(`SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, 888000000) FROM pg_sequences WHERE schemaname = 'public'`)
}

// ofFiles are mutations about files that people send.
func ofFiles(mutation string) bool {
	return slices.Contains([]string{"createUpload", "importResponses", "proposeSurveyMapping", "importQuestionnaire"}, mutation)
}
