package commands

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"hromada/domain"
	"hromada/imports"
	"hromada/imports/surveys"
	"hromada/models"
)

// ImportResponses reads responses to a survey.
type ImportResponses struct {
	File     string            `arg:"" type:"existingfile" help:"The file: CSV or XLSX."`
	Survey   string            `required:"" placeholder:"ID" help:"The id of the survey, as the graph has it."`
	Propose  bool              `help:"Print what the columns seem to hold, as JSON to be mended and given back by --mapping, and read nothing."`
	Mapping  string            `type:"existingfile" placeholder:"FILE" help:"What the columns hold (JSON). As an earlier file was read unless told, or as proposed."`
	Mode     string            `enum:",ONLINE,OFFLINE_PAPER,CAPI,PHONE" default:"" help:"How the responses were taken that do not tell it: ONLINE, OFFLINE_PAPER, CAPI or PHONE."`
	Answered string            `placeholder:"YYYY-MM-DD" help:"On which day the responses were given that do not tell it."`
	Strata   map[string]string `placeholder:"VARIABLE=CATEGORY" help:"What is known of the respondents who do not tell it, such as SEX=FEMALE; several are divided by semicolons."`
	Source   string            `help:"What the table is called, where ids of several tables begin at 1 again."`

	LeaveOutSuspected bool `help:"Leave out responses without an id that repeat another within a minute."`
	DryRun            bool `help:"Check everything and keep nothing."`
}

// Run looks at the file, or imports it.
func (c *ImportResponses) Run(ctx context.Context, s *Settings) error {
	asked, err := c.asked()
	if err != nil {
		return err
	}
	return s.withFile(ctx, c.File, c.DryRun, func(ctx context.Context, store *models.Store, r io.Reader, run imports.Run) error {
		content, err := io.ReadAll(r)
		if err != nil {
			return err
		}
		if c.Propose {
			return propose(ctx, os.Stdout, store, asked.Survey, content)
		}
		result, _, err := imports.ImportResponses(ctx, store, content, asked, run)
		if err != nil {
			return byFlag(err)
		}
		return imports.WriteResponsesReport(os.Stdout, result, c.DryRun, s.Language())
	})
}

// byFlag names by their flags what was to be told beside the file.
func byFlag(err error) error {
	var faults domain.Faults
	if !errors.As(err, &faults) {
		return err
	}
	told := make(domain.Faults, len(faults))
	for i, fault := range faults {
		named := *fault
		switch fault.Field {
		case "mode":
			named = *domain.Invalid("--mode", "Жоден стовпчик не каже, як проведено опитування.", "No column tells how the answers were taken.")
		case "answeredAt":
			named = *domain.Invalid("--answered", "Жоден стовпчик не каже, коли дано відповіді.", "No column tells when this was answered.")
		}
		told[i] = &named
	}
	return told
}

func (c *ImportResponses) asked() (imports.ResponsesRequest, error) {
	asked := imports.ResponsesRequest{
		Mode: domain.SurveyMode(c.Mode), Source: c.Source, LeaveOutSuspected: c.LeaveOutSuspected, FileName: filepath.Base(c.File),
	}
	var err error
	if asked.Survey, err = surveyNamed(c.Survey); err != nil {
		return asked, err
	}
	for variable, category := range c.Strata {
		v := domain.Variable(variable)
		if !slices.Contains(domain.Variables, v) {
			return asked, fmt.Errorf("--strata: %q is none of SEX, AGE, SETTLEMENT", variable)
		}
		if asked.Strata == nil {
			asked.Strata = map[domain.Variable]string{}
		}
		asked.Strata[v] = category
	}
	if c.Answered != "" {
		if asked.At, err = time.Parse(time.DateOnly, c.Answered); err != nil {
			return asked, fmt.Errorf("--answered: %q is not a day such as 2026-11-01", c.Answered)
		}
	}
	if c.Mapping != "" {
		asked.Mapping, err = readMapping(c.Mapping)
	}
	return asked, err
}

func readMapping(name string) (*surveys.Mapping, error) {
	text, err := os.ReadFile(name) //nolint:gosec // the operator names the file
	if err != nil {
		return nil, err
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	m := &surveys.Mapping{}
	if err := d.Decode(m); err != nil {
		return nil, fmt.Errorf("--mapping: %w", err)
	}
	return m, nil
}

// propose prints the mapping of a file. What is left to decide goes to where faults go, so that the JSON alone can be kept.
func propose(ctx context.Context, w io.Writer, store *models.Store, survey domain.NodeID, content []byte) error {
	proposed, err := imports.ProposeMapping(ctx, store, survey, content)
	if err != nil {
		return err
	}
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	if err := e.Encode(proposed.Mapping); err != nil {
		return err
	}
	return proposed.Open
}
