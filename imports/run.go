package imports

import (
	"context"
	"io"
	"unicode/utf8"

	"hromada/auth"
	"hromada/domain"
	"hromada/imports/table"
	"hromada/models"
)

// Run is how an import is carried out.
type Run struct {
	DryRun   bool     // check everything, keep nothing
	Progress Progress // may be nil
	// Last runs as the last part of the transaction; may be nil.
	Last func(*models.Tx)
}

// RegistryResult is what an import of a registry did, or on a dry run would do.
type RegistryResult struct {
	Tally domain.RegistryTally
	Notes []Note
}

// ImportRegistry reads a registry file and brings the database up to date by it, all or nothing. The
// source tells where it is known from that the communities marked take part. *Faults lists what is
// wrong in the file; nothing is written then.
func ImportRegistry(ctx context.Context, s *models.Store, r io.Reader, source string, run Run) (RegistryResult, error) {
	source, fault := table.Clean(source)
	if n := utf8.RuneCountInString(source); fault != nil || n == 0 || n > maxName {
		return RegistryResult{}, domain.Invalid("source", "Джерело (--source): від 1 до %d символів, без керівних.",
			"The source (--source): 1 to %d characters, none of them control characters.", maxName)
	}
	registry, err := ReadRegistry(r, run.reading())
	if err != nil {
		return RegistryResult{}, err
	}
	result := RegistryResult{Notes: registry.Notes}
	run.at(domain.ImportWriting, 0, 0)
	err = s.InTx(ctx, auth.ImportRegistry, run.DryRun, func(tx *models.Tx) (err error) {
		result.Tally, err = tx.WriteRegistry(registry.Registry, models.ProjectOfParticipants, source)
		return err
	})
	return result, err
}

// ImportGoals reads a file of published goal trees and publishes each as the newest revision of its
// community's tree of the kind and period (nil: not known), all or nothing. *Faults lists what is
// wrong in the file; nothing is written then.
func ImportGoals(
	ctx context.Context, s *models.Store, r io.Reader, kind domain.TreeKind, period *domain.Period, run Run,
) ([]TreeResult, error) {
	known, err := s.KnownCommunities(ctx)
	if err != nil {
		return nil, err
	}
	drafts, err := ReadGoals(r, kind, period, func(code domain.KatottgCode) bool { return known[code] }, run.reading())
	if err != nil {
		return nil, err
	}
	var results []TreeResult
	err = s.InTx(ctx, auth.ImportGoals, run.DryRun, func(tx *models.Tx) error {
		results = make([]TreeResult, len(drafts))
		for i, draft := range drafts {
			run.at(domain.ImportWriting, i, len(drafts))
			written, err := tx.WriteTree(draft.Outline)
			if err != nil {
				return err
			}
			results[i] = TreeResult{
				Name: written.CommunityName, Draft: draft, Standing: written.Standing,
				Matches: written.Matches, Changed: written.Changed, NewRevision: written.Sequence,
			}
		}
		return nil
	})
	return results, err
}
