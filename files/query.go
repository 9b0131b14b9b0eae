package files

import (
	"maps"
	"math"
	"net/url"
	"slices"
	"strconv"
	"unicode/utf8"

	"hromada/domain"
	"hromada/models"
)

// parameters reads the part of an address after the question mark, and refuses names that are not known: a list that was to be filtered
// and was not would look like an answer.
func parameters(raw string, known ...string) (url.Values, error) {
	values, err := url.ParseQuery(raw)
	if err != nil {
		return nil, domain.Invalid("", "Параметри адреси зіпсовані.", "The parameters of the address are malformed.")
	}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		all := values[name]
		switch {
		case !slices.Contains(known, name):
			return nil, domain.Invalid(shortName(name), "Такого параметра немає.", "There is no such parameter.")
		case len(all) > 1 && !slices.Contains(repeated, name):
			return nil, domain.Invalid(name, "Тут може бути лише одне значення.", "There may be one value only.")
		}
		for _, value := range all {
			if !utf8.ValidString(value) || len(value) > 1000 || slices.Contains([]byte(value), 0) {
				return nil, domain.Invalid(name, "Недозволене значення.", "The value is not allowed.")
			}
		}
	}
	return values, nil
}

// repeated are the parameters that may stand in an address several times, for several values.
var repeated = []string{"community", "type", "goalStatus", "status", "onTrack", "priority", "kind", "fundSource", "category", "problem", "metric", "peerFeature"}

func shortName(name string) string {
	if len(name) > 40 || !utf8.ValidString(name) {
		return ""
	}
	return name
}

// nodeParameters are those of every list of nodes.
var nodeParameters = []string{
	"text", "startsWith", "region", "district", "community", "treeKind", "status", "onTrack", "priority", "dueFrom", "dueTo", "notReportedSince",
}

var nodeStatuses = []domain.Status{domain.Planned, domain.InProgress, domain.Suspended, domain.Done, domain.Cancelled}

// nodeFilter reads the filter of a list of nodes: the same as in the graph, a value repeated for each of several.
func nodeFilter(raw string, more []string) (models.NodeFilter, error) {
	values, err := parameters(raw, slices.Concat(nodeParameters, more)...)
	if err != nil {
		return models.NodeFilter{}, err
	}
	q := query{Values: values}
	f := models.NodeFilter{
		CommunityCodes: codes(&q, "community"),
		Status:         many(&q, "status", nodeStatuses...),
		OnTrack:        many(&q, "onTrack", domain.Undated, domain.NotStarted, domain.OnTrack, domain.AtRisk, domain.Late, domain.LateDone),
		Priority:       many(&q, "priority", domain.Low, domain.Medium, domain.High),
		Kind:           many(&q, "kind", domain.Soft, domain.Hard),
		FundSource:     many(&q, "fundSource", domain.StateFunds, domain.OblastFunds, domain.LocalFunds, domain.DonorFunds, domain.OtherFunds),
		Category:       values["category"],
		RegionCode:     first(codes(&q, "region")), DistrictCode: first(codes(&q, "district")),
		TreeKind: first(many(&q, "treeKind", domain.Digital, domain.DevelopmentStrategy)),
	}
	f.Text, f.ProblemIDs = q.text(), q.ids("problem")
	if from, to := q.day("dueFrom"), q.day("dueTo"); from != nil || to != nil {
		f.Due = &models.DateRange{From: from, To: to}
	}
	f.NotReportedSince = q.day("notReportedSince")
	f.Unclassified = q.truth("unclassified")
	return f, q.err
}

// text is what a text must contain, and what it must start with; nil where neither is asked for.
func (q *query) text() *models.TextFilter {
	contains, starts := q.Get("text"), q.Get("startsWith")
	if contains == "" && starts == "" {
		return nil
	}
	f := &models.TextFilter{}
	if contains != "" {
		f.Contains = &contains
	}
	if starts != "" {
		f.StartsWith = &starts
	}
	return f
}

func (q *query) ids(name string) []domain.NodeID {
	var values []domain.NodeID
	for _, text := range q.Values[name] {
		id, err := domain.ParseNodeID(text)
		if err != nil {
			q.refuse(name, "Зіпсований ідентифікатор.", "The id is malformed.")
		}
		values = append(values, id)
	}
	return values
}

// query keeps the first thing that is wrong with an address.
type query struct {
	url.Values
	err error
}

func (q *query) refuse(name, uk, en string) {
	if q.err == nil {
		q.err = domain.Invalid(name, uk, en)
	}
}

func many[V ~string](q *query, name string, allowed ...V) []V {
	var values []V
	for _, text := range q.Values[name] {
		if !slices.Contains(allowed, V(text)) {
			q.refuse(name, "Такого значення немає.", "There is no such value.")
		}
		values = append(values, V(text))
	}
	return values
}

func codes(q *query, name string) []domain.KatottgCode {
	var values []domain.KatottgCode
	for _, text := range q.Values[name] {
		code, err := domain.ParseKatottgCode(text)
		if err != nil {
			q.refuse(name, "Код КАТОТТГ: UA і 17 цифр.", "A KATOTTG code is UA and 17 digits.")
		}
		values = append(values, code)
	}
	return values
}

func first[V any](values []V) *V {
	if len(values) == 0 {
		return nil
	}
	return &values[0]
}

func (q *query) day(name string) *domain.Date {
	text := q.Get(name)
	if text == "" {
		return nil
	}
	day, err := domain.ParseDate(text)
	if err != nil {
		q.refuse(name, "Очікується дата РРРР-ММ-ДД.", "Expected a date YYYY-MM-DD.")
	}
	return &day
}

func (q *query) truth(name string) *bool {
	text := q.Get(name)
	if text == "" {
		return nil
	}
	truth, err := strconv.ParseBool(text)
	if err != nil {
		q.refuse(name, "true або false.", "true or false.")
	}
	return &truth
}

func (q *query) view() domain.TreeView {
	switch q.Get("view") {
	case "", "published":
		return domain.PublishedView
	case "working":
		return domain.WorkingView
	}
	q.refuse("view", "published або working.", "published or working.")
	return domain.PublishedView
}

// language is the one asked for, or else that of the request.
func (q *query) language(otherwise domain.Language) domain.Language {
	switch q.Get("lang") {
	case "":
		return otherwise
	case "uk":
		return domain.Ukrainian
	case "en":
		return domain.English
	}
	q.refuse("lang", "uk або en.", "uk or en.")
	return otherwise
}

func (q *query) whole(name string) *int {
	text := q.Get(name)
	if text == "" {
		return nil
	}
	n, err := strconv.ParseInt(text, 10, 32)
	if err != nil {
		q.refuse(name, "Очікується ціле число.", "Expected a whole number.")
	}
	return new(int(n))
}

func (q *query) number(name string) *float64 {
	text := q.Get(name)
	if text == "" {
		return nil
	}
	n, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsNaN(n) || math.IsInf(n, 0) {
		q.refuse(name, "Очікується число.", "Expected a number.")
		n = 0
	}
	return &n
}
