# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh disable=SC2154
# Finds Java and starts the program. Both launchers take this in, the one of a clone and the one of a
# download, for any POSIX shell. They define
#
#   fail MESSAGE      tells the message and ends
#   resolve PATH      the file that a path stands for
#   $wanted           the kind of Java that is needed, $package its package in Debian

# Sets java and jdk, the home of that Java.
find_java() {
  if [ -n "${JAVA_HOME:-}" ]; then
    java=$JAVA_HOME/bin/java
    [ -x "$java" ] || fail "JAVA_HOME is $JAVA_HOME, which has no bin/java: set it to a $wanted 17 or later, or unset it"
  else
    java=$(command -v java) ||
      fail "there is no java: install a $wanted 17 or later (Debian, Ubuntu: apt-get install $package), or set JAVA_HOME"
  fi
  jdk=$(dirname -- "$(dirname -- "$(resolve "$java")")")
  if [ ! -f "$jdk/release" ]; then # a wrapper, such as /usr/bin/java on a Mac
    jdk=$("$java" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.home = //p')
  fi
}

check_java() {
  version=$(sed -n 's/^JAVA_VERSION="\(.*\)"/\1/p' "$jdk/release" 2>/dev/null) || version=
  [ -n "$version" ] || version=$("$java" -version 2>&1 | sed -n 's/.* version "\(.*\)".*/\1/p')
  major=${version%%[!0-9]*}
  [ "${major:-0}" -ge 17 ] ||
    fail "$java is Java ${version:-of an unknown version}, and 17 or later is needed: set JAVA_HOME to a $wanted 17 or later"
}

has_module() {
  if grep -qs '^MODULES=' "$jdk/release"; then
    grep -q "^MODULES=.*[\" ]$1[\" ]" "$jdk/release"
  else
    "$java" --list-modules | grep -q "^$1@"
  fi
}

# start JARS OPTIONS ARGUMENT…: becomes the program, whose jars, and files of options for the JVM, lie
# in these folders.
start() {
  jars=$1 files=$2
  shift 2
  # Java reads arguments and file names in the encoding of the locale.
  [ "$(locale charmap 2>/dev/null)" = UTF-8 ] || export LC_ALL=C.UTF-8

  set -- -cp "$jars/*${RNN_CLASSPATH:+:$RNN_CLASSPATH}" io.github.rnn4j.cli.Main "$@"
  set -f # no file names are made of the options
  # shellcheck disable=SC2086 # they are separated by blanks
  set -- ${RNN_JAVA_OPTS:-} "$@"
  set +f
  for jar in "$jars"/rnn-backend-vector*.jar; do
    if [ -f "$jar" ] && has_module jdk.incubator.vector; then
      set -- "@$files/vector.options" "$@"
      break
    fi
  done
  set -- "@$files/loops.options" "$@"
  case ${RNN_JAVA_OPTS:-} in
    *-XX:+Use*GC*) ;;
    *) set -- "@$files/memory.options" "$@" ;;
  esac
  exec "$java" "$@"
}
