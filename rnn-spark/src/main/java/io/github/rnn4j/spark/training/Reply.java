// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.spark.training;

import io.github.rnn4j.training.ShardResult;
import java.io.Serializable;

/**
 * What an executor answers to a part of a window.
 *
 * @param refusal why it cannot compute as the driver does; empty if it can
 * @param result what came of the part; of no meaning after a refusal
 * @param nanos how long it took to compute
 */
record Reply(String refusal, ShardResult result, long nanos) implements Serializable {
  private static final byte[] NOTHING = new byte[0];

  static Reply refused(String reason) {
    return new Reply(reason, new ShardResult(Double.NaN, NOTHING, NOTHING), 0);
  }
}
