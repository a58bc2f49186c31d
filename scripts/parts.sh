# The parts that check and test are made of. Sourced, never run. Each part goes on when another failed, so that one run tells all.
set -uo pipefail
cd "$QUARRY_CHECKOUT" || exit 1
# shellcheck source=scripts/tools.sh
source scripts/tools.sh
die() { echo "quarry: $*" >&2 && exit 1; }

reports=$QUARRY_CHECKOUT/.quarry/reports
failures=()

part() { # part NAME COMMAND...
  local name=$1 began=$SECONDS
  shift
  echo "== $name"
  if "$@"; then echo "== $name: good ($((SECONDS - began)) s)"; else
    echo "== $name: FAILED ($((SECONDS - began)) s)" >&2
    failures+=("$name")
  fi
}

# wanted NAME: true when no names were given, or this one was
wanted() { [ ${#names[@]} = 0 ] || [[ " ${names[*]} " == *" $1 "* ]]; }

modules() { sed -nE 's:.*<module>(.*)</module>.*:\1:p' pom.xml; }

# the modules that were asked for, with commas
wanted_modules() {
  local module list=()
  for module in $(modules); do wanted "$module" && list+=("$module"); done
  (IFS=,; echo "${list[*]:-}")
}

refuse_unknown_names() {
  local name
  for name in ${names[@]+"${names[@]}"}; do
    [[ " $(modules | tr '\n' ' ') portal terraform " == *" $name "* ]] ||
      die "there is no part '$name'; there are: $(modules | tr '\n' ' ')portal terraform"
  done
}

fresh_reports() {
  rm -rf "$reports"
  mkdir -p "$reports"
  rm -rf ./*/target/surefire-reports ./*/target/failsafe-reports
}

# Format, compile, Error Prone, unit tests, architecture; with the servers' tests when told so
java_modules() { # java_modules [MAVEN OPTION...]
  local list
  list=$(wanted_modules)
  [ -n "$list" ] || return 0
  "$QUARRY_MVN" -q -B -fae -pl "$list" -am "$@" verify
}

portal_check() {
  (cd admin-ui && npm ci --no-audit --no-fund --silent && npx eslint . && npx prettier --check . && npx tsc -b --noEmit &&
    npx vitest run --reporter=default --reporter=junit --outputFile.junit="$reports/vitest.xml")
}

portal_e2e() {
  (cd admin-ui && PLAYWRIGHT_JUNIT_OUTPUT_FILE="$reports/playwright.xml" PLAYWRIGHT_JUNIT_OUTPUT_NAME="$reports/playwright.xml" \
    npm run e2e -- --reporter=list,junit)
}

go_tool() {
  if [ -f tools/go.mod ]; then go tool -modfile=tools/go.mod "$@"; else go tool "$@"; fi
}

terraform_check() {
  (
    cd terraform || exit 1
    unformatted=$(go_tool gofumpt -l .) || exit 1
    [ -z "$unformatted" ] || { echo "not in gofumpt's format: $unformatted" >&2; exit 1; }
    go vet ./... && go_tool staticcheck ./... && env -u TF_ACC go test -json ./... >"$reports/go-unit.json" ||
      { go_failures "$reports/go-unit.json"; exit 1; }
  )
}

terraform_acceptance() {
  (
    cd terraform || exit 1
    program=$(command -v terraform || command -v tofu) || { echo "there is no terraform on this machine" >&2; exit 1; }
    TF_ACC=1 CHECKPOINT_DISABLE=1 TF_CLI_CONFIG_FILE=/dev/null TF_ACC_TERRAFORM_PATH=$program \
      go test -count=1 -json ./... >"$reports/go-acceptance.json" || { go_failures "$reports/go-acceptance.json"; exit 1; }
  )
}

go_failures() { [ -f "$1" ] && sed -nE 's/.*"Output":"(.*)".*/\1/p' "$1" | sed 's/\\n$//' | grep -vE '^(=== |ok )' | tail -n 40 >&2; }

# What builds generate is committed: a build that changes it means that it was stale
generated_before() { git diff --stat >"$reports/generated.before"; }
generated_unchanged() {
  git diff --stat >"$reports/generated.after"
  diff "$reports/generated.before" "$reports/generated.after" ||
    { echo "these generated files were stale; commit them as the build left them" >&2; return 1; }
}

# The last line is the count; the exit code is 0 only when all parts were good, and tests ran
summary() {
  local code=0
  [ ${#failures[@]} = 0 ] || { echo "failed parts: ${failures[*]}" >&2; code=1; }
  need_java
  build_program
  (run_program summary "$reports" ./*/target/surefire-reports ./*/target/failsafe-reports) || code=1
  return $code
}
