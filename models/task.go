package models

import (
	"context"
	"slices"
	"time"

	"hromada/auth"
	"hromada/domain"
)

// Task is something that waits for the viewer.
type Task interface{ row() *TaskRow }

// TaskRow is what tasks of all kinds are read as. Which columns are filled, the kind decides.
type TaskRow struct {
	Kind           domain.TaskKind `gorm:"-"`
	CommunityID    int64
	CommunityCode  domain.KatottgCode
	CommunityUK    string
	CommunityEN    *string
	TreeNumber     int64
	TreeKind       domain.TreeKind
	NodeNumber     *int64
	Level          *domain.Level
	NodeCode       *string
	NodeTitle      *string
	DueDate        domain.Date // of a node, or of a report
	PeriodStart    domain.Date
	PeriodEnd      domain.Date
	Overdue        bool
	Status         *domain.Status
	CommentNumber  int64
	ThreadNumber   int64
	ActorName      *string
	Text           *string
	LastReportedOn *domain.Date
	LastReportedAt *time.Time
	Since          time.Time
	SinceDay       *domain.Date
	Total          int
}

// The kinds of tasks.
type (
	// ReturnedTreeTask is a tree that an expert asks to be changed.
	ReturnedTreeTask struct{ *TaskRow }
	// SubmittedTreeTask is a tree that waits for an expert.
	SubmittedTreeTask struct{ *TaskRow }
	// MentionTask is a comment that mentions the viewer.
	MentionTask struct{ *TaskRow }
	// UnansweredCommentTask is a thread in which the community has not the last word.
	UnansweredCommentTask struct{ *TaskRow }
	// OverdueNodeTask is a node whose day has passed.
	OverdueNodeTask struct{ *TaskRow }
	// DueReportTask is a node to be reported on.
	DueReportTask struct{ *TaskRow }
	// SilentCommunityTask is a community that reported nothing for a whole period.
	SilentCommunityTask struct{ *TaskRow }
)

func (t *TaskRow) row() *TaskRow { return t }

// CommunityName gives the community's name in a language.
func (t *TaskRow) CommunityName(lang domain.Language) string {
	return domain.Pick(lang, t.CommunityUK, t.CommunityEN)
}

// TreeID is the id of the tree.
func (t *TaskRow) TreeID() domain.NodeID {
	return domain.NodeID{Type: "GoalTree", Community: t.CommunityID, Number: t.TreeNumber}
}

// SubjectID is the id of the node that the task is about, or of the tree where it is about none.
func (t *TaskRow) SubjectID() domain.NodeID {
	if t.NodeNumber == nil {
		return t.TreeID()
	}
	return domain.NodeID{Type: typeNames[*t.Level], Community: t.CommunityID, Number: *t.NodeNumber}
}

// CommentID is the id of the comment.
func (t *TaskRow) CommentID() domain.NodeID { return commentID(t.CommunityID, t.CommentNumber) }

// ThreadID is the id of the first comment of its thread.
func (t *TaskRow) ThreadID() domain.NodeID { return commentID(t.CommunityID, t.ThreadNumber) }

// Tasks are what waits for the viewer, the most urgent first, and how much of each kind there is.
type Tasks struct {
	Nodes  []Task
	Counts []*TaskCount
}

// TaskCount is how many tasks of a kind there are; kinds of which there are none are left out.
type TaskCount struct {
	Kind  domain.TaskKind
	Count int
}

// MaxTasks is how many tasks are told at once.
const MaxTasks = 100

// finding is a statement that finds tasks of one kind; an empty one finds none.
type finding struct {
	statement string
	args      named
}

