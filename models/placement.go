package models

import (
	"time"

	"hromada/domain"
)

// Placement is a node of a goal tree as one revision places it, with what lives on its identity.
// Fields marked -> are read only: they are of the identity, or of the view.
type Placement struct {
	CommunityID    int64
	RevisionNumber int64
	TreeNumber     int64
	Number         int64 `gorm:"column:node_number"`
	Level          domain.Level
	View           domain.TreeView `gorm:"->"`
	ParentNumber   *int64
	ParentLevel    *domain.Level
	Position       int
	Code           *string
	Title          string
	Description    *string
	Placeholder    bool
	Priority       *domain.Priority
	Weight         float64
	StartDate      *domain.Date
	DueDate        *domain.Date
	Kind           *domain.ComponentKind
	CategoryCode   *string
	ExpectedResult *string
	Customer       *string
	Executor       *string
	Responsible    *string        `gorm:"->"`
	LastStatus     *domain.Status `gorm:"->"` // as last reported; a parent's status derives from its children
	LastPercent    *float64       `gorm:"->"`
	FinishedOn     *domain.Date   `gorm:"->"`
	Version        int            `gorm:"->"`
	UpdatedAt      time.Time      `gorm:"->"`
}

const placementColumns = `p.community_id, p.revision_number, p.tree_number, p.node_number, p.level,
	CAST(@view AS text) AS view, p.parent_number, p.parent_level, p.position, p.code, p.title, p.description,
	p.placeholder, p.priority, p.weight, p.start_date, p.due_date, p.kind, p.category_code, p.expected_result,
	p.customer, p.executor, n.responsible, n.status AS last_status, n.percent AS last_percent, n.finished_on,
	n.version, n.updated_at`

// placementsFrom reads placements p and their identities n, in the revisions that the door shows of
// trees. The join is LEFT, though every placement has its identity: so the number of rows is known to
// stay, and PostgreSQL drops the join where nothing of n is asked for.
func (d *door) placementsFrom(trees string) string {
	return ` FROM (SELECT * FROM placements p WHERE (p.community_id, p.revision_number) IN (` + d.shown(trees) + `)) p
		LEFT JOIN tree_nodes n ON n.community_id = p.community_id AND n.number = p.node_number`
}

// Goal is a strategic goal.
type Goal struct {
	member[Goal]
	Placement
}

// Subgoal is an operational goal beneath a goal.
type Subgoal struct {
	member[Subgoal]
	Placement
}

// Component is a component of development, beneath a subgoal or a goal.
type Component struct {
	member[Component]
	Placement
}

// placedRow is a row that is a placement.
type placedRow[R any] interface {
	related[R]
	placement() *Placement
}

func (p *Placement) placement() *Placement { return p }

func (p *Placement) place() place { return place{p.CommunityID, p.Number} }

func (p *Placement) treePlace() place { return place{p.CommunityID, p.TreeNumber} }

// typeNames are the levels' names in public ids.
var typeNames = map[domain.Level]string{
	domain.GoalLevel: "Goal", domain.SubgoalLevel: "Subgoal", domain.ComponentLevel: "Component",
}

// NodeID is the node's public id, the same in every revision.
func (p *Placement) NodeID() domain.NodeID { return IDOf(p.CommunityID, p.Level, p.Number) }

// IDOf is the public id of a node of a level.
func IDOf(community int64, level domain.Level, number int64) domain.NodeID {
	return domain.NodeID{Type: typeNames[level], Community: community, Number: number}
}
