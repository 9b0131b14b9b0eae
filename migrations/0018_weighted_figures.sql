-- Whether weighted figures of a question are told somewhere is asked for each figure that is read: see areWeighted in models/figure_read.go.

-- +goose Up
CREATE INDEX survey_figures_weighted ON survey_figures (survey_number, question_number, community_id) WHERE weighted AND value IS NOT NULL;

-- +goose Down
DROP INDEX survey_figures_weighted;
