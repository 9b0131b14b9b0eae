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
var inCommunities = []string{"text", "region", "district", "community", "type", "populationFrom", "populationTo", "participatesIn", "hasGoalTree"}

func (q *query) communities() models.CommunityFilter {
	f := models.CommunityFilter{
		Codes: codes(q, "community"), Type: many(q, "type", domain.Urban, domain.Settlement, domain.Rural),
		RegionCode: first(codes(q, "region")), DistrictCode: first(codes(q, "district")),
		HasGoalTree: first(many(q, "hasGoalTree", domain.Digital, domain.DevelopmentStrategy)),
	}
	if text := q.Get("text"); text != "" {
		f.Text = &models.TextFilter{Contains: &text}
	}
	if project := q.Get("participatesIn"); project != "" {
		f.ParticipatesIn = &project
	}
	if from, to := q.whole("populationFrom"), q.whole("populationTo"); from != nil || to != nil {
		f.Population = &models.IntRange{Min: from, Max: to}
	}
	return f
}

// inPeers are the parameters of communities like one.
var inPeers = []string{"peersOf", "peers", "peerCount"}

// inComparison are the parameters of what is compared.
var inComparison = slices.Concat([]string{"metric", "period", "target", "confidence", "view"}, inPeers, inCommunities)

func (q *query) comparison() models.ComparisonQuery {
	c := models.ComparisonQuery{
		Metric: q.Get("metric"), Filter: q.communities(), View: q.view(), Target: q.number("target"), Confidence: 0.95,
	}
	if period := q.Get("period"); period != "" {
		c.Period = &period
	}
	if confidence := q.number("confidence"); confidence != nil {
		c.Confidence = *confidence
	}
	if of := first(codes(q, "peersOf")); of != nil {
		kind := first(many(q, "peers", peerKinds...))
		if kind == nil {
			kind = &peerKinds[0]
		}
		c.Peers = &models.PeersOf{Community: *of, Kind: *kind, Count: 10}
		if count := q.whole("peerCount"); count != nil {
			c.Peers.Count = *count
		}
	}
	return c
}

// exportComparison writes what is compared as a table: comparison, metrics or overview.
func (h *Handler) exportComparison(w http.ResponseWriter, r *http.Request, name string, format reports.Format) error {
	known := map[string][]string{"comparison": inComparison, "metrics": slices.Concat([]string{"metric", "period"}, inCommunities), "overview": inCommunities}
	values, err := parameters(r.URL.RawQuery, slices.Concat(known[name], []string{"lang"})...)
	if err != nil {
		return err
	}
	q := &query{Values: values}
	lang, compared := q.language(graph.Language(r.Context())), q.comparison()
	if q.err != nil {
		return q.err
	}
	return h.table(w, r, name, format, func(ctx context.Context, out io.Writer) error {
		switch name {
		case "comparison":
			return reports.Comparison(ctx, out, h.store, compared, format, lang)
		case "metrics":
			table := models.MetricTableQuery{Metrics: values["metric"], Filter: compared.Filter, Period: compared.Period}
			return reports.MetricTable(ctx, out, h.store, table, format, lang)
		}
		return reports.Overview(ctx, out, h.store, compared.Filter, format, lang)
	})
}
