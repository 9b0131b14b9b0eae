package models

import (
	"context"
	"slices"

	"hromada/auth"
	"hromada/domain"
)

// metricSource is one source of the catalogue: what its metrics are, and how their figures are made for communities c that a condition
// holds for. This is where a source registers.
type metricSource struct {
	of      []domain.MetricSource
	metrics func(*door) ([]Metric, error)
	values  func(d *door, day domain.Date, communities string, args named) ([]*metricValue, error)
	// working gives today's figures of what is worked on, for the communities that the door reaches; nil: all is as it is published.
	working func(*door) ([]*metricValue, error)
	// monthly sources can say what they would have said on a day that is over.
	monthly bool
	// settled figures change by what is done about them alone, and not with what else a community writes.
	settled bool
}

var metricSources = []metricSource{
	{
		of:      []domain.MetricSource{domain.GoalMetrics, domain.CostMetrics},
		metrics: func(*door) ([]Metric, error) { return goalMetrics, nil },
		values:  (*door).goalValues,
		working: func(d *door) ([]*metricValue, error) { return d.goalValues(d.today, d.reaches(`c.id`), named{}) },
		monthly: true,
	},
	{of: []domain.MetricSource{domain.ProblemMetrics}, metrics: problemMetrics, values: (*door).problemValues},
	surveySource,
}

// monthsBack is how far back months are filled in that have no figures yet, where something was reported or paid by then. What is older stays as it was.
const monthsBack = 24

// RefreshMetrics brings catalogue and figures up to date: those of today, and of the months before that nobody has looked at. A server does
// so when it starts and while it runs, since what is late depends on the day. It goes region by region, so that who reports waits for one alone.
// Of two servers one does it.
func (s *Store) RefreshMetrics(ctx context.Context) error {
	var regions []*struct{ ID int64 }
	err := s.refresh(ctx, func(tx *Tx) (err error) {
		for _, source := range metricSources {
			if err := tx.refreshCatalogue(source); err != nil {
				return err
			}
		}
		regions, err = fetch[struct{ ID int64 }](&tx.door, `SELECT r.id FROM regions r ORDER BY r.id`, nil)
		return err
	})
	for _, region := range regions {
		if err == nil {
			err = s.refresh(ctx, func(tx *Tx) error { return tx.refreshRegion(region.ID) })
		}
	}
	return err
}

// refresh does a part of refreshing in a transaction of its own, unless somebody else is at it.
func (s *Store) refresh(ctx context.Context, part func(*Tx) error) error {
	return s.InTx(ctx, auth.RefreshMetrics, false, func(tx *Tx) error {
		alone, err := fetchOne[struct{ Alone bool }](&tx.door, `SELECT pg_try_advisory_xact_lock(hashtext('metrics')) AS alone`, nil)
		if err != nil || !alone.Alone {
			return err
		}
		return part(tx)
	})
}

func (tx *Tx) refreshCatalogue(source metricSource) error {
	d := tx.publishing()
	metrics, err := source.metrics(d)
	if err != nil || len(metrics) == 0 {
		return err
	}
	return d.storeMetrics(metrics)
}

func (tx *Tx) refreshRegion(region int64) error {
	d := tx.publishing()
	communities, err := fetch[Community](d, `SELECT c.id FROM communities c WHERE c.region_id = @region ORDER BY c.id`, named{"region": region})
	if err != nil {
		return err
	}
	ids := keysOf(communities, (*Community).id)
	if err := d.holdFigures(ids); err != nil {
		return err
	}
	for _, source := range metricSources {
		if source.monthly {
			if err := d.fillMonths(source, ids); err != nil {
				return err
			}
		}
		if err := d.refreshValues(source, d.today, numbers(ids)); err != nil {
			return err
		}
	}
	return nil
}

// holdFigures keeps others from making the figures of some communities until the transaction ends: what is made second is made of what stands then, and
// not of what stood while the first was not through.
func (d *door) holdFigures(ids []int64) error {
	slices.Sort(ids) // so that nobody waits for somebody who waits for them
	_, err := fetch[struct{ ID int64 }](d, `SELECT c.id, pg_advisory_xact_lock(hashtextextended('figures', c.id)) FROM unnest(CAST(@ids AS bigint[])) c (id)`,
		named{"ids": numbers(ids)})
	return err
}

