#!/usr/bin/env bash
# All tests, or parts by their names, on a stack of their own that is started once, shared, and taken down at the end whatever happens.
source "$QUARRY_CHECKOUT/scripts/parts.sh"
names=("$@")
refuse_unknown_names
need_servers
if wanted portal; then need_node && need_packages chromium=chromium; fi
if wanted terraform; then need_go; fi
fresh_reports
generated_before
export QUARRY_HOME=$QUARRY_CHECKOUT/.quarry/test-stack QUARRY_PORT_OFFSET=${QUARRY_TEST_PORT_OFFSET:-20000}
trap './quarry down >/dev/null' EXIT

if wanted terraform; then part terraform terraform_check; fi
if wanted portal; then part_beside "portal packages" portal_packages; fi
part "servers" ./quarry up --fresh --servers-only
beside_ended
eval "$(./quarry env)"
if wanted portal; then part_beside portal portal_check; fi
# The worker's tests kill and pause workers of their own, so no other may be at work yet
[ -z "$(wanted_modules)" ] || part "java modules" java_modules -DskipITs=false -DskipMetadataITs=true
beside_ended
# From here on the processors are not the narrow place, but the waits of others
if wanted metadata; then part_beside "metadata" tests_of_metadata; fi
# Everything has a sample of the faults; by their name they are all run, for as long as they take
if named faults; then
  export QUARRY_FAULTS=full
  part "faults of workers" faults_of_workers
fi
if wanted platform-api || wanted portal || wanted terraform || named faults; then
  part "services" ./quarry up
  part "what is pasted" pasted
  if wanted platform-api; then part "platform-api on the stack" api_on_the_stack; fi
  # Neither makes shards, as tests of platform-api do, on which the other's namespaces could come to lie
  if wanted terraform; then part_beside "terraform acceptance" terraform_acceptance; fi
  if wanted portal; then part "portal in a browser" portal_e2e; fi
  beside_ended
  if wanted platform-api || named faults; then part "outages" outages; fi
fi
beside_ended
part "generated files" generated_unchanged
summary
