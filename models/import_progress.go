package models

import (
	"context"
	"time"

	"hromada/auth"
	"hromada/domain"
)

// ImportProgress is how far the import of an upload has come.
type ImportProgress struct {
	UploadNumber int64
	State        domain.ImportState
	DryRun       bool
	RowsRead     int
	RowCount     *int // nil: not all are read
	RowsWritten  int
	FaultCount   int
	StartedAt    *time.Time
	HeardAt      *time.Time
	FinishedAt   *time.Time
}

// UploadID is the public id of the upload.
func (p *ImportProgress) UploadID() domain.NodeID {
	return domain.NodeID{Type: "Upload", Number: p.UploadNumber}
}

// ImportProgress tells how far the import of an upload of the viewer's has come. A run whose server was not heard of for long is gone.
func (s *Store) ImportProgress(ctx context.Context, upload domain.NodeID) (*ImportProgress, error) {
	d, err := s.read(ctx, auth.UploadFile)
	if err != nil {
		return nil, err
	}
	found, err := only(fetch[ImportProgress](d, `SELECT u.number AS upload_number, coalesce(i.state, @waiting ) AS state, coalesce(i.dry_run, FALSE) AS dry_run,
			coalesce(i.rows_read, 0) AS rows_read, i.row_count, coalesce(i.rows_written, 0) AS rows_written, coalesce(i.fault_count, 0) AS fault_count,
			i.started_at, i.heard_at, i.finished_at
		FROM uploads u LEFT JOIN import_progress i ON i.upload_number = u.number
		WHERE u.number = @number AND u.user_id = @viewerUser AND u.purpose <> @evidence `,
		named{"waiting": domain.ImportWaiting, "number": uploadNumber(upload), "evidence": domain.EvidenceUpload}))("uploadId")
	if err != nil {
		return nil, err
	}
	if found.HeardAt != nil && found.FinishedAt == nil && d.now.Sub(*found.HeardAt) > domain.ImportSilence {
		found.State = domain.ImportInterrupted
	}
	return found, nil
}

// BeginImport begins to tell how far the import of an upload has come. It is told as well as it can be: that it is not told never stops
// an import. End must follow.
func (s *Store) BeginImport(ctx context.Context, upload domain.NodeID, dryRun bool) (*ImportRun, error) {
	d, err := s.read(ctx, auth.UploadFile)
	if err != nil {
		return nil, err
	}
	r := &ImportRun{store: s, door: d, upload: uploadNumber(upload), quit: make(chan struct{}), ended: make(chan struct{})}
	r.told.state = domain.ImportReading
	r.last = r.told
	r.begin(ctx, dryRun)
	go r.tellOn(context.WithoutCancel(ctx))
	return r, nil
}
