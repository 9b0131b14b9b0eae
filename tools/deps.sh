#!/bin/sh
# Installs what hromada needs beside Go: the server programs of PostgreSQL 15 or newer, with the extension pg_trgm and
# with ICU. Does nothing when they are there. Says what it will run before it runs it; asks nothing.
set -eu

oldest=15

# server_dirs prints the folders that may hold `postgres`: those of the PATH, with links followed, and those the
# distributions use. The same places are searched by the program itself.
server_dirs() {
	if program=$(command -v postgres); then
		dirname "$(readlink -f "$program")"
	fi
	for dir in /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /usr/libexec/postgresql* /usr/lib/postgresql*/bin \
		/opt/homebrew/opt/postgresql@*/bin /usr/local/opt/postgresql@*/bin \
		/Applications/Postgres.app/Contents/Versions/*/bin /usr/local/pgsql/bin; do
		if [ -x "$dir/postgres" ] && [ -x "$dir/initdb" ]; then
			echo "$dir"
		fi
	done
}

major_of() {
	"$1/postgres" --version 2>/dev/null | sed -n 's/.*(PostgreSQL) \([0-9][0-9]*\).*/\1/p'
}

# has_trgm tells whether the extensions, which some distributions package apart, belong to the programs in $1.
has_trgm() {
	shared=
	if [ -x "$1/pg_config" ]; then
		shared=$("$1/pg_config" --sharedir) || shared=
	fi
	for share in "$shared" "$1/../share" "$1/../share/postgresql" "$1/../share/postgresql@$2" \
		"/usr/share/postgresql/$2" "/usr/share/postgresql$2" /usr/share/pgsql; do
		if [ -e "$share/extension/pg_trgm.control" ]; then
			return 0
		fi
	done
	return 1
}

# find_server prints the first complete installation and its version; it fails if there is none.
find_server() {
	server_dirs | while read -r dir; do
		major=$(major_of "$dir")
		if [ "${major:-0}" -ge "$oldest" ] && has_trgm "$dir" "$major"; then
			echo "PostgreSQL $major in $dir"
			break
		fi
	done | grep .
}

# Debian's package makes and starts a cluster of its own, which nobody needs here, unless it is told not to first.
debian='export DEBIAN_FRONTEND=noninteractive
apt-get update
apt-get install -y --no-install-recommends postgresql-common
sed -i "/^[# ]*create_main_cluster/d" /etc/postgresql-common/createcluster.conf
echo "create_main_cluster = false" >>/etc/postgresql-common/createcluster.conf
apt-get install -y --no-install-recommends postgresql'

# Where PostgreSQL is a module (RHEL 8 and 9), the one installed by default is too old.
fedora='if dnf -q module list postgresql 2>/dev/null | grep -q "^postgresql  *16"; then
	dnf -y module enable postgresql:16
fi
dnf install -y postgresql-server postgresql-contrib'

# Alpine has a package for each version, and ICU without the rules for Ukrainian unless icu-data-full is there.
alpine='apk update
for version in 18 17 16 15; do
	if [ -n "$(apk search -x -q "postgresql$version")" ]; then
		apk add "postgresql$version" "postgresql$version-contrib" icu-data-full
		break
	fi
done'

homebrew='brew install postgresql@17'

# install_with says and runs the commands, as root where the package manager wants it.
install_with() {
	commands=$1
	as_root=$2
	prefix=
	if [ "$as_root" = yes ] && [ "$(id -u)" -ne 0 ]; then
		if ! command -v sudo >/dev/null; then
			printf 'PostgreSQL is missing. Run this as root, as there is no sudo:\n\n%s\n' "$commands" >&2
			exit 1
		fi
		prefix=sudo
	fi
	printf 'PostgreSQL %s or newer with pg_trgm is missing. Running%s:\n\n%s\n\n' "$oldest" "${prefix:+ with sudo}" "$commands"
	# The input is closed, so that nothing can wait for an answer.
	$prefix sh -ec "$commands" </dev/null
}

if found=$(find_server); then
	echo "$found is there: nothing to install"
	exit 0
fi

if command -v apt-get >/dev/null; then
	install_with "$debian" yes
elif command -v dnf >/dev/null; then
	install_with "$fedora" yes
elif command -v apk >/dev/null; then
	install_with "$alpine" yes
elif command -v brew >/dev/null; then
	install_with "$homebrew" no
else
	echo "No package manager known here (apt-get, dnf, apk, brew) was found. Install PostgreSQL $oldest or newer by hand:" >&2
	echo "its server programs, built with ICU, and its contributed extensions (pg_trgm). Or set DATABASE_URL to a server." >&2
	exit 1
fi

if ! found=$(find_server); then
	echo "Something was installed, but there is still no PostgreSQL $oldest or newer with pg_trgm: this system may only offer" >&2
	echo "an older one. Newer ones for it: https://www.postgresql.org/download/" >&2
	exit 1
fi
echo "$found is installed"
