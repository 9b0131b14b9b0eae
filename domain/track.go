package domain

// Track says whether the work keeps up with its dates.
type Track string

// The states of keeping up.
const (
	Undated    Track = "UNDATED"     // no start or no due date
	NotStarted Track = "NOT_STARTED" // before its start date
	OnTrack    Track = "ON_TRACK"    // finished in time, or at most 10 points behind the time elapsed
	AtRisk     Track = "AT_RISK"     // more than 10 and at most 25 points behind
	Late       Track = "LATE"        // further behind
	LateDone   Track = "LATE_DONE"   // finished after its due date
)

// Points of percent that progress may lag behind the elapsed share of the period.
const (
	OnTrackLag = 10.0
	AtRiskLag  = 25.0
)

// TrackOf judges progress against dates as of a day. It is empty where no judgement is due: the node
// is cancelled, or has begun and nobody has reported.
func TrackOf(p Progress, start, due *Date, asOf Date) Track {
	switch {
	case p.Status == Cancelled:
		return ""
	case start == nil || due == nil:
		return Undated
	case p.Status == Done:
		return finishedTrack(p, *due)
	case asOf.Before(*start):
		return NotStarted
	case p.Percent == nil:
		return ""
	}
	return lagTrack(rounded(100*ElapsedShare(*start, *due, asOf) - *p.Percent))
}

// ElapsedShare is the share of a period's days gone by, 0–1. A period of one day has gone by on it.
func ElapsedShare(start, due, asOf Date) float64 {
	if !asOf.Before(due) {
		return 1
	}
	if !asOf.After(start) {
		return 0
	}
	return float64(start.DaysUntil(asOf)) / float64(start.DaysUntil(due))
}

func finishedTrack(p Progress, due Date) Track {
	if p.FinishedOn != nil && p.FinishedOn.After(due) {
		return LateDone
	}
	return OnTrack
}

func lagTrack(lag float64) Track {
	switch {
	case lag <= OnTrackLag:
		return OnTrack
	case lag <= AtRiskLag:
		return AtRisk
	}
	return Late
}
