// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.browser;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The program in a JVM of its own, which tells the address of a page. */
final class Program implements AutoCloseable {
  private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:\\S+");

  private final Process process;
  private final String address;
  private final CompletableFuture<Void> rest;

  /** Starts it, and waits for the address. */
  Program(Object... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-Xmx512m", "-XX:+UseSerialGC", "--add-modules", "jdk.incubator.vector"));
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), "io.github.rnn4j.cli.Main"));
    Arrays.stream(arguments).map(Object::toString).forEach(command::add);
    this.process = new ProcessBuilder(command).redirectErrorStream(true).start();
    BufferedReader out = process.inputReader();
    Matcher found = ADDRESS.matcher("");
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      found = ADDRESS.matcher(line);
      if (found.find()) {
        break;
      }
    }
    this.address = found.group();
    this.rest = CompletableFuture.runAsync(() -> out.lines().forEach(line -> {}));
  }

  String address() {
    return address;
  }

  /** Waits until it has ended; its exit code. */
  int end() throws InterruptedException {
    rest.join();
    return process.waitFor();
  }

  /** Ends it without a word. */
  void kill() {
    process.destroyForcibly();
  }

  @Override
  public void close() {
    kill();
  }
}
