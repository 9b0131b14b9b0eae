package models

import "context"

// foresee works out, within a transaction that is to be undone, today's progress of the nodes that it touched and of all that stands above
// them. Rows keep what was found for them, so whoever asks them afterwards is shown how it would be. The number of statements does not
// depend on that of the nodes.
func (c *Changed) foresee(ctx context.Context, s *Store, tx *Tx) error {
	inside := &Store{db: tx.db, now: s.now, kyiv: s.kyiv}
	for _, node := range c.nodes {
		if err := inside.foresee(ctx, node); err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) foresee(ctx context.Context, node Node) error {
	switch row := node.(type) {
	case *Goal:
		return nodeFigures(ctx, s, row)
	case *Subgoal:
		goal, err := s.GoalOfSubgoal(ctx, row)
		return inOrder(
			func() error { return err },
			func() error { return nodeFigures(ctx, s, row) },
			func() error { return nodeFigures(ctx, s, goal) },
		)
	case *Component:
		goal, err := s.GoalOfComponent(ctx, row)
		if err != nil {
			return err
		}
		subgoal, err := s.SubgoalOf(ctx, row)
		if err == nil && subgoal != nil {
			err = s.foresee(ctx, subgoal)
		}
		return inOrder(
			func() error { return err },
			func() error { return nodeFigures(ctx, s, row) },
			func() error { return nodeFigures(ctx, s, goal) },
		)
	}
	return nil
}

// nodeFigures are those of a node and of its tree.
func nodeFigures[R any, P placedRow[R]](ctx context.Context, s *Store, row P) error {
	if _, err := ProgressOf[R, P](ctx, s, row, nil); err != nil {
		return err
	}
	tree, err := TreeOf[R, P](ctx, s, row)
	if err == nil && tree != nil {
		_, err = s.TreeProgress(ctx, tree, nil)
	}
	return err
}
