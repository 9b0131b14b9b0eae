package models

import (
	"fmt"
	"iter"

	"github.com/jackc/pgx/v5"

	"hromada/domain"
	"hromada/domain/disclosure"
)

// ResponseBatch is one file of responses to a survey.
type ResponseBatch struct {
	Survey   domain.NodeID
	Version  int // of the questionnaire that the file was read by
	SHA256   [32]byte
	FileName string
	Layout   string
}

// ResponsesWritten tells what became of a file.
type ResponsesWritten struct {
	Added int
	Known int  // responses that are there already, by the id that the collecting tool gave them
	Again bool // the very same file was read before: nothing was done
}

// responseBatch is how many responses are held in memory at once.
const responseBatch = 2000

// maxResponseFaults is how many responses are told to be wrong.
const maxResponseFaults = 100

// WriteResponses adds the responses of a file to a survey that is open or closed, all of them or none, and computes its figures anew. The
// questionnaire must be the one that the file was read by: CONFLICT about `version` otherwise. A response that is wrong, or of a community
// that the survey is not about, is INVALID_INPUT about `responses.<place from 0>`. The rows may be asked for more than once, and are
// never held all at once.
func (tx *Tx) WriteResponses(b ResponseBatch, rows iter.Seq2[domain.SurveyResponse, error]) (ResponsesWritten, error) {
	plan, err := tx.planToImport(b)
	if err != nil {
		return ResponsesWritten{}, err
	}
	batch, again, err := tx.addBatch(plan, b)
	if err != nil || again {
		return ResponsesWritten{Again: again}, err
	}
	w := &responseWriter{tx: tx, plan: plan, batch: batch, places: map[domain.KatottgCode]int64{}}
	for _, p := range plan.places {
		w.places[p.Code] = p.ID
	}
	if plan.CommunityID != nil {
		w.places[""] = *plan.CommunityID
	}
	written, err := w.writeAll(rows)
	if err != nil {
		return ResponsesWritten{}, err
	}
	return written, inOrder(
		func() error {
			return tx.exec(`UPDATE responses.batches SET responses = @added WHERE survey_number = @survey AND number = @batch `,
				named{"added": written.Added, "survey": plan.Number, "batch": batch})
		},
		func() error {
			return tx.audit(Deed{Action: domain.AuditImportResponses, Subject: plan.id(), After: facts{
				"added": written.Added, "known": written.Known, "layout": b.Layout, "sha256": fmt.Sprintf("%x", b.SHA256),
			}})
		},
		func() error { return tx.computeAfter(plan, written) },
	)
}

// computeAfter computes the figures of a survey to which a file was added. Of few people nothing is told that could be taken apart from what is known:
// then it waits for more, or for the survey to close.
func (tx *Tx) computeAfter(plan *surveyPlan, written ResponsesWritten) error {
	if written.Added >= disclosure.DefaultRule.K {
		return tx.computeFigures(plan, nil)
	}
	since, err := tx.toldSince(plan.Number)
	if err != nil {
		return err
	}
	return tx.computeFigures(plan, since)
}

// planToImport holds a survey that the viewer may bring responses into: two files of one survey wait for each other.
func (tx *Tx) planToImport(b ResponseBatch) (*surveyPlan, error) {
	plan, err := tx.planHeld(b.Survey, ` FOR NO KEY UPDATE`)
	if err == nil && plan.Version != b.Version {
		return nil, errStale()
	}
	return plan, err
}

// planHeld finds a survey that takes responses from files of the viewer's, and locks it as told.
func (tx *Tx) planHeld(id domain.NodeID, lock string) (*surveyPlan, error) {
	if id.Type != "Survey" {
		id.Number = 0 // which none has
	}
	plans, err := tx.plans(`v.number = @number AND `+tx.keeps(`v.community_id`, `v.region_id`)+lock, named{"number": id.Number})
	switch {
	case err != nil:
		return nil, err
	case len(plans) == 0:
		return nil, asSurveyID(tx.unwritable(id, "id"))
	case plans[0].State == domain.SurveyDraft || plans[0].State == domain.SurveyPublished:
		return nil, domain.Conflict("surveyId", "Відповіді приймаються, доки опитування відкрите або закрите й не опубліковане.",
			"Responses are taken while the survey is open, or closed and not yet published.")
	case plans[0].PurgedAt != nil:
		return nil, domain.Conflict("surveyId", "Відповіді на це опитування вже видалено за строком зберігання.", "The survey's responses were deleted as their time was over.")
	}
	return plans[0], nil
}

