// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** What this process has used so far. Linux tells most of it; elsewhere the JVM tells its part. */
final class ThisProcess {
  private static final Path PROC = Path.of("/proc");

  /** Linux counts times for programs in hundredths of a second, whatever its own clock is. */
  private static final double TICKS = 100;

  private ThisProcess() {}

  /** The seconds since the process was started, to a hundredth; empty where it is not known. */
  static OptionalDouble age() {
    Optional<String> stat = read("self/stat");
    Optional<String> uptime = read("uptime");
    if (stat.isEmpty() || uptime.isEmpty()) {
      return OptionalDouble.empty();
    }
    return age(stat.get(), uptime.get());
  }

  /**
   * The age of a process.
   *
   * @param stat {@code /proc/self/stat}: its 22nd word is the start, in ticks since the boot; the
   *     second is the program's name in parentheses and may hold blanks
   * @param uptime {@code /proc/uptime}: its first word is the seconds since the boot
   */
  static OptionalDouble age(String stat, String uptime) {
    try {
      String[] words = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      double start = Long.parseLong(words[22 - 3]) / TICKS;
      return OptionalDouble.of(Double.parseDouble(uptime.split(" ")[0]) - start);
    } catch (RuntimeException e) {
      return OptionalDouble.empty();
    }
  }

  /** The seconds since the JVM was started, a little after the process. */
  static double ageOfJvm() {
    return 1e-3
        * (System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime());
  }

  /** The most memory that was resident at a time, in bytes; empty where it is not known. */
  static OptionalLong peakResident() {
    return read("self/status").map(ThisProcess::peakResident).orElse(OptionalLong.empty());
  }

  /**
   * The most memory that was resident.
   *
   * @param status {@code /proc/self/status}, with a line such as {@code VmHWM: 2176 kB}
   */
  static OptionalLong peakResident(String status) {
    return status
        .lines()
        .filter(line -> line.matches("VmHWM:\\s+\\d+ kB"))
        .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst();
  }

  /** The heap that the JVM has from the system now, in bytes. */
  static long committedHeap() {
    return Runtime.getRuntime().totalMemory();
  }

  /** The bytes that all threads alive have allocated so far; empty if this JVM does not count. */
  static OptionalLong allocated() {
    if (!(ManagementFactory.getThreadMXBean() instanceof com.sun.management.ThreadMXBean threads)
        || !threads.isThreadAllocatedMemorySupported()
        || !threads.isThreadAllocatedMemoryEnabled()) {
      return OptionalLong.empty();
    }
    long sum = 0;
    for (long bytes : threads.getThreadAllocatedBytes(threads.getAllThreadIds())) {
      sum += Math.max(0, bytes);
    }
    return OptionalLong.of(sum);
  }

  private static Optional<String> read(String file) {
    try {
      return Optional.of(Files.readString(PROC.resolve(file), StandardCharsets.ISO_8859_1));
    } catch (IOException | SecurityException e) {
      return Optional.empty();
    }
  }
}
