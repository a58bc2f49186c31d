#!/usr/bin/env bash
# Everything that needs no servers: format, compile, Error Prone, unit tests, architecture, generated files.
source "$QUARRY_CHECKOUT/scripts/parts.sh"
names=("$@")
refuse_unknown_names
if wanted portal; then need_node; fi
if wanted terraform; then need_go; fi
fresh_reports
generated_before
if wanted portal; then part "portal packages" portal_packages && part_beside portal portal_check; fi
[ -z "$(wanted_modules)" ] || part "java modules" java_modules
if wanted terraform; then part terraform terraform_check; fi
beside_ended
part "generated files" generated_unchanged
summary
