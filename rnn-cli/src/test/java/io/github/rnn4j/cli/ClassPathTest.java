// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnn4j.cli.Cli.Result;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The class path decides which backend computes. */
class ClassPathTest {
  private static final Predicate<String> EJML = entry -> entry.contains("rnn-backend-ejml");
  private static final Predicate<String> COMMONS_MATH =
      entry -> entry.contains("rnn-backend-commonsmath");

  private static final Predicate<String> VECTOR = entry -> entry.contains("rnn-backend-vector");
  private static final Predicate<String> JAVA = entry -> entry.contains("rnn-backend-java");

  @TempDir private Path folder;

  @Test
  void onlyEjml_isUsed() throws Exception {
    String classPath = Child.classPath(COMMONS_MATH);
    assertThat(backends(classPath).out())
        .contains("ejml  float64, rank 200, chosen")
        .contains("class   io.github.rnn4j.backend.ejml.EjmlLinearAlgebra")
        .containsPattern("in +\\S*rnn-backend-ejml")
        .doesNotContain("commons-math");
    assertThat(train(classPath).err()).contains("backend   ejml (float64)");
  }

  @Test
  void onlyCommonsMath_isUsed() throws Exception {
    String classPath = Child.classPath(EJML.or(VECTOR));
    assertThat(backends(classPath).out())
        .contains("commons-math  float64, rank 100, chosen")
        .doesNotContain("ejml");
    assertThat(train(classPath).err()).contains("backend   commons-math (float64)");
    Result refused = train(classPath, "--backend", "ejml");
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err())
        .hasLineCount(1)
        .contains(
            "backend \"ejml\" (asked for by name) is not among those found: commons-math, java");
  }

  @Test
  void onlyJava_isUsed() throws Exception {
    String classPath = Child.classPath(EJML.or(COMMONS_MATH).or(VECTOR));
    assertThat(backends(classPath).out())
        .contains("java  float64, rank 50, chosen")
        .containsPattern("in +\\S*rnn-backend-java")
        .doesNotContain("rank 100");
    assertThat(train(classPath).err()).contains("backend   java (float64)");
  }

  @Test
  void all_areRankedAndTheOptionOverrules() throws Exception {
    String classPath = Child.classPath(entry -> false);
    assertThat(backends(classPath).out())
        .containsSubsequence(
            "ejml  float64, rank 200, chosen",
            "commons-math  float64, rank 100, available",
            "java  float64, rank 50, available");
    assertThat(train(classPath).err()).contains("backend   ejml (float64)");
    assertThat(train(classPath, "--backend", "commons-math").err())
        .contains("backend   commons-math (float64)");
  }

  @Test
  void none_namesTheArtifactsToAdd() throws Exception {
    String classPath = Child.classPath(EJML.or(COMMONS_MATH).or(VECTOR).or(JAVA));
    for (Result result : new Result[] {backends(classPath), train(classPath)}) {
      assertThat(result.code()).isEqualTo(1);
      assertThat(result.out()).isEmpty();
      assertThat(result.err())
          .hasLineCount(1)
          .startsWith("rnn: there is no backend: add ")
          .contains("io.github.rnn4j:rnn-backend-vector")
          .contains("io.github.rnn4j:rnn-backend-ejml")
          .contains("io.github.rnn4j:rnn-backend-commonsmath")
          .contains("io.github.rnn4j:rnn-backend-java");
    }
  }

  private static Result backends(String classPath) throws Exception {
    return Child.result(Child.startOn(classPath, "backends"));
  }

  private Result train(String classPath, String... more) throws Exception {
    Object[] arguments = new Object[7 + more.length];
    Object[] first = {
      "train", "--text", "hello world", "--steps", 2, "--out", folder.resolve("m.safetensors")
    };
    System.arraycopy(first, 0, arguments, 0, first.length);
    System.arraycopy(more, 0, arguments, first.length, more.length);
    return Child.result(Child.startOn(classPath, arguments));
  }
}
