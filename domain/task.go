package domain

// TaskKind is what waits for somebody.
type TaskKind string

// The kinds of tasks, the most urgent first: a whole tree that waits, then people who wait for an answer, then work that is late, then
// what nobody has reported of.
const (
	ReturnedTreeTask      TaskKind = "RETURNED_TREE"
	SubmittedTreeTask     TaskKind = "SUBMITTED_TREE"
	MentionTask           TaskKind = "MENTION"
	UnansweredCommentTask TaskKind = "UNANSWERED_COMMENT"
	OverdueNodeTask       TaskKind = "OVERDUE_NODE"
	DueReportTask         TaskKind = "DUE_REPORT"
	SilentCommunityTask   TaskKind = "SILENT_COMMUNITY"
)
