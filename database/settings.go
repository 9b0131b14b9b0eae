package database

// maxConnections leaves room beside the server's pool for a few commands; tests run many pools side by side.
const (
	maxConnections     = "60"
	maxConnectionsFast = "300"
)

// settings are PostgreSQL's arguments. They are given at every start and not written into the cluster, so that a new
// version of the program changes them for old clusters, too.
func settings(socket string, fast bool) []string {
	args := setEach(
		"listen_addresses=", // no network at all
		socketSetting(socket),
		"unix_socket_permissions=0700",
		"port="+port,
		"shared_buffers=128MB",
		"jit=off", // compiling costs more than it gains on statements of milliseconds
		"timezone=UTC",
		"log_timezone=UTC",
		"log_destination=stderr",
		"logging_collector=off",
		"log_checkpoints=off",
		// What people enter must not come to stand in the log: neither the statement that failed, nor the DETAIL that
		// quotes the row's values.
		"log_min_messages=warning",
		"log_min_error_statement=panic",
		"log_error_verbosity=terse",
	)
	if !fast {
		return append(args, setEach("max_connections="+maxConnections)...)
	}
	return append(args, setEach(
		"max_connections="+maxConnectionsFast,
		"fsync=off", "synchronous_commit=off", "full_page_writes=off",
	)...)
}

// socketSetting also marks the process as ours in the system's list of processes.
func socketSetting(dir string) string { return "unix_socket_directories=" + dir }

func setEach(assignments ...string) []string {
	args := make([]string, 0, 2*len(assignments))
	for _, assignment := range assignments {
		args = append(args, "-c", assignment)
	}
	return args
}
