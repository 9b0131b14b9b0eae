-- What a survey found may be from where a community's problem is known: the figure is named by its survey and question, which are there.

-- +goose Up
ALTER TABLE community_problem_evidence
    ADD CONSTRAINT community_problem_evidence_survey FOREIGN KEY (survey_number) REFERENCES surveys,
    ADD CONSTRAINT community_problem_evidence_question FOREIGN KEY (question_number) REFERENCES questions;

-- +goose Down
ALTER TABLE community_problem_evidence
    DROP CONSTRAINT community_problem_evidence_question,
    DROP CONSTRAINT community_problem_evidence_survey;
