#!/bin/sh
# Rewrites the goldens, by running the tests of every package that defines the
# flag -update. With --check it does so in a copy of the work tree, and fails
# when that changes a file: the work tree stays as it is, clean or not.
set -eu
cd "$(dirname "$0")/.."

update() {
  packages=$(grep -rlE --include='*_test.go' 'flag\.Bool(Var)?\(.*"update"' cmd pkg | sed 's|^|./|; s|/[^/]*$||' | sort -u)
  if [ -z "$packages" ]; then
    echo "golden.sh: no test defines the flag -update" >&2
    exit 1
  fi
  # shellcheck disable=SC2086 # one word a package
  go test -count=1 $packages -update
}

check() {
  repo=$(git rev-parse --absolute-git-dir)
  temp=$(mktemp -d)
  trap 'rm -rf "$temp"' EXIT
  # The copy is what a commit of everything would hold. An index of its own
  # keeps what the user has staged.
  GIT_INDEX_FILE=$temp/index git add --all
  GIT_INDEX_FILE=$temp/index git checkout-index --all --prefix="$temp/tree/"
  cd "$temp/tree"
  update
  GIT_INDEX_FILE=$temp/index git --git-dir="$repo" --work-tree=. add --all --intent-to-add
  if ! GIT_INDEX_FILE=$temp/index git --git-dir="$repo" --work-tree=. --no-pager diff --exit-code; then
    echo "golden.sh: goldens are out of date: run make golden and review the diff" >&2
    exit 1
  fi
}

case "${1-}" in
"") update ;;
--check) check ;;
*)
  echo "usage: golden.sh [--check]" >&2
  exit 2
  ;;
esac
