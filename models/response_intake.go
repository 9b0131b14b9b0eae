package models

import (
	"context"
	"time"

	"hromada/auth"
	"hromada/domain"
)

// Intake is what reading files of responses asks of a survey.
type Intake struct {
	Questionnaire domain.Questionnaire
	Own           domain.KatottgCode // the community of the survey; empty: of the whole region
	Start         time.Time          // when it began: its first day, or where none is told when it was opened
	Now           time.Time
	Kept          []KeptMapping
	known         map[domain.KatottgCode]bool // communities of the region
}

// KeptMapping is how files of a layout were read, in this survey or in a wave before it.
type KeptMapping struct {
	Layout  string
	Mapping []byte // JSON
	Back    int    // how many waves ago; 0: of this one
}

// Refuses says why a response of a community is not taken; nil where it is.
func (i *Intake) Refuses(code domain.KatottgCode) *domain.Text {
	switch {
	case code == i.Own, i.Own == "" && i.known[code]:
		return nil
	case i.known[code]:
		return &domain.Text{UK: "Опитування не проводиться в цій громаді.", EN: "The survey is not held in this community."}
	}
	return &domain.Text{UK: "Такої громади в області опитування немає.", EN: "The region of the survey has no such community."}
}

// Intake tells what files of responses to a survey are read by: to whom may bring them in, while the survey takes them.
func (s *Store) Intake(ctx context.Context, survey domain.NodeID) (*Intake, error) {
	var told *Intake
	err := s.InTx(ctx, auth.ImportResponses, false, func(tx *Tx) error {
		plan, err := tx.planHeld(survey, ``)
		if err != nil {
			return err
		}
		told, err = tx.intakeOf(plan)
		return err
	})
	return told, err
}

func (tx *Tx) intakeOf(plan *surveyPlan) (*Intake, error) {
	told := &Intake{Questionnaire: plan.questionnaire, Start: plan.BegunAt, Now: tx.now, known: map[domain.KatottgCode]bool{}}
	if plan.StartsOn != nil {
		told.Start, _ = time.Parse(time.DateOnly, plan.StartsOn.String()) // it writes what this reads
	}
	rows, err := fetch[struct {
		ID   int64
		Code domain.KatottgCode
	}](&tx.door, `SELECT c.id, c.code FROM communities c WHERE c.region_id = @region `, named{"region": plan.RegionID})
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		told.known[row.Code] = true
		if row.ID == valueOr(plan.CommunityID, 0) {
			told.Own = row.Code
		}
	}
	kept, err := fetch[KeptMapping](&tx.door, `WITH RECURSIVE waves (number, previous_number, back) AS (
			SELECT v.number, v.previous_number, 0 FROM surveys v WHERE v.number = @survey
			UNION ALL SELECT p.number, p.previous_number, w.back + 1 FROM waves w JOIN surveys p ON p.number = w.previous_number
		) SELECT m.layout, m.mapping, greatest(w.back, CASE WHEN m.saved_at < v.created_at THEN 1 ELSE 0 END) AS back
		FROM waves w JOIN surveys v ON v.number = w.number JOIN survey_mappings m ON m.survey_number = w.number ORDER BY 3, m.saved_at DESC, m.layout`,
		named{"survey": plan.Number})
	for _, k := range kept {
		told.Kept = append(told.Kept, *k)
	}
	return told, err
}

// ImportResponses brings a file of responses in, all of it or nothing. A request that was done under the same key does nothing more.
func (s *Store) ImportResponses(ctx context.Context, dryRun bool, survey domain.NodeID, work func(*Tx) error) (*Changed, error) {
	return s.change(ctx, auth.ImportResponses, dryRun, func(tx *Tx) ([]domain.NodeID, error) {
		return []domain.NodeID{survey}, work(tx)
	})
}

// KeepMapping keeps how a file was read for the next file, and for the next wave.
func (tx *Tx) KeepMapping(survey domain.NodeID, layout string, mapping []byte) error {
	return tx.exec(`INSERT INTO survey_mappings AS m (survey_number, layout, mapping, saved_at)
		VALUES (@survey, @layout, CAST(@mapping AS jsonb), CAST(@now AS timestamptz))
		ON CONFLICT (survey_number, layout) DO UPDATE SET mapping = excluded.mapping, saved_at = excluded.saved_at`,
		named{"survey": survey.Number, "layout": layout, "mapping": string(mapping), "now": tx.now})
}
