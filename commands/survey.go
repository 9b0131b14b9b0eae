package commands

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"hromada/domain"
	"hromada/imports/surveys"
	"hromada/models"
)

// Survey keeps what people answered to surveys.
type Survey struct {
	Purge PurgeResponses `cmd:"" help:"Delete the responses to surveys whose time is over, and files sent whose hour is; figures stay."`
	Erase EraseResponse  `cmd:"" help:"Erase one response that came in a file, by the id that its tool gave it."`
}

// EraseResponse erases one response.
type EraseResponse struct {
	Survey     string `required:"" placeholder:"ID" help:"The id of the survey, as the graph has it."`
	ExternalID string `required:"" placeholder:"ID" help:"The id of the response, as the file had it."`
	Layout     string `enum:"KOBO,ODK,LIMESURVEY,WIDE" default:"WIDE" help:"Whose file it was: KOBO, ODK, LIMESURVEY, or WIDE for any table."`
	Source     string `help:"What the table was called, where one was told."`
}

// Run erases it. Where there is none that is a fault, since somebody asked to be forgotten.
func (c *EraseResponse) Run(ctx context.Context, s *Settings) error {
	survey, err := surveyNamed(c.Survey)
	if err != nil {
		return err
	}
	return s.withStore(ctx, func(ctx context.Context, store *models.Store) error {
		erased, err := store.EraseExternal(ctx, survey, surveys.ExternalID(surveys.Layout(c.Layout), c.Source, c.ExternalID))
		if err != nil {
			return err
		}
		if !erased {
			return domain.NotFound("--external-id")
		}
		fmt.Println(domain.Text{UK: "Відповідь видалено.", EN: "The response is erased."}.In(s.Language()))
		return nil
	})
}

// surveyNamed reads the id of a survey.
func surveyNamed(text string) (domain.NodeID, error) {
	id, err := domain.ParseNodeID(text)
	if err != nil || id.Type != "Survey" {
		return id, fmt.Errorf("--survey: %q is not the id of a survey", text)
	}
	return id, nil
}

// PurgeResponses deletes responses that are kept no longer.
type PurgeResponses struct {
	DryRun bool `help:"Tell what would be deleted, and delete nothing."`
}

// Run deletes them, and tells of which surveys.
func (c *PurgeResponses) Run(ctx context.Context, s *Settings) error {
	return s.withStore(ctx, func(ctx context.Context, store *models.Store) error {
		purged, err := store.PurgeResponses(ctx, c.DryRun)
		if err != nil {
			return err
		}
		if !c.DryRun {
			if _, err := store.DropExpiredUploads(ctx); err != nil {
				return err
			}
		}
		told := domain.Text{UK: "Видалено відповідей: %d. %s\n", EN: "Responses deleted: %d. %s\n"}
		if c.DryRun {
			told = domain.Text{UK: "Буде видалено відповідей: %d. %s\n", EN: "Responses to be deleted: %d. %s\n"}
		}
		for _, p := range purged {
			fmt.Printf(told.In(s.Language()), p.Responses, p.Title.In(s.Language()))
		}
		if len(purged) == 0 {
			fmt.Println(domain.Text{UK: "Немає опитувань, відповіді на які час видалити.", EN: "There is no survey whose responses are kept no longer."}.In(s.Language()))
		}
		return nil
	})
}

// waitingFigures is how many surveys may wait for their figures; of one that finds no room the next answer asks again.
const waitingFigures = 100

// computeFigures computes the figures of surveys that people answer behind the answers, one after the other, until the context ends.
func computeFigures(ctx context.Context, store *models.Store, log *slog.Logger) {
	answered := make(chan domain.NodeID, waitingFigures)
	store.OnAnswer(func(survey domain.NodeID) {
		select {
		case answered <- survey:
		default:
		}
	})
	go func() {
		for {
			select {
			case <-ctx.Done():
				return
			case survey := <-answered:
				if err := store.ComputeDue(AsOperator(ctx), survey); err != nil && ctx.Err() == nil {
					log.Error("the figures of a survey were not computed", "survey", survey.Number, "error", err)
				}
			}
		}
	}()
}

// uploadsDropped is how often the files are deleted that somebody sent and whose time is over.
const uploadsDropped = 10 * time.Minute

// dropUploads deletes such files now and every while, until the context ends.
func dropUploads(ctx context.Context, store *models.Store, log *slog.Logger) {
	go regularly(ctx, uploadsDropped, func() {
		if _, err := store.DropExpiredUploads(AsOperator(ctx)); err != nil && ctx.Err() == nil {
			log.Error("files whose time is over were not deleted", "error", err)
		}
	})
}