// publishing is the door as those see through it who see what is published.
func (tx *Tx) publishing() *door {
	d := tx.door
	d.view = domain.PublishedView
	return &d
}

func (d *door) refreshValues(source metricSource, day domain.Date, communities array) error {
	values, err := source.values(d, day, `c.id = ANY (CAST(@ids AS bigint[]))`, named{"ids": communities})
	if err != nil {
		return err
	}
	return d.storeValues(values)
}

// fillMonths makes the figures of the last days of past months that are not there yet, since the first report or payment on what a community shows:
// that somebody reported on what is only worked on must not be seen from the periods that there are.
func (d *door) fillMonths(source metricSource, ids []int64) error {
	months, err := fetch[struct {
		Day         domain.Date
		Communities string
	}](d, `SELECT e.day, CAST(array_agg(j.community_id ORDER BY j.community_id) AS text) AS communities
		FROM (SELECT CAST(g.month + interval '1 month' - interval '1 day' AS date) AS day
			FROM generate_series(date_trunc('month', CAST(@today AS timestamp)) - make_interval(months => @back),
				date_trunc('month', CAST(@today AS timestamp)) - interval '1 month', interval '1 month') g (month)) e
		JOIN (SELECT r.community_id, min(r.day) AS since
			FROM (SELECT community_id, node_number, as_of AS day FROM progress_reports UNION ALL SELECT community_id, node_number, spent_on FROM spending_entries) r
			JOIN placements p ON p.community_id = r.community_id AND p.node_number = r.node_number
			WHERE (p.community_id, p.revision_number) IN (`+d.shown(d.currentTrees(`c.id = ANY (CAST(@ids AS bigint[]))`))+`) GROUP BY r.community_id) j ON j.since <= e.day
		WHERE NOT EXISTS (SELECT FROM metric_values v WHERE v.community_id = j.community_id AND v.metric = ANY (CAST(@codes AS text[]))
			AND v.period = 12 * extract(year FROM e.day) + extract(month FROM e.day))
		GROUP BY e.day ORDER BY e.day`, named{"today": d.today.String(), "year": d.today.Year(), "back": monthsBack, "codes": texts(journalled(goalMetrics)), "ids": numbers(ids)})
	for _, month := range months {
		if err == nil {
			err = d.refreshValues(source, month.Day, array{month.Communities})
		}
	}
	return err
}

// figuresChange notes that the published figures of a community are to be made anew before the transaction ends.
func (tx *Tx) figuresChange(community int64) {
	if tx.figures == nil {
		tx.figures = map[int64]bool{}
	}
	tx.figures[community] = true
}

// refreshFigures makes the figures anew of the communities whose goals a transaction has changed: in the same transaction, so that a
// comparison never tells of another state than the tree does, and one community after the other where several write at once.
func (tx *Tx) refreshFigures() error {
	if len(tx.figures) == 0 {
		return nil
	}
	ids := make([]int64, 0, len(tx.figures))
	for id := range tx.figures {
		ids = append(ids, id)
	}
	d := tx.publishing()
	if err := d.holdFigures(ids); err != nil {
		return err
	}
	for _, source := range metricSources {
		if source.settled {
			continue
		}
		if err := d.refreshValues(source, d.today, numbers(ids)); err != nil {
			return err
		}
	}
	return nil
}

// pastChanges drops the figures of past months that a report on nodes, of one of those months, has made wrong; the next refreshing makes them anew. Those that it
// would not make anew stay: of the structure, of months too long ago, and of communities that do not show these nodes.
func (tx *Tx) pastChanges(ids []domain.NodeID, since domain.Date) error {
	month := domain.MonthOf(tx.today).Number
	from := max(domain.MonthOf(since).Number, month-monthsBack)
	if from >= month {
		return nil
	}
	args := places(placesOf(ids))
	args["codes"], args["since"], args["month"] = texts(journalled(goalMetrics)), from, month
	d := tx.publishing()
	_, err := fetch[struct{ Period int }](d, `DELETE FROM metric_values v
		WHERE v.metric = ANY (CAST(@codes AS text[])) AND v.period >= @since AND v.period < @month AND v.community_id IN (
			SELECT p.community_id FROM placements p
			WHERE (p.community_id, p.node_number) IN (SELECT * FROM `+unnestPlaces+`)
				AND (p.community_id, p.revision_number) IN (`+d.shown(allTrees)+`))
		RETURNING v.period`, args)
	return err
}
