package demonstration

import (
	"math"
	"time"

	"hromada/domain"
)

// Reports are about a twelfth of the work apart, so that between two of them it does not seem late.
const reportsPerWork = 12

// history writes the reports on one component, from the first day the community reports on to the
// end of the period.
type history struct {
	path      string
	pace      pace
	span      span
	community community
	words     categoryNotes
	reasons   map[string][]string
	reports   []domain.Report
	percent   float64         // last reported
	told      map[string]bool // what notes have said, so that they move on
}

func (h *history) write() []domain.Report {
	if h.pace.silent {
		return nil
	}
	h.writePlanned()
	switch {
	case h.pace.idle:
		h.writeIdle()
	case h.pace.stop != "" && h.pace.stopAt == 0:
		h.record(h.span.start.AddDays(10), h.pace.stop, nil, h.reason("cancelled"))
	default:
		h.writeWork()
	}
	return h.reports
}

// writePlanned reports that work is still to come: when the community begins to report, and after
// each new year's budget.
func (h *history) writePlanned() {
	for day := h.community.Since.Date; day.Before(h.span.start); day = domain.NewDate(day.Year()+1, time.January, 20) {
		why := "planned"
		if day.Year() < h.span.start.Year() {
			why = "later"
		}
		h.record(day, domain.Planned, nil, h.reason(why))
	}
}

// writeIdle repeats every third reporting day that nothing has begun.
func (h *history) writeIdle() {
	for i, day := range h.days(1) {
		if i%3 == 0 {
			h.record(day, domain.Planned, new(0.0), h.reason("waiting"))
		}
	}
}

// writeWork follows the work day by reporting day until it is done, stops for good or the period ends.
func (h *history) writeWork() {
	length := float64(h.span.days()) * h.pace.stretch
	stops, paused := h.pace.stop != "", 0
	resumeOn := h.span.start
	for _, day := range h.days(max(h.span.days()/30/reportsPerWork, 1)) {
		if day.Before(resumeOn) {
			continue
		}
		share := float64(h.span.start.DaysUntil(day)-paused) / length
		if share >= 1 {
			h.finish(h.span.start.AddDays(int(math.Ceil(length)) + paused))
			return
		}
		if stops && share >= h.pace.stopAt {
			h.halt(day, share)
			if h.pace.pause == 0 {
				return
			}
			stops, paused, resumeOn = false, h.pace.pause, day.AddDays(h.pace.pause)
			continue
		}
		h.record(day, domain.InProgress, h.measured(share), h.courseNote(share))
	}
}

// days gives every step-th reporting day on which there is something to say, and the period's last.
func (h *history) days(step int) []domain.Date {
	var all []domain.Date
	first := h.span.start.AddDays(14)
	for m, passed := time.January, 0; ; m++ {
		day := domain.NewDate(period.Start, m, h.community.ReportDay)
		if !day.Before(periodEnd) {
			return append(all, periodEnd)
		}
		if day.Before(first) {
			continue
		}
		if passed%step == 0 {
			all = append(all, day)
		}
		passed++
	}
}

func (h *history) finish(on domain.Date) {
	h.record(on, domain.Done, new(100.0), drawFrom(h.words.Finished, h.community.Slug, h.path, "finished"))
}

func (h *history) halt(day domain.Date, share float64) {
	if h.pace.stop == domain.Cancelled {
		h.record(day, domain.Cancelled, nil, h.reason("cancelled"))
		return
	}
	h.record(day, domain.Suspended, h.measured(share), h.reason("suspended"))
}

// measured rounds as people do, to fives, and never goes back.
func (h *history) measured(share float64) *float64 {
	if h.pace.vague {
		return nil
	}
	jitter := float64(draw(5, h.community.Slug, h.path, "jitter")) - 2
	h.percent = max(h.percent, min(max(5*math.Round((100*share+jitter)/5), 5), 95))
	return new(h.percent)
}

func (h *history) record(day domain.Date, status domain.Status, percent *float64, note string) {
	h.reports = append(h.reports, domain.Report{AsOf: day, Status: status, Percent: percent, Note: note})
}

// courseNote is a note only where the story moves on: most reports are a number.
func (h *history) courseNote(share float64) string {
	note := h.tell(share)
	if h.told[note] {
		return ""
	}
	h.told[note] = true
	return note
}

func (h *history) tell(share float64) string {
	last := h.reports[max(len(h.reports)-1, 0):]
	switch {
	case len(last) > 0 && last[0].Status == domain.Suspended:
		return h.reason("resumed")
	case h.pace.vague:
		return h.reason("unmeasured")
	case len(h.told) == 0 || share < 0.4:
		return drawFrom(h.words.Begun, h.community.Slug, h.path, "begun")
	case h.pace.lags() && share > 0.55 && share < 0.75:
		return h.reason("lagging")
	}
	stage := (share - 0.4) / 0.6 * float64(len(h.words.UnderWay))
	return h.words.UnderWay[int(stage)]
}

func (h *history) reason(why string) string {
	return drawFrom(h.reasons[why], h.community.Slug, h.path, why)
}

// known keeps what had been reported by a day.
func known(reports []domain.Report, today domain.Date) []domain.Report {
	var kept []domain.Report
	for _, r := range reports {
		if !r.AsOf.After(today) {
			kept = append(kept, r)
		}
	}
	return kept
}

// cutShort ends work that is not done: what came after the day is gone, and the last word is that
// it was cancelled.
func cutShort(reports []domain.Report, on domain.Date, note string) []domain.Report {
	kept := known(reports, on.AddDays(-1))
	if len(kept) > 0 && (kept[len(kept)-1].Status == domain.Done || kept[len(kept)-1].Status == domain.Cancelled) {
		return kept
	}
	return append(kept, domain.Report{AsOf: on, Status: domain.Cancelled, Note: note})
}