// taskKinds are the kinds in the order of their urgency. Which of them a viewer has any of, their memberships decide.
var taskKinds = []struct {
	kind domain.TaskKind
	find func(*Store, *door) (*door, finding)
	of   func(*TaskRow) Task
}{
	{domain.ReturnedTreeTask, (*Store).returnedTrees, func(r *TaskRow) Task { return ReturnedTreeTask{r} }},
	{domain.SubmittedTreeTask, (*Store).submittedTrees, func(r *TaskRow) Task { return SubmittedTreeTask{r} }},
	{domain.MentionTask, (*Store).mentions, func(r *TaskRow) Task { return MentionTask{r} }},
	{domain.UnansweredCommentTask, (*Store).unansweredComments, func(r *TaskRow) Task { return UnansweredCommentTask{r} }},
	{domain.OverdueNodeTask, (*Store).overdueNodes, func(r *TaskRow) Task { return OverdueNodeTask{r} }},
	{domain.DueReportTask, (*Store).dueReports, func(r *TaskRow) Task { return DueReportTask{r} }},
	{domain.SilentCommunityTask, (*Store).silentCommunities, func(r *TaskRow) Task { return SilentCommunityTask{r} }},
}

// TasksAsked says which tasks are told.
type TasksAsked struct {
	First, Skip int
	Kinds       []domain.TaskKind // nil: of all kinds
}

func (a TasksAsked) check() error {
	if a.First < 0 || a.First > MaxTasks {
		return domain.Invalid("first", "Від 0 до %d.", "0 to %d.", MaxTasks)
	}
	if a.Skip < 0 || a.Skip > maxSkipped {
		return domain.Invalid("skip", "Від 0 до %d.", "0 to %d.", maxSkipped)
	}
	return nil
}

// maxSkipped is how many tasks may be skipped.
const maxSkipped = 100_000

// Tasks gives what waits for the viewer: one statement for each kind that their memberships let them do something about.
func (s *Store) Tasks(ctx context.Context, asked TasksAsked) (*Tasks, error) {
	d, err := s.read(ctx, auth.ReadTasks)
	if err != nil {
		return nil, err
	}
	if err := asked.check(); err != nil {
		return nil, err
	}
	skip := asked.Skip
	all := &Tasks{Nodes: []Task{}, Counts: []*TaskCount{}}
	for _, k := range taskKinds {
		if asked.Kinds != nil && !slices.Contains(asked.Kinds, k.kind) {
			continue
		}
		within, found := k.find(s, d)
		if found.statement == "" {
			continue
		}
		rows, err := s.tasks(within, found, asked.First, skip)
		if err != nil {
			return nil, err
		}
		if total := rows[0].Total; total > 0 {
			all.Counts = append(all.Counts, &TaskCount{k.kind, total})
		}
		skip = max(0, skip-rows[0].Total)
		for _, row := range rows {
			if row.CommunityID != 0 && len(all.Nodes) < asked.First {
				row.Kind = k.kind
				all.Nodes = append(all.Nodes, k.of(row))
			}
		}
	}
	return all, nil
}

// tasks runs a statement that finds tasks, and gives the first of them after those that are skipped; all of them are counted. There is a row even where no task is.
// A finding names its tasks by community_id, item and since or since_day.
func (s *Store) tasks(d *door, f finding, first, skip int) ([]*TaskRow, error) {
	f.args["first"], f.args["skip"] = first, skip
	rows, err := fetch[TaskRow](d, `WITH found AS (`+f.statement+`)
		SELECT n.total, x.*, c.code AS community_code, c.name_uk AS community_uk, c.name_en AS community_en
		FROM (SELECT count(*) AS total FROM found) n
		LEFT JOIN LATERAL (SELECT * FROM found ORDER BY since_day, since, community_id, item LIMIT @first OFFSET @skip ) x ON TRUE
		LEFT JOIN communities c ON c.id = x.community_id
		ORDER BY x.since_day, x.since, x.community_id, x.item`, f.args)
	for _, row := range rows {
		if row.SinceDay != nil {
			row.Since = row.SinceDay.In(s.kyiv)
		}
	}
	return rows, err
}

// serving is the door as it is for what somebody's own memberships let them do: an administrator, who may do everything, has
// not everything to do.
func (d *door) serving(action auth.Action) (*door, bool) {
	scope, err := auth.Allow(d.viewer, action)
	own := *d
	own.scope = auth.Scope{Reach: auth.Own, Communities: scope.Communities, Regions: scope.Regions}
	return &own, err == nil && len(scope.Communities)+len(scope.Regions) > 0
}

// working is the revision of a tree t that those who work on it see.
const working = `coalesce(t.working_revision, t.published_revision)`
