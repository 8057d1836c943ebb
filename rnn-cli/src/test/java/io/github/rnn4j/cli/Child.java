// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/** Runs the program in a JVM of its own. */
public final class Child {
  private Child() {}

  /** The class path of the tests, but for the entries that a predicate leaves out. */
  public static String classPath(Predicate<String> leftOut) {
    return String.join(
        File.pathSeparator,
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(leftOut.negate())
            .toList());
  }

  /** Starts it with the whole class path. */
  public static Process start(Object... arguments) throws IOException {
    return startOn(classPath(entry -> false), arguments);
  }

  /** Starts it so that it hears Ctrl-C, even if this process is in the background and does not. */
  public static Process startInForeground(Object... arguments) throws IOException {
    return start(List.of("env", "--default-signal=INT"), classPath(entry -> false), arguments);
  }

  public static Process startOn(String classPath, Object... arguments) throws IOException {
    return start(List.of(), classPath, arguments);
  }

  /** The words that start it with the whole class path. */
  public static List<String> command(Object... arguments) {
    return command(List.of(), classPath(entry -> false), arguments);
  }

  private static List<String> command(List<String> before, String classPath, Object... arguments) {
    List<String> command = new ArrayList<>(before);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", classPath, Main.class.getName()));
    Arrays.stream(arguments).map(Object::toString).forEach(command::add);
    return command;
  }

  private static Process start(List<String> before, String classPath, Object... arguments)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command(before, classPath, arguments));
    builder.environment().remove("RNN_BACKEND");
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    return builder.start();
  }

  /** Reads both streams to their ends and waits for the process. */
  public static Cli.Result result(Process process) throws IOException, InterruptedException {
    CompletableFuture<String> err =
        CompletableFuture.supplyAsync(() -> read(process.getErrorStream()));
    String out = read(process.getInputStream());
    return new Cli.Result(process.waitFor(), out, err.join());
  }

  private static String read(InputStream in) {
    try {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }
}
