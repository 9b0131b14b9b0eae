package models

import (
	"context"

	"hromada/auth"
	"hromada/domain"
)

// Changed is what a change of trees touched: the ids, and what of them the viewer sees now.
type Changed struct {
	IDs   []domain.NodeID
	nodes map[domain.NodeID]Node
}

// First gives what the first id names.
func (c *Changed) First() Node {
	if c == nil || len(c.IDs) == 0 {
		return nil
	}
	return c.nodes[c.IDs[0]]
}

// All gives everything that is seen, in the order of the ids.
func (c *Changed) All() []Node {
	all := []Node{}
	if c == nil {
		return all
	}
	for _, id := range c.IDs {
		if node := c.nodes[id]; node != nil {
			all = append(all, node)
		}
	}
	return all
}

// change runs work in one transaction and gives what it touched. A request that was done under the same key does nothing
// more, and gives what it touched then. With dryRun everything is checked, shown as it would be, and nothing kept.
func (s *Store) change(ctx context.Context, action auth.Action, dryRun bool, work func(*Tx) ([]domain.NodeID, error)) (*Changed, error) {
	var done *Changed
	err := s.InTx(ctx, action, dryRun, func(tx *Tx) error {
		done = nil
		ids, again, err := tx.doneBefore()
		if err == nil && !again {
			if ids, err = work(tx); err == nil {
				err = tx.remember(ids)
			}
		}
		if err != nil {
			return err
		}
		if done, err = tx.see(ids); err == nil && dryRun && action == auth.ReportProgress {
			err = done.foresee(ctx, s, tx)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return done, nil
}

// DoneBefore gives what a change of trees touched that was done already under the key of the request; nil where there was none. It is
// for those who need more for a change than the database has: whether it was done before is asked before that is looked for. Whoever is
// told nil goes on, and waits at the change itself for another who was as quick.
func (s *Store) DoneBefore(ctx context.Context, action auth.Action) (*Changed, error) {
	d, err := s.read(ctx, action)
	if err != nil {
		return nil, err
	}
	ids, again, err := d.touchedBefore()
	if err != nil || !again {
		return nil, err
	}
	return d.see(ids)
}

// see finds what ids name, as the viewer sees it within the transaction: one statement a type.
func (d *door) see(ids []domain.NodeID) (*Changed, error) {
	d, err := d.inOwnView()
	if err != nil {
		return nil, err
	}
	seen := &Changed{IDs: ids, nodes: map[domain.NodeID]Node{}}
	byType := map[string][]domain.NodeID{}
	for _, id := range ids {
		byType[id.Type] = append(byType[id.Type], id)
	}
	for typeName, wanted := range byType {
		find, known := treeFinders[typeName]
		if !known {
			continue
		}
		rows, err := find(d, wanted)
		if err != nil {
			return nil, err
		}
		for id, row := range rows {
			seen.nodes[id] = row
		}
	}
	return seen, nil
}

// unwritable says why something may not be written: whoever sees it is told that they may not, and all others that there is
// no such thing.
func (tx *Tx) unwritable(id domain.NodeID, field string) error {
	seen, err := tx.see([]domain.NodeID{id})
	switch {
	case err != nil:
		return err
	case seen.First() == nil || (field != "id" && field != "subjectId"):
		return domain.NotFound(field)
	}
	return domain.Forbidden()
}

// errStale says that somebody else has written in the meantime.
func errStale() *domain.Error {
	return domain.Conflict("version", "Хтось уже змінив це. Перегляньте нові дані й повторіть.", "Somebody has changed this already. Look at it as it is now and try again.")
}

// withCurrent gives, beside a change that came too late, how things stand.
func (s *Store) withCurrent(ctx context.Context, id domain.NodeID, done *Changed, err error) (*Changed, error) {
	return s.withAllCurrent(ctx, []domain.NodeID{id}, done, err)
}

// withAllCurrent is withCurrent for several things of one type.
func (s *Store) withAllCurrent(ctx context.Context, ids []domain.NodeID, done *Changed, err error) (*Changed, error) {
	told, ok := domain.AsError(err)
	if !ok || told.Code != domain.CodeConflict || len(ids) == 0 {
		return done, err
	}
	lookup, known := Lookups[ids[0].Type]
	if !known {
		return done, err
	}
	rows, unread := lookup(ctx, s, ids)
	if unread != nil {
		return done, unread
	}
	return &Changed{IDs: ids, nodes: rows}, err
}
