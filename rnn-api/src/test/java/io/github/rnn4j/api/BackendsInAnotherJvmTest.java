// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The look-up on the class path, on the module path, and by the environment, each in a JVM. */
class BackendsInAnotherJvmTest {
  private static final String MAIN =
      """
      package app;

      public class Main {
        public static void main(String[] arguments) {
          System.out.print(io.github.rnn4j.api.Backends.onClassPath().choose().name());
        }
      }
      """;

  @TempDir private Path folder;

  @Test
  void classPath_isSearchedAndTheEnvironmentChooses() throws Exception {
    Path a = BackendSource.jar(folder, "a.jar", "A", BackendSource.working("A", "a"));
    Path b = BackendSource.jar(folder, "b.jar", "B", BackendSource.working("B", "b"));
    Path main = Files.writeString(folder.resolve("Main.java"), MAIN);
    Path app = folder.resolve("app");
    BackendSource.compile(app, List.of("-cp", BackendSource.api().toString()), main);
    String path = join(BackendSource.api(), app, a, b);
    assertThat(java("", "-cp", path, "app.Main")).isEqualTo("a");
    assertThat(java("b", "-cp", path, "app.Main")).isEqualTo("b");
  }

  @Test
  void modulePath_isSearched() throws Exception {
    Path info =
        Files.writeString(
            folder.resolve("module-info.java"),
            """
            module app {
              requires io.github.rnn4j.api;
              provides io.github.rnn4j.api.LinearAlgebra with fake.Good;
            }
            """);
    Path good = folder.resolve("Good.java");
    Files.writeString(good, BackendSource.working("Good", "good"));
    Path main = Files.writeString(folder.resolve("Main.java"), MAIN);
    Path app = folder.resolve("app");
    BackendSource.compile(app, List.of("-p", BackendSource.api().toString()), info, good, main);
    assertThat(java("", "-p", join(BackendSource.api(), app), "-m", "app/app.Main"))
        .isEqualTo("good");
  }

  private static String join(Path... paths) {
    return String.join(File.pathSeparator, List.of(paths).stream().map(Path::toString).toList());
  }

  /** What a JVM prints, with the environment variable RNN_BACKEND set to the given value. */
  private static String java(String variable, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("RNN_BACKEND", variable);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output;
  }
}
