// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.spark.training;

import java.io.Serializable;
import org.apache.spark.broadcast.Broadcast;

/**
 * What every executor must know of a run.
 *
 * @param id which run
 * @param plan what workers are made from
 * @param backend the name of the driver's backend
 * @param threads with how many threads a task computes
 * @param probe what the driver's backend makes of {@link Probe}
 */
record Run(String id, Broadcast<byte[]> plan, String backend, int threads, String probe)
    implements Serializable {}
