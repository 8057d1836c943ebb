// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.backend.vector;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;
import io.github.rnn4j.api.Transpose;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class WarmupTest {
  private static String inOwnJvm(Class<?> program, String... options) throws Exception {
    String[] all = Arrays.copyOf(options, options.length + 2);
    all[options.length] = "--add-modules";
    all[options.length + 1] = "jdk.incubator.vector";
    return OwnJvm.run(program, all).strip();
  }

  @Test
  void littleWork_startsNoWarmup_andMoreDoes() throws Exception {
    assertThat(inOwnJvm(Little.class)).isEqualTo("little false, more true");
  }

  @Test
  void whoAsksForThreads_orForVectors_doesNotWait() throws Exception {
    assertThat(inOwnJvm(Threads.class)).isEqualTo("true");
    assertThat(inOwnJvm(FirstMatrix.class, "-Drnn.vector.kernels=vector")).isEqualTo("false true");
    assertThat(inOwnJvm(FirstMatrix.class, "-Drnn.vector.kernels=plain")).isEqualTo("false false");
    assertThat(inOwnJvm(FirstMatrix.class)).isEqualTo("false false");
  }

  @Test
  void warmup_compilesWhatIsWanted_andNothingElse() throws Exception {
    String compiled = inOwnJvm(Wanted.class);

    assertThat(compiled)
        .contains("TANH", "SIGMOID", "LSTM_FORWARD", "PACK", "tile 3")
        .doesNotContain("GRU", " ADAM", "LSTM_BACKWARD", "HALVES", "tile 4");
  }

  /** Before any work, at once after the first, and when all of it is used. */
  @Test
  void backendIsWarm_whenWhatItWasAskedForIsCompiled() throws Exception {
    assertThat(inOwnJvm(Warm.class)).isEqualTo("true false true");
    assertThat(inOwnJvm(Warm.class, "-Drnn.vector.kernels=plain")).isEqualTo("true true true");
  }

  private static boolean warms() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().equals("rnn-vector-warmup"));
  }

  /** Whether a loop is in use that nobody has asked for. */
  private static boolean compiled(Loop loop) {
    return !loop.isWanted() && loop.isReady();
  }

  /** Some multiplications less than what is little, and some more. */
  static final class Little {
    private Little() {}

    public static void main(String[] arguments) {
      LinearAlgebra la = new VectorLinearAlgebra();
      Matrix a = la.zeros(64, 64);
      Matrix c = la.zeros(64, 64);
      long product = 64L * 64 * 64;
      for (long done = 0; done + product <= Warmup.LITTLE; done += product) {
        la.gemm(1, a, Transpose.NO, a, Transpose.NO, 0, c);
      }
      boolean little = warms();
      la.gemm(1, a, Transpose.NO, a, Transpose.NO, 0, c);
      System.out.println("little " + little + ", more " + warms());
    }
  }

  /** Threads, and no work at all. */
  static final class Threads {
    private Threads() {}

    public static void main(String[] arguments) {
      new VectorLinearAlgebra().withThreads(1);
      System.out.println(warms());
    }
  }

  /** A matrix, and no work at all. */
  static final class FirstMatrix {
    private FirstMatrix() {}

    public static void main(String[] arguments) {
      new VectorLinearAlgebra().zeros(1, 1);
      System.out.println(warms() + " " + compiled(Loop.ADAM));
    }
  }

  /** A step of an LSTM forward again and again, with a product of three rows, until all is used. */
  static final class Wanted {
    private Wanted() {}

    public static void main(String[] arguments) {
      LinearAlgebra la = new VectorLinearAlgebra();
      la.withThreads(1);
      int hidden = 64;
      Matrix x = la.zeros(3, hidden);
      Matrix w = la.zeros(hidden, 4 * hidden);
      Matrix z = la.zeros(3, 4 * hidden);
      Matrix[] state = {
        la.zeros(3, hidden), la.zeros(3, hidden), la.zeros(3, hidden), la.zeros(3, hidden)
      };
      while (!(Loop.TANH.isReady()
          && Loop.SIGMOID.isReady()
          && Loop.LSTM_FORWARD.isReady()
          && Loop.PACK.isReady()
          && Lanes.tile(false, 2, 3))) {
        la.gemm(1, x, Transpose.NO, w, Transpose.NO, 0, z);
        la.lstmForward(z, state[0], state[1], state[2], state[3]);
      }
      String loops =
          Arrays.stream(Loop.values())
              .filter(loop -> loop.isWanted() || compiled(loop))
              .map(Loop::name)
              .collect(Collectors.joining(" "));
      System.out.println(
          loops
              + " tile 3"
              + (Lanes.isWanted(false, 2, 4) || Lanes.tile(false, 2, 4) ? ", tile 4" : ""));
    }
  }

  /** A product and a tanh until they are warm. */
  static final class Warm {
    private Warm() {}

    public static void main(String[] arguments) {
      LinearAlgebra la = new VectorLinearAlgebra().withThreads(1);
      Matrix x = la.zeros(50, 50);
      Matrix y = la.zeros(50, 50);
      boolean before = la.isWarm();
      work(la, x, y);
      boolean first = la.isWarm();
      while (!la.isWarm()) {
        work(la, x, y);
      }
      boolean vectors = Loop.PACK.isReady() && Loop.TANH.isReady() && Lanes.anyTile();
      System.out.println(before + " " + first + " " + (vectors || first));
    }

    private static void work(LinearAlgebra la, Matrix x, Matrix y) {
      la.gemm(1, x, Transpose.NO, x, Transpose.NO, 0, y);
      la.tanh(y, y);
    }
  }
}
