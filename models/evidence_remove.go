package models

import (
	"context"

	"hromada/auth"
	"hromada/domain"
)

// evidence is a file or a link that shows the work on a component.
type evidence[R any] interface {
	*R
	component() domain.NodeID
	facts() facts
}

func (f *EvidenceFile) component() domain.NodeID {
	return IDOf(f.CommunityID, domain.ComponentLevel, f.NodeNumber)
}

func (l *EvidenceLink) component() domain.NodeID {
	return IDOf(l.CommunityID, domain.ComponentLevel, l.NodeNumber)
}

// facts are what the audit log keeps of a link.
func (l *EvidenceLink) facts() facts { return facts{"title": l.Title, "url": l.URL} }

// RemoveEvidence takes a file or a link off its component. Nothing keeps a file: people send what should not have been seen.
func (s *Store) RemoveEvidence(ctx context.Context, id domain.NodeID) (*Changed, error) {
	return s.change(ctx, auth.ReportProgress, false, func(tx *Tx) ([]domain.NodeID, error) {
		switch id.Type {
		case "File":
			return removeEvidence[EvidenceFile](tx, id, `SELECT `+fileColumns+` FROM evidence_files k`, `DELETE FROM evidence_files k`)
		case "EvidenceLink":
			return removeEvidence[EvidenceLink](tx, id, `SELECT k.community_id, k.node_number, k.title, k.url FROM evidence_links k`, `DELETE FROM evidence_links k`)
		}
		return nil, domain.NotFound("id")
	})
}

func removeEvidence[R any, P evidence[R]](tx *Tx, id domain.NodeID, find, remove string) ([]domain.NodeID, error) {
	const one = ` WHERE k.community_id = @community AND k.number = @number `
	args := named{"community": id.Community, "number": id.Number}
	found, err := only(fetch[R](&tx.door, find+one, args))("id")
	if err != nil {
		return nil, err
	}
	node := P(found).component()
	if _, err := tx.hold(node, "id"); err != nil {
		return nil, err
	}
	switch removed, err := tx.execCount(remove+one, args); {
	case err != nil:
		return nil, err
	case removed == 0: // somebody else was faster
		return nil, domain.NotFound("id")
	}
	return []domain.NodeID{node}, tx.audit(Deed{Action: domain.AuditRemoveEvidence, Subject: node, Before: P(found).facts()})
}
