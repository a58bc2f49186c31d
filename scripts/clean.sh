#!/usr/bin/env bash
# Removes what builds made. Data, secrets and downloads in .quarry stay: ./quarry down --purge removes the data.
set -euo pipefail
cd "$QUARRY_CHECKOUT"
rm -rf target ./*/target admin-ui/dist admin-ui/node_modules admin-ui/coverage admin-ui/test-results admin-ui/playwright-report
rm -rf .quarry/reports .quarry/cache/services .quarry/cache/local-stack-*
