package files

import (
	"context"
	"io"
	"net/http"
	"strings"

	"hromada/domain"
	"hromada/graph"
	"hromada/models"
	"hromada/reports"
)

// contentTypes are those of the formats.
var contentTypes = map[reports.Format]string{reports.CSV: "text/csv; charset=utf-8", reports.XLSX: string(XLSX)}

// listed are the lists that are exported, each with the parameters that its filter has beside those of every list.
var listed = map[string]struct {
	write  func(context.Context, io.Writer, *models.Store, models.NodeFilter, reports.Format) error
	filter []string
}{
	"goals":      {reports.Goals, []string{"problem"}},
	"subgoals":   {reports.Subgoals, nil},
	"components": {reports.Components, []string{"kind", "unclassified", "category", "fundSource"}},
}

// export writes a table: a goal tree, what is of a survey, or a list of communities, goals, subgoals or components.
func (h *Handler) export(w http.ResponseWriter, r *http.Request, rest string) error {
	name, extension, _ := strings.Cut(rest, ".")
	format := reports.Format(extension)
	if contentTypes[format] == "" {
		return domain.NotFound("")
	}
	if id, isTree := strings.CutPrefix(name, "goal-trees/"); isTree {
		return h.exportTree(w, r, id, format)
	}
	if name == "comparison" || name == "metrics" || name == "overview" {
		return h.exportComparison(w, r, name, format)
	}
	if what, isSurvey := strings.CutPrefix(name, "surveys/"); isSurvey {
		return h.exportSurvey(w, r, what, format)
	}
	if name == "communities" {
		return h.exportCommunities(w, r, format)
	}
	list, known := listed[name]
	if !known {
		return domain.NotFound("")
	}
	filter, err := nodeFilter(r.URL.RawQuery, list.filter)
	if err != nil {
		return err
	}
	return h.table(w, r, name, format, func(ctx context.Context, out io.Writer) error {
		return list.write(ctx, out, h.store, filter, format)
	})
}

func (h *Handler) exportCommunities(w http.ResponseWriter, r *http.Request, format reports.Format) error {
	values, err := parameters(r.URL.RawQuery, inCommunities...)
	if err != nil {
		return err
	}
	q := query{Values: values}
	filter := q.communities()
	if q.err != nil {
		return q.err
	}
	return h.table(w, r, "communities", format, func(ctx context.Context, out io.Writer) error {
		return reports.Communities(ctx, out, h.store, filter, format)
	})
}

func (h *Handler) exportTree(w http.ResponseWriter, r *http.Request, asked string, format reports.Format) error {
	id, err := domain.ParseNodeID(asked)
	if err != nil {
		return domain.NotFound("")
	}
	values, err := parameters(r.URL.RawQuery, "view")
	if err != nil {
		return err
	}
	q := query{Values: values}
	view := q.view()
	if q.err != nil {
		return q.err
	}
	return h.table(w, r, "goal-tree", format, func(ctx context.Context, out io.Writer) error {
		return reports.GoalTree(ctx, out, h.store, id, view, format)
	})
}

// table has a table written. Until its first bytes are there an error can be answered; after that the answer is cut off, so that half a
// table is not taken for a whole one.
func (h *Handler) table(w http.ResponseWriter, r *http.Request, name string, format reports.Format, write func(context.Context, io.Writer) error) error {
	out := &late{ResponseWriter: w, header: func(header http.Header) {
		header.Set("Content-Type", contentTypes[format])
		header.Set("Content-Disposition", attachment(name+"."+string(format)))
		header.Set("Cache-Control", "private, no-store")
		header.Set("X-Content-Type-Options", "nosniff")
	}}
	err := write(r.Context(), out)
	if err == nil || !out.begun {
		return err
	}
	h.log.WarnContext(r.Context(), "a table was cut off", "requestId", graph.RequestID(r.Context()), "error", err)
	panic(http.ErrAbortHandler)
}

// late sets the headers of an answer when its first bytes are written.
type late struct {
	http.ResponseWriter
	header func(http.Header)
	begun  bool
}

func (l *late) Write(b []byte) (int, error) {
	if !l.begun {
		l.begun = true
		l.header(l.Header())
	}
	return l.ResponseWriter.Write(b)
}
