// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.backend.vector;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/**
 * The vector shape of this machine, the tile of C that its registers hold, and whether the loops
 * over vectors are to be used yet.
 *
 * <p>A loop over vectors that is not compiled yet makes an object of every vector and is a thousand
 * times slower than the plain loop that computes its tail. So every kernel asks its {@link
 * Loop#end} how far to go in vectors: nowhere, until {@link Warmup} has got it compiled. Since a
 * tail has the bits of the vectors, nobody can see the change.
 *
 * <p>A loop over vectors has a method of its own, apart from the loop of the tail. Together they
 * would be compiled when the tail is hot and the vectors have hardly run: without a profile of
 * their classes the compiler leaves calls behind, an object for each, and never looks again.
 */
final class Lanes {
  /** The widest float shape that the JVM uses (16 lanes on AVX-512, 8 on AVX2, 4 on NEON). */
  static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

  /** Floats in a vector. */
  static final int LANES = SPECIES.length();

  /** Whether there are 32 vector registers (AVX-512, NEON) rather than 16. */
  static final boolean WIDE = LANES >= 16 || System.getProperty("os.arch", "").equals("aarch64");

  /**
   * Rows of a tile of two vectors: 10 take 20 + 2 + 1 of 32 registers, and are faster than 12. 5
   * take 10 + 2 + 1 of 16; with a sixth row the compiler puts some on the stack.
   */
  static final int TILE_ROWS = WIDE ? 10 : 5;

  /**
   * The rows of the tallest tile that there is, and of one of one vector in rows apart: fewer sums
   * would wait for one another.
   */
  static final int TALLEST = 10;

  // Set once by the warm-up; read late by a thread, they only cost time.

  /** Whether a tile is compiled, and whether somebody has wanted it: [woven][vectors][rows]. */
  private static final boolean[][][] TILES = new boolean[2][3][TALLEST + 1];

  private static final boolean[][][] WANTED = new boolean[2][3][TALLEST + 1];

  private static boolean anyTile;

  /** The thread that compiles, and therefore takes the vectors at once. */
  private static @Nullable Thread compiler;

  private Lanes() {}

  /** Whether the calling thread compiles, and is to use what it compiles. */
  static boolean isCompiler() {
    return Thread.currentThread() == compiler;
  }

  /**
   * Whether the calling thread is to use tiles of this size; see {@link GemmTiles}. If not, they
   * will be compiled.
   */
  static boolean tile(boolean woven, int vectors, int rows) {
    return TILES[woven ? 1 : 0][vectors][rows] || isCompiler() || want(woven, vectors, rows);
  }

  /** Has tiles of this size compiled; they are not ready. */
  private static boolean want(boolean woven, int vectors, int rows) {
    if (!isWanted(woven, vectors, rows)) {
      WANTED[woven ? 1 : 0][vectors][rows] = true;
      Warmup.wake();
    }
    return false;
  }

  /** Whether somebody has wanted tiles of this size. */
  static boolean isWanted(boolean woven, int vectors, int rows) {
    return WANTED[woven ? 1 : 0][vectors][rows];
  }

  /** Whether somebody waits for a tile to be compiled. */
  static boolean isAnyTileAwaited() {
    for (int woven = 0; woven < WANTED.length; woven++) {
      for (int vectors = 0; vectors < WANTED[woven].length; vectors++) {
        for (int rows = 0; rows <= TALLEST; rows++) {
          if (WANTED[woven][vectors][rows] && !TILES[woven][vectors][rows]) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** Whether the calling thread is to use any tile. */
  static boolean anyTile() {
    return anyTile || isCompiler();
  }

  /** Lets every thread use the tiles of a size. */
  static void useTile(boolean woven, int vectors, int rows) {
    TILES[woven ? 1 : 0][vectors][rows] = true;
    anyTile = true;
  }

  /** Lets one thread use vectors before the others. */
  static void compileIn(Thread thread) {
    compiler = thread;
  }

  /** Lets every thread use all loops and tiles. */
  static void useVectors() {
    for (boolean[][] tiles : TILES) {
      for (boolean[] ofWidth : tiles) {
        Arrays.fill(ofWidth, true);
      }
    }
    for (Loop loop : Loop.values()) {
      loop.use();
    }
    anyTile = true;
  }
}
