package models

import (
	"context"

	"hromada/auth"
	"hromada/domain"
)

// CreateSurvey begins a survey, with the usual categories. Edit says what it is.
func (s *Store) CreateSurvey(ctx context.Context, of Owner, edit func(*domain.SurveyFields)) (*Changed, error) {
	return s.change(ctx, auth.EditSurvey, false, func(tx *Tx) ([]domain.NodeID, error) {
		id, err := tx.createSurvey(of, edit)
		return []domain.NodeID{id}, err
	})
}

func (tx *Tx) createSurvey(of Owner, edit func(*domain.SurveyFields)) (domain.NodeID, error) {
	fields := domain.UsualSurvey()
	edit(&fields)
	fields = fields.Stored()
	faults := fields.Check()
	owner, err := tx.owner(of)
	if err := faults.Collect(err); err != nil {
		return domain.NodeID{}, err
	}
	if len(faults) > 0 {
		return domain.NodeID{}, faults
	}
	if err := tx.roomForSurvey(owner.RegionID, owner.CommunityID); err != nil {
		return domain.NodeID{}, err
	}
	return tx.addSurvey(of, owner, fields)
}

// roomForSurvey refuses more surveys of one community or region than their list may hold. Nobody else adds one until the transaction ends.
func (tx *Tx) roomForSurvey(region int64, community *int64) error {
	args := named{"region": region, "community": community}
	if _, err := fetch[struct{ ID int64 }](&tx.door, `SELECT r.id FROM regions r WHERE r.id = @region FOR NO KEY UPDATE`, args); err != nil {
		return err
	}
	has, err := fetchOne[struct{ Surveys int }](&tx.door, `SELECT count(*) AS surveys FROM surveys v
		WHERE v.region_id = @region AND v.community_id IS NOT DISTINCT FROM CAST(@community AS bigint)`, args)
	if err == nil && has.Surveys >= MaxSurveys {
		return tooMany("SURVEY", MaxSurveys)
	}
	return err
}

func (tx *Tx) addSurvey(of Owner, owner *owned, f domain.SurveyFields) (domain.NodeID, error) {
	args := surveyArgs(f)
	args["region"], args["community"], args["now"] = owner.RegionID, owner.CommunityID, tx.now
	made, err := writeOne[struct{ Number int64 }](tx, `INSERT INTO surveys (region_id, community_id, title_uk, title_en, description_uk, description_en,
			starts_on, ends_on, sampling, online_sampling, stratum, confidence, breakdowns, keep_until, demonstration, created_at, updated_at)
		SELECT @region, CAST(@community AS bigint), CAST(@titleUK AS text), CAST(@titleEN AS text), CAST(@descriptionUK AS text), CAST(@descriptionEN AS text),
			CAST(@starts AS date), CAST(@ends AS date), @sampling, @online, CAST(@stratum AS text), CAST(@confidence AS numeric), CAST(@breakdowns AS text[]),
			CAST(@keep AS date), i.demonstration, CAST(@now AS timestamptz), CAST(@now AS timestamptz)
		FROM instance i RETURNING number`, args)
	if err != nil {
		return domain.NodeID{}, err
	}
	told := facts(f.Facts())
	if of.Community != nil {
		told["communityCode"] = *of.Community
	} else {
		told["regionCode"] = *of.Region
	}
	id := surveyID(made.Number)
	return id, inOrder(
		func() error { return tx.writeCategories(made.Number, domain.UsualCategories()) },
		func() error { return tx.audit(Deed{Action: domain.AuditCreateSurvey, Subject: id, After: told}) },
	)
}

func surveyArgs(f domain.SurveyFields) named {
	return named{
		"titleUK": f.Title.UK, "titleEN": optional(f.Title.EN), "descriptionUK": optional(f.Description.UK), "descriptionEN": optional(f.Description.EN),
		"starts": f.StartsOn, "ends": f.EndsOn, "sampling": f.Sampling, "online": f.OnlineSampling, "stratum": optional(f.Stratum),
		"confidence": f.Confidence, "breakdowns": texts(f.BreakdownCodes()), "keep": f.KeepUntil,
	}
}

// fields are what is written of a survey.
func (v *Survey) fields() domain.SurveyFields {
	f := domain.SurveyFields{
		Title:       domain.Text{UK: v.TitleUK, EN: valueOr(v.TitleEN, "")},
		Description: domain.Text{UK: valueOr(v.DescriptionUK, ""), EN: valueOr(v.DescriptionEN, "")},
		StartsOn:    v.StartsOn, EndsOn: v.EndsOn, Sampling: v.Sampling, OnlineSampling: v.OnlineSampling, Stratum: valueOr(v.Stratum, ""),
		Confidence: v.Confidence, KeepUntil: v.KeepUntil,
	}
	for _, b := range v.Breakdowns() {
		f.Breakdowns = append(f.Breakdowns, *b)
	}
	return f
}

