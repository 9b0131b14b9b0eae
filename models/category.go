package models

import (
	"context"

	"hromada/auth"
	"hromada/domain"
)

// Category is one of the catalogue of component categories.
type Category struct {
	Code   string
	Kind   domain.ComponentKind
	NameUK string
	NameEN *string
}

const categoryColumns = `g.code, g.kind, g.name_uk, g.name_en`

// Name gives the name in a language.
func (c *Category) Name(lang domain.Language) string { return domain.Pick(lang, c.NameUK, c.NameEN) }

// Categories gives the catalogue in its order, or the part for one kind of components.
func (s *Store) Categories(ctx context.Context, kind *domain.ComponentKind) ([]*Category, error) {
	d, err := s.read(ctx, auth.ReadRegistry)
	if err != nil {
		return nil, err
	}
	w := newWhere(nil)
	if kind != nil {
		w.and(`g.kind = @kind `, "kind", *kind)
	}
	return fetch[Category](d, `SELECT `+categoryColumns+` FROM categories g WHERE `+w.sql()+` ORDER BY g.position, g.code`, w.args)
}

// CategoryOf gives a component's category; nil until it is classified.
func (s *Store) CategoryOf(ctx context.Context, row *Component) (*Category, error) {
	return share(ctx, row, "category", nil, func(ctx context.Context, rows []*Component) (map[*Component]*Category, error) {
		return categoriesOf(ctx, s, rows, func(c *Component) *string { return c.CategoryCode })
	})
}

// CategoryCounted gives the category that a count is of; nil for components without one.
func (s *Store) CategoryCounted(ctx context.Context, row *CategoryCount) (*Category, error) {
	return share(ctx, row, "value", nil, func(ctx context.Context, rows []*CategoryCount) (map[*CategoryCount]*Category, error) {
		return categoriesOf(ctx, s, rows, func(c *CategoryCount) *string { return c.Code })
	})
}

func categoriesOf[R any](ctx context.Context, s *Store, rows []*R, code func(*R) *string) (map[*R]*Category, error) {
	d, err := s.read(ctx, auth.ReadRegistry)
	if err != nil {
		return nil, err
	}
	key := func(r *R) string {
		if c := code(r); c != nil {
			return *c
		}
		return "" // no category has this code
	}
	found, err := fetch[Category](d, `SELECT `+categoryColumns+` FROM categories g WHERE g.code = ANY (CAST(@codes AS text[]))`,
		named{"codes": texts(keysOf(rows, key))})
	return toOne(rows, key, found, func(c *Category) string { return c.Code }), err
}
