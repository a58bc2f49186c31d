#!/usr/bin/env bash
# All tests, on a stack of their own that is started once, shared, and taken down at the end whatever happens.
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
[ -z "$(wanted_modules)" ] || part "java modules" java_modules -DskipITs=false
beside_ended
if wanted platform-api || wanted portal || wanted terraform; then
  part "services" ./quarry up
  part "what is pasted" pasted
  if wanted platform-api; then part "platform-api on the stack" api_on_the_stack; fi
  if wanted portal; then part "portal in a browser" portal_e2e; fi
  if wanted terraform; then part "terraform acceptance" terraform_acceptance; fi
  if wanted platform-api; then part "outages" outages; fi
fi
part "generated files" generated_unchanged
summary
