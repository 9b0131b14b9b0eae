package imports

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"iter"
	"strconv"
	"strings"
	"time"

	"hromada/domain"
	"hromada/imports/surveys"
	"hromada/imports/table"
	"hromada/models"
)

// ResponsesRequest is what is asked of a file of responses to a survey.
type ResponsesRequest struct {
	Survey domain.NodeID
	// Mapping says what the columns hold; nil: as it was kept from an earlier file, or as it is proposed where that leaves nothing to decide.
	Mapping           *surveys.Mapping
	Mode              domain.SurveyMode          // of responses that tell none; empty: that is a fault
	Strata            map[domain.Variable]string // of those that do not tell theirs
	At                time.Time                  // of those that tell no time; zero: that is a fault
	Source            string                     // tells files apart whose ids begin at 1 again
	LeaveOutSuspected bool
	FileName          string
}

// ResponsesResult is what an import of responses did, or on a dry run would do.
type ResponsesResult struct {
	models.ResponsesWritten
	surveys.Report
	Mapping surveys.Mapping
	ran     bool
}

// ProposedMapping is what is proposed for a file.
type ProposedMapping struct {
	surveys.Mapping
	From int   // what it stands on: 0 this file alone; 1 an earlier file of this survey; 2 one of a wave before
	Open error // *Faults: what is left to a person; nil where the file can be read by it
	// Untold names what the file does not tell of its responses, and is to be told beside it: mode, answeredAt.
	Untold domain.Faults
}

// What a proposal stands on.
const (
	FromFile = iota
	FromSurvey
	FromEarlierWave
)

// ProposeMapping looks at a file of responses and says what its columns hold, as far as that is known from it and from earlier files.
func ProposeMapping(ctx context.Context, s *models.Store, survey domain.NodeID, content []byte) (ProposedMapping, error) {
	intake, err := s.Intake(ctx, survey)
	if err != nil {
		return ProposedMapping{}, err
	}
	return proposeFor(intake, content)
}

// ProposeSent proposes for a file that the viewer has sent.
func ProposeSent(ctx context.Context, s *models.Store, survey, upload domain.NodeID) (ProposedMapping, error) {
	sent, err := s.SentFile(ctx, upload, domain.ResponsesUpload)
	if err != nil {
		return ProposedMapping{}, err
	}
	return ProposeMapping(ctx, s, survey, sent.Content)
}

func proposeFor(intake *models.Intake, content []byte) (ProposedMapping, error) {
	q := intake.Questionnaire
	proposed, err := surveys.Propose(bytes.NewReader(content), q)
	if err != nil {
		return ProposedMapping{}, err
	}
	told := ProposedMapping{Mapping: proposed}
	for _, kept := range intake.Kept { // the latest first
		var m surveys.Mapping
		if err := json.Unmarshal(kept.Mapping, &m); err != nil {
			return ProposedMapping{}, err
		}
		if adopted, fits := proposed.Adopt(m, q); fits {
			told.Mapping, told.From = adopted, FromSurvey
			if kept.Back > 0 {
				told.From = FromEarlierWave
			}
			break
		}
	}
	told.Open, told.Untold = told.Undecided(q), ResponsesRequest{}.untold(told.Mapping)
	return told, nil
}

// ImportResponses reads a file of responses into a survey, all of it or nothing, and has its figures computed anew. *Faults lists what is wrong
// in the file, or as *UndecidedMapping, by column, in its mapping. The mapping is kept for the next file.
func ImportResponses(ctx context.Context, s *models.Store, content []byte, asked ResponsesRequest, run Run) (*ResponsesResult, *models.Changed, error) {
	intake, err := s.Intake(ctx, asked.Survey)
	if err != nil {
		return nil, nil, err
	}
	if fault := asked.check(intake); fault != nil {
		return nil, nil, fault
	}
	mapping, err := asked.mapping(intake, content)
	if err != nil {
		return nil, nil, err
	}
	if faults := asked.untold(mapping); len(faults) > 0 {
		return nil, nil, faults
	}
	f := responsesFile{ResponsesRequest: asked, intake: intake, content: content, run: run, result: ResponsesResult{Mapping: mapping}}
	done, err := s.ImportResponses(ctx, run.DryRun, asked.Survey, func(tx *models.Tx) error { return f.write(ctx, tx) })
	if err != nil || !f.result.ran {
		return nil, done, err
	}
	return &f.result, done, nil
}

// ImportSentResponses reads a file that the viewer has sent, and has it told how far that is.
func ImportSentResponses(
	ctx context.Context, s *models.Store, upload domain.NodeID, asked ResponsesRequest, dryRun bool,
) (result *ResponsesResult, done *models.Changed, err error) {
	sent, err := s.SentFile(ctx, upload, domain.ResponsesUpload)
	if err != nil {
		return nil, nil, err
	}
	asked.FileName = sent.FileName
	watched, err := s.BeginImport(ctx, upload, dryRun)
	if err != nil {
		return nil, nil, err
	}
	ended := errCutOff
	defer func() { watched.End(ctx, ended, faultCount(ended)) }()
	result, done, err = ImportResponses(ctx, s, sent.Content, asked, Run{DryRun: dryRun, Progress: watched, Last: watched.Keep})
	ended = err
	return result, done, err
}

// UndecidedMapping is the error of a mapping that no file can be read by before somebody has mended it.
type UndecidedMapping struct{ Faults }

func (u *UndecidedMapping) Unwrap() error { return &u.Faults }

