// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.reports;

import io.github.rnn4j.cli.console.Words;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What a run runs on. */
public final class Machine {
  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

  private Machine() {}

  /** The processor, the system and the Java of this process. */
  public static Map<String, String> describe() {
    Map<String, String> machine = new LinkedHashMap<>();
    int count = Runtime.getRuntime().availableProcessors();
    machine.put(
        "processor",
        processor().orElse(System.getProperty("os.arch"))
            + ", "
            + Words.count(count, "core")
            + " for this process");
    machine.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    machine.put("java", Runtime.version() + ", " + System.getProperty("java.vm.name"));
    return machine;
  }

  private static Optional<String> processor() {
    try {
      return processor(Files.readString(PROCESSORS, StandardCharsets.ISO_8859_1));
    } catch (IOException | SecurityException e) {
      return Optional.empty();
    }
  }

  /**
   * The name of the processor.
   *
   * @param cpuinfo {@code /proc/cpuinfo}, with lines such as {@code model name : AMD EPYC}
   */
  static Optional<String> processor(String cpuinfo) {
    return cpuinfo
        .lines()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .filter(name -> !name.isEmpty())
        .findFirst();
  }
}
