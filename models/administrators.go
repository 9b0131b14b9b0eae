package models

import (
	"hromada/auth"
	"hromada/domain"
)

// administratorsLeave is the advisory lock under which administrators go, one after the other: of two who go at once each
// would take the other for the one who stays.
const administratorsLeave = 7_201

// othersAdminister demands that somebody stays who can give the role back, of the memberships m that a condition tells: an administrator
// for a time would go without anybody's doing, and does not count.
func (tx *Tx) othersAdminister(field, others string, leaving int64) error {
	if err := tx.db.Exec(`SELECT pg_advisory_xact_lock(@lock )`, named{"lock": administratorsLeave}.list()...).Error; err != nil {
		return err
	}
	stay, err := tx.administer(others+` AND m.until IS NULL`, leaving)
	if err == nil && !stay {
		return domain.Invalid(field, "Це останній безстроковий адміністратор; спершу призначте іншого.",
			"This is the last administrator without an end; appoint another first.")
	}
	return err
}

// administer tells whether somebody who can come in is an administrator now by the memberships m that a condition tells.
func (tx *Tx) administer(which string, id int64) (bool, error) {
	row, err := fetchOne[struct{ There bool }](&tx.door, `SELECT EXISTS (SELECT FROM memberships m JOIN users u ON u.id = m.user_id
		WHERE m.role = 'ADMIN' AND u.disabled_at IS NULL AND u.password_hash IS NOT NULL AND `+heldNow+` AND `+which+`) AS there`,
		named{"id": id, "now": tx.now})
	if err != nil {
		return false, err
	}
	return row.There, nil
}

// dispensable refuses to shut the viewer's own account, and the last administrator's. Whoever runs commands on the server can always
// appoint another, and may have to shut all of them.
func (tx *Tx) dispensable(user *User) error {
	if tx.viewer.Role == auth.Operator {
		return nil
	}
	if user.ID == tx.viewer.User {
		return domain.Invalid("id", "Себе вимкнути не можна.", "You cannot disable yourself.")
	}
	administrates, err := tx.administer(`m.user_id = @id `, user.ID)
	if err != nil || !administrates {
		return err
	}
	return tx.othersAdminister("id", `m.user_id <> @id `, user.ID)
}
