// SPDX-License-Identifier: Apache-2.0
/**
 * The conformance kit: tests that every {@link io.github.rnn4j.api.LinearAlgebra} must pass.
 *
 * <p>Add {@code rnn-testkit} and {@code junit-jupiter} at test scope, and extend {@link
 * io.github.rnn4j.testkit.BackendContract} once.
 *
 * <h2>What a failure says</h2>
 *
 * A test's name ends in the rule that it holds, R1 to R17 of the {@linkplain io.github.rnn4j.api
 * contract}; {@code gemm_betaZero_neverReadsC_R1} fails if C is read at β = 0. The message names
 * the operation, its scalars, the sizes and the element. Nothing is ever skipped: on a virtual
 * machine where the backend is unavailable, {@code backend_isAvailableHere} fails with the
 * backend's reason.
 *
 * <h2>What is tested</h2>
 *
 * <ul>
 *   <li>Every operation under every rule, from one table; awkward sizes, on both sides of vector
 *       lengths, of 15 columns, of blocks of 52, 64 and 128, of 4096 elements; and large ones, in
 *       each dimension alone and in all.
 *   <li>Accuracy against oracles in about twice the precision of {@code double}, each element
 *       within the a-priori bound of the backend's own {@link
 *       io.github.rnn4j.api.LinearAlgebra#precision()}; large products of whole numbers, exactly;
 *       functions within 4 units in the last place of {@link java.lang.StrictMath} at every binary
 *       exponent; NaN, infinity and denormal numbers in each operand.
 *   <li>Operations on views, alone and among others, from eight threads with the same operands,
 *       operands of their own, and rows of the same matrices: the same bits.
 *   <li>That nothing is kept: an operand that was changed in any way is read again; calls in any
 *       order, after refused ones, and thousands of them, give the bits of the first.
 *   <li>{@link io.github.rnn4j.api.LinearAlgebra#withThreads} and {@link
 *       io.github.rnn4j.api.LinearAlgebra#parallel}: the bits of one thread, each task once, what a
 *       task throws, and that threads end.
 *   <li>Every argument null, foreign, of a wrong shape, out of range, overlapping: the exception,
 *       both sides in its message, and every operand as it was.
 *   <li>Overrides of default operations against the defaults on the backend's own primitives;
 *       optimizers at steps from 1 to 3·10⁹ and at the ends of their settings.
 *   <li>The heap in use after many calls, shapes, large factors and threads. That needs a virtual
 *       machine that obeys {@link java.lang.System#gc()}, which is the default.
 * </ul>
 *
 * <p>Not tested: speed, garbage that does not outlive the call, and tables so large that an {@code
 * int} product of sizes overflows. Threads that share what they should not are found out when they
 * meet: certainly on several cores, very likely on one. Elements are made from fixed seeds: a
 * failure repeats.
 */
@NullMarked
package io.github.rnn4j.testkit;

import org.jspecify.annotations.NullMarked;
