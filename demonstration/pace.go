package demonstration

import "hromada/domain"

// pace is how work gets on compared with its dates.
type pace struct {
	stretch float64       // how long it really takes, as a share of the time planned
	silent  bool          // nobody ever reports
	vague   bool          // reports give no number
	idle    bool          // it stays planned
	stopAt  float64       // the share done when it stops; 0 with a stop: before it begins
	stop    domain.Status // empty: it does not stop
	pause   int           // days until it goes on after the stop, 0: never
}

// lags tells whether the work is so slow that reports say why.
func (p pace) lags() bool { return p.stretch > 1.1 }

var paces = map[string]pace{
	"early":      {stretch: 0.8},
	"steady":     {stretch: 0.94},
	"slow":       {stretch: 1.2},
	"late":       {stretch: 1.35},
	"behind":     {stretch: 1.9},
	"suspended":  {stretch: 1, stopAt: 0.4, stop: domain.Suspended},
	"resumed":    {stretch: 1, stopAt: 0.35, stop: domain.Suspended, pause: 120},
	"cancelled":  {stretch: 1, stopAt: 0.25, stop: domain.Cancelled},
	"dropped":    {stretch: 1, stop: domain.Cancelled},
	"waiting":    {stretch: 1, idle: true},
	"unmeasured": {stretch: 1.1, vague: true},
	"silent":     {silent: true},
}
