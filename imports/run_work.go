package imports

import (
	"bytes"
	"context"
	"errors"
	"io"

	"hromada/auth"
	"hromada/domain"
	"hromada/imports/table"
	"hromada/models"
)

// WorkResult is what an import did, or on a dry run would do, to one tree that is worked on.
type WorkResult struct {
	Tree                    domain.NodeID
	Begun                   bool // there was nothing in it
	Draft                   WorkDraft
	Added, Changed, Matched int               // nodes that are new, that were and are changed, that were there
	Left                    []domain.Standing // what stands and the file does not name; it stays
	Cells                   []Cell
}

// ImportWork reads a file of goals and lays it over the revisions that are worked on, all or nothing. What is published stays. Only
// communities that the viewer may write are taken: rows of others are faults. *Faults lists what is wrong in the file.
func ImportWork(ctx context.Context, s *models.Store, r io.Reader, asked GoalsRequest, run Run) ([]WorkResult, *models.Changed, error) {
	writable, err := s.WritableCommunities(ctx)
	if err != nil {
		return nil, nil, err
	}
	if asked.Community != nil {
		if mine, known := writable[*asked.Community]; !known {
			return nil, nil, domain.NotFound("communityCode")
		} else if !mine {
			return nil, nil, domain.Forbidden() // everybody sees communities
		}
	}
	asked.Refuses = unlessWritable(writable)
	drafts, err := readWork(r, asked, run.reading())
	if err != nil {
		return nil, nil, err
	}
	var results []WorkResult
	done, err := s.ChangeTrees(ctx, run.DryRun, func(tx *models.Tx) (trees []domain.NodeID, err error) {
		if results, trees, err = writeWork(tx, drafts, run); err == nil && run.Last != nil {
			run.Last(tx)
		}
		return trees, err
	})
	return results, done, err
}

func writeWork(tx *models.Tx, drafts []WorkDraft, run Run) ([]WorkResult, []domain.NodeID, error) {
	results, trees, rows, done := make([]WorkResult, len(drafts)), make([]domain.NodeID, len(drafts)), 0, 0
	for i := range drafts {
		rows += drafts[i].size
	}
	run.at(domain.ImportChecking, 0, rows)
	for i := range drafts {
		written, err := tx.DraftTree(drafts[i].Outline, drafts[i].over(tx), func() { run.at(domain.ImportWriting, done, rows) })
		if err != nil {
			return nil, nil, drafts[i].faults(written.Nodes, err)
		}
		results[i], trees[i] = drafts[i].result(written), written.Tree
		done += drafts[i].size
	}
	return results, trees, nil
}

// errCutOff is how an import ends that ends in no other way.
var errCutOff = errors.New("the import was cut off")

// ImportSent reads a file that the viewer has sent, and has it told how far that is. A request that was done before under its key reads
// nothing, needs no file any more, and gives no results: what it changed then is in done.
func ImportSent(
	ctx context.Context, s *models.Store, upload domain.NodeID, asked GoalsRequest, dryRun bool,
) (results []WorkResult, done *models.Changed, err error) {
	if done, err = s.DoneBefore(ctx, auth.EditTree); err != nil || done != nil {
		return nil, done, err
	}
	sent, err := s.SentFile(ctx, upload, domain.ImportUpload)
	if err != nil {
		return nil, nil, err
	}
	watched, err := s.BeginImport(ctx, upload, dryRun)
	if err != nil {
		return nil, nil, err
	}
	ended := errCutOff
	defer func() { watched.End(ctx, ended, faultCount(ended)) }()
	results, done, err = ImportWork(ctx, s, bytes.NewReader(sent.Content), asked, Run{DryRun: dryRun, Progress: watched, Last: watched.Keep})
	ended = err
	return results, done, err
}

func unlessWritable(writable map[domain.KatottgCode]bool) func(domain.KatottgCode) *domain.Text {
	return func(code domain.KatottgCode) *domain.Text {
		mine, known := writable[code]
		switch {
		case mine:
			return nil
		case known:
			foreign := text("Це громада, якої ви не редагуєте.", "This is a community that you do not edit.")
			return &foreign
		}
		missing := text("Громади %s немає в реєстрі.", "The community %s is not in the registry.", code)
		return &missing
	}
}

// faults puts what is wrong with nodes where the file says it.
func (d *WorkDraft) faults(nodes []domain.OutlineNode, err error) error {
	var found models.OutlineFaults
	if !errors.As(err, &found) {
		return err
	}
	var all table.Collector
	for _, f := range found {
		column := d.columnOf(f.Fault.Field)
		all.Add(Fault{Line: nodes[f.Node].Line, Column: d.columns[column], Name: d.names[column], Message: f.Fault.Message})
	}
	return all.Err()
}

func (d *WorkDraft) result(written models.DraftWritten) WorkResult {
	result := WorkResult{Tree: written.Tree, Begun: len(written.Standing) == 0, Draft: *d, Left: leftOf(written.Standing, written.Matches), Cells: d.cells(written)}
	for i, m := range written.Matches {
		if m.Number != 0 && written.Nodes[i].Line > 0 {
			result.Matched++
		}
	}
	for _, c := range written.Changes {
		if c.New {
			result.Added++
		} else {
			result.Changed++
		}
	}
	return result
}
