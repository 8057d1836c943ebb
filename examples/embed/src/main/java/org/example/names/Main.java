// SPDX-License-Identifier: Apache-2.0
package org.example.names;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Plays the service: learns once, and answers requests of several threads. */
public final class Main {
  private Main() {}

  /** Fails if an answer is not what it should be. */
  public static void main(String[] args) throws Exception {
    Path text = Path.of(Main.class.getResource("/names.txt").toURI());
    Path file = Files.createTempDirectory("names").resolve("names.safetensors");
    Names.learn(text, file);
    Names names = new Names(file);

    List<String> invented = names.invent("Ma", 5, 42);
    System.out.println("Ma... " + invented);

    Set<String> known = new HashSet<>(Files.readAllLines(text));
    require(invented.size() == 5 && new HashSet<>(invented).size() == 5, "five different names");
    require(invented.stream().allMatch(name -> name.startsWith("Ma")), "names that begin so");
    require(invented.stream().noneMatch(known::contains), "new names");
    require(
        IntStream.range(0, 50)
            .parallel()
            .mapToObj(request -> names.invent("Ma", 5, 42))
            .allMatch(invented::equals),
        "the same names for the same seed, in every thread");
  }

  private static void require(boolean kept, String what) {
    if (!kept) {
      throw new IllegalStateException("there should be " + what);
    }
  }
}
