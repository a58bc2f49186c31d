# What every command needs before Java runs: JDKs, Maven, Debian packages, and the program itself. Sourced, never run.

die() { echo "quarry: $*" >&2 && exit 1; }

# Debian and Ubuntu packages are installed as root or with sudo; elsewhere the list is printed.
install() {
  local packages="$*" sudo=()
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null && sudo -n true 2>/dev/null && sudo=(sudo) || sudo=(none)
  fi
  if [ "${sudo[0]:-}" = none ] || ! command -v apt-get >/dev/null; then
    die "missing on this machine: $packages (Debian's package names); install them and try again"
  fi
  echo "quarry: installing $packages" >&2
  local log
  log=$(mktemp)
  # Debian's own cluster would start at once and take port 5432; ours is made by up
  if [[ " $packages " == *" postgresql "* ]]; then
    "${sudo[@]}" mkdir -p /etc/postgresql-common/createcluster.d
    echo 'create_main_cluster = false' | "${sudo[@]}" tee /etc/postgresql-common/createcluster.d/quarry.conf >/dev/null
  fi
  # shellcheck disable=SC2086
  "${sudo[@]}" apt-get update -qq >"$log" 2>&1 &&
    "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages >>"$log" 2>&1 ||
    { tail -n 20 "$log" >&2; die "apt-get could not install $packages"; }
  "${sudo[@]}" rm -f /etc/postgresql-common/createcluster.d/quarry.conf
  # Debian's own memcached starts at once, and at each boot, and takes port 11211; ours are started by up
  if [[ " $packages " == *" memcached "* && -d /run/systemd/system ]]; then
    "${sudo[@]}" systemctl disable -q --now memcached
  fi
  rm -f "$log"
}

# need_packages FILE-OR-COMMAND=PACKAGE...: installs the packages whose file or command is missing, all at once
need_packages() {
  local missing=() pair thing
  for pair in "$@"; do
    thing=${pair%%=*}
    if [[ $thing == /* ]]; then compgen -G "$thing" >/dev/null || missing+=("${pair#*=}"); else
      command -v "$thing" >/dev/null || missing+=("${pair#*=}")
    fi
  done
  [ ${#missing[@]} = 0 ] || install "${missing[@]}"
}

need_java() {
  local home
  for home in "${QUARRY_JAVA_HOME:-}" "${JAVA_HOME:-}" /usr/lib/jvm/*25* "$HOME"/.sdkman/candidates/java/25*; do
    if [ -x "$home/bin/javac" ] && grep -qs '^JAVA_VERSION="25' "$home/release"; then
      export JAVA_HOME=$home
      return
    fi
  done
  if apt-cache show openjdk-25-jdk-headless >/dev/null 2>&1; then
    install openjdk-25-jdk-headless
    need_java
    return
  fi
  die "JDK 25 is missing: install one (Temurin 25 for example), or set QUARRY_JAVA_HOME"
}

# Maven 3.9 or newer: the system's, or one fetched by the system's
need_maven() {
  local version
  QUARRY_MVN=$QUARRY_CACHE/maven-3.9.16/bin/mvn
  if [ ! -x "$QUARRY_MVN" ]; then
    need_packages mvn=maven
    version=$(mvn -v 2>/dev/null | sed -nE 's/.*Apache Maven ([0-9]+\.[0-9]+).*/\1/p')
    if [ "$(printf '%s\n' 3.9 "$version" | sort -V | head -n 1)" = 3.9 ]; then
      QUARRY_MVN=$(command -v mvn)
    else
      echo "quarry: Maven $version is too old, fetching 3.9.16" >&2
      mkdir -p "$QUARRY_CACHE/maven.part"
      (cd "$QUARRY_CACHE" && mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy \
        -Dartifact=org.apache.maven:apache-maven:3.9.16:tar.gz:bin -DoutputDirectory="$QUARRY_CACHE/maven.part")
      tar xzf "$QUARRY_CACHE/maven.part/apache-maven-3.9.16-bin.tar.gz" -C "$QUARRY_CACHE/maven.part" --strip-components=1
      rm "$QUARRY_CACHE/maven.part/apache-maven-3.9.16-bin.tar.gz"
      mv "$QUARRY_CACHE/maven.part" "$QUARRY_CACHE/maven-3.9.16"
    fi
  fi
  export QUARRY_MVN
}

need_servers() {
  need_java
  need_maven
  local wanted=('/usr/lib/postgresql/*/bin/initdb=postgresql' setpriv=util-linux /bin/kill=procps curl=curl)
  [[ ,${QUARRY_ENGINES:-memcached}, != *,memcached,* ]] || wanted+=(memcached=memcached)
  [ -n "${QUARRY_JAVA17_HOME:-}" ] || wanted+=('/usr/lib/jvm/*17*/bin/java=openjdk-17-jdk-headless')
  need_packages "${wanted[@]}"
}

# The portal is built with it
need_node() {
  need_packages node=nodejs npm=npm
  local version
  version=$(node --version) && version=${version#v}
  [ "$(printf '%s\n' 20.19 "$version" | sort -V | head -n 1)" = 20.19 ] || die "Node $version is too old, the portal needs 20.19 or newer"
}

# The program is kept in the cache under the hash of its sources, so that builds and clean-ups of the checkout do not touch it.
build_program() {
  local sources hash
  sources=$(cd "$QUARRY_CHECKOUT" && find pom.xml local-stack/pom.xml local-stack/src/main -type f -print0 | LC_ALL=C sort -z |
    xargs -0 sha256sum)
  hash=$(sha256sum <<<"$sources" | cut -c1-16)
  program=$QUARRY_CACHE/local-stack-$hash
  [ -d "$program" ] && return
  need_maven
  mkdir -p "$QUARRY_CACHE"
  exec 8>"$QUARRY_CACHE/local-stack.lock"
  flock 8
  if [ ! -d "$program" ]; then
    echo "quarry: building local-stack" >&2
    rm -rf "$program.part"
    mkdir -p "$program.part"
    (cd "$QUARRY_CHECKOUT" && "$QUARRY_MVN" -q -B -pl local-stack -Dmaven.test.skip=true -Dspotless.check.skip=true \
      package org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies -DincludeScope=runtime \
      -DoutputDirectory="$program.part" 1>&2) || die "local-stack does not build"
    cp "$QUARRY_CHECKOUT"/local-stack/target/quarry-local-stack-*.jar "$program.part/"
    # builds of other states of the sources that were not used for a week
    find "$QUARRY_CACHE" -maxdepth 1 -name 'local-stack-*' -mtime +7 -exec rm -rf {} +
    mv "$program.part" "$program"
  fi
  exec 8>&-
}

run_program() {
  exec "$JAVA_HOME/bin/java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx128m -Xshare:auto \
    --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -cp "$program/*" io.quarry.local.Quarry "$@"
}
