package surveys

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
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
	same   map[[32]byte]int // how many without an id there were of one time that say the same
	said   []byte           // room to write what one says
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
	return &seen{seed: maphash.MakeSeed(), ids: map[string]earlier{}, minute: map[moment]earlier{}, same: map[[32]byte]int{}}
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
	s.said = appendSaid(s.said[:0], response)
	return maphash.Bytes(s.seed, s.said)
}

// ownID names a response to which its tool gave no id, so that it is known again in a longer file of the same tool: by when it was given, by all that it
// says, and by which it is among those of its file that are the same.
func (r *Reading) ownID(response domain.SurveyResponse) string {
	said := binary.LittleEndian.AppendUint64(nil, uint64(response.At.UnixNano()))
	sum := sha256.Sum256(appendSaid(said, response))
	r.seen.same[sum]++
	return fmt.Sprintf("%ssaid:%x:%d", r.prefix, sum, r.seen.same[sum])
}

// appendSaid writes all that a response says but its time and id, so that two write the same only where they say the same.
func appendSaid(b []byte, response domain.SurveyResponse) []byte {
	put := func(text string) {
		b = append(binary.LittleEndian.AppendUint64(b, uint64(len(text))), text...)
	}
	put(string(response.Community))
	put(string(response.Mode))
	for _, v := range domain.Variables {
		put(response.Strata[v])
	}
	for _, a := range response.Answers {
		b = binary.LittleEndian.AppendUint64(b, uint64(len(a.Options)))
		for _, o := range a.Options {
			b = binary.LittleEndian.AppendUint64(b, uint64(o)) //nolint:gosec // from 1 to 100
		}
		if a.None {
			b = append(b, 2)
		}
		if a.Number != nil {
			b = binary.LittleEndian.AppendUint64(append(b, 1), math.Float64bits(*a.Number))
		}
		put(a.Text)
	}
	return b
}
