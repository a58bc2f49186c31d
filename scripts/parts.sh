# The parts that check and test are made of. Sourced, never run. Each part goes on when another failed, so that one run tells all.
set -uo pipefail
cd "$QUARRY_CHECKOUT" || exit 1
# shellcheck source=scripts/tools.sh
source scripts/tools.sh

reports=$QUARRY_CHECKOUT/.quarry/reports
failures=()
declare -A beside

part() { # part NAME COMMAND...
  local name=$1 began=$SECONDS
  shift
  echo "== $name"
  if "$@"; then echo "== $name: good ($((SECONDS - began)) s)"; else
    echo "== $name: FAILED ($((SECONDS - began)) s)" >&2
    failures+=("$name")
  fi
}

# A part that runs while others do, where it needs nothing of theirs; its output comes with beside_ended
part_beside() { # part_beside NAME COMMAND...
  local name=$1
  shift
  echo "== $name, beside the others"
  ("$@") >"$reports/$name.log" 2>&1 &
  beside[$name]=$!
}

beside_ended() {
  local name
  for name in "${!beside[@]}"; do part "$name" beside_told "$name"; done
  beside=()
}

beside_told() {
  local code=0
  wait "${beside[$1]}" || code=$?
  cat "$reports/$1.log"
  return $code
}

