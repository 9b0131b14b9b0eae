package commands

import (
	"os"
	"runtime/debug"
)

// What the collector of garbage is told: most of what a request takes is gone with its answer, so that a
// heap five times as large as what is in use saves work; from the soft bound on it collects as ever.
const (
	collectAt  = 400     // percent of what is in use
	softMemory = 1 << 30 // bytes
)

// CollectLessOften is for the server; GOGC and GOMEMLIMIT of the environment win.
func CollectLessOften() {
	if os.Getenv("GOGC") == "" && os.Getenv("GOMEMLIMIT") == "" {
		debug.SetGCPercent(collectAt)
		debug.SetMemoryLimit(softMemory)
	}
}
