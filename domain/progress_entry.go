package domain

import "math"

// ProgressEntry is what somebody reports of a node: a number, a status, or both.
type ProgressEntry struct {
	AsOf     Date
	Status   Status   // empty: not said
	Percent  *float64 // 0 to 100; nil: not said
	Override string   // why the number replaces that of the nodes beneath
	Note     string
}

// ReportedNode is what a report must fit.
type ReportedNode struct {
	Parent bool // nodes stand beneath it
	Status Status
}

// Report works out what a report says of a node and everything that is wrong with it. What a number alone means: 100 is DONE, anything
// between is IN_PROGRESS, and 0 is PLANNED where nothing was begun.
func (e ProgressEntry) Report(n ReportedNode, today Date) (Report, Faults) {
	e.Override, e.Note = Trimmed(e.Override), Trimmed(e.Note)
	r := Report(e)
	if r.Percent != nil {
		r.Percent = new(math.Round(*r.Percent*100) / 100) // as it is stored
	}
	if r.Status == "" && r.Percent != nil {
		r.Status = meaning(*r.Percent, n.Status)
	}
	if r.Override != "" && r.Percent == nil {
		r.Percent = certain(r.Status)
	}
	return r, e.faults(r, n, today)
}

// meaning is the status that a number tells of.
func meaning(percent float64, current Status) Status {
	switch {
	case percent == 100:
		return Done
	case percent > 0 || current == InProgress || current == Suspended || current == Done:
		return InProgress
	}
	return Planned
}

// certain is the number that a status alone tells of; nil where it tells of none.
func certain(s Status) *float64 {
	switch s {
	case Done:
		return new(100.0)
	case Planned:
		return new(0.0)
	case InProgress, Suspended, Cancelled:
	}
	return nil
}

func (e ProgressEntry) faults(r Report, n ReportedNode, today Date) (faults Faults) {
	for _, check := range []struct {
		wrong bool
		fault *Error
	}{
		{r.Status == "", Invalid("percent", "Вкажіть відсоток або стан.", "Give a percent or a status.")},
		{e.AsOf.After(today), Invalid("asOf", "Дата ще не настала.", "The day has not come yet.")},
		{outOfRange(r), Invalid("percent", "Від 0 до 100.", "From 0 to 100.")},
		{contradicts(r) && !outOfRange(r), Invalid("percent", "Відсоток не відповідає стану: 100 – це DONE, 0 – PLANNED.", "The percent does not fit the status: 100 is DONE, PLANNED is 0.")},
		{n.Parent && e.Percent != nil && e.Override == "", Invalid("overrideReason",
			"Поступ рахується зі складових; щоб задати свій, поясніть чому.", "Progress comes from the nodes beneath; to set another, say why.")},
		{n.Parent && e.Override == "" && (r.Status == Done || r.Status == Planned), Invalid("status",
			"Стан рахується зі складових; щоб задати свій, поясніть чому.", "The status comes from the nodes beneath; to set another, say why.")},
		{n.Parent && e.Override != "" && r.Percent == nil, Invalid("percent", "Вкажіть відсоток.", "Give a percent.")},
		{!n.Parent && e.Override != "", Invalid("overrideReason", "Під цим елементом немає інших: просто вкажіть відсоток.", "Nothing stands beneath this node: just give its percent.")},
	} {
		if check.wrong {
			faults = append(faults, check.fault)
		}
	}
	_ = faults.Collect(CheckNote("overrideReason", e.Override), CheckNote("note", e.Note)) // they tell of inputs alone
	return faults
}

// outOfRange is said this way so that NaN is refused too.
func outOfRange(r Report) bool { return r.Percent != nil && !(*r.Percent >= 0 && *r.Percent <= 100) }

func contradicts(r Report) bool {
	if r.Percent == nil {
		return false
	}
	full := *r.Percent == 100
	return full != (r.Status == Done) || (r.Status == Planned && *r.Percent != 0)
}
