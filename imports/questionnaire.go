package imports

import (
	"bytes"
	"context"

	"hromada/domain"
	"hromada/imports/surveys"
	"hromada/models"
)

// QuestionnaireResult is what a form brought into a survey.
type QuestionnaireResult struct {
	models.FormWritten
	NotTaken []surveys.NotTaken
}

// ImportSentQuestionnaire reads an XLSForm that the viewer has sent into a draft: its questions, which are added to the bank where that has not
// the very same, and the categories of respondents that it asks for. *Faults lists what is wrong in the form.
func ImportSentQuestionnaire(
	ctx context.Context, s *models.Store, survey domain.NodeID, version int, upload domain.NodeID, dryRun bool,
) (*QuestionnaireResult, *models.Changed, error) {
	sent, err := s.SentFile(ctx, upload, domain.ImportUpload)
	if err != nil {
		return nil, nil, err
	}
	form, err := surveys.ReadXLSForm(bytes.NewReader(sent.Content))
	if err != nil {
		return nil, nil, err
	}
	result := &QuestionnaireResult{NotTaken: form.NotTaken}
	done, err := s.WriteForm(ctx, survey, version, form.Questionnaire, dryRun, &result.FormWritten)
	if err != nil {
		return nil, done, err
	}
	return result, done, nil
}
