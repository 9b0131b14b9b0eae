package models

import (
	"strconv"
	"strings"

	"hromada/domain"
)

// checkPayments finds what is wrong with the payments and links of a report. Only components have them.
func (tx *Tx) checkPayments(n *reportedNode, r NewReport) (faults domain.Faults) {
	if n.Level != domain.ComponentLevel {
		return onlyComponents(r)
	}
	if n.Spent+len(r.Spending) > MaxSpending {
		faults = append(faults, domain.Invalid("spending", "На один компонент не більше ніж %d.", "At most %d for a component.", MaxSpending))
	}
	if n.Shown+len(r.Evidence) > MaxEvidence {
		faults = append(faults, domain.Invalid("evidence", "На один компонент не більше ніж %d.", "At most %d for a component.", MaxEvidence))
	}
	for i, s := range r.Spending {
		for _, fault := range checkPayment(s, tx.today) {
			faults = append(faults, fault.At("spending."+strconv.Itoa(i)))
		}
	}
	for i, e := range r.Evidence {
		at := "evidence." + strconv.Itoa(i)
		if faults.Collect(domain.CheckText(at+".title", e.Title, domain.MaxShortText), domain.CheckText(at+".url", e.URL, domain.MaxURL)) != nil {
			return faults // it tells of inputs alone
		}
	}
	return faults
}

func onlyComponents(r NewReport) (faults domain.Faults) {
	for field, there := range map[string]bool{"spending": len(r.Spending) > 0, "evidence": len(r.Evidence) > 0} {
		if there {
			faults = append(faults, domain.Invalid(field, "Це мають лише компоненти.", "Only components have these."))
		}
	}
	return faults
}

func checkPayment(s domain.Spending, today domain.Date) (faults domain.Faults) {
	if strings.Trim(string(s.Amount), "0.") == "" || s.Amount[0] == '-' {
		faults = append(faults, domain.Invalid("amount", "Сума має бути більшою за нуль.", "The amount must be more than nothing."))
	}
	if s.On.After(today) {
		faults = append(faults, domain.Invalid("date", "Дата ще не настала.", "The day has not come yet."))
	}
	_ = faults.Collect(domain.CheckNote("note", s.Note)) // it tells of inputs alone
	return faults
}

// writeReports writes what was entered, and makes of each node what its journal now says.
func (tx *Tx) writeReports(w *written, ids []domain.NodeID) error {
	return inOrder(
		func() error { return tx.insertAll("progress_reports", w.reports) },
		func() error { return tx.insertAll("spending_entries", w.spending) },
		func() error { return tx.insertAll("evidence_links", w.evidence) },
		func() error { return tx.becomeCurrent(ids, w.since(tx.today)) },
		func() error { return tx.auditAll(w.deeds) },
	)
}

// since is the earliest day that reports tell of.
func (w *written) since(today domain.Date) domain.Date {
	earliest := today
	for _, r := range w.reports {
		earliest = earlier(earliest, r.AsOf)
	}
	for _, s := range w.spending {
		earliest = earlier(earliest, s.SpentOn)
	}
	return earliest
}

// becomeCurrent copies onto nodes what the latest entry of their journals says that was not corrected. Versions stay: a report takes
// nothing away from who edits the node meanwhile.
func (tx *Tx) becomeCurrent(ids []domain.NodeID, since domain.Date) error {
	for _, id := range ids {
		tx.figuresChange(id.Community)
	}
	if err := tx.pastChanges(ids, since); err != nil {
		return err
	}
	args := places(placesOf(ids))
	args["now"] = tx.now
	return tx.exec(`UPDATE tree_nodes SET status = c.status, percent = c.percent, override_reason = c.override_reason, reported_on = c.as_of,
			finished_on = c.finished_on, updated_at = CAST(@now AS timestamptz)
		FROM (SELECT n.community_id, n.number, s.* FROM tree_nodes n
			JOIN `+unnestPlaces+` asked (community_id, number) ON asked.community_id = n.community_id AND asked.number = n.number
			CROSS JOIN LATERAL (SELECT j.status, j.percent, j.override_reason, j.as_of, `+firstDone+` AS finished_on FROM progress_reports j
				WHERE j.community_id = n.community_id AND j.node_number = n.number AND j.corrected_by IS NULL
				ORDER BY j.as_of DESC, j.rank DESC LIMIT 1) s) c
		WHERE tree_nodes.community_id = c.community_id AND tree_nodes.number = c.number `, args)
}
