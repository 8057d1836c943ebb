// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that is killed while it writes leaves the file as it was after one of its writings, in
 * full.
 */
class AtomicFileKillTest {
  private static final int SIZE = 3_000_000;
  private static final long SEED = 11;

  @TempDir Path directory;

  /**
   * Writes the file over and over, each time of another letter, and tells of every writing that is
   * done.
   */
  static final class Child {
    private Child() {}

    public static void main(String[] arguments) throws IOException {
      byte[] content = new byte[SIZE];
      for (byte letter = 'a'; ; letter = (byte) (letter == 'z' ? 'a' : letter + 1)) {
        Arrays.fill(content, letter);
        AtomicFile.write(
            Path.of(arguments[0]),
            out -> {
              for (int at = 0; at < SIZE; at += 1000) {
                out.write(content, at, 1000);
              }
            });
        System.out.write(letter);
        System.out.flush();
      }
    }
  }

  @Test
  void killedProcess_leavesAWholeFile() throws Exception {
    Random random = new Random(SEED);
    Path file = directory.resolve("f");
    for (int kill = 0; kill < 8; kill++) {
      Process child =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xshare:auto",
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Child.class.getName(),
                  file.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      int last = -1;
      try (InputStream out = child.getInputStream()) {
        int writings = 1 + random.nextInt(6);
        for (int i = 0; i < writings; i++) {
          last = out.read();
        }
        // Some work of its own, so that the kill comes at another moment of the writing each time.
        long busy = random.nextInt(20_000_000);
        for (long x = random.nextLong(); busy > 0; busy--) {
          x = x * 6364136223846793005L + 1442695040888963407L;
          if (x == 0) {
            break;
          }
        }
        child.destroyForcibly();
        child.waitFor();
      }
      assertThat(last)
          .as("kill %d, seed %d: the child has written", kill, SEED)
          .isGreaterThanOrEqualTo('a');
      byte[] content = Files.readAllBytes(file);
      byte[] whole = new byte[SIZE];
      Arrays.fill(whole, content.length > 0 ? content[0] : 0);
      assertThat(Arrays.equals(content, whole))
          .as("kill %d, seed %d: one whole writing", kill, SEED)
          .isTrue();
    }
    assertThat(directory.toFile().list()).as("what was killed, and f").hasSizeGreaterThan(1);
    AtomicFile.requireWritable(file);
    assertThat(directory.toFile().list()).containsExactly("f");
  }
}
