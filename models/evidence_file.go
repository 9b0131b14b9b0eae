package models

import (
	"context"
	"encoding/hex"
	"time"

	"hromada/auth"
	"hromada/domain"
)

// EvidenceFile is a file that shows the work on a component.
type EvidenceFile struct {
	CommunityID int64
	NodeNumber  int64
	Number      int64
	Title       string
	FileName    string
	ContentType string
	Size        int
	SHA256      []byte `gorm:"column:sha256"`
	Content     []byte
	AddedAt     time.Time
}

// NodeID is the file's public id.
func (f *EvidenceFile) NodeID() domain.NodeID {
	return domain.NodeID{Type: "File", Community: f.CommunityID, Number: f.Number}
}

// URL is where the file is read.
func (f *EvidenceFile) URL() string { return "/files/" + f.NodeID().String() }

// facts are what the audit log keeps of a file.
func (f *EvidenceFile) facts() facts {
	return facts{"title": f.Title, "fileName": f.FileName, "contentType": f.ContentType, "size": f.Size, "sha256": hex.EncodeToString(f.SHA256)}
}

const fileColumns = `k.community_id, k.node_number, k.number, k.title, k.file_name, k.content_type, k.size, k.sha256, k.added_at`

// Files gives the files that show the work on a component, in the order they were added.
func (s *Store) Files(ctx context.Context, row *Component) ([]*EvidenceFile, error) {
	return eachOf(ctx, s, row, "files", `SELECT `+fileColumns+livingFrom("evidence_files")+` ORDER BY k.community_id, k.node_number, k.number`,
		func(f *EvidenceFile) place { return place{f.CommunityID, f.NodeNumber} })
}

// File gives a file with its content to whoever may see the node that it is about: where what is published places it to everybody who
// reads, and where only a draft does to those who may see that. The content is left out where its sum is the one that is known.
func (s *Store) File(ctx context.Context, id domain.NodeID, known []byte) (*EvidenceFile, error) {
	d, err := s.readOwnView(ctx)
	if err != nil {
		return nil, err
	}
	if id.Type != "File" {
		return nil, domain.NotFound("")
	}
	return only(fetch[EvidenceFile](d, `SELECT `+fileColumns+`, CASE WHEN k.sha256 IS DISTINCT FROM CAST(@known AS bytea) THEN k.content END AS content
		FROM evidence_files k WHERE k.community_id = @community AND k.number = @number AND EXISTS (
			SELECT FROM placements p JOIN goal_trees t ON t.community_id = p.community_id AND t.number = p.tree_number
			WHERE p.community_id = k.community_id AND p.node_number = k.node_number AND p.revision_number IN (t.published_revision, `+d.revision()+`))`,
		named{"community": id.Community, "number": id.Number, "known": bytesOf{known}}))("")
}

// AttachEvidence hangs a file that was sent on a component.
func (s *Store) AttachEvidence(ctx context.Context, node, upload domain.NodeID, title string) (*Changed, error) {
	return s.change(ctx, auth.ReportProgress, false, func(tx *Tx) ([]domain.NodeID, error) {
		if node.Type != "Component" {
			return nil, domain.NotFound("nodeId")
		}
		if err := domain.CheckText("title", title, domain.MaxShortText); err != nil {
			return nil, err
		}
		tree, err := tx.hold(node, "nodeId")
		if err != nil {
			return nil, err
		}
		if _, err := tx.placed(tree, node, "nodeId"); err != nil {
			return nil, err
		}
		return []domain.NodeID{node}, tx.attach(node, upload, title)
	})
}

func (tx *Tx) attach(node, upload domain.NodeID, title string) error {
	args := sentArgs(upload, domain.EvidenceUpload, tx.now)
	args["community"], args["node"], args["title"], args["viewerUser"], args["most"] = node.Community, node.Number, domain.Trimmed(title), tx.viewer.User, MaxFiles
	there, err := fetchOne[struct{ Files int }](&tx.door, `SELECT count(*) AS files FROM evidence_files k
		WHERE k.community_id = @community AND k.node_number = @node `, args)
	if err != nil {
		return err
	}
	if there.Files >= MaxFiles {
		return domain.Invalid("nodeId", "На один компонент не більше ніж %d.", "At most %d for a component.", MaxFiles)
	}
	made, err := only(fetch[EvidenceFile](&tx.door, `INSERT INTO evidence_files AS k
			(community_id, node_number, title, file_name, content_type, size, sha256, content, added_at, added_by)
		SELECT @community, @node, @title, u.file_name, u.content_type, u.size, u.sha256, u.content, CAST(@now AS timestamptz), u.user_id
		FROM uploads u WHERE `+sentFile+` RETURNING `+fileColumns, args))("uploadId")
	if err != nil {
		return err
	}
	tx.writes++
	return inOrder(
		func() error { return tx.exec(`DELETE FROM uploads WHERE number = @number `, args) },
		func() error {
			return tx.audit(Deed{Action: domain.AuditAttachEvidence, Subject: node, After: made.facts()})
		},
	)
}
