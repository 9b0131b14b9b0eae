package models_test

import (
	"context"
	"errors"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"hromada/auth"
	"hromada/domain"
	"hromada/models"
)

func (b *base) writeRegistry(r domain.Registry, project string) (tally domain.RegistryTally, err error) {
	err = b.InTx(operator(), auth.ImportRegistry, false, func(tx *models.Tx) (err error) {
		tally, err = tx.WriteRegistry(r, project, "перевірка")
		return err
	})
	return tally, err
}

// smallRegistry is a region, a district and a community that takes part in the project.
func smallRegistry() domain.Registry {
	region, district, community := code(1, 0, 0), code(1, 1, 0), code(1, 1, 1)
	return domain.Registry{
		Regions:   []domain.RegistryRegion{{Code: region, NameUK: "Область"}},
		Districts: []domain.RegistryDistrict{{Code: district, Region: region, NameUK: "Район"}},
		Communities: []domain.RegistryCommunity{
			{Code: community, Region: region, District: district, NameUK: "Громада", Type: domain.Urban},
		},
		Participants: []domain.KatottgCode{community},
	}
}

const project = "digital-vinnychchyna"

func TestRegistryIsWrittenOnce(t *testing.T) {
	t.Parallel()
	b := newBase(t)
	one, same := domain.Tally{Added: 1}, domain.Tally{Unchanged: 1}
	first, err := b.writeRegistry(smallRegistry(), project)
	must(t, err)
	again, err := b.writeRegistry(smallRegistry(), project)
	must(t, err)
	if first != (domain.RegistryTally{Regions: one, Districts: one, Communities: one, Participations: one}) ||
		again != (domain.RegistryTally{Regions: same, Districts: same, Communities: same, Participations: same}) {
		t.Errorf("%+v, then %+v", first, again)
	}
	row, err := b.CommunityByCode(visitor(), code(1, 1, 1))
	must(t, err)
	taking, err := b.Participations(visitor(), row)
	must(t, err)
	if len(taking) != 1 || taking[0].Project.Code != project || taking[0].Source != "перевірка" || taking[0].Since != nil {
		t.Errorf("%+v", taking)
	}
}

func TestEmptyRegistryWritesNothing(t *testing.T) {
	t.Parallel()
	tally, err := newBase(t).writeRegistry(domain.Registry{}, project)
	if err != nil || tally != (domain.RegistryTally{}) {
		t.Errorf("%+v, %v", tally, err)
	}
}

// TestRegistryMissingWhatItNamesIsRefused: a row must not be lost because what it refers to is neither
// in the registry nor in the database.
func TestRegistryMissingWhatItNamesIsRefused(t *testing.T) {
	t.Parallel()
	b := newBase(t)
	cases := map[string]func(r *domain.Registry, project *string){
		"region of a district":     func(r *domain.Registry, _ *string) { r.Districts[0].Region, r.Communities = code(9, 0, 0), nil },
		"region of a community":    func(r *domain.Registry, _ *string) { r.Communities[0].Region = code(9, 0, 0) },
		"district of a community":  func(r *domain.Registry, _ *string) { r.Communities[0].District = code(9, 9, 0) },
		"participating community":  func(r *domain.Registry, _ *string) { r.Participants = []domain.KatottgCode{code(9, 9, 9)} },
		"project that they are in": func(r *domain.Registry, p *string) { *p, r.Participants = "інший", smallRegistry().Participants },
	}
	for why, spoil := range cases {
		r, named := smallRegistry(), project
		r.Participants = nil // or these would be refused in any case
		spoil(&r, &named)
		tally, err := b.writeRegistry(r, named)
		var refused *pgconn.PgError
		if !errors.As(err, &refused) || refused.Code != "23502" {
			t.Errorf("%s: %+v, %v", why, tally, err)
		}
		var regions int
		if b.scan(t, `SELECT count(*) FROM regions`, &regions); regions != 0 {
			t.Fatalf("%s: something was written", why)
		}
	}
}

// TestSameRegistryFromTwoProgramsAtOnce: replicas may start with the demonstration at one time.
func TestSameRegistryFromTwoProgramsAtOnce(t *testing.T) {
	t.Parallel()
	b := newBase(t)
	var added [2]int
	var errs [2]error
	var wait sync.WaitGroup
	for i := range errs {
		wait.Go(func() {
			tally, err := b.writeRegistry(smallRegistry(), project)
			added[i], errs[i] = tally.Communities.Added, err
		})
	}
	wait.Wait()
	must(t, errs[0])
	must(t, errs[1])
	if added[0]+added[1] != 1 {
		t.Errorf("%v communities are added", added)
	}
}

func TestKnownCommunities(t *testing.T) {
	t.Parallel()
	b := newBase(t)
	known, err := b.KnownCommunities(visitor())
	must(t, err)
	if len(known) != 0 {
		t.Errorf("%v", known)
	}
	_, err = b.writeRegistry(smallRegistry(), project)
	must(t, err)
	if known, err = b.KnownCommunities(visitor()); err != nil || len(known) != 1 || !known[code(1, 1, 1)] {
		t.Errorf("%v, %v", known, err)
	}
	_, err = b.KnownCommunities(context.Background())
	expectCode(t, err, domain.CodeUnauthenticated)
}
