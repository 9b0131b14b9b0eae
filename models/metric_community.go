package models

import (
	"context"
	"slices"
	"strconv"

	"hromada/domain"
	"hromada/domain/comparison"
)

// CommunityMetric is one metric of one community.
type CommunityMetric struct {
	member[CommunityMetric]
	measured
	Metric    *Metric
	Community *Community
	comparedPlace
	Of int
}

// morePeers is how many of the most alike communities stand beside one.
const morePeers = 10

// MetricOf gives a metric of a community, with its place among those of its region: in two statements for all rows.
func (s *Store) MetricOf(ctx context.Context, row *Community, code string) (*CommunityMetric, error) {
	return share(ctx, row, "metric", code, func(ctx context.Context, rows []*Community) (map[*Community]*CommunityMetric, error) {
		d, err := s.readPublished(ctx)
		if err != nil {
			return nil, err
		}
		metrics, err := metricsByCode(d, []string{code}, func(int) string { return "code" })
		if err != nil {
			return nil, err
		}
		w := newWhere(named{"ids": numbers(keysOf(rows, (*Community).id))})
		w.must(`c.region_id IN (SELECT o.region_id FROM communities o WHERE o.id = ANY (CAST(@ids AS bigint[])))`)
		found, err := d.measuredBy(list{from: ` FROM communities c`, where: w}, metrics[0], askedPeriod{})
		if err != nil {
			return nil, err
		}
		return placesInRegions(metrics[0], rows, found)
	})
}

// placesInRegions ranks what was found region by region, and gives each row its own.
func placesInRegions(m *Metric, rows []*Community, found []*comparedRow) (map[*Community]*CommunityMetric, error) {
	byRegion := map[int64][]comparison.Row{}
	said := map[int64]*comparedRow{}
	for _, f := range found {
		byRegion[f.Community.RegionID] = append(byRegion[f.Community.RegionID], f.row(nil))
		said[f.Community.ID] = f
	}
	placed := map[string]comparison.Place{}
	counts := map[int64]int{}
	for region, all := range byRegion {
		compared, err := comparison.Compare(all, comparison.Terms{Direction: m.Direction})
		if err != nil {
			return nil, err
		}
		counts[region] = compared.Summary.N
		for _, place := range compared.Rows {
			placed[place.ID] = place
		}
	}
	shares := make(map[*Community]*CommunityMetric, len(rows))
	all := make([]*CommunityMetric, 0, len(rows))
	for _, row := range rows {
		place := placed[strconv.FormatInt(row.ID, 10)]
		one := &CommunityMetric{
			measured: said[row.ID].Measured, Metric: m, Community: row, comparedPlace: comparedPlace{place}, Of: counts[row.RegionID],
		}
		if one.Value == nil {
			one.Missing = new(one.why())
		}
		shares[row] = one
		all = append(all, one)
	}
	gather(all)
	return shares, nil
}

// MetricPoint is a value of a community at a time.
type MetricPoint struct {
	CommunityID   int64
	Number        int // of a month
	Wave          *int
	AsOf          domain.Date
	Value         *float64
	Missing       *comparison.Missing
	StandardError *float64
}

// Period is the period's code.
func (p *MetricPoint) Period() string { return domain.Month(p.Number).Code() }

// Label is the period in words.
func (p *MetricPoint) Label(lang domain.Language) string { return domain.Month(p.Number).Label(lang) }

// SeriesOf gives a community's values over time, the oldest first: the latest MaxPeriods.
func (s *Store) SeriesOf(ctx context.Context, row *CommunityMetric) ([]*MetricPoint, error) {
	return share(ctx, row, "series", nil, func(ctx context.Context, rows []*CommunityMetric) (map[*CommunityMetric][]*MetricPoint, error) {
		d, err := s.readPublished(ctx)
		if err != nil {
			return nil, err
		}
		m := rows[0].Metric
		points, err := fetch[MetricPoint](d, `SELECT c.id AS community_id, v.*
			FROM unnest(CAST(@ids AS bigint[])) c (id) CROSS JOIN LATERAL (
				SELECT x.period AS number, x.wave, x.as_of, x.survey_number, x.value, x.missing, x.standard_error FROM metric_values x
				WHERE x.metric = @metric AND x.community_id = c.id ORDER BY `+latestFirst+` LIMIT @most ) v
			ORDER BY c.id, v.number, v.as_of, v.survey_number`, named{"ids": numbers(keysOf(rows, (*CommunityMetric).community)), "metric": m.Code, "most": MaxPeriods})
		return toMany(rows, (*CommunityMetric).community, points, func(p *MetricPoint) int64 { return p.CommunityID }), err
	})
}

func (m *CommunityMetric) community() int64 { return m.Community.ID }

// MetricPeer is a community like another one, by a metric.
type MetricPeer struct {
	Community *Community
	Value     *float64
	Missing   *comparison.Missing
}

// PeersOfMetric gives the communities of the region that are most like each row's, with their values: in two statements for all rows.
func (s *Store) PeersOfMetric(ctx context.Context, row *CommunityMetric) ([]*MetricPeer, error) {
	return share(ctx, row, "peers", nil, func(ctx context.Context, rows []*CommunityMetric) (map[*CommunityMetric][]*MetricPeer, error) {
		d, err := s.readPublished(ctx)
		if err != nil {
			return nil, err
		}
		byRegion, err := d.neighbours(`o.id = ANY (CAST(@ids AS bigint[]))`, named{"ids": numbers(keysOf(rows, (*CommunityMetric).community))})
		if err != nil {
			return nil, err
		}
		near, wanted := map[int64][]int64{}, []int64{}
		for _, r := range rows {
			all := byRegion[r.Community.RegionID]
			at := slices.IndexFunc(all, func(p *peerRow) bool { return p.ID == r.Community.ID })
			ids, _, err := peersAmong(all[at], all, comparison.PeerRule{Kind: comparison.Nearest, Count: morePeers, Features: featuresOf(usualFeatures)})
			if err != nil {
				return nil, err
			}
			near[r.Community.ID], wanted = ids, append(wanted, ids...)
		}
		w := newWhere(nil)
		w.and(`c.id = ANY (CAST(@ids AS bigint[]))`, "ids", numbers(wanted))
		found, err := d.measuredBy(list{from: ` FROM communities c`, where: w}, rows[0].Metric, askedPeriod{})
		return peersFound(rows, near, found), err
	})
}

func peersFound(rows []*CommunityMetric, near map[int64][]int64, found []*comparedRow) map[*CommunityMetric][]*MetricPeer {
	byID := map[int64]*comparedRow{}
	for _, f := range found {
		byID[f.Community.ID] = f
	}
	shares := make(map[*CommunityMetric][]*MetricPeer, len(rows))
	for _, r := range rows {
		shares[r] = []*MetricPeer{}
		for _, id := range near[r.Community.ID] {
			if f := byID[id]; f != nil {
				peer := &MetricPeer{Community: &f.Community, Value: f.Measured.Value}
				if peer.Value == nil {
					peer.Missing = new(f.Measured.why())
				}
				shares[r] = append(shares[r], peer)
			}
		}
	}
	return shares
}
