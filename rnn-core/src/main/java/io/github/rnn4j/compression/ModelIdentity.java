// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.compression;

import io.github.rnn4j.files.Sha256;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.random.RandomStreams;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.Arrays;

/** What tells a model, and what computes with it, from others. */
final class ModelIdentity {
  static final int PROBE_BYTES = 8;

  private static final int PROBE_LANES = 3;
  private static final int PROBE_STEPS = 8;

  private ModelIdentity() {}

  /** Checks that a model predicts what texts are made of. */
  static void requireFit(Model model) {
    if (model.labels().isPresent()) {
      throw new IllegalArgumentException(
          "a model of labelled records expects a label before each, and texts have none: train one"
              + " without labels");
    }
  }

  /** SHA-256 of the model as a file, its weights as the backend has them. */
  static String digest(Model model) {
    try {
      return model.withoutTraces().writer().digest();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The beginning of the SHA-256 of the frequencies of some steps: where they are others, the
   * backend computes other bits.
   *
   * @param rate at which lanes learn, of which the steps are then enough; 0 if they do not
   */
  static byte[] probe(Model model, double rate) {
    Lanes lanes = new Lanes(model, PROBE_LANES, rate);
    int steps = rate > 0 ? LaneLearner.STEPS + PROBE_STEPS : PROBE_STEPS;
    Frequencies frequencies = new Frequencies(model);
    MessageDigest digest = Sha256.begin();
    int size = model.vocabulary().size();
    byte[] bytes = new byte[Long.BYTES];
    for (int step = 0; step < steps; step++) {
      lanes.step();
      for (int lane = 0; lane < PROBE_LANES; lane++) {
        lanes.predict(lane, frequencies);
        for (int token = 0; token < size; token++) {
          long frequency = frequencies.frequency(token);
          for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (frequency >>> (8 * i));
          }
          digest.update(bytes);
        }
        long chance = RandomStreams.mix(step * PROBE_LANES + lane + 1L);
        lanes.read(lane, (int) Long.remainderUnsigned(chance, size));
      }
    }
    return Arrays.copyOf(digest.digest(), PROBE_BYTES);
  }
}
