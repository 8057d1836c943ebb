// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.random;

import java.nio.charset.StandardCharsets;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/**
 * Independent random streams, each derived from a seed, a purpose and a step. There is no generator
 * state that a run would have to save: whoever knows the three numbers has the stream, in any order
 * and as often as it is wanted, with the same bits on every JVM.
 *
 * <p>The generator is xoshiro256++ of Apache Commons RNG. Its 256 bits of seed are four outputs of
 * SplitMix64, which starts from a mix of the three.
 *
 * @param seed the run's seed
 * @see <a href="https://prng.di.unimi.it/">Blackman and Vigna, xoshiro / xoroshiro generators</a>
 */
public record RandomStreams(long seed) {
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;
  private static final long FNV_BASIS = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  /**
   * The stream for a purpose and a step.
   *
   * @param purpose what the numbers are for, such as {@code "dropout"}
   * @param step which of the streams for that purpose, such as the training step
   * @return a new generator at the start of the stream
   */
  public UniformRandomProvider stream(String purpose, long step) {
    long state = mix(mix(mix(seed) + fnv1a(purpose)) + step);
    long[] words = new long[4];
    for (int i = 0; i < words.length; i++) {
      state += GOLDEN_GAMMA;
      words[i] = mix(state);
    }
    return RandomSource.XO_SHI_RO_256_PP.create(words);
  }

  /**
   * The output function of SplitMix64, a bijection of 64 bits: neighbours become strangers.
   *
   * @param z any number
   * @return another
   * @see <a href="https://doi.org/10.1145/2660193.2660195">Steele, Lea and Flood, Fast splittable
   *     pseudorandom number generators, 2014</a>
   */
  public static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  private static long fnv1a(String text) {
    long hash = FNV_BASIS;
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * FNV_PRIME;
    }
    return hash;
  }
}
