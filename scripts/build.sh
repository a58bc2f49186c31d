#!/usr/bin/env bash
# The services' packages: as JVM applications, or with --native as executables.
set -euo pipefail
cd "$QUARRY_CHECKOUT"
source scripts/tools.sh
need_node
options=()
case "${1:-}" in
  "") ;;
  --native) options=(-Dnative) ;;
  *) echo "usage: ./quarry build [--native]" >&2 && exit 2 ;;
esac
"$QUARRY_MVN" -q -B -Dmaven.test.skip=true ${options[@]+"${options[@]}"} -pl platform-api,provisioning-worker -am package
find {platform-api,provisioning-worker}/target -maxdepth 1 \( -name quarkus-app -o -name '*-runner' \)
