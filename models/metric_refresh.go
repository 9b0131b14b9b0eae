package models

import (
	"context"

	"hromada/auth"
	"hromada/domain"
)

// metricSource is one source of the catalogue: what its metrics are, and how their figures are made for communities c that a condition
// holds for. This is where a source registers.
type metricSource struct {
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
		metrics: func(*door) ([]Metric, error) { return goalMetrics, nil },
		values:  (*door).goalValues,
		working: func(d *door) ([]*metricValue, error) { return d.goalValues(d.today, d.reaches(`c.id`), named{}) },
		monthly: true,
	},
	{metrics: problemMetrics, values: (*door).problemValues},
	surveySource,
}

// monthsBack is how far back months are filled in that have no figures yet, where something was reported by then.
const monthsBack = 24

// RefreshMetrics brings catalogue and figures up to date: those of today, and of the months before that nobody has looked at. A server does
// so when it starts and while it runs, since what is late depends on the day. Of two servers one does it.
func (s *Store) RefreshMetrics(ctx context.Context) error {
	return s.InTx(ctx, auth.RefreshMetrics, false, func(tx *Tx) error {
		alone, err := fetchOne[struct{ Alone bool }](&tx.door, `SELECT pg_try_advisory_xact_lock(hashtext('metrics')) AS alone`, nil)
		if err != nil || !alone.Alone {
			return err
		}
		d := tx.publishing()
		for _, source := range metricSources {
			if err := d.refreshSource(source); err != nil {
				return err
			}
		}
		return nil
	})
}

// publishing is the door as those see through it who see what is published.
func (tx *Tx) publishing() *door {
	d := tx.door
	d.view = domain.PublishedView
	return &d
}

func (d *door) refreshSource(source metricSource) error {
	metrics, err := source.metrics(d)
	if err != nil || len(metrics) == 0 {
		return err
	}
	if err := d.storeMetrics(metrics); err != nil {
		return err
	}
	if source.monthly {
		if err := d.fillMonths(source, metrics); err != nil {
			return err
		}
	}
	return d.refreshValues(source, d.today, `TRUE`, named{})
}

func (d *door) refreshValues(source metricSource, day domain.Date, communities string, args named) error {
	values, err := source.values(d, day, communities, args)
	if err != nil {
		return err
	}
	return d.storeValues(values)
}

// fillMonths makes the figures of the last days of past months that are not there yet, since the first report on what a community shows: that
// somebody reported on what is only worked on must not be seen from the periods that there are.
func (d *door) fillMonths(source metricSource, metrics []Metric) error {
	codes := make([]string, len(metrics))
	for i := range metrics {
		codes[i] = metrics[i].Code
	}
	months, err := fetch[struct {
		Day         domain.Date
		Communities string
	}](d, `SELECT e.day, CAST(array_agg(j.community_id ORDER BY j.community_id) AS text) AS communities
		FROM (SELECT CAST(g.month + interval '1 month' - interval '1 day' AS date) AS day
			FROM generate_series(date_trunc('month', CAST(@today AS timestamp)) - make_interval(months => @back),
				date_trunc('month', CAST(@today AS timestamp)) - interval '1 month', interval '1 month') g (month)) e
		JOIN (SELECT r.community_id, min(r.as_of) AS since FROM progress_reports r
			JOIN placements p ON p.community_id = r.community_id AND p.node_number = r.node_number
			WHERE (p.community_id, p.revision_number) IN (`+d.shown(d.currentTrees(`TRUE`))+`) GROUP BY r.community_id) j ON j.since <= e.day
		WHERE NOT EXISTS (SELECT FROM metric_values v WHERE v.community_id = j.community_id AND v.metric = ANY (CAST(@codes AS text[]))
			AND v.period = 12 * extract(year FROM e.day) + extract(month FROM e.day))
		GROUP BY e.day ORDER BY e.day`, named{"today": d.today.String(), "year": d.today.Year(), "back": monthsBack, "codes": texts(codes)})
	for _, month := range months {
		if err == nil {
			err = d.refreshValues(source, month.Day, `c.id = ANY (CAST(@ids AS bigint[]))`, named{"ids": array{month.Communities}})
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
// comparison never tells of another state than the tree does.
func (tx *Tx) refreshFigures() error {
	if len(tx.figures) == 0 {
		return nil
	}
	ids := make([]int64, 0, len(tx.figures))
	for id := range tx.figures {
		ids = append(ids, id)
	}
	d := tx.publishing()
	for _, source := range metricSources {
		if source.settled {
			continue
		}
		if err := d.refreshValues(source, d.today, `c.id = ANY (CAST(@ids AS bigint[]))`, named{"ids": numbers(ids)}); err != nil {
			return err
		}
	}
	return nil
}

// pastChanges drops the figures of past months that a report of one of them has made wrong; the next refreshing makes them anew.
func (tx *Tx) pastChanges(ids []domain.NodeID, since domain.Date) error {
	if domain.MonthOf(since) == domain.MonthOf(tx.today) {
		return nil
	}
	codes := make([]string, len(goalMetrics))
	for i := range goalMetrics {
		codes[i] = goalMetrics[i].Code
	}
	_, err := fetch[struct{ Period int }](&tx.door, `DELETE FROM metric_values v
		WHERE v.community_id = ANY (CAST(@ids AS bigint[])) AND v.metric = ANY (CAST(@codes AS text[])) AND v.period >= @since AND v.period < @month
		RETURNING v.period`, named{
		"ids": numbers(keysOf(pointers(ids), func(id *domain.NodeID) int64 { return id.Community })), "codes": texts(codes),
		"since": domain.MonthOf(since).Number, "month": domain.MonthOf(tx.today).Number,
	})
	return err
}
