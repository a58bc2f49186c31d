#!/usr/bin/env bash
# Throughput and CPU a request of the gateway, against the bare driver and the floor; the route look-up; placements.
set -euo pipefail
source "$QUARRY_CHECKOUT/scripts/tools.sh"
[ -x "$QUARRY_CHECKOUT/bench/run" ] || die "this checkout has no benchmarks"
need_servers
need_node
need_packages wrk=wrk
QUARRY_MAVEN=$QUARRY_MVN exec "$QUARRY_CHECKOUT/bench/run" "$@"
