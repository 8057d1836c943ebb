/**
 * Training: the parallel streams that mini-batches are cut from, optimizers, clipping,
 * learning-rate schedules, and when to stop.
 *
 * <p>What can be chosen is written as text, {@code id} or {@code id:name=value,name=value}, such as
 * {@code adam:beta1=0.8}: {@code parse} reads it, {@code toString} writes it with every setting, in
 * decimal digits that give back the same bits.
 */
package io.github.rnn4j.training;
