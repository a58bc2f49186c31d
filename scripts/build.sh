#!/usr/bin/env bash
# The services' packages: as JVM applications, or with --native as executables.
set -euo pipefail
cd "$QUARRY_CHECKOUT"
die() { echo "quarry: $*" >&2 && exit 1; }
source scripts/tools.sh
need_node
options=()
case "${1:-}" in
  "") ;;
  --native) options=(-Dnative) ;;
  *) echo "usage: ./quarry build [--native]" >&2 && exit 2 ;;
esac
"$QUARRY_MVN" -q -B -DskipTests ${options[@]+"${options[@]}"} -pl platform-api,provisioning-worker -am package
# what there is of them: of a kind that was not built there is nothing
for made in {platform-api,provisioning-worker}/target/{quarkus-app,*-runner}; do [ -e "$made" ] && echo "$made"; done
exit 0