// lockSurvey finds a survey that the viewer keeps, and keeps others from changing it. It is read by a statement of its own: one that waits for a lock
// does not see what was written meanwhile.
func (tx *Tx) lockSurvey(id domain.NodeID) (*Survey, error) {
	if id != surveyID(id.Number) {
		return nil, domain.NotFound("id")
	}
	args := named{"number": id.Number}
	locked, err := fetch[struct{ Number int64 }](&tx.door, `SELECT v.number FROM surveys v
		WHERE v.number = @number AND `+tx.keeps(`v.community_id`, `v.region_id`)+` FOR NO KEY UPDATE OF v`, args)
	switch {
	case err != nil:
		return nil, err
	case len(locked) == 0:
		return nil, tx.unwritable(id, "id")
	}
	return fetchOne[Survey](&tx.door, `SELECT `+surveyColumns+` FROM surveys v WHERE v.number = @number `, args)
}

// holdSurvey locks a survey in the version that the viewer knows.
func (tx *Tx) holdSurvey(id domain.NodeID, version int) (*Survey, error) {
	v, err := tx.lockSurvey(id)
	if err == nil && v.Version != version {
		return nil, errStale()
	}
	return v, err
}

// holdSurveyFor holds a survey whose state lets a step be taken.
func (tx *Tx) holdSurveyFor(step domain.SurveyStep, id domain.NodeID, version int) (*Survey, error) {
	v, err := tx.holdSurvey(id, version)
	if err != nil {
		return nil, err
	}
	return v, v.State.CheckStep(step)
}

// changeSurvey runs a change of one survey. Where it comes too late, how things stand comes with the CONFLICT.
func (s *Store) changeSurvey(ctx context.Context, action auth.Action, id domain.NodeID, work func(*Tx) error) (*Changed, error) {
	done, err := s.change(ctx, action, false, func(tx *Tx) ([]domain.NodeID, error) {
		return []domain.NodeID{id}, work(tx)
	})
	return s.withCurrent(ctx, id, done, err)
}

// UpdateSurvey changes what is written of a survey, as far as its state lets it. An edit that changes nothing writes nothing.
func (s *Store) UpdateSurvey(ctx context.Context, id domain.NodeID, version int, edit func(*domain.SurveyFields)) (*Changed, error) {
	return s.changeSurvey(ctx, auth.EditSurvey, id, func(tx *Tx) error { return tx.updateSurvey(id, version, edit) })
}

func (tx *Tx) updateSurvey(id domain.NodeID, version int, edit func(*domain.SurveyFields)) error {
	v, err := tx.holdSurvey(id, version)
	if err != nil {
		return err
	}
	after := v.fields()
	edit(&after)
	after = after.Stored()
	was, is := domain.Differences(v.fields().Facts(), after.Facts())
	if faults := append(after.Check(), v.State.CheckChanges(was, is)...); len(faults) > 0 {
		return faults
	}
	if len(was)+len(is) == 0 {
		return nil
	}
	args := surveyArgs(after)
	args["number"] = v.Number
	return inOrder(
		func() error {
			return tx.exec(`UPDATE surveys SET title_uk = @titleUK, title_en = CAST(@titleEN AS text), description_uk = CAST(@descriptionUK AS text),
				description_en = CAST(@descriptionEN AS text), starts_on = CAST(@starts AS date), ends_on = CAST(@ends AS date), sampling = @sampling,
				online_sampling = @online, stratum = CAST(@stratum AS text), confidence = CAST(@confidence AS numeric),
				breakdowns = CAST(@breakdowns AS text[]), keep_until = CAST(@keep AS date) WHERE number = @number `, args)
		},
		func() error { return tx.surveyChanged(v, was, is) },
	)
}

// surveyChanged counts a survey's version, and keeps what was changed.
func (tx *Tx) surveyChanged(v *Survey, was, is facts) error {
	return inOrder(
		func() error { return tx.countSurvey(v) },
		func() error {
			return tx.audit(Deed{Action: domain.AuditUpdateSurvey, Subject: v.NodeID(), Before: was, After: is})
		},
	)
}

// countSurvey takes the next version of a survey that is held.
func (tx *Tx) countSurvey(v *Survey) error {
	return tx.exec(`UPDATE surveys SET version = version + 1, updated_at = CAST(@now AS timestamptz) WHERE number = @number `,
		named{"now": tx.now, "number": v.Number})
}

// DeleteSurvey takes away a draft, which nobody has answered.
func (s *Store) DeleteSurvey(ctx context.Context, id domain.NodeID, version int) (*Changed, error) {
	return s.changeSurvey(ctx, auth.EditSurvey, id, func(tx *Tx) error {
		v, err := tx.holdSurveyFor(domain.DeleteSurvey, id, version)
		if err != nil {
			return err
		}
		return inOrder(
			func() error { return tx.exec(`DELETE FROM surveys WHERE number = @number `, named{"number": v.Number}) },
			func() error {
				return tx.audit(Deed{Action: domain.AuditDeleteSurvey, Subject: id, Before: facts(v.fields().Facts())})
			},
		)
	})
}
