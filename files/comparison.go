package files

import (
	"context"
	"io"
	"net/http"
	"slices"

	"hromada/domain"
	"hromada/graph"
	"hromada/models"
	"hromada/reports"
)

// inCommunities are the parameters of which communities: those of the graph's CommunityFilter.
var inCommunities = []string{
	"text", "startsWith", "community", "region", "district", "type", "populationMin", "populationMax", "participatesIn", "hasGoalTree", "goalStatus", "notReportedSince",
}

func (q *query) communities() models.CommunityFilter {
	f := models.CommunityFilter{
		Text: q.text(), Codes: codes(q, "community"), Type: many(q, "type", domain.Urban, domain.Settlement, domain.Rural),
		RegionCode: first(codes(q, "region")), DistrictCode: first(codes(q, "district")),
		ParticipatesIn: first(q.Values["participatesIn"]),
		HasGoalTree:    first(many(q, "hasGoalTree", domain.Digital, domain.DevelopmentStrategy)),
		GoalStatus:     many(q, "goalStatus", nodeStatuses...), NotReportedSince: q.day("notReportedSince"),
	}
	if least, most := q.whole("populationMin"), q.whole("populationMax"); least != nil || most != nil {
		f.Population = &models.IntRange{Min: least, Max: most}
	}
	return f
}

// inPeers are the parameters of which communities are like one.
var inPeers = []string{"peersOf", "peers", "peerCount", "peerFeature"}

var features = []models.PeerFeature{models.PopulationOfPeers, models.AreaOfPeers, models.DensityOfPeers, models.SettlementsOfPeers, models.UrbanShareOfPeers}

func (q *query) peers() *models.PeersOf {
	of := first(codes(q, "peersOf"))
	if of == nil {
		for _, name := range inPeers {
			if q.Has(name) {
				q.refuse(name, "Скажіть, чиї це сусіди: peersOf.", "Say whose peers they are: peersOf.")
			}
		}
		return nil
	}
	p := &models.PeersOf{Community: *of, Kind: peerKinds[0], Count: 10, Features: many(q, "peerFeature", features...)}
	if kind := first(many(q, "peers", peerKinds...)); kind != nil {
		p.Kind = *kind
	}
	if count := q.whole("peerCount"); count != nil {
		p.Count = *count
	}
	return p
}

// inComparison are the parameters of what is compared.
var inComparison = slices.Concat([]string{"metric", "period", "target", "confidence", "view"}, inPeers, inCommunities)

func (q *query) comparison() models.ComparisonQuery {
	c := models.ComparisonQuery{
		Metric: q.Get("metric"), Period: q.period(), Filter: q.communities(), Peers: q.peers(), View: q.view(), Target: q.number("target"), Confidence: 0.95,
	}
	if len(q.Values["metric"]) > 1 {
		q.refuse("metric", "Порівнюють за одним показником; кілька дає /export/metrics.", "One metric is compared at a time; /export/metrics gives several.")
	}
	if confidence := q.number("confidence"); confidence != nil {
		c.Confidence = *confidence
	}
	return c
}

func (q *query) period() *string {
	if period := q.Get("period"); period != "" {
		return &period
	}
	return nil
}

// exportComparison writes what is compared as a table: comparison, metrics or overview.
func (h *Handler) exportComparison(w http.ResponseWriter, r *http.Request, name string, format reports.Format) error {
	known := map[string][]string{"comparison": inComparison, "metrics": slices.Concat([]string{"metric", "period"}, inPeers, inCommunities), "overview": inCommunities}
	values, err := parameters(r.URL.RawQuery, slices.Concat(known[name], []string{"lang"})...)
	if err != nil {
		return err
	}
	q := &query{Values: values}
	lang := q.language(graph.Language(r.Context()))
	var write func(context.Context, io.Writer) error
	switch name {
	case "comparison":
		compared := q.comparison()
		write = func(ctx context.Context, out io.Writer) error {
			return reports.Comparison(ctx, out, h.store, compared, format, lang)
		}
	case "metrics":
		table := models.MetricTableQuery{Metrics: values["metric"], Filter: q.communities(), Period: q.period(), Peers: q.peers()}
		write = func(ctx context.Context, out io.Writer) error {
			return reports.MetricTable(ctx, out, h.store, table, format, lang)
		}
	default:
		filter := q.communities()
		write = func(ctx context.Context, out io.Writer) error {
			return reports.Overview(ctx, out, h.store, filter, format, lang)
		}
	}
	if q.err != nil {
		return q.err
	}
	return h.table(w, r, name, format, write)
}
