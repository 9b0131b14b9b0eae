package resolvers_test

// lastReport is the newest entry of all journals.
func (a *api) lastReport() string {
	a.tb.Helper()
	return idAtType("ProgressReport", int64(a.number(`SELECT community_id FROM progress_reports ORDER BY number DESC LIMIT 1`)), int64(a.number(`SELECT max(number) FROM progress_reports`)))
}