// asSurveyID puts what is told of an id as the input of an import calls it.
func asSurveyID(err error) error {
	if told, ok := domain.AsError(err); ok && told.Code == domain.CodeNotFound {
		return domain.NotFound("surveyId")
	}
	return err
}

// addBatch begins a file, unless the survey has it already.
func (tx *Tx) addBatch(plan *surveyPlan, b ResponseBatch) (begunAs int64, again bool, err error) {
	begun, err := fetch[struct{ Number int64 }](&tx.door, `INSERT INTO responses.batches (survey_number, sha256, file_name, layout, responses, read_at, read_by)
		VALUES (@survey, @sum, @name, @layout, 0, CAST(@now AS timestamptz), @user) ON CONFLICT DO NOTHING RETURNING number`, named{
		"survey": plan.Number, "sum": bytesOf{b.SHA256[:]}, "name": b.FileName, "layout": b.Layout, "now": tx.now, "user": number(tx.viewer.User),
	})
	if err != nil || len(begun) == 0 {
		return 0, err == nil, err
	}
	tx.writes++
	return begun[0].Number, false, nil
}

// responseWriter brings the responses of one file in, some thousands at a time.
type responseWriter struct {
	tx      *Tx
	plan    *surveyPlan
	batch   int64
	places  map[domain.KatottgCode]int64
	known   map[[32]byte]bool
	waiting []responseRow
	written ResponsesWritten
	faults  domain.Faults
}

func (w *responseWriter) writeAll(rows iter.Seq2[domain.SurveyResponse, error]) (ResponsesWritten, error) {
	if err := w.readKnown(); err != nil {
		return w.written, err
	}
	at := 0
	for response, err := range rows {
		if err != nil {
			return w.written, err
		}
		w.add(at, response)
		if at++; len(w.waiting) == responseBatch && len(w.faults) == 0 {
			if err := w.flush(); err != nil {
				return w.written, err
			}
		}
		if len(w.faults) >= maxResponseFaults {
			break
		}
	}
	if len(w.faults) > 0 {
		return w.written, w.faults
	}
	return w.written, w.flush()
}

// readKnown reads the digests of the ids that collecting tools gave to the responses that are there.
func (w *responseWriter) readKnown() error {
	w.known = map[[32]byte]bool{}
	rows, err := w.tx.db.Raw(`SELECT r.external FROM responses.responses r WHERE r.survey_number = @survey AND r.external IS NOT NULL`,
		named{"survey": w.plan.Number}.list()...).Rows()
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	var digest []byte
	for rows.Next() {
		if err := rows.Scan(&digest); err != nil {
			return err
		}
		w.known[[32]byte(digest)] = true
	}
	return rows.Err()
}

func (w *responseWriter) add(at int, r domain.SurveyResponse) {
	community, here := w.places[r.Community]
	faults := w.plan.questionnaire.Check(r)
	if !here {
		faults = append(faults, domain.Invalid("community", "Опитування не проводиться в цій громаді.", "The survey is not held in this community."))
	}
	if len(faults) > 0 {
		for _, fault := range faults {
			w.faults = append(w.faults, fault.At(fmt.Sprintf("responses.%d", at)))
		}
		return
	}
	row := newResponseRow(w.plan.questionnaire, r, community)
	if row.external != nil {
		key := [32]byte(row.external)
		if w.known[key] {
			w.written.Known++
			return
		}
		w.known[key] = true
	}
	row.batch = &w.batch
	w.waiting = append(w.waiting, row)
}

// flush copies what waits, under numbers that were taken for it.
func (w *responseWriter) flush() error {
	if len(w.waiting) == 0 {
		return nil
	}
	taken, err := fetch[struct{ Number int64 }](&w.tx.door, `SELECT nextval(pg_get_serial_sequence('responses.responses', 'number')) AS number
		FROM generate_series(1, @count )`, named{"count": len(w.waiting)})
	if err != nil {
		return err
	}
	texts := [][]any{}
	for i := range w.waiting {
		row := &w.waiting[i]
		row.number = taken[i].Number
		for _, t := range row.texts {
			texts = append(texts, []any{row.community, w.plan.Number, row.number, t.question, t.text})
		}
	}
	err = inOrder(
		func() error {
			return w.tx.copyInto(pgx.Identifier{"responses", "responses"}, responseColumns,
				pgx.CopyFromSlice(len(w.waiting), func(i int) ([]any, error) { return w.waiting[i].values(w.plan.Number), nil }))
		},
		func() error {
			return w.tx.copyInto(pgx.Identifier{"responses", "texts"}, textColumns, pgx.CopyFromRows(texts))
		},
	)
	w.written.Added += len(w.waiting)
	w.waiting = w.waiting[:0]
	return err
}
