#!/usr/bin/env bash
# The composite action's one step: annotations on standard output, a summary for the run, SARIF where it is asked for.
set -uo pipefail

arguments=(--fail-on "${INPUT_FAIL_ON:-deny}")
option() { if [ -n "$2" ]; then arguments+=("$1" "$2"); fi; }
option --policy "${INPUT_POLICY:-}"
option --remote "${INPUT_REMOTE:-}"
option --cluster "${INPUT_CLUSTER:-}"
option --namespace "${INPUT_NAMESPACE:-}"
option --changed-since "${INPUT_CHANGED_SINCE:-}"
option --baseline "${INPUT_BASELINE:-}"
mapfile -t paths < <(printf '%s\n' "${INPUT_PATHS:-.}" | sed '/^[[:space:]]*$/d')

warden() { npx --yes "image-warden@${INPUT_VERSION:-0.1.0}" check "${arguments[@]}" "$@" -- "${paths[@]}"; }

warden --format github
code=$?
# The same verdict in other forms; what they say of problems was said already.
if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then warden --quiet --format markdown --output "$GITHUB_STEP_SUMMARY" 2>/dev/null; fi
if [ -n "${INPUT_SARIF:-}" ]; then warden --quiet --format sarif --output "$INPUT_SARIF" 2>/dev/null; fi
exit "$code"
