package domain

import "time"

// CommentTime is how long its author may change or delete a comment: others answer what they read.
const CommentTime = 30 * time.Minute

// CommentStep is what may be done about a comment.
type CommentStep string

// The steps. Threads are answered, resolved and reopened; single comments are changed and deleted.
const (
	AnswerStep  CommentStep = "ANSWER"
	UpdateStep  CommentStep = "UPDATE"
	DeleteStep  CommentStep = "DELETE"
	ResolveStep CommentStep = "RESOLVE"
	ReopenStep  CommentStep = "REOPEN"
)

// CommentState is what decides which steps are open.
type CommentState struct {
	First     bool // it begins a thread
	Own       bool // the viewer wrote it
	Deleted   bool // only its place is left
	Resolved  bool
	CreatedAt time.Time
}

// Steps lists what may be done about a comment now, by somebody who may comment there.
func (c CommentState) Steps(now time.Time) []CommentStep {
	steps := []CommentStep{}
	for _, s := range []struct {
		step CommentStep
		open bool
	}{
		{AnswerStep, c.First && !c.Resolved},
		{UpdateStep, c.Own && !c.Deleted && c.inTime(now)},
		{DeleteStep, c.Own && !c.Deleted && c.inTime(now)},
		{ResolveStep, c.First && !c.Resolved},
		{ReopenStep, c.First && c.Resolved},
	} {
		if s.open {
			steps = append(steps, s.step)
		}
	}
	return steps
}

func (c CommentState) inTime(now time.Time) bool { return !now.After(c.CreatedAt.Add(CommentTime)) }

// CheckOwn refuses a change to a comment that is another's, is deleted, or is too old.
func (c CommentState) CheckOwn(now time.Time) error {
	switch {
	case !c.Own:
		return Forbidden()
	case c.Deleted:
		return Invalid("id", "Коментар уже видалено.", "The comment was deleted already.")
	case !c.inTime(now):
		return Invalid("id", "Змінити чи видалити коментар можна протягом %d хвилин.", "A comment can be changed or deleted for %d minutes.", int(CommentTime.Minutes()))
	}
	return nil
}

// CheckAnswer refuses an answer to an answer, and one to what was resolved.
func (c CommentState) CheckAnswer() error {
	switch {
	case !c.First:
		return Invalid("answerToId", "Відповідайте на перший коментар обговорення.", "Answer the first comment of the thread.")
	case c.Resolved:
		return Conflict("answerToId", "Обговорення завершено. Спершу відкрийте його знову.", "The thread was resolved. Reopen it first.")
	}
	return nil
}

// CheckThread refuses to resolve or reopen anything but a thread.
func (c CommentState) CheckThread() error {
	if !c.First {
		return Invalid("id", "Завершити можна лише обговорення: вкажіть його перший коментар.", "Only a thread can be resolved: give its first comment.")
	}
	return nil
}
