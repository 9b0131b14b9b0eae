package models

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"time"

	"hromada/auth"
	"hromada/domain"
)

// How long a file may take to arrive, how long it is kept for the change that it was sent for, and how many of one account are: where it
// announces one more, its oldest is dropped.
const (
	uploadArrives = 15 * time.Minute
	uploadKept    = time.Hour
	maxUploads    = 10
)

// Upload is a file that somebody sends for a change.
type Upload struct {
	Number      int64
	Purpose     domain.UploadPurpose
	FileName    string
	Size        int64
	ExpiresAt   time.Time
	Fingerprint []byte
	ContentType *string
	Content     []byte
	Token       string `gorm:"-"` // told once, to who announced it
}

// NodeID is the upload's public id.
func (u *Upload) NodeID() domain.NodeID { return domain.NodeID{Type: "Upload", Number: u.Number} }

// URL is where its bytes are sent to.
func (u *Upload) URL() string { return "/uploads/" + u.NodeID().String() }

// NewUpload is a file that is to be sent.
type NewUpload struct {
	FileName string
	Size     int
	Purpose  domain.UploadPurpose
}

// CreateUpload announces a file. Those whose time is over are dropped by the way, whosever they are, and the account's own oldest.
func (s *Store) CreateUpload(ctx context.Context, n NewUpload) (*Upload, error) {
	var made *Upload
	err := s.InTx(ctx, auth.UploadFile, false, func(tx *Tx) (err error) {
		var faults domain.Faults
		if err := faults.Collect(domain.CheckFileName("fileName", n.FileName)); err != nil {
			return err
		}
		if most := n.Purpose.MostBytes(); n.Size < 1 || n.Size > most {
			faults = append(faults, domain.Invalid("size", "Від 1 до %d байтів.", "1 to %d bytes.", most))
		}
		if len(faults) > 0 {
			return faults
		}
		made, err = tx.addUpload(n)
		return err
	})
	return made, err
}

// expired is the condition that the time of an upload u is over.
const expired = `u.expires_at <= CAST(@now AS timestamptz)`

// DropExpiredUploads deletes the files whose time is over: nobody can use them any more, and they hold names and telephones.
func (s *Store) DropExpiredUploads(ctx context.Context) (dropped int, err error) {
	err = s.InTx(ctx, auth.PurgeResponses, false, func(tx *Tx) error {
		tx.audited++ // what was sent is in the audit log, and that it is kept for an hour everybody knows
		dropped, err = tx.execCount(`DELETE FROM uploads u WHERE `+expired, named{"now": tx.now})
		return err
	})
	return dropped, err
}

// addUpload writes nothing of anybody's yet, so that the audit log hears of it when the bytes come.
func (tx *Tx) addUpload(n NewUpload) (*Upload, error) {
	token := auth.NewSecret()
	args := named{
		"purpose": n.Purpose, "name": n.FileName, "size": n.Size, "fingerprint": bytesOf{auth.Fingerprint(token)},
		"now": tx.now, "expires": tx.now.Add(uploadArrives), "others": maxUploads - 1, "viewerUser": tx.scope.User,
	}
	if err := tx.db.Exec(`DELETE FROM uploads u WHERE `+expired+` OR (u.user_id = @viewerUser AND u.number NOT IN (
		SELECT o.number FROM uploads o WHERE o.user_id = @viewerUser ORDER BY o.number DESC LIMIT @others ))`, args.list()...).Error; err != nil {
		return nil, err
	}
	made, err := fetchOne[Upload](&tx.door, `INSERT INTO uploads (user_id, purpose, file_name, size, fingerprint, created_at, expires_at)
		VALUES (@viewerUser, @purpose, @name, @size, @fingerprint, CAST(@now AS timestamptz), CAST(@expires AS timestamptz))
		RETURNING number, purpose, file_name, size, expires_at`, args)
	if err != nil {
		return nil, err
	}
	made.Token = token
	return made, nil
}

// UploadToFill finds the viewer's upload whose bytes have not come yet, by its id and its token.
func (s *Store) UploadToFill(ctx context.Context, id domain.NodeID, token string) (*Upload, error) {
	d, err := s.read(ctx, auth.UploadFile)
	if err != nil {
		return nil, err
	}
	found, err := only(d.ownUpload(id))("")
	switch {
	case err != nil:
		return nil, err
	case subtle.ConstantTimeCompare(found.Fingerprint, auth.Fingerprint(token)) == 0:
		return nil, domain.NotFound("")
	case found.ContentType != nil:
		return nil, domain.Conflict("", "Цей файл уже надіслано.", "This file has come already.")
	}
	return found, nil
}

// ownUpload finds an upload of the viewer's whose time is not over, without its bytes.
func (d *door) ownUpload(id domain.NodeID) ([]*Upload, error) {
	return fetch[Upload](d, `SELECT u.number, u.purpose, u.file_name, u.size, u.expires_at, u.fingerprint, u.content_type FROM uploads u
		WHERE u.number = @number AND u.user_id = @viewerUser AND u.expires_at > CAST(@now AS timestamptz)`, named{"number": uploadNumber(id), "now": d.now})
}

// uploadNumber is the number of an upload; that of another thing is nobody's.
func uploadNumber(id domain.NodeID) int64 {
	if id.Type != "Upload" {
		return 0
	}
	return id.Number
}

// FillUpload keeps the bytes of an upload, of which somebody has found out what they are. Of two who send them at once one is late.
func (s *Store) FillUpload(ctx context.Context, id domain.NodeID, contentType string, content []byte) error {
	sum := sha256.Sum256(content)
	return s.InTx(ctx, auth.UploadFile, false, func(tx *Tx) error {
		filled, err := tx.execCount(`UPDATE uploads SET content_type = @type, sha256 = @sum, content = @content, expires_at = CAST(@until AS timestamptz)
			WHERE number = @number AND user_id = @viewerUser AND content IS NULL AND size = @size AND expires_at > CAST(@now AS timestamptz)`, named{
			"type": contentType, "sum": bytesOf{sum[:]}, "content": bytesOf{content}, "size": len(content),
			"until": tx.now.Add(uploadKept), "now": tx.now, "number": id.Number,
		})
		if err != nil {
			return err
		}
		if filled != 1 {
			return domain.Conflict("", "Цей файл уже надіслано.", "This file has come already.")
		}
		return tx.audit(Deed{Action: domain.AuditUploadFile, After: facts{"contentType": contentType, "size": len(content), "sha256": hex.EncodeToString(sum[:])}})
	})
}

// SentFile gives a file that the viewer has sent for a purpose.
func (s *Store) SentFile(ctx context.Context, id domain.NodeID, purpose domain.UploadPurpose) (*Upload, error) {
	d, err := s.read(ctx, auth.UploadFile)
	if err != nil {
		return nil, err
	}
	return only(fetch[Upload](d, `SELECT u.number, u.purpose, u.file_name, u.size, u.content_type, u.content FROM uploads u WHERE `+sentFile,
		sentArgs(id, purpose, d.now)))("uploadId")
}

// sentFile is the condition on uploads u: the one that an id names, of the viewer, with its bytes, its time not over.
const sentFile = `u.number = @number AND u.user_id = @viewerUser AND u.purpose = @purpose AND u.content IS NOT NULL AND u.expires_at > CAST(@now AS timestamptz)`

func sentArgs(id domain.NodeID, purpose domain.UploadPurpose, now time.Time) named {
	return named{"number": uploadNumber(id), "purpose": purpose, "now": now}
}