func (asked ResponsesRequest) mapping(intake *models.Intake, content []byte) (surveys.Mapping, error) {
	if asked.Mapping != nil {
		m := asked.Mapping.Confirmed()
		m.Source = asked.Source
		return m, undecided(m.Check(intake.Questionnaire))
	}
	proposed, err := proposeFor(intake, content)
	if err != nil {
		return surveys.Mapping{}, err
	}
	proposed.Source = asked.Source
	return proposed.Confirmed(), undecided(proposed.Open)
}

func undecided(err error) error {
	var open *Faults
	if errors.As(err, &open) {
		return &UndecidedMapping{*open}
	}
	return err
}

// check looks at what was told beside the file.
func (asked ResponsesRequest) check(intake *models.Intake) error {
	for variable, code := range asked.Strata {
		if intake.Questionnaire.CategoryOf(variable, code) < 0 {
			return domain.Invalid("strata", "Такої категорії в опитуванні немає.", "The survey has no such category.")
		}
	}
	if asked.Mapping != nil && len(asked.Mapping.Columns) > table.MaxColumns {
		return domain.Invalid("mapping", "Щонайбільше %d стовпчиків.", "%d columns at the most.", table.MaxColumns)
	}
	if len(asked.Source) > 100 {
		return domain.Invalid("source", "Щонайбільше 100 байтів.", "100 bytes at the most.")
	}
	if uk, en, timely := (surveys.Options{Now: intake.Now, Start: intake.Start}).Timely(asked.At); !asked.At.IsZero() && !timely {
		return domain.Invalid("answeredAt", uk, en, asked.At.Format(time.DateTime))
	}
	return nil
}

// untold names what neither the columns nor the request tell of any response: once, in place of a fault in every row.
func (asked ResponsesRequest) untold(m surveys.Mapping) (faults domain.Faults) {
	if asked.Mode == "" && len(m.Of(surveys.ModeRole)) == 0 {
		faults = append(faults, domain.Invalid("mode", "Жоден стовпчик не каже, як проведено опитування: вкажіть mode.",
			"No column tells how the answers were taken: tell mode."))
	}
	if asked.At.IsZero() && len(m.Of(surveys.TimeRole))+len(m.Of(surveys.DoneRole)) == 0 {
		faults = append(faults, domain.Invalid("answeredAt", "Жоден стовпчик не каже, коли дано відповіді: вкажіть answeredAt.",
			"No column tells when this was answered: tell answeredAt."))
	}
	return faults
}

// responsesFile is one file that is read into a survey. A transaction that is begun anew reads it anew.
type responsesFile struct {
	ResponsesRequest
	intake  *models.Intake
	content []byte
	run     Run
	rows    []int // of the file, for each response that was given on
	result  ResponsesResult
}

func (f *responsesFile) write(ctx context.Context, tx *models.Tx) error {
	batch := models.ResponseBatch{
		Survey: f.Survey, Version: f.intake.Questionnaire.Version, SHA256: sha256.Sum256(f.content), FileName: f.FileName, Layout: string(f.result.Mapping.Layout),
	}
	written, err := tx.WriteResponses(batch, f.responses(ctx))
	if err != nil {
		return f.inRows(err)
	}
	f.result.ResponsesWritten, f.result.ran = written, true
	f.run.at(domain.ImportWriting, written.Added, written.Added)
	if !written.Again {
		if err := f.keep(tx); err != nil {
			return err
		}
	}
	if f.run.Last != nil {
		f.run.Last(tx)
	}
	return nil
}

// keep keeps the mapping without what is of this file alone, and without what respondents wrote that is no answer.
func (f *responsesFile) keep(tx *models.Tx) error {
	m := f.result.Mapping.WithoutWords()
	m.Source = ""
	text, err := json.Marshal(m)
	if err != nil {
		return err
	}
	return tx.KeepMapping(f.Survey, string(m.Layout), text)
}

// responses reads the file, from its beginning each time that it is asked for.
func (f *responsesFile) responses(ctx context.Context) iter.Seq2[domain.SurveyResponse, error] {
	return func(yield func(domain.SurveyResponse, error) bool) {
		reading, err := surveys.Read(bytes.NewReader(f.content), f.intake.Questionnaire, f.result.Mapping, f.options())
		if err != nil {
			yield(domain.SurveyResponse{}, err)
			return
		}
		f.rows = f.rows[:0]
		for row, err := range reading.Rows(ctx) {
			f.rows = append(f.rows, row.Number)
			if !yield(row.SurveyResponse, err) || err != nil {
				return
			}
		}
		f.result.Report = reading.Report()
	}
}

func (f *responsesFile) options() surveys.Options {
	return surveys.Options{
		Mode: f.Mode, Strata: f.Strata, At: f.At, Now: f.intake.Now, LeaveOutSuspected: f.LeaveOutSuspected, NeedCommunity: f.intake.Own == "",
		Refuses: f.intake.Refuses, Progress: f.run.reading(), Start: f.intake.Start,
	}
}

// inRows tells of what the store refused where the file says it: responses.3.community is of the fourth response.
func (f *responsesFile) inRows(err error) error {
	var refused domain.Faults
	if !errors.As(err, &refused) {
		return err
	}
	var all table.Collector
	for _, fault := range refused {
		rest, of := strings.CutPrefix(fault.Field, "responses.")
		place, _, _ := strings.Cut(rest, ".")
		n, unread := strconv.Atoi(place)
		if !of || unread != nil || n >= len(f.rows) {
			return err
		}
		all.Add(Fault{Line: f.rows[n], Message: fault.Message})
	}
	return all.Err()
}
