package files

import (
	"context"
	"io"
	"net/http"
	"strings"

	"hromada/domain"
	"hromada/graph"
	"hromada/imports/surveys"
	"hromada/reports"
)

// exportSurvey writes the figures of a survey, or its questionnaire as a form of collecting tools.
func (h *Handler) exportSurvey(w http.ResponseWriter, r *http.Request, asked string, format reports.Format) error {
	text, what, _ := strings.Cut(asked, "/")
	id, err := domain.ParseNodeID(text)
	if err != nil || (what != "figures" && (what != "questionnaire" || format != reports.XLSX)) {
		return domain.NotFound("")
	}
	if _, err := parameters(r.URL.RawQuery); err != nil {
		return err
	}
	return h.table(w, r, what, format, func(ctx context.Context, out io.Writer) error {
		if what == "figures" {
			return reports.Figures(ctx, out, h.store, id, format, graph.Language(ctx))
		}
		questionnaire, err := h.store.Questionnaire(ctx, id)
		if err != nil {
			return err
		}
		return surveys.WriteXLSForm(out, *questionnaire)
	})
}
