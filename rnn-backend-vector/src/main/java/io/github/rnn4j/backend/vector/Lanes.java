package io.github.rnn4j.backend.vector;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vector shape of this machine, the tile of C that its registers hold, and whether the loops
 * over vectors are to be used yet.
 *
 * <p>A loop over vectors that is not compiled yet makes an object of every vector and is a thousand
 * times slower than the plain loop that computes its tail. So every kernel asks {@link #end} how
 * far to go in vectors: nowhere, until {@link Warmup} has got them compiled. Since a tail has the
 * bits of the vectors, nobody can see the change.
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

  /** Rows of a tile: 6 × 4 vectors take 24 + 4 + 1 of 32 registers, 4 × 3 take 12 + 3 + 1 of 16. */
  static final int TILE_ROWS = WIDE ? 6 : 4;

  /** Vectors across a tile. */
  static final int TILE_VECTORS = WIDE ? 4 : 3;

  private static final VectorMask<?>[] LAST = new VectorMask<?>[LANES];

  // Set once by the warm-up; read late by a thread, they only cost time.

  /** Whether all loops over vectors are compiled. */
  private static boolean compiled;

  /** Whether a tile is compiled: [vectors][rows], 0 vectors for a masked one. */
  private static final boolean[][] TILES = new boolean[5][7];

  private static boolean anyTile;

  /** The thread that compiles, and therefore takes the vectors at once. */
  private static Thread compiler;

  static {
    for (int count = 0; count < LANES; count++) {
      boolean[] set = new boolean[LANES];
      for (int lane = LANES - count; lane < LANES; lane++) {
        set[lane] = true;
      }
      LAST[count] = VectorMask.fromArray(SPECIES, set, 0);
    }
  }

  private Lanes() {}

  /** The mask of the last {@code count} lanes, 0 ≤ count &lt; LANES. */
  @SuppressWarnings("unchecked")
  static VectorMask<Float> last(int count) {
    return (VectorMask<Float>) LAST[count];
  }

  /** Where the vectors among n elements end and the tail begins. */
  static int end(int n) {
    return compiled() ? n & -LANES : 0;
  }

  /** Whether the calling thread is to use loops over vectors. */
  static boolean compiled() {
    return compiled || Thread.currentThread() == compiler;
  }

  /** Whether the calling thread is to use tiles of this size; see {@link GemmTiles}. */
  static boolean tile(int vectors, int rows) {
    return TILES[vectors][rows] || Thread.currentThread() == compiler;
  }

  /** Whether the calling thread is to use any tile. */
  static boolean anyTile() {
    return anyTile || Thread.currentThread() == compiler;
  }

  /** Lets every thread use the tiles of a size. */
  static void useTile(int vectors, int rows) {
    TILES[vectors][rows] = true;
    anyTile = true;
  }

  /** Lets one thread use vectors before the others. */
  static void compileIn(Thread thread) {
    compiler = thread;
  }

  /** Lets every thread use loops over vectors. */
  static void useLoops() {
    compiled = true;
  }

  /** Lets every thread use all loops and tiles. */
  static void useVectors() {
    for (boolean[] tiles : TILES) {
      Arrays.fill(tiles, true);
    }
    anyTile = true;
    compiled = true;
    compiler = null;
  }
}
