// SPDX-License-Identifier: Apache-2.0
/**
 * Training. {@link io.github.rnn4j.training.Training} is where to begin: it makes a model of a
 * text, as {@code rnn train} does. From there inwards, {@link io.github.rnn4j.training.TrainingRun}
 * is a run with its reports, evaluations and checkpoints, {@link io.github.rnn4j.training.Trainer}
 * the bare step, and the rest its parts: the parallel streams that mini-batches are cut from,
 * optimizers, clipping, learning-rate schedules, and when to stop. {@link
 * io.github.rnn4j.training.Recipe} is what is taken where nothing is set.
 *
 * <p>What can be chosen is written as text, {@code id} or {@code id:name=value,name=value}, such as
 * {@code adam:beta1=0.8}: {@code parse} reads it, {@code toString} writes it with every setting, in
 * decimal digits that give back the same bits.
 */
@NullMarked
package io.github.rnn4j.training;

import org.jspecify.annotations.NullMarked;
