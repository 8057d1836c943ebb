// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.backend.vector;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes {@link GemmTiles}, which nobody would want to write, or read for mistakes, by hand: a
 * variable for each vector of a tile is what keeps the tile in registers.
 *
 * <p>After a change here: run {@link #main} in the folder of this module, with the test classes on
 * the class path. A test holds the file against what this prints.
 */
final class GemmTilesWriter {
  /** The file, seen from the folder of this module. */
  static final Path FILE = Path.of("src/main/java/io/github/rnn4j/backend/vector/GemmTiles.java");

  /** The tallest tile: 10 × 2 vectors take 20 + 2 + 1 of 32 registers. */
  private static final int ROWS = Lanes.TALLEST;

  private static final int VECTORS = 2;

  /** The sums of a row, one for each vector, and the vectors of B. */
  private static final String[] SUM = {"s", "t"};

  private static final String[] RIGHT = {"x", "y"};

  private static final String HEAD =
      """
      // SPDX-License-Identifier: Apache-2.0
      package io.github.rnn4j.backend.vector;

      import static io.github.rnn4j.backend.vector.Lanes.LANES;
      import static io.github.rnn4j.backend.vector.Lanes.SPECIES;
      import static io.github.rnn4j.backend.vector.Left.DISTANCE;

      import jdk.incubator.vector.FloatVector;

      /**
       * C[i,j] = fma(A[i,p], B[p,j], C[i,j]) for p = 0, 1, …, k−1: a tile of C that stays in registers
       * while k is walked.
       *
       * <p>Every method has the same parameters. {@code k}: the inner dimension. {@code a}: not modified;
       * element (i, p) of the tile's rows of A is {@code a[a0 + i * DISTANCE + p]} for {@code apart} and
       * {@code a[a0 + p * rows + i]} for {@code woven}, where {@link Left} puts it. {@code b}: not
       * modified; (p, j) is {@code b[b0 + p * n + j]}, n the columns of the tile, as {@link Right} packs
       * it. {@code z}: what the sums start from, not modified, but it may be c; (i, j) is {@code z[z0 + i
       * * ldz + j]}. {@code c}: modified; (i, j) is {@code c[c0 + i * ldc + j]}.
       *
       * <p>Each element of C is one chain of fused multiply-adds in the order of p. The chain does not
       * depend on the shape of the tile nor on the number of lanes, and cutting k into blocks that start
       * from C continues the same chain: all ways to tile a product give the same bits.
       *
       * <p>The loop is written so that C2 of JDK 17 and of JDK 25 keeps it free of spills and of all but
       * two checks of bounds, and leaves it a loop of single steps. It counts in elements of B, of which
       * the steps in A are no multiple: were it to count in elements of A, all checks would go, the loop
       * would be unrolled, and half of the tile be put on the stack.
       *
       * <p>The text is what {@code GemmTilesWriter}, in the tests, prints.
       */
      final class GemmTiles {
        private GemmTiles() {}
      """;

  private final StringBuilder text = new StringBuilder(HEAD);

  private GemmTilesWriter() {}

  /**
   * Writes the file.
   *
   * @param arguments none
   * @throws IOException if it cannot be written
   */
  public static void main(String[] arguments) throws IOException {
    Files.writeString(FILE, text());
  }

  /** The text of the class. */
  static String text() {
    GemmTilesWriter writer = new GemmTilesWriter();
    for (boolean woven : new boolean[] {false, true}) {
      for (int vectors = VECTORS; vectors >= 1; vectors--) {
        for (int rows = ROWS; rows >= 1; rows--) {
          writer.tile(woven, rows, vectors);
        }
      }
    }
    for (boolean woven : new boolean[] {false, true}) {
      for (int vectors = VECTORS; vectors >= 1; vectors--) {
        writer.choice(woven, vectors);
      }
    }
    return writer.text.append("}\n").toString();
  }

  private void tile(boolean woven, int rows, int vectors) {
    line("");
    line("  /** %s by %s; see the class comment. */", count(rows, "row"), count(vectors, "vector"));
    head(name(woven) + rows + "x" + vectors, "");
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < vectors; j++) {
        String at = "z0" + plus(i, "ldz") + plus(j, "LANES");
        line("    FloatVector %s%d = FloatVector.fromArray(SPECIES, z, %s);", SUM[j], i, at);
      }
    }
    String n = times(vectors, "LANES");
    line(
        "    for (int q = b0, p = a0, end = b0 + k * %s; q < end; q += %1$s, p += %d) {",
        times(vectors, "LANES"), woven ? rows : 1);
    for (int j = 0; j < vectors; j++) {
      String at = "q" + plus(j, "LANES");
      line("      FloatVector %s = FloatVector.fromArray(SPECIES, b, %s);", RIGHT[j], at);
    }
    for (int i = 0; i < rows; i++) {
      String at = "p" + (woven ? i == 0 ? "" : " + " + i : plus(i, "DISTANCE"));
      line("      FloatVector e%d = FloatVector.broadcast(SPECIES, a[%s]);", i, at);
      for (int j = 0; j < vectors; j++) {
        line("      %s%d = e%2$d.fma(%s, %1$s%2$d);", SUM[j], i, RIGHT[j]);
      }
    }
    line("    }");
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < vectors; j++) {
        line("    %s%d.intoArray(c, c0%s);", SUM[j], i, plus(i, "ldc") + plus(j, "LANES"));
      }
    }
    line("  }");
  }

  private void choice(boolean woven, int vectors) {
    line("");
    line(
        "  /** A tile of {@code rows} (1 to %d) rows by %s; see the class comment. */",
        ROWS, count(vectors, "vector"));
    head(name(woven) + vectors, "int rows");
    line("    switch (rows) {");
    for (int rows = ROWS; rows >= 1; rows--) {
      String tile = name(woven) + rows + "x" + vectors;
      line("      case %d -> %s(k, a, a0, b, b0, z, z0, ldz, c, c0, ldc);", rows, tile);
    }
    line("      default -> throw new IllegalArgumentException(\"rows \" + rows);");
    line("    }");
    line("  }");
  }

  private void head(String name, String first) {
    line("  static void %s(", name);
    if (!first.isEmpty()) {
      line("      %s,", first);
    }
    for (String parameter :
        "int k,float[] a,int a0,float[] b,int b0,float[] z,int z0,int ldz,float[] c,int c0"
            .split(",")) {
      line("      %s,", parameter);
    }
    line("      int ldc) {");
  }

  private static String name(boolean woven) {
    return woven ? "woven" : "apart";
  }

  private static String count(int n, String what) {
    return n == 1 ? "1 " + what : n + " " + what + "s";
  }

  private static String times(int factor, String what) {
    return factor == 1 ? what : factor + " * " + what;
  }

  private static String plus(int factor, String what) {
    return factor == 0 ? "" : " + " + times(factor, what);
  }

  private void line(String format, Object... arguments) {
    text.append(String.format(format, arguments)).append('\n');
  }
}
