#!/usr/bin/env bash
# Everything that needs no servers: format, compile, Error Prone, unit tests, architecture, generated files.
source "$QUARRY_CHECKOUT/scripts/parts.sh"
names=("$@")
refuse_unknown_names
if wanted portal; then need_portal; fi
if wanted terraform; then need_go; fi
fresh_reports
generated_before
[ -z "$(wanted_modules)" ] || part "java modules" java_modules
if [ -f admin-ui/package.json ] && wanted portal; then part portal portal_check; fi
if [ -f terraform/go.mod ] && wanted terraform; then part terraform terraform_check; fi
part "generated files" generated_unchanged
summary
