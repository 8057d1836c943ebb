// SPDX-License-Identifier: Apache-2.0
/**
 * The shards of a training as tasks of Apache Spark.
 *
 * <p>{@link io.github.rnn4j.spark.training.SparkShards} is given to {@code Training.shardsBy}. Each
 * step is a Spark job: the parameters are broadcast, each task is a part of the window with its
 * shards and the states of its streams, and comes back as their gradient and next states. A task is
 * a pure function of what it is sent: it may be lost with its executor and run again on another
 * one, and the model has the same bytes.
 */
@NullMarked
package io.github.rnn4j.spark.training;

import org.jspecify.annotations.NullMarked;
