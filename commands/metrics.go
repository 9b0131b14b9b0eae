package commands

import (
	"context"
	"log/slog"
	"time"

	"hromada/models"
)

// metricsEvery is how often figures are made anew that depend on the day, or on what commands have changed.
const metricsEvery = time.Hour

// KeepMetrics brings the figures by which communities compare up to date, at once and then every hour, until ctx ends.
func KeepMetrics(ctx context.Context, store *models.Store, log *slog.Logger) {
	regularly(ctx, metricsEvery, func() {
		if err := IgnoreStop(ctx, store.RefreshMetrics(AsOperator(ctx))); err != nil {
			log.ErrorContext(ctx, "the figures of metrics could not be made anew", "error", err)
		}
	})
}
