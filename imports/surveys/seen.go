package surveys

import (
	"encoding/binary"
	"hash/maphash"
	"math"
	"time"

	"hromada/domain"
	"hromada/imports/table"
)

// seen remembers of each response a few bytes, to know it again.
type seen struct {
	seed   maphash.Seed
	ids    map[string]earlier
	minute map[moment]earlier
}

type earlier struct {
	row    int
	answer uint64
	at     int64 // seconds
}

// moment is what was answered and in which minute.
type moment struct {
	answer uint64
	minute int64
}

func newSeen() *seen {
	return &seen{maphash.MakeSeed(), map[string]earlier{}, map[moment]earlier{}}
}

const maxSuspectsShown = 100

// repeats tells whether a response is left out since it is there already. The same id with other answers is a fault.
func (r *Reading) repeats(row Row) bool {
	now := earlier{row.Number, r.seen.digest(row.SurveyResponse), row.At.Unix()}
	if row.ExternalID == "" {
		return r.isSuspected(now)
	}
	before, known := r.seen.ids[row.ExternalID]
	switch {
	case !known:
		r.seen.ids[row.ExternalID] = now
		return false
	case before.answer == now.answer:
		r.report.Repeated++
		return true
	}
	at := r.at(ExternalIDRole)
	r.add(table.Fault{Line: row.Number, Column: at + 1, Name: r.name(at), Message: table.Text(
		"Такий самий код уже в рядку %d, а відповіді інші.", "The same id is on row %d already, with other answers.", before.row)})
	return true
}

// isSuspected tells of a response that repeats another within a minute, before or after.
func (r *Reading) isSuspected(now earlier) bool {
	minute := now.at / 60
	for _, near := range []int64{minute, minute - 1, minute + 1} {
		before, known := r.seen.minute[moment{now.answer, near}]
		if !known || max(before.at-now.at, now.at-before.at) > int64(time.Minute/time.Second) {
			continue
		}
		if len(r.report.Suspected) < maxSuspectsShown {
			r.report.Suspected = append(r.report.Suspected, Suspect{now.row, before.row})
		} else {
			r.report.MoreSuspected++
		}
		if r.options.LeaveOutSuspected {
			r.report.LeftOut++
		}
		return r.options.LeaveOutSuspected
	}
	r.seen.minute[moment{now.answer, minute}] = now
	return false
}

// digest tells responses apart by all that they say but their time and id.
func (s *seen) digest(response domain.SurveyResponse) uint64 {
	var h maphash.Hash
	h.SetSeed(s.seed)
	put := func(text string) {
		putNumber(&h, uint64(len(text)))
		_, _ = h.WriteString(text) // never fails
	}
	put(string(response.Community))
	put(string(response.Mode))
	for _, v := range domain.Variables {
		put(response.Strata[v])
	}
	for _, a := range response.Answers {
		putNumber(&h, uint64(len(a.Options)))
		for _, o := range a.Options {
			putNumber(&h, uint64(o)) //nolint:gosec // from 1 to 100
		}
		if a.Number != nil {
			putNumber(&h, math.Float64bits(*a.Number))
		}
		put(a.Text)
	}
	return h.Sum64()
}

func putNumber(h *maphash.Hash, n uint64) {
	var bytes [8]byte
	binary.LittleEndian.PutUint64(bytes[:], n)
	_, _ = h.Write(bytes[:]) // never fails
}
