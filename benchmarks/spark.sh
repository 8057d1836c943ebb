#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Measures rnn-spark on a cluster within this machine, after building it: a class of its tests with
# its arguments.
#
#   benchmarks/spark.sh training.ClusterBench EXECUTORS[,EXECUTORS]... HIDDEN LAYERS STREAMS STEPS WINDOWS
#   benchmarks/spark.sh LogScoringBench MODEL MEGABYTES [TASKS [sql]]
#
#   JAVA_OPTS     options of the JVM, such as -Xmx512m
#   MVN_OPTS      options of Maven, such as -o
set -euo pipefail

top=$(cd "$(dirname "$0")/.." && pwd)
module=$top/rnn-spark
read -ra maven <<<"${MVN_OPTS:-}"
read -ra java <<<"${JAVA_OPTS:-}"
[ $# -gt 0 ] || {
  sed -n '3,9s/^# \{0,1\}//p' "$0" >&2
  exit 2
}

mvn -q -B -f "$top/pom.xml" -Dstyle.color=never ${maven[@]+"${maven[@]}"} -Pspark -pl rnn-spark -am \
  test-compile dependency:build-classpath -Dmdep.outputFile=target/test.classpath >&2
# What Spark needs of Java's modules stands in one place.
read -ra modules < <(sed -n 's/.*<test.jvm.options>\(.*\)<.*/\1/p' "$module/pom.xml")
export SPARK_HOME=$module/target/spark-home SPARK_SCALA_VERSION=2.13
export SPARK_LOCAL_IP=127.0.0.1 SPARK_LOCAL_HOSTNAME=localhost
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" "${modules[@]}" ${java[@]+"${java[@]}"} \
  -Dspark.local.dir="$module/target/spark-local" \
  -cp "$module/target/test-classes:$module/target/classes:$(<"$module/target/test.classpath")" \
  "io.github.rnn4j.spark.$1" "${@:2}"
