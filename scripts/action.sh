#!/usr/bin/env bash
# The steps of action.yml. What a user gives comes in the environment, and goes
# to atlasctl as arguments: none of it is ever read as a command.
#
#   action.sh source   says where the program built of these sources belongs
#   action.sh build    builds it there, unless it is there, and puts it on the PATH
#   action.sh run      runs it as the inputs say
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

fail() {
  echo "::error title=atlasctl::$1" >&2
  exit 1
}

# files lists what the program is made of.
files() {
  find go.mod go.sum cmd pkg -type f ! -name '*_test.go' ! -path '*/testdata/*' | LC_ALL=C sort
}

source_() {
  local key folder built=false
  cd "$root"
  key=$({ files && files | git hash-object --no-filters --stdin-paths; } | git hash-object --stdin)
  folder=$RUNNER_TEMP/atlasctl-$key
  # A step before this one may have taken its program from the cache.
  [ "$INPUT_COMMAND" != apply ] || folder=$folder-apply
  [ ! -x "$folder/atlasctl" ] || built=true
  printf '%s\n' "key=$key" "folder=$folder" "built=$built" >>"$GITHUB_OUTPUT"
}

# build leaves out what the environment of the job, or its folder, would change.
build() {
  if [ ! -x "$PROGRAM_FOLDER/atlasctl" ]; then
    GOFLAGS='' GOWORK=off CGO_ENABLED=0 go build -C "$root" -trimpath -buildvcs=false -o "$PROGRAM_FOLDER/" ./cmd/atlasctl
  fi
  echo "$PROGRAM_FOLDER" >>"$GITHUB_PATH"
}

# lines gives the lines of an input without the blanks around them.
lines() {
  printf '%s\n' "$1" | sed -e 's/^[[:space:]]*//' -e 's/[[:space:]]*$//' -e '/^$/d'
}

# common are the arguments of every command.
common() {
  local line
  args+=(--report github)
  while IFS= read -r line; do args+=("--file=$line"); done < <(lines "$INPUT_PATHS")
  [ -z "$INPUT_PROJECT" ] || args+=("--project=$INPUT_PROJECT")
  [ -z "$INPUT_REPORT_KEY" ] || args+=("--report-key=$INPUT_REPORT_KEY")
}

# since gives the commit to compare with, or nothing. A pull request is mostly
# checked out merged into its base, which is the first parent then. That stays so
# when the job runs again after the merge, where a merge base would be the pull
# request itself.
since() {
  case $INPUT_SINCE in
  none) return ;;
  auto) ;;
  *)
    printf '%s\n' "$INPUT_SINCE"
    return
    ;;
  esac
  if [ -n "$HEAD_COMMIT" ]; then
    if [ "$(git rev-parse --quiet --verify 'HEAD^2' || true)" = "$HEAD_COMMIT" ]; then
      git rev-parse 'HEAD^1'
    else
      # Without the history atlasctl says what to do about it.
      git merge-base "$BASE_COMMIT" HEAD 2>/dev/null || echo "$BASE_COMMIT"
    fi
  elif [ -n "${COMMIT_BEFORE//0/}" ]; then # a branch that is new was nothing before
    echo "$COMMIT_BEFORE"
  elif [ "${GITHUB_EVENT_NAME-}" != push ]; then
    echo "::notice title=Nothing to compare with::The event ${GITHUB_EVENT_NAME-} does not say what was before, so nothing counts as removed: give the input since a commit, or none." >&2
  fi
}

# keyless reports whether GitHub keeps the secrets from this run, as it does from
# pull requests of forks and of Dependabot. Anybody else who has none gets an error.
keyless() {
  [ -n "$HEAD_COMMIT" ] || return 1
  [ "$HEAD_REPOSITORY" != "$GITHUB_REPOSITORY" ] || [ "${GITHUB_ACTOR-}" = 'dependabot[bot]' ] || return 1
  [ -z "${MONGODB_ATLAS_ACCESS_TOKEN-}${MONGODB_ATLAS_CLIENT_SECRET-}${MONGODB_ATLAS_PRIVATE_KEY-}${MONGODB_ATLAS_PRIVATE_API_KEY-}" ]
}

validate_only() {
  local text="GitHub gives no credentials to pull requests of forks and of Dependabot, so there is no plan: the files were only checked. Apply will not accept a merge of it; push the branch to this repository for a plan."
  echo "::notice title=No plan::$text" >&2
  printf '**No plan.** %s\n' "$text" >>"$GITHUB_STEP_SUMMARY"
  args=(validate)
  common
  exec atlasctl "${args[@]}"
}

run() {
  local line commit
  local args=("$INPUT_COMMAND")
  case $INPUT_COMMAND in
  plan)
    ! keyless || validate_only
    common
    ;;
  apply)
    common
    args+=(--expect github)
    ;;
  drift)
    common
    args+=(--detailed-exitcode)
    ;;
  validate) common ;;
  *) fail "command: want plan, apply, drift or validate" ;;
  esac
  case $INPUT_COMMAND in
  plan | apply)
    commit=$(since)
    [ -z "$commit" ] || args+=("--since=$commit")
    ;;
  esac
  while IFS= read -r line; do args+=("$line"); done < <(lines "$INPUT_ARGS")
  exec atlasctl "${args[@]}"
}

case "${1-}" in
source) source_ ;;
build) build ;;
run) run ;;
*)
  echo "usage: action.sh source|build|run" >&2
  exit 2
  ;;
esac