# wanted NAME: true when no names were given, or this one was
wanted() { [ ${#names[@]} = 0 ] || [[ " ${names[*]} " == *" $1 "* ]]; }

modules() { sed -nE 's:.*<module>(.*)</module>.*:\1:p' pom.xml; }

# named NAME: true when this one was asked for by its name
named() { [[ " ${names[*]:-} " == *" $1 "* ]]; }

# the modules that were asked for, with commas
wanted_modules() {
  local module list=()
  for module in $(modules); do wanted "$module" && list+=("$module"); done
  (IFS=,; echo "${list[*]:-}")
}

refuse_unknown_names() {
  local name
  for name in ${names[@]+"${names[@]}"}; do
    [[ " $(modules | tr '\n' ' ') portal terraform faults " == *" $name "* ]] ||
      die "there is no part '$name'; there are: $(modules | tr '\n' ' ')portal terraform faults"
  done
}

fresh_reports() {
  rm -rf "$reports"
  mkdir -p "$reports"
  rm -rf ./*/target/surefire-reports ./*/target/failsafe-reports
}

# Format, compile, Error Prone, unit tests, architecture; with the servers' tests when told so. Two modules at a time:
# where one waits, for a lease or a server, another compiles
java_modules() { # java_modules [MAVEN OPTION...]
  local list
  list=$(wanted_modules)
  [ -n "$list" ] || return 0
  "$QUARRY_MVN" -q -B -fae -T 2 -pl "$list" -am "$@" verify
}

# Metadata's tests need nothing of the others: the classes are there, and the database is their own
tests_of_metadata() {
  QUARRY_DB_URL=$QUARRY_DB_TESTS_URL "$QUARRY_MVN" -q -B -pl metadata -DskipITs=false \
    failsafe:integration-test failsafe:verify
}

# The second round, with the services there: what the first has tested and reported is left alone
tests_of_api() { # tests_of_api PATTERN
  "$QUARRY_MVN" -q -B -pl platform-api -am -DskipUnitTests -DskipITs -DskipApiITs=false \
    "-Dit.test=$1" -Dfailsafe.failIfNoSpecifiedTests=false verify
}

api_on_the_stack() { tests_of_api '*IT,!OutageIT,!*FaultsIT'; }

# Workers that are killed at every step of every workflow on every engine, and what else becomes of workers
faults_of_workers() {
  "$QUARRY_MVN" -q -B -pl provisioning-worker -am -DskipUnitTests -DskipITs=false \
    '-Dit.test=io/quarry/worker/**/*IT' -Dfailsafe.failIfNoSpecifiedTests=false verify
}

# Kills and pauses servers of the stack, so nothing else may use it meanwhile; it leaves the stack repaired
outages() { tests_of_api 'OutageIT,*FaultsIT'; }

# What a newcomer pastes does what it says, as it stands: README's first request, and the last lines of `up`
pasted() {
  local readme printed answer
  readme=$(sed -n '/^## A first request/,/^## Where/p' README.md | sed -n '/^```sh$/,/^```$/{/^```/!p}')
  answer=$(bash -euo pipefail -c "$readme") && [[ $answer == *'Ada Lovelace'* ]] ||
    { echo "README's first request: $answer" >&2; return 1; }
  printed=$(./quarry up | sed -n '/^T=/,$p')
  answer=$(cd / && env -u QUARRY_HOME -u QUARRY_PORT_OFFSET bash -euo pipefail -c "$printed") && [[ $answer == *hello ]] ||
    { echo "the lines that up prints: $answer" >&2; return 1; }
}

# Before anything that builds the portal, which the package of platform-api does too
portal_packages() { (cd admin-ui && npm ci --no-audit --no-fund --loglevel=error); }

portal_check() {
  (cd admin-ui && npm run -s generate:check && npm run -s lint && npm run -s format:check &&
    npm run -s typecheck && npx vitest run --reporter=default --reporter=junit --outputFile.junit="$reports/vitest.xml")
}

portal_e2e() { (cd admin-ui && QUARRY_E2E_REPORT="$reports/playwright.xml" npm run -s e2e); }

need_go() { command -v go >/dev/null || die "Go 1.26 is missing, which builds the Terraform provider: install it, or name other parts"; }

# The acceptance run, which runs the unit tests too, writes over the same report: no test is counted twice
go_tests() { # go_tests [VARIABLE=VALUE...]
  env "$@" go test -count=1 -json ./... >"$reports/go.json" || { go_failures; return 1; }
}

terraform_check() {
  (
    cd terraform || exit 1
    unformatted=$(go tool -modfile=tools/go.mod gofumpt -l .) || exit 1
    [ -z "$unformatted" ] || { echo "not in gofumpt's format: $unformatted" >&2; exit 1; }
    go vet ./... && go tool -modfile=tools/go.mod staticcheck ./... && go_tests -u TF_ACC || exit 1
    # OpenTofu cannot stand in here: the schema that it gives is of another registry
    if command -v terraform >/dev/null; then ./generate --check; else echo "quarry: no terraform here, so terraform/docs is not checked" >&2; fi
  )
}

terraform_acceptance() {
  local program host=registry.terraform.io
  program=$(command -v terraform) || { program=$(opentofu) && host=registry.opentofu.org; } || return 1
  (cd terraform && go_tests TF_ACC=1 CHECKPOINT_DISABLE=1 TF_CLI_CONFIG_FILE=/dev/null \
    TF_ACC_TERRAFORM_PATH="$program" TF_ACC_PROVIDER_HOST="$host")
}

# Where there is no Terraform: OpenTofu, built once from its Go module (some minutes), into the cache
opentofu() {
  local folder=$QUARRY_CACHE/opentofu-1.12.6
  if [ ! -x "$folder/tofu" ]; then
    echo "quarry: there is no terraform on this machine; building OpenTofu 1.12.6, once" >&2
    rm -rf "$folder" && mkdir -p "$folder" && (
      cd "$folder" && go mod init quarry/opentofu &&
        go mod edit -replace github.com/hashicorp/hcl/v2@v2.20.1=github.com/opentofu/hcl/v2@v2.20.2-0.20251021132045-587d123c2828 &&
        go get -tool github.com/opentofu/opentofu/cmd/tofu@v1.12.6 &&
        go build -trimpath -ldflags "-s -w -X 'github.com/opentofu/opentofu/version.dev=no'" -o tofu \
          github.com/opentofu/opentofu/cmd/tofu
    ) >&2 || return 1
  fi
  echo "$folder/tofu"
}

go_failures() { sed -nE 's/.*"Output":"(.*)".*/\1/p' "$reports/go.json" | sed 's/\\n$//' | grep -vE '^(=== |ok )' | tail -n 40 >&2; }

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
