#!/usr/bin/env bash
# Fetches what the playground is made of from npm into graph/playground/assets. It is needed only to renew
# the versions below: the files are part of the repository.
set -euo pipefail
cd "$(dirname "$0")/../graph/playground/assets"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# take PACKAGE VERSION SHA512 LICENCE FILE...
take() {
  local name=$1 version=$2 sum=$3 licence=$4
  shift 4
  (cd "$work" && npm pack --silent "$name@$version" >/dev/null && mkdir "$name")
  echo "$sum  $work/$name-$version.tgz" | sha512sum --check --quiet
  tar -xzf "$work/$name-$version.tgz" -C "$work/$name" --strip-components=1
  cp "$work/$name/LICENSE" "$licence"
  for file; do cp "$work/$name/$file" .; done
}

take graphiql 4.1.2 acd9734080339ba8b62815e655058180bbedd13968c45541d9dd7c6ee92f76cbe312e1431ec2b1e4854ea262f55b5a39596fad139e3e8a81dbd8010acced9c52 graphiql.LICENSE graphiql.min.js graphiql.min.css
take react 18.3.1 c12fa1020252851d0a844bcf240adfb8f54dd7e1f3d6dd18ea7e632eb1906e46f8bab80f13fd11bdefb590c075bffa16807826e1621c57e8bb176a53563fb689 react.LICENSE umd/react.production.min.js
take react-dom 18.3.1 e66e2740aa7ead945bd3d2cd1f9f463380714e1f76e75ff295b2886e97bb4e91b17c9fbd92fe812e42c15c88e3b296e06e720136a948db7b519d3593d2c9d423 react-dom.LICENSE umd/react-dom.production.min.js
