// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.backend.vector;

import static io.github.rnn4j.backend.vector.Lanes.LANES;
import static io.github.rnn4j.backend.vector.Lanes.SPECIES;
import static io.github.rnn4j.backend.vector.Left.DISTANCE;

import jdk.incubator.vector.FloatVector;

/**
 * C[i,j] = fma(A[i,p], B[p,j], C[i,j]) for p = 0, 1, …, k−1: a tile of C that stays in registers
 * while k is walked.
 *
 * <p>Every method has the same parameters. {@code k}: the inner dimension. {@code a}: not modified;
 * element (i, p) of the tile's rows of A is {@code a[a0 + i * DISTANCE + p]} for {@code apart} and
 * {@code a[a0 + p * rows + i]} for {@code woven}, where {@link Left} puts it. {@code b}: not
 * modified; (p, j) is {@code b[b0 + p * n + j]}, n the columns of the tile, as {@link Right} packs
 * it. {@code z}: what the sums start from, not modified, but it may be c; (i, j) is {@code z[z0 + i
 * * ldz + j]}. {@code c}: modified; (i, j) is {@code c[c0 + i * ldc + j]}.
 *
 * <p>Each element of C is one chain of fused multiply-adds in the order of p. The chain does not
 * depend on the shape of the tile nor on the number of lanes, and cutting k into blocks that start
 * from C continues the same chain: all ways to tile a product give the same bits.
 *
 * <p>The loop is written so that C2 of JDK 17 and of JDK 25 keeps it free of spills and of all but
 * two checks of bounds, and leaves it a loop of single steps. It counts in elements of B, of which
 * the steps in A are no multiple: were it to count in elements of A, all checks would go, the loop
 * would be unrolled, and half of the tile be put on the stack.
 *
 * <p>The text is what {@code GemmTilesWriter}, in the tests, prints.
 */
final class GemmTiles {
  private GemmTiles() {}

  /** 10 rows by 2 vectors; see the class comment. */
  static void apart10x2(
      int k,
      float[] a,
      int a0,
      float[] b,
      int b0,
      float[] z,
      int z0,
      int ldz,
      float[] c,
      int c0,
      int ldc) {
    FloatVector s0 = FloatVector.fromArray(SPECIES, z, z0);
    FloatVector t0 = FloatVector.fromArray(SPECIES, z, z0 + LANES);
    FloatVector s1 = FloatVector.fromArray(SPECIES, z, z0 + ldz);
    FloatVector t1 = FloatVector.fromArray(SPECIES, z, z0 + ldz + LANES);
    FloatVector s2 = FloatVector.fromArray(SPECIES, z, z0 + 2 * ldz);
    FloatVector t2 = FloatVector.fromArray(SPECIES, z, z0 + 2 * ldz + LANES);
    FloatVector s3 = FloatVector.fromArray(SPECIES, z, z0 + 3 * ldz);
    FloatVector t3 = FloatVector.fromArray(SPECIES, z, z0 + 3 * ldz + LANES);
    FloatVector s4 = FloatVector.fromArray(SPECIES, z, z0 + 4 * ldz);
    FloatVector t4 = FloatVector.fromArray(SPECIES, z, z0 + 4 * ldz + LANES);
    FloatVector s5 = FloatVector.fromArray(SPECIES, z, z0 + 5 * ldz);
    FloatVector t5 = FloatVector.fromArray(SPECIES, z, z0 + 5 * ldz + LANES);
    FloatVector s6 = FloatVector.fromArray(SPECIES, z, z0 + 6 * ldz);
    FloatVector t6 = FloatVector.fromArray(SPECIES, z, z0 + 6 * ldz + LANES);
    FloatVector s7 = FloatVector.fromArray(SPECIES, z, z0 + 7 * ldz);
    FloatVector t7 = FloatVector.fromArray(SPECIES, z, z0 + 7 * ldz + LANES);
    FloatVector s8 = FloatVector.fromArray(SPECIES, z, z0 + 8 * ldz);
    FloatVector t8 = FloatVector.fromArray(SPECIES, z, z0 + 8 * ldz + LANES);
    FloatVector s9 = FloatVector.fromArray(SPECIES, z, z0 + 9 * ldz);
    FloatVector t9 = FloatVector.fromArray(SPECIES, z, z0 + 9 * ldz + LANES);
    for (int q = b0, p = a0, end = b0 + k * 2 * LANES; q < end; q += 2 * LANES, p += 1) {
      FloatVector x = FloatVector.fromArray(SPECIES, b, q);
      FloatVector y = FloatVector.fromArray(SPECIES, b, q + LANES);
      FloatVector e0 = FloatVector.broadcast(SPECIES, a[p]);
      s0 = e0.fma(x, s0);
      t0 = e0.fma(y, t0);
      FloatVector e1 = FloatVector.broadcast(SPECIES, a[p + DISTANCE]);
      s1 = e1.fma(x, s1);
      t1 = e1.fma(y, t1);
      FloatVector e2 = FloatVector.broadcast(SPECIES, a[p + 2 * DISTANCE]);
      s2 = e2.fma(x, s2);
      t2 = e2.fma(y, t2);
      FloatVector e3 = FloatVector.broadcast(SPECIES, a[p + 3 * DISTANCE]);
      s3 = e3.fma(x, s3);
      t3 = e3.fma(y, t3);
      FloatVector e4 = FloatVector.broadcast(SPECIES, a[p + 4 * DISTANCE]);
      s4 = e4.fma(x, s4);
      t4 = e4.fma(y, t4);
      FloatVector e5 = FloatVector.broadcast(SPECIES, a[p + 5 * DISTANCE]);
      s5 = e5.fma(x, s5);
      t5 = e5.fma(y, t5);
      FloatVector e6 = FloatVector.broadcast(SPECIES, a[p + 6 * DISTANCE]);
      s6 = e6.fma(x, s6);
      t6 = e6.fma(y, t6);
      FloatVector e7 = FloatVector.broadcast(SPECIES, a[p + 7 * DISTANCE]);
      s7 = e7.fma(x, s7);
      t7 = e7.fma(y, t7);
      FloatVector e8 = FloatVector.broadcast(SPECIES, a[p + 8 * DISTANCE]);
      s8 = e8.fma(x, s8);
      t8 = e8.fma(y, t8);
      FloatVector e9 = FloatVector.broadcast(SPECIES, a[p + 9 * DISTANCE]);
      s9 = e9.fma(x, s9);
      t9 = e9.fma(y, t9);
    }
    s0.intoArray(c, c0);
    t0.intoArray(c, c0 + LANES);
    s1.intoArray(c, c0 + ldc);
    t1.intoArray(c, c0 + ldc + LANES);
    s2.intoArray(c, c0 + 2 * ldc);
    t2.intoArray(c, c0 + 2 * ldc + LANES);
    s3.intoArray(c, c0 + 3 * ldc);
    t3.intoArray(c, c0 + 3 * ldc + LANES);
    s4.intoArray(c, c0 + 4 * ldc);
    t4.intoArray(c, c0 + 4 * ldc + LANES);
    s5.intoArray(c, c0 + 5 * ldc);
    t5.intoArray(c, c0 + 5 * ldc + LANES);
    s6.intoArray(c, c0 + 6 * ldc);
    t6.intoArray(c, c0 + 6 * ldc + LANES);
    s7.intoArray(c, c0 + 7 * ldc);
    t7.intoArray(c, c0 + 7 * ldc + LANES);
    s8.intoArray(c, c0 + 8 * ldc);
    t8.intoArray(c, c0 + 8 * ldc + LANES);
    s9.intoArray(c, c0 + 9 * ldc);
    t9.intoArray(c, c0 + 9 * ldc + LANES);
  }

  /** 9 rows by 2 vectors; see the class comment. */
  static void apart9x2(
      int k,
      float[] a,
      int a0,
      float[] b,
      int b0,
      float[] z,
      int z0,
      int ldz,
      float[] c,
      int c0,
      int ldc) {
    FloatVector s0 = FloatVector.fromArray(SPECIES, z, z0);
    FloatVector t0 = FloatVector.fromArray(SPECIES, z, z0 + LANES);
    FloatVector s1 = FloatVector.fromArray(SPECIES, z, z0 + ldz);
    FloatVector t1 = FloatVector.fromArray(SPECIES, z, z0 + ldz + LANES);
    FloatVector s2 = FloatVector.fromArray(SPECIES, z, z0 + 2 * ldz);
    FloatVector t2 = FloatVector.fromArray(SPECIES, z, z0 + 2 * ldz + LANES);
    FloatVector s3 = FloatVector.fromArray(SPECIES, z, z0 + 3 * ldz);
    FloatVector t3 = FloatVector.fromArray(SPECIES, z, z0 + 3 * ldz + LANES);
    FloatVector s4 = FloatVector.fromArray(SPECIES, z, z0 + 4 * ldz);
    FloatVector t4 = FloatVector.fromArray(SPECIES, z, z0 + 4 * ldz + LANES);
    FloatVector s5 = FloatVector.fromArray(SPECIES, z, z0 + 5 * ldz);
    FloatVector t5 = FloatVector.fromArray(SPECIES, z, z0 + 5 * ldz + LANES);
    FloatVector s6 = FloatVector.fromArray(SPECIES, z, z0 + 6 * ldz);
    FloatVector t6 = FloatVector.fromArray(SPECIES, z, z0 + 6 * ldz + LANES);
    FloatVector s7 = FloatVector.fromArray(SPECIES, z, z0 + 7 * ldz);
    FloatVector t7 = FloatVector.fromArray(SPECIES, z, z0 + 7 * ldz + LANES);
    FloatVector s8 = FloatVector.fromArray(SPECIES, z, z0 + 8 * ldz);
    FloatVector t8 = FloatVector.fromArray(SPECIES, z, z0 + 8 * ldz + LANES);
    for (int q = b0, p = a0, end = b0 + k * 2 * LANES; q < end; q += 2 * LANES, p += 1) {
      FloatVector x = FloatVector.fromArray(SPECIES, b, q);
      FloatVector y = FloatVector.fromArray(SPECIES, b, q + LANES);
      FloatVector e0 = FloatVector.broadcast(SPECIES, a[p]);
      s0 = e0.fma(x, s0);
      t0 = e0.fma(y, t0);
      FloatVector e1 = FloatVector.broadcast(SPECIES, a[p + DISTANCE]);
      s1 = e1.fma(x, s1);
      t1 = e1.fma(y, t1);
      FloatVector e2 = FloatVector.broadcast(SPECIES, a[p + 2 * DISTANCE]);
      s2 = e2.fma(x, s2);
      t2 = e2.fma(y, t2);
      FloatVector e3 = FloatVector.broadcast(SPECIES, a[p + 3 * DISTANCE]);
      s3 = e3.fma(x, s3);
      t3 = e3.fma(y, t3);
      FloatVector e4 = FloatVector.broadcast(SPECIES, a[p + 4 * DISTANCE]);
      s4 = e4.fma(x, s4);
      t4 = e4.fma(y, t4);
      FloatVector e5 = FloatVector.broadcast(SPECIES, a[p + 5 * DISTANCE]);
      s5 = e5.fma(x, s5);
      t5 = e5.fma(y, t5);
      FloatVector e6 = FloatVector.broadcast(SPECIES, a[p + 6 * DISTANCE]);
      s6 = e6.fma(x, s6);
      t6 = e6.fma(y, t6);
      FloatVector e7 = FloatVector.broadcast(SPECIES, a[p + 7 * DISTANCE]);
      s7 = e7.fma(x, s7);
      t7 = e7.fma(y, t7);
      FloatVector e8 = FloatVector.broadcast(SPECIES, a[p + 8 * DISTANCE]);
      s8 = e8.fma(x, s8);
      t8 = e8.fma(y, t8);
    }
    s0.intoArray(c, c0);
    t0.intoArray(c, c0 + LANES);
    s1.intoArray(c, c0 + ldc);
    t1.intoArray(c, c0 + ldc + LANES);
    s2.intoArray(c, c0 + 2 * ldc);
    t2.intoArray(c, c0 + 2 * ldc + LANES);
    s3.intoArray(c, c0 + 3 * ldc);
    t3.intoArray(c, c0 + 3 * ldc + LANES);
    s4.intoArray(c, c0 + 4 * ldc);
    t4.intoArray(c, c0 + 4 * ldc + LANES);
    s5.intoArray(c, c0 + 5 * ldc);
    t5.intoArray(c, c0 + 5 * ldc + LANES);
    s6.intoArray(c, c0 + 6 * ldc);
    t6.intoArray(c, c0 + 6 * ldc + LANES);
    s7.intoArray(c, c0 + 7 * ldc);
    t7.intoArray(c, c0 + 7 * ldc + LANES);
    s8.intoArray(c, c0 + 8 * ldc);
    t8.intoArray(c, c0 + 8 * ldc + LANES);
  }

  /** 8 rows by 2 vectors; see the class comment. */
  static void apart8x2(
      int k,
      float[] a,
      int a0,
      float[] b,
      int b0,
      float[] z,
      int z0,
      int ldz,
      float[] c,
      int c0,
      int ldc) {
    FloatVector s0 = FloatVector.fromArray(SPECIES, z, z0);
    FloatVector t0 = FloatVector.fromArray(SPECIES, z, z0 + LANES);
    FloatVector s1 = FloatVector.fromArray(SPECIES, z, z0 + ldz);
    FloatVector t1 = FloatVector.fromArray(SPECIES, z, z0 + ldz + LANES);
    FloatVector s2 = FloatVector.fromArray(SPECIES, z, z0 + 2 * ldz);
    FloatVector t2 = FloatVector.fromArray(SPECIES, z, z0 + 2 * ldz + LANES);
    FloatVector s3 = FloatVector.fromArray(SPECIES, z, z0 + 3 * ldz);
    FloatVector t3 = FloatVector.fromArray(SPECIES, z, z0 + 3 * ldz + LANES);
    FloatVector s4 = FloatVector.fromArray(SPECIES, z, z0 + 4 * ldz);
    FloatVector t4 = FloatVector.fromArray(SPECIES, z, z0 + 4 * ldz + LANES);
    FloatVector s5 = FloatVector.fromArray(SPECIES, z, z0 + 5 * ldz);
    FloatVector t5 = FloatVector.fromArray(SPECIES, z, z0 + 5 * ldz + LANES);
    FloatVector s6 = FloatVector.fromArray(SPECIES, z, z0 + 6 * ldz);
    FloatVector t6 = FloatVector.fromArray(SPECIES, z, z0 + 6 * ldz + LANES);
    FloatVector s7 = FloatVector.fromArray(SPECIES, z, z0 + 7 * ldz);
    FloatVector t7 = FloatVector.fromArray(SPECIES, z, z0 + 7 * ldz + LANES);
    for (int q = b0, p = a0, end = b0 + k * 2 * LANES; q < end; q += 2 * LANES, p += 1) {
      FloatVector x = FloatVector.fromArray(SPECIES, b, q);
      FloatVector y = FloatVector.fromArray(SPECIES, b, q + LANES);
      FloatVector e0 = FloatVector.broadcast(SPECIES, a[p]);
      s0 = e0.fma(x, s0);
      t0 = e0.fma(y, t0);
      FloatVector e1 = FloatVector.broadcast(SPECIES, a[p + DISTANCE]);
      s1 = e1.fma(x, s1);
      t1 = e1.fma(y, t1);
      FloatVector e2 = FloatVector.broadcast(SPECIES, a[p + 2 * DISTANCE]);
      s2 = e2.fma(x, s2);
      t2 = e2.fma(y, t2);
      FloatVector e3 = FloatVector.broadcast(SPECIES, a[p + 3 * DISTANCE]);
      s3 = e3.fma(x, s3);
      t3 = e3.fma(y, t3);
      FloatVector e4 = FloatVector.broadcast(SPECIES, a[p + 4 * DISTANCE]);
      s4 = e4.fma(x, s4);
      t4 = e4.fma(y, t4);
      FloatVector e5 = FloatVector.broadcast(SPECIES, a[p + 5 * DISTANCE]);
      s5 = e5.fma(x, s5);
      t5 = e5.fma(y, t5);
      FloatVector e6 = FloatVector.broadcast(SPECIES, a[p + 6 * DISTANCE]);
      s6 = e6.fma(x, s6);
      t6 = e6.fma(y, t6);
      FloatVector e7 = FloatVector.broadcast(SPECIES, a[p + 7 * DISTANCE]);
      s7 = e7.fma(x, s7);
      t7 = e7.fma(y, t7);
    }
    s0.intoArray(c, c0);
    t0.intoArray(c, c0 + LANES);
    s1.intoArray(c, c0 + ldc);
    t1.intoArray(c, c0 + ldc + LANES);
    s2.intoArray(c, c0 + 2 * ldc);
    t2.intoArray(c, c0 + 2 * ldc + LANES);
    s3.intoArray(c, c0 + 3 * ldc);
    t3.intoArray(c, c0 + 3 * ldc + LANES);
    s4.intoArray(c, c0 + 4 * ldc);
    t4.intoArray(c, c0 + 4 * ldc + LANES);
    s5.intoArray(c, c0 + 5 * ldc);
    t5.intoArray(c, c0 + 5 * ldc + LANES);
    s6.intoArray(c, c0 + 6 * ldc);
    t6.intoArray(c, c0 + 6 * ldc + LANES);
    s7.intoArray(c, c0 + 7 * ldc);
    t7.intoArray(c, c0 + 7 * ldc + LANES);
  }

  /** 7 rows by 2 vectors; see the class comment. */
  static void apart7x2(
      int k,
      float[] a,
      int a0,
      float[] b,
      int b0,
      float[] z,
      int z0,
      int ldz,
      float[] c,
      int c0,
      int ldc) {
    FloatVector s0 = FloatVector.fromArray(SPECIES, z, z0);
    FloatVector t0 = FloatVector.fromArray(SPECIES, z, z0 + LANES);
    FloatVector s1 = FloatVector.fromArray(SPECIES, z, z0 + ldz);
    FloatVector t1 = FloatVector.fromArray(SPECIES, z, z0 + ldz + LANES);
    FloatVector s2 = FloatVector.fromArray(SPECIES, z, z0 + 2 * ldz);
    FloatVector t2 = FloatVector.fromArray(SPECIES, z, z0 + 2 * ldz + LANES);
    FloatVector s3 = FloatVector.fromArray(SPECIES, z, z0 + 3 * ldz);
    FloatVector t3 = FloatVector.fromArray(SPECIES, z, z0 + 3 * ldz + LANES);
    FloatVector s4 = FloatVector.fromArray(SPECIES, z, z0 + 4 * ldz);
    FloatVector t4 = FloatVector.fromArray(SPECIES, z, z0 + 4 * ldz + LANES);
    FloatVector s5 = FloatVector.fromArray(SPECIES, z, z0 + 5 * ldz);
    FloatVector t5 = FloatVector.fromArray(SPECIES, z, z0 + 5 * ldz + LANES);
    FloatVector s6 = FloatVector.fromArray(SPECIES, z, z0 + 6 * ldz);
    FloatVector t6 = FloatVector.fromArray(SPECIES, z, z0 + 6 * ldz + LANES);
    for (int q = b0, p = a0, end = b0 + k * 2 * LANES; q < end; q += 2 * LANES, p += 1) {
      FloatVector x = FloatVector.fromArray(SPECIES, b, q);
      FloatVector y = FloatVector.fromArray(SPECIES, b, q + LANES);
      FloatVector e0 = FloatVector.broadcast(SPECIES, a[p]);
      s0 = e0.fma(x, s0);
      t0 = e0.fma(y, t0);
      FloatVector e1 = FloatVector.broadcast(SPECIES, a[p + DISTANCE]);
      s1 = e1.fma(x, s1);
      t1 = e1.fma(y, t1);
      FloatVector e2 = FloatVector.broadcast(SPECIES, a[p + 2 * DISTANCE]);
      s2 = e2.fma(x, s2);
      t2 = e2.fma(y, t2);
      FloatVector e3 = FloatVector.broadcast(SPECIES, a[p + 3 * DISTANCE]);
      s3 = e3.fma(x, s3);
      t3 = e3.fma(y, t3);
      FloatVector e4 = FloatVector.broadcast(SPECIES, a[p + 4 * DISTANCE]);
      s4 = e4.fma(x, s4);
      t4 = e4.fma(y, t4);
      FloatVector e5 = FloatVector.broadcast(SPECIES, a[p + 5 * DISTANCE]);
      s5 = e5.fma(x, s5);
      t5 = e5.fma(y, t5);
      FloatVector e6 = FloatVector.broadcast(SPECIES, a[p + 6 * DISTANCE]);
      s6 = e6.fma(x, s6);
      t6 = e6.fma(y, t6);
    }
    s0.intoArray(c, c0);
    t0.intoArray(c, c0 + LANES);
    s1.intoArray(c, c0 + ldc);
    t1.intoArray(c, c0 + ldc + LANES);
    s2.intoArray(c, c0 + 2 * ldc);
    t2.intoArray(c, c0 + 2 * ldc + LANES);
    s3.intoArray(c, c0 + 3 * ldc);
    t3.intoArray(c, c0 + 3 * ldc + LANES);
    s4.intoArray(c, c0 + 4 * ldc);
    t4.intoArray(c, c0 + 4 * ldc + LANES);
    s5.intoArray(c, c0 + 5 * ldc);
    t5.intoArray(c, c0 + 5 * ldc + LANES);
    s6.intoArray(c, c0 + 6 * ldc);
    t6.intoArray(c, c0 + 6 * ldc + LANES);
  }

  /** 6 rows by 2 vectors; see the class comment. */
  static void apart6x2(
      int k,
      float[] a,
      int a0,
      float[] b,
      int b0,
      float[] z,
      int z0,
      int ldz,
      float[] c,
      int c0,
      int ldc) {
    FloatVector s0 = FloatVector.fromArray(SPECIES, z, z0);
    FloatVector t0 = FloatVector.fromArray(SPECIES, z, z0 + LANES);
    FloatVector s1 = FloatVector.fromArray(SPECIES, z, z0 + ldz);
    FloatVector t1 = FloatVector.fromArray(SPECIES, z, z0 + ldz + LANES);
    FloatVector s2 = FloatVector.fromArray(SPECIES, z, z0 + 2 * ldz);
    FloatVector t2 = FloatVector.fromArray(SPECIES, z, z0 + 2 * ldz + LANES);
    FloatVector s3 = FloatVector.fromArray(SPECIES, z, z0 + 3 * ldz);
    FloatVector t3 = FloatVector.fromArray(SPECIES, z, z0 + 3 * ldz + LANES);
    FloatVector s4 = FloatVector.fromArray(SPECIES, z, z0 + 4 * ldz);
    FloatVector t4 = FloatVector.fromArray(SPECIES, z, z0 + 4 * ldz + LANES);
    FloatVector s5 = FloatVector.fromArray(SPECIES, z, z0 + 5 * ldz);
    FloatVector t5 = FloatVector.fromArray(SPECIES, z, z0 + 5 * ldz + LANES);
    for (int q = b0, p = a0, end = b0 + k * 2 * LANES; q < end; q += 2 * LANES, p += 1) {
      FloatVector x = FloatVector.fromArray(SPECIES, b, q);
      FloatVector y = FloatVector.fromArray(SPECIES, b, q + LANES);
      FloatVector e0 = FloatVector.broadcast(SPECIES, a[p]);
      s0 = e0.fma(x, s0);
      t0 = e0.fma(y, t0);
      FloatVector e1 = FloatVector.broadcast(SPECIES, a[p + DISTANCE]);
      s1 = e1.fma(x, s1);
      t1 = e1.fma(y, t1);
      FloatVector e2 = FloatVector.broadcast(SPECIES, a[p + 2 * DISTANCE]);
      s2 = e2.fma(x, s2);
      t2 = e2.fma(y, t2);
      FloatVector e3 = FloatVector.broadcast(SPECIES, a[p + 3 * DISTANCE]);
      s3 = e3.fma(x, s3);
      t3 = e3.fma(y, t3);
      FloatVector e4 = FloatVector.broadcast(SPECIES, a[p + 4 * DISTANCE]);
      s4 = e4.fma(x, s4);
      t4 = e4.fma(y, t4);
      FloatVector e5 = FloatVector.broadcast(SPECIES, a[p + 5 * DISTANCE]);
      s5 = e5.fma(x, s5);
      t5 = e5.fma(y, t5);
    }
    s0.intoArray(c, c0);
    t0.intoArray(c, c0 + LANES);
    s1.intoArray(c, c0 + ldc);
    t1.intoArray(c, c0 + ldc + LANES);
    s2.intoArray(c, c0 + 2 * ldc);
    t2.intoArray(c, c0 + 2 * ldc + LANES);
    s3.intoArray(c, c0 + 3 * ldc);
    t3.intoArray(c, c0 + 3 * ldc + LANES);
    s4.intoArray(c, c0 + 4 * ldc);
    t4.intoArray(c, c0 + 4 * ldc + LANES);
    s5.intoArray(c, c0 + 5 * ldc);
    t5.intoArray(c, c0 + 5 * ldc + LANES);
  }

  /** 5 rows by 2 vectors; see the class comment. */
  static void apart5x2(
      int k,
      float[] a,
      int a0,
      float[] b,
      int b0,
      float[] z,
      int z0,
      int ldz,
      float[] c,
      int c0,
      int ldc) {
    FloatVector s0 = FloatVector.fromArray(SPECIES, z, z0);
    FloatVector t0 = FloatVector.fromArray(SPECIES, z, z0 + LANES);
    FloatVector s1 = FloatVector.fromArray(SPECIES, z, z0 + ldz);
    FloatVector t1 = FloatVector.fromArray(SPECIES, z, z0 + ldz + LANES);
    FloatVector s2 = FloatVector.fromArray(SPECIES, z, z0 + 2 * ldz);
    FloatVector t2 = FloatVector.fromArray(SPECIES, z, z0 + 2 * ldz + LANES);
    FloatVector s3 = FloatVector.fromArray(SPECIES, z, z0 + 3 * ldz);
    FloatVector t3 = FloatVector.fromArray(SPECIES, z, z0 + 3 * ldz + LANES);
    FloatVector s4 = FloatVector.fromArray(SPECIES, z, z0 + 4 * ldz);
    FloatVector t4 = FloatVector.fromArray(SPECIES, z, z0 + 4 * ldz + LANES);
    for (int q = b0, p = a0, end = b0 + k * 2 * LANES; q < end; q += 2 * LANES, p += 1) {
      FloatVector x = FloatVector.fromArray(SPECIES, b, q);
      FloatVector y = FloatVector.fromArray(SPECIES, b, q + LANES);
      FloatVector e0 = FloatVector.broadcast(SPECIES, a[p]);
      s0 = e0.fma(x, s0);
      t0 = e0.fma(y, t0);
      FloatVector e1 = FloatVector.broadcast(SPECIES, a[p + DISTANCE]);
      s1 = e1.fma(x, s1);
      t1 = e1.fma(y, t1);
      FloatVector e2 = FloatVector.broadcast(SPECIES, a[p + 2 * DISTANCE]);
      s2 = e2.fma(x, s2);
      t2 = e2.fma(y, t2);
      FloatVector e3 = FloatVector.broadcast(SPECIES, a[p + 3 * DISTANCE]);
      s3 = e3.fma(x, s3);
      t3 = e3.fma(y, t3);
      FloatVector e4 = FloatVector.broadcast(SPECIES, a[p + 4 * DISTANCE]);
      s4 = e4.fma(x, s4);
      t4 = e4.fma(y, t4);
    }
    s0.intoArray(c, c0);
    t0.intoArray(c, c0 + LANES);
    s1.intoArray(c, c0 + ldc);
    t1.intoArray(c, c0 + ldc + LANES);
    s2.intoArray(c, c0 + 2 * ldc);
    t2.intoArray(c, c0 + 2 * ldc + LANES);
    s3.intoArray(c, c0 + 3 * ldc);
    t3.intoArray(c, c0 + 3 * ldc + LANES);
    s4.intoArray(c, c0 + 4 * ldc);
    t4.intoArray(c, c0 + 4 * ldc + LANES);
  }

  /** 4 rows by 2 vectors; see the class comment. */
  static void apart4x2(
      int k,
      float[] a,
      int a0,
      float[] b,
      int b0,
      float[] z,
      int z0,
      int ldz,
      float[] c,
      int c0,
      int ldc) {
    FloatVector s0 = FloatVector.fromArray(SPECIES, z, z0);
    FloatVector t0 = FloatVector.fromArray(SPECIES, z, z0 + LANES);
    FloatVector s1 = FloatVector.fromArray(SPECIES, z, z0 + ldz);
    FloatVector t1 = FloatVector.fromArray(SPECIES, z, z0 + ldz + LANES);
    FloatVector s2 = FloatVector.fromArray(SPECIES, z, z0 + 2 * ldz);
    FloatVector t2 = FloatVector.fromArray(SPECIES, z, z0 + 2 * ldz + LANES);
    FloatVector s3 = FloatVector.fromArray(SPECIES, z, z0 + 3 * ldz);
    FloatVector t3 = FloatVector.fromArray(SPECIES, z, z0 + 3 * ldz + LANES);
    for (int q = b0, p = a0, end = b0 + k * 2 * LANES; q < end; q += 2 * LANES, p += 1) {
      FloatVector x = FloatVector.fromArray(SPECIES, b, q);
      FloatVector y = FloatVector.fromArray(SPECIES, b, q + LANES);
      FloatVector e0 = FloatVector.broadcast(SPECIES, a[p]);
      s0 = e0.fma(x, s0);
      t0 = e0.fma(y, t0);
      FloatVector e1 = FloatVector.broadcast(SPECIES, a[p + DISTANCE]);
      s1 = e1.fma(x, s1);
      t1 = e1.fma(y, t1);
      FloatVector e2 = FloatVector.broadcast(SPECIES, a[p + 2 * DISTANCE]);
      s2 = e2.fma(x, s2);
      t2 = e2.fma(y, t2);
      FloatVector e3 = FloatVector.broadcast(SPECIES, a[p + 3 * DISTANCE]);
      s3 = e3.fma(x, s3);
      t3 = e3.fma(y, t3);
    }
    s0.intoArray(c, c0);
    t0.intoArray(c, c0 + LANES);
    s1.intoArray(c, c0 + ldc);
    t1.intoArray(c, c0 + ldc + LANES);
    s2.intoArray(c, c0 + 2 * ldc);
    t2.intoArray(c, c0 + 2 * ldc + LANES);
    s3.intoArray(c, c0 + 3 * ldc);
    t3.intoArray(c, c0 + 3 * ldc + LANES);
  }

  /** 3 rows by 2 vectors; see the class comment. */
  static void apart3x2(
      int k,
      float[] a,
      int a0,
      float[] b,
      int b0,
      float[] z,
      int z0,
      int ldz,
      float[] c,
      int c0,
      int ldc) {
    FloatVector s0 = FloatVector.fromArray(SPECIES, z, z0);
    FloatVector t0 = FloatVector.fromArray(SPECIES, z, z0 + LANES);
    FloatVector s1 = FloatVector.fromArray(SPECIES, z, z0 + ldz);
    FloatVector t1 = FloatVector.fromArray(SPECIES, z, z0 + ldz + LANES);
    FloatVector s2 = FloatVector.fromArray(SPECIES, z, z0 + 2 * ldz);
    FloatVector t2 = FloatVector.fromArray(SPECIES, z, z0 + 2 * ldz + LANES);
    for (int q = b0, p = a0, end = b0 + k * 2 * LANES; q < end; q += 2 * LANES, p += 1) {
      FloatVector x = FloatVector.fromArray(SPECIES, b, q);
      FloatVector y = FloatVector.fromArray(SPECIES, b, q + LANES);
      FloatVector e0 = FloatVector.broadcast(SPECIES, a[p]);
      s0 = e0.fma(x, s0);
      t0 = e0.fma(y, t0);
      FloatVector e1 = FloatVector.broadcast(SPECIES, a[p + DISTANCE]);
      s1 = e1.fma(x, s1);
      t1 = e1.fma(y, t1);
      FloatVector e2 = FloatVector.broadcast(SPECIES, a[p + 2 * DISTANCE]);
      s2 = e2.fma(x, s2);
      t2 = e2.fma(y, t2);
    }
    s0.intoArray(c, c0);
    t0.intoArray(c, c0 + LANES);
    s1.intoArray(c, c0 + ldc);
    t1.intoArray(c, c0 + ldc + LANES);
    s2.intoArray(c, c0 + 2 * ldc);
    t2.intoArray(c, c0 + 2 * ldc + LANES);
  }

  /** 2 rows by 2 vectors; see the class comment. */
  static void apart2x2(
      int k,
      float[] a,
      int a0,
      float[] b,
      int b0,
      float[] z,
      int z0,
      int ldz,
      float[] c,
      int c0,
      int ldc) {
    FloatVector s0 = FloatVector.fromArray(SPECIES, z, z0);
    FloatVector t0 = FloatVector.fromArray(SPECIES, z, z0 + LANES);
    FloatVector s1 = FloatVector.fromArray(SPECIES, z, z0 + ldz);
    FloatVector t1 = FloatVector.fromArray(SPECIES, z, z0 + ldz + LANES);
    for (int q = b0, p = a0, end = b0 + k * 2 * LANES; q < end; q += 2 * LANES, p += 1) {
      FloatVector x = FloatVector.fromArray(SPECIES, b, q);
      FloatVector y = FloatVector.fromArray(SPECIES, b, q + LANES);
      FloatVector e0 = FloatVector.broadcast(SPECIES, a[p]);
      s0 = e0.fma(x, s0);
      t0 = e0.fma(y, t0);
      FloatVector e1 = FloatVector.broadcast(SPECIES, a[p + DISTANCE]);
      s1 = e1.fma(x, s1);
      t1 = e1.fma(y, t1);
    }
    s0.intoArray(c, c0);
    t0.intoArray(c, c0 + LANES);
    s1.intoArray(c, c0 + ldc);
    t1.intoArray(c, c0 + ldc + LANES);
  }

  /** 1 row by 2 vectors; see the class comment. */
  static void apart1x2(
      int k,
      float[] a,
      int a0,
      float[] b,
      int b0,
      float[] z,
      int z0,
      int ldz,
      float[] c,
      int c0,
      int ldc) {
    FloatVector s0 = FloatVector.fromArray(SPECIES, z, z0);
    FloatVector t0 = FloatVector.fromArray(SPECIES, z, z0 + LANES);
    for (int q = b0, p = a0, end = b0 + k * 2 * LANES; q < end; q += 2 * LANES, p += 1) {
      FloatVector x = FloatVector.fromArray(SPECIES, b, q);
      FloatVector y = FloatVector.fromArray(SPECIES, b, q + LANES);
      FloatVector e0 = FloatVector.broadcast(SPECIES, a[p]);
      s0 = e0.fma(x, s0);
      t0 = e0.fma(y, t0);
    }
    s0.intoArray(c, c0);
    t0.intoArray(c, c0 + LANES);
  }

  /** 10 rows by 1 vector; see the class comment. */
  static void apart10x1(
      int k,
      float[] a,
      int a0,
      float[] b,
      int b0,
      float[] z,
      int z0,
      int ldz,
      float[] c,
      int c0,
      int ldc) {
    FloatVector s0 = FloatVector.fromArray(SPECIES, z, z0);
    FloatVector s1 = FloatVector.fromArray(SPECIES, z, z0 + ldz);
    FloatVector s2 = FloatVector.fromArray(SPECIES, z, z0 + 2 * ldz);
    FloatVector s3 = FloatVector.fromArray(SPECIES, z, z0 + 3 * ldz);
    FloatVector s4 = FloatVector.fromArray(SPECIES, z, z0 + 4 * ldz);
    FloatVector s5 = FloatVector.fromArray(SPECIES, z, z0 + 5 * ldz);
    FloatVector s6 = FloatVector.fromArray(SPECIES, z, z0 + 6 * ldz);
    FloatVector s7 = FloatVector.fromArray(SPECIES, z, z0 + 7 * ldz);
    FloatVector s8 = FloatVector.fromArray(SPECIES, z, z0 + 8 * ldz);
    FloatVector s9 = FloatVector.fromArray(SPECIES, z, z0 + 9 * ldz);
    for (int q = b0, p = a0, end = b0 + k * LANES; q < end; q += LANES, p += 1) {
      FloatVector x = FloatVector.fromArray(SPECIES, b, q);
      FloatVector e0 = FloatVector.broadcast(SPECIES, a[p]);
      s0 = e0.fma(x, s0);
      FloatVector e1 = FloatVector.broadcast(SPECIES, a[p + DISTANCE]);
      s1 = e1.fma(x, s1);
      FloatVector e2 = FloatVector.broadcast(SPECIES, a[p + 2 * DISTANCE]);
      s2 = e2.fma(x, s2);
      FloatVector e3 = FloatVector.broadcast(SPECIES, a[p + 3 * DISTANCE]);
      s3 = e3.fma(x, s3);
      FloatVector e4 = FloatVector.broadcast(SPECIES, a[p + 4 * DISTANCE]);
      s4 = e4.fma(x, s4);
      FloatVector e5 = FloatVector.broadcast(SPECIES, a[p + 5 * DISTANCE]);
      s5 = e5.fma(x, s5);
      FloatVector e6 = FloatVector.broadcast(SPECIES, a[p + 6 * DISTANCE]);
      s6 = e6.fma(x, s6);
      FloatVector e7 = FloatVector.broadcast(SPECIES, a[p + 7 * DISTANCE]);
      s7 = e7.fma(x, s7);
      FloatVector e8 = FloatVector.broadcast(SPECIES, a[p + 8 * DISTANCE]);
      s8 = e8.fma(x, s8);
      FloatVector e9 = FloatVector.broadcast(SPECIES, a[p + 9 * DISTANCE]);
      s9 = e9.fma(x, s9);
    }
    s0.intoArray(c, c0);
    s1.intoArray(c, c0 + ldc);
    s2.intoArray(c, c0 + 2 * ldc);
    s3.intoArray(c, c0 + 3 * ldc);
    s4.intoArray(c, c0 + 4 * ldc);
    s5.intoArray(c, c0 + 5 * ldc);
    s6.intoArray(c, c0 + 6 * ldc);
    s7.intoArray(c, c0 + 7 * ldc);
    s8.intoArray(c, c0 + 8 * ldc);
    s9.intoArray(c, c0 + 9 * ldc);
  }

  /** 9 rows by 1 vector; see the class comment. */
  static void apart9x1(
      int k,
      float[] a,
      int a0,
      float[] b,
      int b0,
      float[] z,
      int z0,
      int ldz,
      float[] c,
      int c0,
      int ldc) {
    FloatVector s0 = FloatVector.fromArray(SPECIES, z, z0);
    FloatVector s1 = FloatVector.fromArray(SPECIES, z, z0 + ldz);
    FloatVector s2 = FloatVector.fromArray(SPECIES, z, z0 + 2 * ldz);
    FloatVector s3 = FloatVector.fromArray(SPECIES, z, z0 + 3 * ldz);
    FloatVector s4 = FloatVector.fromArray(SPECIES, z, z0 + 4 * ldz);
    FloatVector s5 = FloatVector.fromArray(SPECIES, z, z0 + 5 * ldz);
    FloatVector s6 = FloatVector.fromArray(SPECIES, z, z0 + 6 * ldz);
    FloatVector s7 = FloatVector.fromArray(SPECIES, z, z0 + 7 * ldz);
    FloatVector s8 = FloatVector.fromArray(SPECIES, z, z0 + 8 * ldz);
    for (int q = b0, p = a0, end = b0 + k * LANES; q < end; q += LANES, p += 1) {
      FloatVector x = FloatVector.fromArray(SPECIES, b, q);
      FloatVector e0 = FloatVector.broadcast(SPECIES, a[p]);
      s0 = e0.fma(x, s0);
      FloatVector e1 = FloatVector.broadcast(SPECIES, a[p + DISTANCE]);
      s1 = e1.fma(x, s1);
      FloatVector e2 = FloatVector.broadcast(SPECIES, a[p + 2 * DISTANCE]);
      s2 = e2.fma(x, s2);
      FloatVector e3 = FloatVector.broadcast(SPECIES, a[p + 3 * DISTANCE]);
      s3 = e3.fma(x, s3);
      FloatVector e4 = FloatVector.broadcast(SPECIES, a[p + 4 * DISTANCE]);
      s4 = e4.fma(x, s4);
      FloatVector e5 = FloatVector.broadcast(SPECIES, a[p + 5 * DISTANCE]);
      s5 = e5.fma(x, s5);
      FloatVector e6 = FloatVector.broadcast(SPECIES, a[p + 6 * DISTANCE]);
      s6 = e6.fma(x, s6);
      FloatVector e7 = FloatVector.broadcast(SPECIES, a[p + 7 * DISTANCE]);
      s7 = e7.fma(x, s7);
      FloatVector e8 = FloatVector.broadcast(SPECIES, a[p + 8 * DISTANCE]);
      s8 = e8.fma(x, s8);
    }
    s0.intoArray(c, c0);
    s1.intoArray(c, c0 + ldc);
    s2.intoArray(c, c0 + 2 * ldc);
    s3.intoArray(c, c0 + 3 * ldc);
    s4.intoArray(c, c0 + 4 * ldc);
    s5.intoArray(c, c0 + 5 * ldc);
    s6.intoArray(c, c0 + 6 * ldc);
    s7.intoArray(c, c0 + 7 * ldc);
    s8.intoArray(c, c0 + 8 * ldc);
  }

  /** 8 rows by 1 vector; see the class comment. */
  static void apart8x1(
      int k,
      float[] a,
      int a0,
      float[] b,
      int b0,
      float[] z,
      int z0,
      int ldz,
      float[] c,
      int c0,
      int ldc) {
    FloatVector s0 = FloatVector.fromArray(SPECIES, z, z0);
    FloatVector s1 = FloatVector.fromArray(SPECIES, z, z0 + ldz);
    FloatVector s2 = FloatVector.fromArray(SPECIES, z, z0 + 2 * ldz);
    FloatVector s3 = FloatVector.fromArray(SPECIES, z, z0 + 3 * ldz);
    FloatVector s4 = FloatVector.fromArray(SPECIES, z, z0 + 4 * ldz);
    FloatVector s5 = FloatVector.fromArray(SPECIES, z, z0 + 5 * ldz);
    FloatVector s6 = FloatVector.fromArray(SPECIES, z, z0 + 6 * ldz);
    FloatVector s7 = FloatVector.fromArray(SPECIES, z, z0 + 7 * ldz);
    for (int q = b0, p = a0, end = b0 + k * LANES; q < end; q += LANES, p += 1) {
      FloatVector x = FloatVector.fromArray(SPECIES, b, q);
      FloatVector e0 = FloatVector.broadcast(SPECIES, a[p]);
      s0 = e0.fma(x, s0);
      FloatVector e1 = FloatVector.broadcast(SPECIES, a[p + DISTANCE]);
      s1 = e1.fma(x, s1);
      FloatVector e2 = FloatVector.broadcast(SPECIES, a[p + 2 * DISTANCE]);
      s2 = e2.fma(x, s2);
      FloatVector e3 = FloatVector.broadcast(SPECIES, a[p + 3 * DISTANCE]);
      s3 = e3.fma(x, s3);
      FloatVector e4 = FloatVector.broadcast(SPECIES, a[p + 4 * DISTANCE]);
      s4 = e4.fma(x, s4);
      FloatVector e5 = FloatVector.broadcast(SPECIES, a[p + 5 * DISTANCE]);
      s5 = e5.fma(x, s5);
      FloatVector e6 = FloatVector.broadcast(SPECIES, a[p + 6 * DISTANCE]);
      s6 = e6.fma(x, s6);
      FloatVector e7 = FloatVector.broadcast(SPECIES, a[p + 7 * DISTANCE]);
      s7 = e7.fma(x, s7);
    }
    s0.intoArray(c, c0);
    s1.intoArray(c, c0 + ldc);
    s2.intoArray(c, c0 + 2 * ldc);
    s3.intoArray(c, c0 + 3 * ldc);
    s4.intoArray(c, c0 + 4 * ldc);
    s5.intoArray(c, c0 + 5 * ldc);
    s6.intoArray(c, c0 + 6 * ldc);
    s7.intoArray(c, c0 + 7 * ldc);
  }

  /** 7 rows by 1 vector; see the class comment. */
  static void apart7x1(
      int k,
      float[] a,
      int a0,
      float[] b,
      int b0,
      float[] z,
      int z0,
      int ldz,
      float[] c,
      int c0,
      int ldc) {
    FloatVector s0 = FloatVector.fromArray(SPECIES, z, z0);
    FloatVector s1 = FloatVector.fromArray(SPECIES, z, z0 + ldz);
    FloatVector s2 = FloatVector.fromArray(SPECIES, z, z0 + 2 * ldz);
    FloatVector s3 = FloatVector.fromArray(SPECIES, z, z0 + 3 * ldz);
    FloatVector s4 = FloatVector.fromArray(SPECIES, z, z0 + 4 * ldz);
    FloatVector s5 = FloatVector.fromArray(SPECIES, z, z0 + 5 * ldz);
    FloatVector s6 = FloatVector.fromArray(SPECIES, z, z0 + 6 * ldz);
    for (int q = b0, p = a0, end = b0 + k * LANES; q < end; q += LANES, p += 1) {
      FloatVector x = FloatVector.fromArray(SPECIES, b, q);
      FloatVector e0 = FloatVector.broadcast(SPECIES, a[p]);
      s0 = e0.fma(x, s0);
      FloatVector e1 = FloatVector.broadcast(SPECIES, a[p + DISTANCE]);
      s1 = e1.fma(x, s1);
      FloatVector e2 = FloatVector.broadcast(SPECIES, a[p + 2 * DISTANCE]);
      s2 = e2.fma(x, s2);
      FloatVector e3 = FloatVector.broadcast(SPECIES, a[p + 3 * DISTANCE]);
      s3 = e3.fma(x, s3);
      FloatVector e4 = FloatVector.broadcast(SPECIES, a[p + 4 * DISTANCE]);
      s4 = e4.fma(x, s4);
      FloatVector e5 = FloatVector.broadcast(SPECIES, a[p + 5 * DISTANCE]);
      s5 = e5.fma(x, s5);
      FloatVector e6 = FloatVector.broadcast(SPECIES, a[p + 6 * DISTANCE]);
      s6 = e6.fma(x, s6);
    }
    s0.intoArray(c, c0);
    s1.intoArray(c, c0 + ldc);
    s2.intoArray(c, c0 + 2 * ldc);
    s3.intoArray(c, c0 + 3 * ldc);
    s4.intoArray(c, c0 + 4 * ldc);
    s5.intoArray(c, c0 + 5 * ldc);
    s6.intoArray(c, c0 + 6 * ldc);
  }

  /** 6 rows by 1 vector; see the class comment. */
  static void apart6x1(
      int k,
      float[] a,
      int a0,
      float[] b,
      int b0,
      float[] z,
      int z0,
      int ldz,
      float[] c,
      int c0,
      int ldc) {
    FloatVector s0 = FloatVector.fromArray(SPECIES, z, z0);
    FloatVector s1 = FloatVector.fromArray(SPECIES, z, z0 + ldz);
    FloatVector s2 = FloatVector.fromArray(SPECIES, z, z0 + 2 * ldz);
    FloatVector s3 = FloatVector.fromArray(SPECIES, z, z0 + 3 * ldz);
    FloatVector s4 = FloatVector.fromArray(SPECIES, z, z0 + 4 * ldz);
    FloatVector s5 = FloatVector.fromArray(SPECIES, z, z0 + 5 * ldz);
    for (int q = b0, p = a0, end = b0 + k * LANES; q < end; q += LANES, p += 1) {
      FloatVector x = FloatVector.fromArray(SPECIES, b, q);
      FloatVector e0 = FloatVector.broadcast(SPECIES, a[p]);
      s0 = e0.fma(x, s0);
      FloatVector e1 = FloatVector.broadcast(SPECIES, a[p + DISTANCE]);
      s1 = e1.fma(x, s1);
      FloatVector e2 = FloatVector.broadcast(SPECIES, a[p + 2 * DISTANCE]);
      s2 = e2.fma(x, s2);
      FloatVector e3 = FloatVector.broadcast(SPECIES, a[p + 3 * DISTANCE]);
      s3 = e3.fma(x, s3);
      FloatVector e4 = FloatVector.broadcast(SPECIES, a[p + 4 * DISTANCE]);
      s4 = e4.fma(x, s4);
      FloatVector e5 = FloatVector.broadcast(SPECIES, a[p + 5 * DISTANCE]);
      s5 = e5.fma(x, s5);
    }
    s0.intoArray(c, c0);
    s1.intoArray(c, c0 + ldc);
    s2.intoArray(c, c0 + 2 * ldc);
    s3.intoArray(c, c0 + 3 * ldc);
    s4.intoArray(c, c0 + 4 * ldc);
    s5.intoArray(c, c0 + 5 * ldc);
  }

  /** 5 rows by 1 vector; see the class comment. */
  static void apart5x1(
      int k,
      float[] a,
      int a0,
      float[] b,
      int b0,
      float[] z,
      int z0,
      int ldz,
      float[] c,
      int c0,
      int ldc) {
    FloatVector s0 = FloatVector.fromArray(SPECIES, z, z0);
    FloatVector s1 = FloatVector.fromArray(SPECIES, z, z0 + ldz);
    FloatVector s2 = FloatVector.fromArray(SPECIES, z, z0 + 2 * ldz);
    FloatVector s3 = FloatVector.fromArray(SPECIES, z, z0 + 3 * ldz);
    FloatVector s4 = FloatVector.fromArray(SPECIES, z, z0 + 4 * ldz);
    for (int q = b0, p = a0, end = b0 + k * LANES; q < end; q += LANES, p += 1) {
      FloatVector x = FloatVector.fromArray(SPECIES, b, q);
      FloatVector e0 = FloatVector.broadcast(SPECIES, a[p]);
      s0 = e0.fma(x, s0);
      FloatVector e1 = FloatVector.broadcast(SPECIES, a[p + DISTANCE]);
      s1 = e1.fma(x, s1);
      FloatVector e2 = FloatVector.broadcast(SPECIES, a[p + 2 * DISTANCE]);
      s2 = e2.fma(x, s2);
      FloatVector e3 = FloatVector.broadcast(SPECIES, a[p + 3 * DISTANCE]);
      s3 = e3.fma(x, s3);
      FloatVector e4 = FloatVector.broadcast(SPECIES, a[p + 4 * DISTANCE]);
      s4 = e4.fma(x, s4);
    }
    s0.intoArray(c, c0);
    s1.intoArray(c, c0 + ldc);
    s2.intoArray(c, c0 + 2 * ldc);
    s3.intoArray(c, c0 + 3 * ldc);
    s4.intoArray(c, c0 + 4 * ldc);
  }

  /** 4 rows by 1 vector; see the class comment. */
  static void apart4x1(
      int k,
      float[] a,
      int a0,
      float[] b,
      int b0,
      float[] z,
      int z0,
      int ldz,
      float[] c,
      int c0,
      int ldc) {
    FloatVector s0 = FloatVector.fromArray(SPECIES, z, z0);
    FloatVector s1 = FloatVector.fromArray(SPECIES, z, z0 + ldz);
    FloatVector s2 = FloatVector.fromArray(SPECIES, z, z0 + 2 * ldz);
    FloatVector s3 = FloatVector.fromArray(SPECIES, z, z0 + 3 * ldz);
    for (int q = b0, p = a0, end = b0 + k * LANES; q < end; q += LANES, p += 1) {
      FloatVector x = FloatVector.fromArray(SPECIES, b, q);
      FloatVector e0 = FloatVector.broadcast(SPECIES, a[p]);
      s0 = e0.fma(x, s0);
      FloatVector e1 = FloatVector.broadcast(SPECIES, a[p + DISTANCE]);
      s1 = e1.fma(x, s1);
      FloatVector e2 = FloatVector.broadcast(SPECIES, a[p + 2 * DISTANCE]);
      s2 = e2.fma(x, s2);
      FloatVector e3 = FloatVector.broadcast(SPECIES, a[p + 3 * DISTANCE]);
      s3 = e3.fma(x, s3);
    }
    s0.intoArray(c, c0);
    s1.intoArray(c, c0 + ldc);
    s2.intoArray(c, c0 + 2 * ldc);
    s3.intoArray(c, c0 + 3 * ldc);
  }

  /** 3 rows by 1 vector; see the class comment. */
  static void apart3x1(
      int k,
      float[] a,
      int a0,
      float[] b,
      int b0,
      float[] z,
      int z0,
      int ldz,
      float[] c,
      int c0,
      int ldc) {
    FloatVector s0 = FloatVector.fromArray(SPECIES, z, z0);
    FloatVector s1 = FloatVector.fromArray(SPECIES, z, z0 + ldz);
    FloatVector s2 = FloatVector.fromArray(SPECIES, z, z0 + 2 * ldz);
    for (int q = b0, p = a0, end = b0 + k * LANES; q < end; q += LANES, p += 1) {
      FloatVector x = FloatVector.fromArray(SPECIES, b, q);
      FloatVector e0 = FloatVector.broadcast(SPECIES, a[p]);
      s0 = e0.fma(x, s0);
      FloatVector e1 = FloatVector.broadcast(SPECIES, a[p + DISTANCE]);
      s1 = e1.fma(x, s1);
      FloatVector e2 = FloatVector.broadcast(SPECIES, a[p + 2 * DISTANCE]);
      s2 = e2.fma(x, s2);
    }
    s0.intoArray(c, c0);
    s1.intoArray(c, c0 + ldc);
    s2.intoArray(c, c0 + 2 * ldc);
  }

  /** 2 rows by 1 vector; see the class comment. */
  static void apart2x1(
      int k,
      float[] a,
      int a0,
      float[] b,
      int b0,
      float[] z,
      int z0,
      int ldz,
      float[] c,
      int c0,
      int ldc) {
    FloatVector s0 = FloatVector.fromArray(SPECIES, z, z0);
    FloatVector s1 = FloatVector.fromArray(SPECIES, z, z0 + ldz);
    for (int q = b0, p = a0, end = b0 + k * LANES; q < end; q += LANES, p += 1) {
      FloatVector x = FloatVector.fromArray(SPECIES, b, q);
      FloatVector e0 = FloatVector.broadcast(SPECIES, a[p]);
      s0 = e0.fma(x, s0);
      FloatVector e1 = FloatVector.broadcast(SPECIES, a[p + DISTANCE]);
      s1 = e1.fma(x, s1);
    }
    s0.intoArray(c, c0);
    s1.intoArray(c, c0 + ldc);
  }

  /** 1 row by 1 vector; see the class comment. */
  static void apart1x1(
      int k,
      float[] a,
      int a0,
      float[] b,
      int b0,
      float[] z,
      int z0,
      int ldz,
      float[] c,
      int c0,
      int ldc) {
    FloatVector s0 = FloatVector.fromArray(SPECIES, z, z0);
    for (int q = b0, p = a0, end = b0 + k * LANES; q < end; q += LANES, p += 1) {
      FloatVector x = FloatVector.fromArray(SPECIES, b, q);
      FloatVector e0 = FloatVector.broadcast(SPECIES, a[p]);
      s0 = e0.fma(x, s0);
    }
    s0.intoArray(c, c0);
  }

  /** 10 rows by 2 vectors; see the class comment. */
  static void woven10x2(
      int k,
      float[] a,
      int a0,
      float[] b,
      int b0,
      float[] z,
      int z0,
      int ldz,
      float[] c,
      int c0,
      int ldc) {
    FloatVector s0 = FloatVector.fromArray(SPECIES, z, z0);
    FloatVector t0 = FloatVector.fromArray(SPECIES, z, z0 + LANES);
    FloatVector s1 = FloatVector.fromArray(SPECIES, z, z0 + ldz);
    FloatVector t1 = FloatVector.fromArray(SPECIES, z, z0 + ldz + LANES);
    FloatVector s2 = FloatVector.fromArray(SPECIES, z, z0 + 2 * ldz);
    FloatVector t2 = FloatVector.fromArray(SPECIES, z, z0 + 2 * ldz + LANES);
    FloatVector s3 = FloatVector.fromArray(SPECIES, z, z0 + 3 * ldz);
    FloatVector t3 = FloatVector.fromArray(SPECIES, z, z0 + 3 * ldz + LANES);
    FloatVector s4 = FloatVector.fromArray(SPECIES, z, z0 + 4 * ldz);
    FloatVector t4 = FloatVector.fromArray(SPECIES, z, z0 + 4 * ldz + LANES);
    FloatVector s5 = FloatVector.fromArray(SPECIES, z, z0 + 5 * ldz);
    FloatVector t5 = FloatVector.fromArray(SPECIES, z, z0 + 5 * ldz + LANES);
    FloatVector s6 = FloatVector.fromArray(SPECIES, z, z0 + 6 * ldz);
    FloatVector t6 = FloatVector.fromArray(SPECIES, z, z0 + 6 * ldz + LANES);
    FloatVector s7 = FloatVector.fromArray(SPECIES, z, z0 + 7 * ldz);
    FloatVector t7 = FloatVector.fromArray(SPECIES, z, z0 + 7 * ldz + LANES);
    FloatVector s8 = FloatVector.fromArray(SPECIES, z, z0 + 8 * ldz);
    FloatVector t8 = FloatVector.fromArray(SPECIES, z, z0 + 8 * ldz + LANES);
    FloatVector s9 = FloatVector.fromArray(SPECIES, z, z0 + 9 * ldz);
    FloatVector t9 = FloatVector.fromArray(SPECIES, z, z0 + 9 * ldz + LANES);
    for (int q = b0, p = a0, end = b0 + k * 2 * LANES; q < end; q += 2 * LANES, p += 10) {
      FloatVector x = FloatVector.fromArray(SPECIES, b, q);
      FloatVector y = FloatVector.fromArray(SPECIES, b, q + LANES);
      FloatVector e0 = FloatVector.broadcast(SPECIES, a[p]);
      s0 = e0.fma(x, s0);
      t0 = e0.fma(y, t0);
      FloatVector e1 = FloatVector.broadcast(SPECIES, a[p + 1]);
      s1 = e1.fma(x, s1);
      t1 = e1.fma(y, t1);
      FloatVector e2 = FloatVector.broadcast(SPECIES, a[p + 2]);
      s2 = e2.fma(x, s2);
      t2 = e2.fma(y, t2);
      FloatVector e3 = FloatVector.broadcast(SPECIES, a[p + 3]);
      s3 = e3.fma(x, s3);
      t3 = e3.fma(y, t3);
      FloatVector e4 = FloatVector.broadcast(SPECIES, a[p + 4]);
      s4 = e4.fma(x, s4);
      t4 = e4.fma(y, t4);
      FloatVector e5 = FloatVector.broadcast(SPECIES, a[p + 5]);
      s5 = e5.fma(x, s5);
      t5 = e5.fma(y, t5);
      FloatVector e6 = FloatVector.broadcast(SPECIES, a[p + 6]);
      s6 = e6.fma(x, s6);
      t6 = e6.fma(y, t6);
      FloatVector e7 = FloatVector.broadcast(SPECIES, a[p + 7]);
      s7 = e7.fma(x, s7);
      t7 = e7.fma(y, t7);
      FloatVector e8 = FloatVector.broadcast(SPECIES, a[p + 8]);
      s8 = e8.fma(x, s8);
      t8 = e8.fma(y, t8);
      FloatVector e9 = FloatVector.broadcast(SPECIES, a[p + 9]);
      s9 = e9.fma(x, s9);
      t9 = e9.fma(y, t9);
    }
    s0.intoArray(c, c0);
    t0.intoArray(c, c0 + LANES);
    s1.intoArray(c, c0 + ldc);
    t1.intoArray(c, c0 + ldc + LANES);
    s2.intoArray(c, c0 + 2 * ldc);
    t2.intoArray(c, c0 + 2 * ldc + LANES);
    s3.intoArray(c, c0 + 3 * ldc);
    t3.intoArray(c, c0 + 3 * ldc + LANES);
    s4.intoArray(c, c0 + 4 * ldc);
    t4.intoArray(c, c0 + 4 * ldc + LANES);
    s5.intoArray(c, c0 + 5 * ldc);
    t5.intoArray(c, c0 + 5 * ldc + LANES);
    s6.intoArray(c, c0 + 6 * ldc);
    t6.intoArray(c, c0 + 6 * ldc + LANES);
    s7.intoArray(c, c0 + 7 * ldc);
    t7.intoArray(c, c0 + 7 * ldc + LANES);
    s8.intoArray(c, c0 + 8 * ldc);
    t8.intoArray(c, c0 + 8 * ldc + LANES);
    s9.intoArray(c, c0 + 9 * ldc);
    t9.intoArray(c, c0 + 9 * ldc + LANES);
  }

  /** 9 rows by 2 vectors; see the class comment. */
  static void woven9x2(
      int k,
      float[] a,
      int a0,
      float[] b,
      int b0,
      float[] z,
      int z0,
      int ldz,
      float[] c,
      int c0,
      int ldc) {
    FloatVector s0 = FloatVector.fromArray(SPECIES, z, z0);
    FloatVector t0 = FloatVector.fromArray(SPECIES, z, z0 + LANES);
    FloatVector s1 = FloatVector.fromArray(SPECIES, z, z0 + ldz);
    FloatVector t1 = FloatVector.fromArray(SPECIES, z, z0 + ldz + LANES);
    FloatVector s2 = FloatVector.fromArray(SPECIES, z, z0 + 2 * ldz);
    FloatVector t2 = FloatVector.fromArray(SPECIES, z, z0 + 2 * ldz + LANES);
    FloatVector s3 = FloatVector.fromArray(SPECIES, z, z0 + 3 * ldz);
    FloatVector t3 = FloatVector.fromArray(SPECIES, z, z0 + 3 * ldz + LANES);
    FloatVector s4 = FloatVector.fromArray(SPECIES, z, z0 + 4 * ldz);
    FloatVector t4 = FloatVector.fromArray(SPECIES, z, z0 + 4 * ldz + LANES);
    FloatVector s5 = FloatVector.fromArray(SPECIES, z, z0 + 5 * ldz);
    FloatVector t5 = FloatVector.fromArray(SPECIES, z, z0 + 5 * ldz + LANES);
    FloatVector s6 = FloatVector.fromArray(SPECIES, z, z0 + 6 * ldz);
    FloatVector t6 = FloatVector.fromArray(SPECIES, z, z0 + 6 * ldz + LANES);
    FloatVector s7 = FloatVector.fromArray(SPECIES, z, z0 + 7 * ldz);
    FloatVector t7 = FloatVector.fromArray(SPECIES, z, z0 + 7 * ldz + LANES);
    FloatVector s8 = FloatVector.fromArray(SPECIES, z, z0 + 8 * ldz);
    FloatVector t8 = FloatVector.fromArray(SPECIES, z, z0 + 8 * ldz + LANES);
    for (int q = b0, p = a0, end = b0 + k * 2 * LANES; q < end; q += 2 * LANES, p += 9) {
      FloatVector x = FloatVector.fromArray(SPECIES, b, q);
      FloatVector y = FloatVector.fromArray(SPECIES, b, q + LANES);
      FloatVector e0 = FloatVector.broadcast(SPECIES, a[p]);
      s0 = e0.fma(x, s0);
      t0 = e0.fma(y, t0);
      FloatVector e1 = FloatVector.broadcast(SPECIES, a[p + 1]);
      s1 = e1.fma(x, s1);
      t1 = e1.fma(y, t1);
      FloatVector e2 = FloatVector.broadcast(SPECIES, a[p + 2]);
      s2 = e2.fma(x, s2);
      t2 = e2.fma(y, t2);
      FloatVector e3 = FloatVector.broadcast(SPECIES, a[p + 3]);
      s3 = e3.fma(x, s3);
      t3 = e3.fma(y, t3);
      FloatVector e4 = FloatVector.broadcast(SPECIES, a[p + 4]);
      s4 = e4.fma(x, s4);
      t4 = e4.fma(y, t4);
      FloatVector e5 = FloatVector.broadcast(SPECIES, a[p + 5]);
      s5 = e5.fma(x, s5);
      t5 = e5.fma(y, t5);
      FloatVector e6 = FloatVector.broadcast(SPECIES, a[p + 6]);
      s6 = e6.fma(x, s6);
      t6 = e6.fma(y, t6);
      FloatVector e7 = FloatVector.broadcast(SPECIES, a[p + 7]);
      s7 = e7.fma(x, s7);
      t7 = e7.fma(y, t7);
      FloatVector e8 = FloatVector.broadcast(SPECIES, a[p + 8]);
      s8 = e8.fma(x, s8);
      t8 = e8.fma(y, t8);
    }
    s0.intoArray(c, c0);
    t0.intoArray(c, c0 + LANES);
    s1.intoArray(c, c0 + ldc);
    t1.intoArray(c, c0 + ldc + LANES);
    s2.intoArray(c, c0 + 2 * ldc);
    t2.intoArray(c, c0 + 2 * ldc + LANES);
    s3.intoArray(c, c0 + 3 * ldc);
    t3.intoArray(c, c0 + 3 * ldc + LANES);
    s4.intoArray(c, c0 + 4 * ldc);
    t4.intoArray(c, c0 + 4 * ldc + LANES);
    s5.intoArray(c, c0 + 5 * ldc);
    t5.intoArray(c, c0 + 5 * ldc + LANES);
    s6.intoArray(c, c0 + 6 * ldc);
    t6.intoArray(c, c0 + 6 * ldc + LANES);
    s7.intoArray(c, c0 + 7 * ldc);
    t7.intoArray(c, c0 + 7 * ldc + LANES);
    s8.intoArray(c, c0 + 8 * ldc);
    t8.intoArray(c, c0 + 8 * ldc + LANES);
  }

  /** 8 rows by 2 vectors; see the class comment. */
  static void woven8x2(
      int k,
      float[] a,
      int a0,
      float[] b,
      int b0,
      float[] z,
      int z0,
      int ldz,
      float[] c,
      int c0,
      int ldc) {
    FloatVector s0 = FloatVector.fromArray(SPECIES, z, z0);
    FloatVector t0 = FloatVector.fromArray(SPECIES, z, z0 + LANES);
    FloatVector s1 = FloatVector.fromArray(SPECIES, z, z0 + ldz);
    FloatVector t1 = FloatVector.fromArray(SPECIES, z, z0 + ldz + LANES);
    FloatVector s2 = FloatVector.fromArray(SPECIES, z, z0 + 2 * ldz);
    FloatVector t2 = FloatVector.fromArray(SPECIES, z, z0 + 2 * ldz + LANES);
    FloatVector s3 = FloatVector.fromArray(SPECIES, z, z0 + 3 * ldz);
    FloatVector t3 = FloatVector.fromArray(SPECIES, z, z0 + 3 * ldz + LANES);
    FloatVector s4 = FloatVector.fromArray(SPECIES, z, z0 + 4 * ldz);
    FloatVector t4 = FloatVector.fromArray(SPECIES, z, z0 + 4 * ldz + LANES);
    FloatVector s5 = FloatVector.fromArray(SPECIES, z, z0 + 5 * ldz);
    FloatVector t5 = FloatVector.fromArray(SPECIES, z, z0 + 5 * ldz + LANES);
    FloatVector s6 = FloatVector.fromArray(SPECIES, z, z0 + 6 * ldz);
    FloatVector t6 = FloatVector.fromArray(SPECIES, z, z0 + 6 * ldz + LANES);
    FloatVector s7 = FloatVector.fromArray(SPECIES, z, z0 + 7 * ldz);
    FloatVector t7 = FloatVector.fromArray(SPECIES, z, z0 + 7 * ldz + LANES);
    for (int q = b0, p = a0, end = b0 + k * 2 * LANES; q < end; q += 2 * LANES, p += 8) {
      FloatVector x = FloatVector.fromArray(SPECIES, b, q);
      FloatVector y = FloatVector.fromArray(SPECIES, b, q + LANES);
      FloatVector e0 = FloatVector.broadcast(SPECIES, a[p]);
      s0 = e0.fma(x, s0);
      t0 = e0.fma(y, t0);
      FloatVector e1 = FloatVector.broadcast(SPECIES, a[p + 1]);
      s1 = e1.fma(x, s1);
      t1 = e1.fma(y, t1);
      FloatVector e2 = FloatVector.broadcast(SPECIES, a[p + 2]);
      s2 = e2.fma(x, s2);
      t2 = e2.fma(y, t2);
      FloatVector e3 = FloatVector.broadcast(SPECIES, a[p + 3]);
      s3 = e3.fma(x, s3);
      t3 = e3.fma(y, t3);
      FloatVector e4 = FloatVector.broadcast(SPECIES, a[p + 4]);
      s4 = e4.fma(x, s4);
      t4 = e4.fma(y, t4);
      FloatVector e5 = FloatVector.broadcast(SPECIES, a[p + 5]);
      s5 = e5.fma(x, s5);
      t5 = e5.fma(y, t5);
      FloatVector e6 = FloatVector.broadcast(SPECIES, a[p + 6]);
      s6 = e6.fma(x, s6);
      t6 = e6.fma(y, t6);
      FloatVector e7 = FloatVector.broadcast(SPECIES, a[p + 7]);
      s7 = e7.fma(x, s7);
      t7 = e7.fma(y, t7);
    }
    s0.intoArray(c, c0);
    t0.intoArray(c, c0 + LANES);
    s1.intoArray(c, c0 + ldc);
    t1.intoArray(c, c0 + ldc + LANES);
    s2.intoArray(c, c0 + 2 * ldc);
    t2.intoArray(c, c0 + 2 * ldc + LANES);
    s3.intoArray(c, c0 + 3 * ldc);
    t3.intoArray(c, c0 + 3 * ldc + LANES);
    s4.intoArray(c, c0 + 4 * ldc);
    t4.intoArray(c, c0 + 4 * ldc + LANES);
    s5.intoArray(c, c0 + 5 * ldc);
    t5.intoArray(c, c0 + 5 * ldc + LANES);
    s6.intoArray(c, c0 + 6 * ldc);
    t6.intoArray(c, c0 + 6 * ldc + LANES);
    s7.intoArray(c, c0 + 7 * ldc);
    t7.intoArray(c, c0 + 7 * ldc + LANES);
  }

  /** 7 rows by 2 vectors; see the class comment. */
  static void woven7x2(
      int k,
      float[] a,
      int a0,
      float[] b,
      int b0,
      float[] z,
      int z0,
      int ldz,
      float[] c,
      int c0,
      int ldc) {
    FloatVector s0 = FloatVector.fromArray(SPECIES, z, z0);
    FloatVector t0 = FloatVector.fromArray(SPECIES, z, z0 + LANES);
    FloatVector s1 = FloatVector.fromArray(SPECIES, z, z0 + ldz);
    FloatVector t1 = FloatVector.fromArray(SPECIES, z, z0 + ldz + LANES);
    FloatVector s2 = FloatVector.fromArray(SPECIES, z, z0 + 2 * ldz);
    FloatVector t2 = FloatVector.fromArray(SPECIES, z, z0 + 2 * ldz + LANES);
    FloatVector s3 = FloatVector.fromArray(SPECIES, z, z0 + 3 * ldz);
    FloatVector t3 = FloatVector.fromArray(SPECIES, z, z0 + 3 * ldz + LANES);
    FloatVector s4 = FloatVector.fromArray(SPECIES, z, z0 + 4 * ldz);
    FloatVector t4 = FloatVector.fromArray(SPECIES, z, z0 + 4 * ldz + LANES);
    FloatVector s5 = FloatVector.fromArray(SPECIES, z, z0 + 5 * ldz);
    FloatVector t5 = FloatVector.fromArray(SPECIES, z, z0 + 5 * ldz + LANES);
    FloatVector s6 = FloatVector.fromArray(SPECIES, z, z0 + 6 * ldz);
    FloatVector t6 = FloatVector.fromArray(SPECIES, z, z0 + 6 * ldz + LANES);
    for (int q = b0, p = a0, end = b0 + k * 2 * LANES; q < end; q += 2 * LANES, p += 7) {
      FloatVector x = FloatVector.fromArray(SPECIES, b, q);
      FloatVector y = FloatVector.fromArray(SPECIES, b, q + LANES);
      FloatVector e0 = FloatVector.broadcast(SPECIES, a[p]);
      s0 = e0.fma(x, s0);
      t0 = e0.fma(y, t0);
      FloatVector e1 = FloatVector.broadcast(SPECIES, a[p + 1]);
      s1 = e1.fma(x, s1);
      t1 = e1.fma(y, t1);
      FloatVector e2 = FloatVector.broadcast(SPECIES, a[p + 2]);
      s2 = e2.fma(x, s2);
      t2 = e2.fma(y, t2);
      FloatVector e3 = FloatVector.broadcast(SPECIES, a[p + 3]);
      s3 = e3.fma(x, s3);
      t3 = e3.fma(y, t3);
      FloatVector e4 = FloatVector.broadcast(SPECIES, a[p + 4]);
      s4 = e4.fma(x, s4);
      t4 = e4.fma(y, t4);
      FloatVector e5 = FloatVector.broadcast(SPECIES, a[p + 5]);
      s5 = e5.fma(x, s5);
      t5 = e5.fma(y, t5);
      FloatVector e6 = FloatVector.broadcast(SPECIES, a[p + 6]);
      s6 = e6.fma(x, s6);
      t6 = e6.fma(y, t6);
    }
    s0.intoArray(c, c0);
    t0.intoArray(c, c0 + LANES);
    s1.intoArray(c, c0 + ldc);
    t1.intoArray(c, c0 + ldc + LANES);
    s2.intoArray(c, c0 + 2 * ldc);
    t2.intoArray(c, c0 + 2 * ldc + LANES);
    s3.intoArray(c, c0 + 3 * ldc);
    t3.intoArray(c, c0 + 3 * ldc + LANES);
    s4.intoArray(c, c0 + 4 * ldc);
    t4.intoArray(c, c0 + 4 * ldc + LANES);
    s5.intoArray(c, c0 + 5 * ldc);
    t5.intoArray(c, c0 + 5 * ldc + LANES);
    s6.intoArray(c, c0 + 6 * ldc);
    t6.intoArray(c, c0 + 6 * ldc + LANES);
  }

  /** 6 rows by 2 vectors; see the class comment. */
  static void woven6x2(
      int k,
      float[] a,
      int a0,
      float[] b,
      int b0,
      float[] z,
      int z0,
      int ldz,
      float[] c,
      int c0,
      int ldc) {
    FloatVector s0 = FloatVector.fromArray(SPECIES, z, z0);
    FloatVector t0 = FloatVector.fromArray(SPECIES, z, z0 + LANES);
    FloatVector s1 = FloatVector.fromArray(SPECIES, z, z0 + ldz);
    FloatVector t1 = FloatVector.fromArray(SPECIES, z, z0 + ldz + LANES);
    FloatVector s2 = FloatVector.fromArray(SPECIES, z, z0 + 2 * ldz);
    FloatVector t2 = FloatVector.fromArray(SPECIES, z, z0 + 2 * ldz + LANES);
    FloatVector s3 = FloatVector.fromArray(SPECIES, z, z0 + 3 * ldz);
    FloatVector t3 = FloatVector.fromArray(SPECIES, z, z0 + 3 * ldz + LANES);
    FloatVector s4 = FloatVector.fromArray(SPECIES, z, z0 + 4 * ldz);
    FloatVector t4 = FloatVector.fromArray(SPECIES, z, z0 + 4 * ldz + LANES);
    FloatVector s5 = FloatVector.fromArray(SPECIES, z, z0 + 5 * ldz);
    FloatVector t5 = FloatVector.fromArray(SPECIES, z, z0 + 5 * ldz + LANES);
    for (int q = b0, p = a0, end = b0 + k * 2 * LANES; q < end; q += 2 * LANES, p += 6) {
      FloatVector x = FloatVector.fromArray(SPECIES, b, q);
      FloatVector y = FloatVector.fromArray(SPECIES, b, q + LANES);
      FloatVector e0 = FloatVector.broadcast(SPECIES, a[p]);
      s0 = e0.fma(x, s0);
      t0 = e0.fma(y, t0);
      FloatVector e1 = FloatVector.broadcast(SPECIES, a[p + 1]);
      s1 = e1.fma(x, s1);
      t1 = e1.fma(y, t1);
      FloatVector e2 = FloatVector.broadcast(SPECIES, a[p + 2]);
      s2 = e2.fma(x, s2);
      t2 = e2.fma(y, t2);
      FloatVector e3 = FloatVector.broadcast(SPECIES, a[p + 3]);
      s3 = e3.fma(x, s3);
      t3 = e3.fma(y, t3);
      FloatVector e4 = FloatVector.broadcast(SPECIES, a[p + 4]);
      s4 = e4.fma(x, s4);
      t4 = e4.fma(y, t4);
      FloatVector e5 = FloatVector.broadcast(SPECIES, a[p + 5]);
      s5 = e5.fma(x, s5);
      t5 = e5.fma(y, t5);
    }
    s0.intoArray(c, c0);
    t0.intoArray(c, c0 + LANES);
    s1.intoArray(c, c0 + ldc);
    t1.intoArray(c, c0 + ldc + LANES);
    s2.intoArray(c, c0 + 2 * ldc);
    t2.intoArray(c, c0 + 2 * ldc + LANES);
    s3.intoArray(c, c0 + 3 * ldc);
    t3.intoArray(c, c0 + 3 * ldc + LANES);
    s4.intoArray(c, c0 + 4 * ldc);
    t4.intoArray(c, c0 + 4 * ldc + LANES);
    s5.intoArray(c, c0 + 5 * ldc);
    t5.intoArray(c, c0 + 5 * ldc + LANES);
  }

  /** 5 rows by 2 vectors; see the class comment. */
  static void woven5x2(
      int k,
      float[] a,
      int a0,
      float[] b,
      int b0,
      float[] z,
      int z0,
      int ldz,
      float[] c,
      int c0,
      int ldc) {
    FloatVector s0 = FloatVector.fromArray(SPECIES, z, z0);
    FloatVector t0 = FloatVector.fromArray(SPECIES, z, z0 + LANES);
    FloatVector s1 = FloatVector.fromArray(SPECIES, z, z0 + ldz);
    FloatVector t1 = FloatVector.fromArray(SPECIES, z, z0 + ldz + LANES);
    FloatVector s2 = FloatVector.fromArray(SPECIES, z, z0 + 2 * ldz);
    FloatVector t2 = FloatVector.fromArray(SPECIES, z, z0 + 2 * ldz + LANES);
    FloatVector s3 = FloatVector.fromArray(SPECIES, z, z0 + 3 * ldz);
    FloatVector t3 = FloatVector.fromArray(SPECIES, z, z0 + 3 * ldz + LANES);
    FloatVector s4 = FloatVector.fromArray(SPECIES, z, z0 + 4 * ldz);
    FloatVector t4 = FloatVector.fromArray(SPECIES, z, z0 + 4 * ldz + LANES);
    for (int q = b0, p = a0, end = b0 + k * 2 * LANES; q < end; q += 2 * LANES, p += 5) {
      FloatVector x = FloatVector.fromArray(SPECIES, b, q);
      FloatVector y = FloatVector.fromArray(SPECIES, b, q + LANES);
      FloatVector e0 = FloatVector.broadcast(SPECIES, a[p]);
      s0 = e0.fma(x, s0);
      t0 = e0.fma(y, t0);
      FloatVector e1 = FloatVector.broadcast(SPECIES, a[p + 1]);
      s1 = e1.fma(x, s1);
      t1 = e1.fma(y, t1);
      FloatVector e2 = FloatVector.broadcast(SPECIES, a[p + 2]);
      s2 = e2.fma(x, s2);
      t2 = e2.fma(y, t2);
      FloatVector e3 = FloatVector.broadcast(SPECIES, a[p + 3]);
      s3 = e3.fma(x, s3);
      t3 = e3.fma(y, t3);
      FloatVector e4 = FloatVector.broadcast(SPECIES, a[p + 4]);
      s4 = e4.fma(x, s4);
      t4 = e4.fma(y, t4);
    }
    s0.intoArray(c, c0);
    t0.intoArray(c, c0 + LANES);
    s1.intoArray(c, c0 + ldc);
    t1.intoArray(c, c0 + ldc + LANES);
    s2.intoArray(c, c0 + 2 * ldc);
    t2.intoArray(c, c0 + 2 * ldc + LANES);
    s3.intoArray(c, c0 + 3 * ldc);
    t3.intoArray(c, c0 + 3 * ldc + LANES);
    s4.intoArray(c, c0 + 4 * ldc);
    t4.intoArray(c, c0 + 4 * ldc + LANES);
  }

  /** 4 rows by 2 vectors; see the class comment. */
  static void woven4x2(
      int k,
      float[] a,
      int a0,
      float[] b,
      int b0,
      float[] z,
      int z0,
      int ldz,
      float[] c,
      int c0,
      int ldc) {
    FloatVector s0 = FloatVector.fromArray(SPECIES, z, z0);
    FloatVector t0 = FloatVector.fromArray(SPECIES, z, z0 + LANES);
    FloatVector s1 = FloatVector.fromArray(SPECIES, z, z0 + ldz);
    FloatVector t1 = FloatVector.fromArray(SPECIES, z, z0 + ldz + LANES);
    FloatVector s2 = FloatVector.fromArray(SPECIES, z, z0 + 2 * ldz);
    FloatVector t2 = FloatVector.fromArray(SPECIES, z, z0 + 2 * ldz + LANES);
    FloatVector s3 = FloatVector.fromArray(SPECIES, z, z0 + 3 * ldz);
    FloatVector t3 = FloatVector.fromArray(SPECIES, z, z0 + 3 * ldz + LANES);
    for (int q = b0, p = a0, end = b0 + k * 2 * LANES; q < end; q += 2 * LANES, p += 4) {
      FloatVector x = FloatVector.fromArray(SPECIES, b, q);
      FloatVector y = FloatVector.fromArray(SPECIES, b, q + LANES);
      FloatVector e0 = FloatVector.broadcast(SPECIES, a[p]);
      s0 = e0.fma(x, s0);
      t0 = e0.fma(y, t0);
      FloatVector e1 = FloatVector.broadcast(SPECIES, a[p + 1]);
      s1 = e1.fma(x, s1);
      t1 = e1.fma(y, t1);
      FloatVector e2 = FloatVector.broadcast(SPECIES, a[p + 2]);
      s2 = e2.fma(x, s2);
      t2 = e2.fma(y, t2);
      FloatVector e3 = FloatVector.broadcast(SPECIES, a[p + 3]);
      s3 = e3.fma(x, s3);
      t3 = e3.fma(y, t3);
    }
    s0.intoArray(c, c0);
    t0.intoArray(c, c0 + LANES);
    s1.intoArray(c, c0 + ldc);
    t1.intoArray(c, c0 + ldc + LANES);
    s2.intoArray(c, c0 + 2 * ldc);
    t2.intoArray(c, c0 + 2 * ldc + LANES);
    s3.intoArray(c, c0 + 3 * ldc);
    t3.intoArray(c, c0 + 3 * ldc + LANES);
  }

  /** 3 rows by 2 vectors; see the class comment. */
  static void woven3x2(
      int k,
      float[] a,
      int a0,
      float[] b,
      int b0,
      float[] z,
      int z0,
      int ldz,
      float[] c,
      int c0,
      int ldc) {
    FloatVector s0 = FloatVector.fromArray(SPECIES, z, z0);
    FloatVector t0 = FloatVector.fromArray(SPECIES, z, z0 + LANES);
    FloatVector s1 = FloatVector.fromArray(SPECIES, z, z0 + ldz);
    FloatVector t1 = FloatVector.fromArray(SPECIES, z, z0 + ldz + LANES);
    FloatVector s2 = FloatVector.fromArray(SPECIES, z, z0 + 2 * ldz);
    FloatVector t2 = FloatVector.fromArray(SPECIES, z, z0 + 2 * ldz + LANES);
    for (int q = b0, p = a0, end = b0 + k * 2 * LANES; q < end; q += 2 * LANES, p += 3) {
      FloatVector x = FloatVector.fromArray(SPECIES, b, q);
      FloatVector y = FloatVector.fromArray(SPECIES, b, q + LANES);
      FloatVector e0 = FloatVector.broadcast(SPECIES, a[p]);
      s0 = e0.fma(x, s0);
      t0 = e0.fma(y, t0);
      FloatVector e1 = FloatVector.broadcast(SPECIES, a[p + 1]);
      s1 = e1.fma(x, s1);
      t1 = e1.fma(y, t1);
      FloatVector e2 = FloatVector.broadcast(SPECIES, a[p + 2]);
      s2 = e2.fma(x, s2);
      t2 = e2.fma(y, t2);
    }
    s0.intoArray(c, c0);
    t0.intoArray(c, c0 + LANES);
    s1.intoArray(c, c0 + ldc);
    t1.intoArray(c, c0 + ldc + LANES);
    s2.intoArray(c, c0 + 2 * ldc);
    t2.intoArray(c, c0 + 2 * ldc + LANES);
  }

  /** 2 rows by 2 vectors; see the class comment. */
  static void woven2x2(
      int k,
      float[] a,
      int a0,
      float[] b,
      int b0,
      float[] z,
      int z0,
      int ldz,
      float[] c,
      int c0,
      int ldc) {
    FloatVector s0 = FloatVector.fromArray(SPECIES, z, z0);
    FloatVector t0 = FloatVector.fromArray(SPECIES, z, z0 + LANES);
    FloatVector s1 = FloatVector.fromArray(SPECIES, z, z0 + ldz);
    FloatVector t1 = FloatVector.fromArray(SPECIES, z, z0 + ldz + LANES);
    for (int q = b0, p = a0, end = b0 + k * 2 * LANES; q < end; q += 2 * LANES, p += 2) {
      FloatVector x = FloatVector.fromArray(SPECIES, b, q);
      FloatVector y = FloatVector.fromArray(SPECIES, b, q + LANES);
      FloatVector e0 = FloatVector.broadcast(SPECIES, a[p]);
      s0 = e0.fma(x, s0);
      t0 = e0.fma(y, t0);
      FloatVector e1 = FloatVector.broadcast(SPECIES, a[p + 1]);
      s1 = e1.fma(x, s1);
      t1 = e1.fma(y, t1);
    }
    s0.intoArray(c, c0);
    t0.intoArray(c, c0 + LANES);
    s1.intoArray(c, c0 + ldc);
    t1.intoArray(c, c0 + ldc + LANES);
  }

  /** 1 row by 2 vectors; see the class comment. */
  static void woven1x2(
      int k,
      float[] a,
      int a0,
      float[] b,
      int b0,
      float[] z,
      int z0,
      int ldz,
      float[] c,
      int c0,
      int ldc) {
    FloatVector s0 = FloatVector.fromArray(SPECIES, z, z0);
    FloatVector t0 = FloatVector.fromArray(SPECIES, z, z0 + LANES);
    for (int q = b0, p = a0, end = b0 + k * 2 * LANES; q < end; q += 2 * LANES, p += 1) {
      FloatVector x = FloatVector.fromArray(SPECIES, b, q);
      FloatVector y = FloatVector.fromArray(SPECIES, b, q + LANES);
      FloatVector e0 = FloatVector.broadcast(SPECIES, a[p]);
      s0 = e0.fma(x, s0);
      t0 = e0.fma(y, t0);
    }
    s0.intoArray(c, c0);
    t0.intoArray(c, c0 + LANES);
  }

  /** 10 rows by 1 vector; see the class comment. */
  static void woven10x1(
      int k,
      float[] a,
      int a0,
      float[] b,
      int b0,
      float[] z,
      int z0,
      int ldz,
      float[] c,
      int c0,
      int ldc) {
    FloatVector s0 = FloatVector.fromArray(SPECIES, z, z0);
    FloatVector s1 = FloatVector.fromArray(SPECIES, z, z0 + ldz);
    FloatVector s2 = FloatVector.fromArray(SPECIES, z, z0 + 2 * ldz);
    FloatVector s3 = FloatVector.fromArray(SPECIES, z, z0 + 3 * ldz);
    FloatVector s4 = FloatVector.fromArray(SPECIES, z, z0 + 4 * ldz);
    FloatVector s5 = FloatVector.fromArray(SPECIES, z, z0 + 5 * ldz);
    FloatVector s6 = FloatVector.fromArray(SPECIES, z, z0 + 6 * ldz);
    FloatVector s7 = FloatVector.fromArray(SPECIES, z, z0 + 7 * ldz);
    FloatVector s8 = FloatVector.fromArray(SPECIES, z, z0 + 8 * ldz);
    FloatVector s9 = FloatVector.fromArray(SPECIES, z, z0 + 9 * ldz);
    for (int q = b0, p = a0, end = b0 + k * LANES; q < end; q += LANES, p += 10) {
      FloatVector x = FloatVector.fromArray(SPECIES, b, q);
      FloatVector e0 = FloatVector.broadcast(SPECIES, a[p]);
      s0 = e0.fma(x, s0);
      FloatVector e1 = FloatVector.broadcast(SPECIES, a[p + 1]);
      s1 = e1.fma(x, s1);
      FloatVector e2 = FloatVector.broadcast(SPECIES, a[p + 2]);
      s2 = e2.fma(x, s2);
      FloatVector e3 = FloatVector.broadcast(SPECIES, a[p + 3]);
      s3 = e3.fma(x, s3);
      FloatVector e4 = FloatVector.broadcast(SPECIES, a[p + 4]);
      s4 = e4.fma(x, s4);
      FloatVector e5 = FloatVector.broadcast(SPECIES, a[p + 5]);
      s5 = e5.fma(x, s5);
      FloatVector e6 = FloatVector.broadcast(SPECIES, a[p + 6]);
      s6 = e6.fma(x, s6);
      FloatVector e7 = FloatVector.broadcast(SPECIES, a[p + 7]);
      s7 = e7.fma(x, s7);
      FloatVector e8 = FloatVector.broadcast(SPECIES, a[p + 8]);
      s8 = e8.fma(x, s8);
      FloatVector e9 = FloatVector.broadcast(SPECIES, a[p + 9]);
      s9 = e9.fma(x, s9);
    }
    s0.intoArray(c, c0);
    s1.intoArray(c, c0 + ldc);
    s2.intoArray(c, c0 + 2 * ldc);
    s3.intoArray(c, c0 + 3 * ldc);
    s4.intoArray(c, c0 + 4 * ldc);
    s5.intoArray(c, c0 + 5 * ldc);
    s6.intoArray(c, c0 + 6 * ldc);
    s7.intoArray(c, c0 + 7 * ldc);
    s8.intoArray(c, c0 + 8 * ldc);
    s9.intoArray(c, c0 + 9 * ldc);
  }

  /** 9 rows by 1 vector; see the class comment. */
  static void woven9x1(
      int k,
      float[] a,
      int a0,
      float[] b,
      int b0,
      float[] z,
      int z0,
      int ldz,
      float[] c,
      int c0,
      int ldc) {
    FloatVector s0 = FloatVector.fromArray(SPECIES, z, z0);
    FloatVector s1 = FloatVector.fromArray(SPECIES, z, z0 + ldz);
    FloatVector s2 = FloatVector.fromArray(SPECIES, z, z0 + 2 * ldz);
    FloatVector s3 = FloatVector.fromArray(SPECIES, z, z0 + 3 * ldz);
    FloatVector s4 = FloatVector.fromArray(SPECIES, z, z0 + 4 * ldz);
    FloatVector s5 = FloatVector.fromArray(SPECIES, z, z0 + 5 * ldz);
    FloatVector s6 = FloatVector.fromArray(SPECIES, z, z0 + 6 * ldz);
    FloatVector s7 = FloatVector.fromArray(SPECIES, z, z0 + 7 * ldz);
    FloatVector s8 = FloatVector.fromArray(SPECIES, z, z0 + 8 * ldz);
    for (int q = b0, p = a0, end = b0 + k * LANES; q < end; q += LANES, p += 9) {
      FloatVector x = FloatVector.fromArray(SPECIES, b, q);
      FloatVector e0 = FloatVector.broadcast(SPECIES, a[p]);
      s0 = e0.fma(x, s0);
      FloatVector e1 = FloatVector.broadcast(SPECIES, a[p + 1]);
      s1 = e1.fma(x, s1);
      FloatVector e2 = FloatVector.broadcast(SPECIES, a[p + 2]);
      s2 = e2.fma(x, s2);
      FloatVector e3 = FloatVector.broadcast(SPECIES, a[p + 3]);
      s3 = e3.fma(x, s3);
      FloatVector e4 = FloatVector.broadcast(SPECIES, a[p + 4]);
      s4 = e4.fma(x, s4);
      FloatVector e5 = FloatVector.broadcast(SPECIES, a[p + 5]);
      s5 = e5.fma(x, s5);
      FloatVector e6 = FloatVector.broadcast(SPECIES, a[p + 6]);
      s6 = e6.fma(x, s6);
      FloatVector e7 = FloatVector.broadcast(SPECIES, a[p + 7]);
      s7 = e7.fma(x, s7);
      FloatVector e8 = FloatVector.broadcast(SPECIES, a[p + 8]);
      s8 = e8.fma(x, s8);
    }
    s0.intoArray(c, c0);
    s1.intoArray(c, c0 + ldc);
    s2.intoArray(c, c0 + 2 * ldc);
    s3.intoArray(c, c0 + 3 * ldc);
    s4.intoArray(c, c0 + 4 * ldc);
    s5.intoArray(c, c0 + 5 * ldc);
    s6.intoArray(c, c0 + 6 * ldc);
    s7.intoArray(c, c0 + 7 * ldc);
    s8.intoArray(c, c0 + 8 * ldc);
  }

  /** 8 rows by 1 vector; see the class comment. */
  static void woven8x1(
      int k,
      float[] a,
      int a0,
      float[] b,
      int b0,
      float[] z,
      int z0,
      int ldz,
      float[] c,
      int c0,
      int ldc) {
    FloatVector s0 = FloatVector.fromArray(SPECIES, z, z0);
    FloatVector s1 = FloatVector.fromArray(SPECIES, z, z0 + ldz);
    FloatVector s2 = FloatVector.fromArray(SPECIES, z, z0 + 2 * ldz);
    FloatVector s3 = FloatVector.fromArray(SPECIES, z, z0 + 3 * ldz);
    FloatVector s4 = FloatVector.fromArray(SPECIES, z, z0 + 4 * ldz);
    FloatVector s5 = FloatVector.fromArray(SPECIES, z, z0 + 5 * ldz);
    FloatVector s6 = FloatVector.fromArray(SPECIES, z, z0 + 6 * ldz);
    FloatVector s7 = FloatVector.fromArray(SPECIES, z, z0 + 7 * ldz);
    for (int q = b0, p = a0, end = b0 + k * LANES; q < end; q += LANES, p += 8) {
      FloatVector x = FloatVector.fromArray(SPECIES, b, q);
      FloatVector e0 = FloatVector.broadcast(SPECIES, a[p]);
      s0 = e0.fma(x, s0);
      FloatVector e1 = FloatVector.broadcast(SPECIES, a[p + 1]);
      s1 = e1.fma(x, s1);
      FloatVector e2 = FloatVector.broadcast(SPECIES, a[p + 2]);
      s2 = e2.fma(x, s2);
      FloatVector e3 = FloatVector.broadcast(SPECIES, a[p + 3]);
      s3 = e3.fma(x, s3);
      FloatVector e4 = FloatVector.broadcast(SPECIES, a[p + 4]);
      s4 = e4.fma(x, s4);
      FloatVector e5 = FloatVector.broadcast(SPECIES, a[p + 5]);
      s5 = e5.fma(x, s5);
      FloatVector e6 = FloatVector.broadcast(SPECIES, a[p + 6]);
      s6 = e6.fma(x, s6);
      FloatVector e7 = FloatVector.broadcast(SPECIES, a[p + 7]);
      s7 = e7.fma(x, s7);
    }
    s0.intoArray(c, c0);
    s1.intoArray(c, c0 + ldc);
    s2.intoArray(c, c0 + 2 * ldc);
    s3.intoArray(c, c0 + 3 * ldc);
    s4.intoArray(c, c0 + 4 * ldc);
    s5.intoArray(c, c0 + 5 * ldc);
    s6.intoArray(c, c0 + 6 * ldc);
    s7.intoArray(c, c0 + 7 * ldc);
  }

  /** 7 rows by 1 vector; see the class comment. */
  static void woven7x1(
      int k,
      float[] a,
      int a0,
      float[] b,
      int b0,
      float[] z,
      int z0,
      int ldz,
      float[] c,
      int c0,
      int ldc) {
    FloatVector s0 = FloatVector.fromArray(SPECIES, z, z0);
    FloatVector s1 = FloatVector.fromArray(SPECIES, z, z0 + ldz);
    FloatVector s2 = FloatVector.fromArray(SPECIES, z, z0 + 2 * ldz);
    FloatVector s3 = FloatVector.fromArray(SPECIES, z, z0 + 3 * ldz);
    FloatVector s4 = FloatVector.fromArray(SPECIES, z, z0 + 4 * ldz);
    FloatVector s5 = FloatVector.fromArray(SPECIES, z, z0 + 5 * ldz);
    FloatVector s6 = FloatVector.fromArray(SPECIES, z, z0 + 6 * ldz);
    for (int q = b0, p = a0, end = b0 + k * LANES; q < end; q += LANES, p += 7) {
      FloatVector x = FloatVector.fromArray(SPECIES, b, q);
      FloatVector e0 = FloatVector.broadcast(SPECIES, a[p]);
      s0 = e0.fma(x, s0);
      FloatVector e1 = FloatVector.broadcast(SPECIES, a[p + 1]);
      s1 = e1.fma(x, s1);
      FloatVector e2 = FloatVector.broadcast(SPECIES, a[p + 2]);
      s2 = e2.fma(x, s2);
      FloatVector e3 = FloatVector.broadcast(SPECIES, a[p + 3]);
      s3 = e3.fma(x, s3);
      FloatVector e4 = FloatVector.broadcast(SPECIES, a[p + 4]);
      s4 = e4.fma(x, s4);
      FloatVector e5 = FloatVector.broadcast(SPECIES, a[p + 5]);
      s5 = e5.fma(x, s5);
      FloatVector e6 = FloatVector.broadcast(SPECIES, a[p + 6]);
      s6 = e6.fma(x, s6);
    }
    s0.intoArray(c, c0);
    s1.intoArray(c, c0 + ldc);
    s2.intoArray(c, c0 + 2 * ldc);
    s3.intoArray(c, c0 + 3 * ldc);
    s4.intoArray(c, c0 + 4 * ldc);
    s5.intoArray(c, c0 + 5 * ldc);
    s6.intoArray(c, c0 + 6 * ldc);
  }

  /** 6 rows by 1 vector; see the class comment. */
  static void woven6x1(
      int k,
      float[] a,
      int a0,
      float[] b,
      int b0,
      float[] z,
      int z0,
      int ldz,
      float[] c,
      int c0,
      int ldc) {
    FloatVector s0 = FloatVector.fromArray(SPECIES, z, z0);
    FloatVector s1 = FloatVector.fromArray(SPECIES, z, z0 + ldz);
    FloatVector s2 = FloatVector.fromArray(SPECIES, z, z0 + 2 * ldz);
    FloatVector s3 = FloatVector.fromArray(SPECIES, z, z0 + 3 * ldz);
    FloatVector s4 = FloatVector.fromArray(SPECIES, z, z0 + 4 * ldz);
    FloatVector s5 = FloatVector.fromArray(SPECIES, z, z0 + 5 * ldz);
    for (int q = b0, p = a0, end = b0 + k * LANES; q < end; q += LANES, p += 6) {
      FloatVector x = FloatVector.fromArray(SPECIES, b, q);
      FloatVector e0 = FloatVector.broadcast(SPECIES, a[p]);
      s0 = e0.fma(x, s0);
      FloatVector e1 = FloatVector.broadcast(SPECIES, a[p + 1]);
      s1 = e1.fma(x, s1);
      FloatVector e2 = FloatVector.broadcast(SPECIES, a[p + 2]);
      s2 = e2.fma(x, s2);
      FloatVector e3 = FloatVector.broadcast(SPECIES, a[p + 3]);
      s3 = e3.fma(x, s3);
      FloatVector e4 = FloatVector.broadcast(SPECIES, a[p + 4]);
      s4 = e4.fma(x, s4);
      FloatVector e5 = FloatVector.broadcast(SPECIES, a[p + 5]);
      s5 = e5.fma(x, s5);
    }
    s0.intoArray(c, c0);
    s1.intoArray(c, c0 + ldc);
    s2.intoArray(c, c0 + 2 * ldc);
    s3.intoArray(c, c0 + 3 * ldc);
    s4.intoArray(c, c0 + 4 * ldc);
    s5.intoArray(c, c0 + 5 * ldc);
  }

  /** 5 rows by 1 vector; see the class comment. */
  static void woven5x1(
      int k,
      float[] a,
      int a0,
      float[] b,
      int b0,
      float[] z,
      int z0,
      int ldz,
      float[] c,
      int c0,
      int ldc) {
    FloatVector s0 = FloatVector.fromArray(SPECIES, z, z0);
    FloatVector s1 = FloatVector.fromArray(SPECIES, z, z0 + ldz);
    FloatVector s2 = FloatVector.fromArray(SPECIES, z, z0 + 2 * ldz);
    FloatVector s3 = FloatVector.fromArray(SPECIES, z, z0 + 3 * ldz);
    FloatVector s4 = FloatVector.fromArray(SPECIES, z, z0 + 4 * ldz);
    for (int q = b0, p = a0, end = b0 + k * LANES; q < end; q += LANES, p += 5) {
      FloatVector x = FloatVector.fromArray(SPECIES, b, q);
      FloatVector e0 = FloatVector.broadcast(SPECIES, a[p]);
      s0 = e0.fma(x, s0);
      FloatVector e1 = FloatVector.broadcast(SPECIES, a[p + 1]);
      s1 = e1.fma(x, s1);
      FloatVector e2 = FloatVector.broadcast(SPECIES, a[p + 2]);
      s2 = e2.fma(x, s2);
      FloatVector e3 = FloatVector.broadcast(SPECIES, a[p + 3]);
      s3 = e3.fma(x, s3);
      FloatVector e4 = FloatVector.broadcast(SPECIES, a[p + 4]);
      s4 = e4.fma(x, s4);
    }
    s0.intoArray(c, c0);
    s1.intoArray(c, c0 + ldc);
    s2.intoArray(c, c0 + 2 * ldc);
    s3.intoArray(c, c0 + 3 * ldc);
    s4.intoArray(c, c0 + 4 * ldc);
  }

  /** 4 rows by 1 vector; see the class comment. */
  static void woven4x1(
      int k,
      float[] a,
      int a0,
      float[] b,
      int b0,
      float[] z,
      int z0,
      int ldz,
      float[] c,
      int c0,
      int ldc) {
    FloatVector s0 = FloatVector.fromArray(SPECIES, z, z0);
    FloatVector s1 = FloatVector.fromArray(SPECIES, z, z0 + ldz);
    FloatVector s2 = FloatVector.fromArray(SPECIES, z, z0 + 2 * ldz);
    FloatVector s3 = FloatVector.fromArray(SPECIES, z, z0 + 3 * ldz);
    for (int q = b0, p = a0, end = b0 + k * LANES; q < end; q += LANES, p += 4) {
      FloatVector x = FloatVector.fromArray(SPECIES, b, q);
      FloatVector e0 = FloatVector.broadcast(SPECIES, a[p]);
      s0 = e0.fma(x, s0);
      FloatVector e1 = FloatVector.broadcast(SPECIES, a[p + 1]);
      s1 = e1.fma(x, s1);
      FloatVector e2 = FloatVector.broadcast(SPECIES, a[p + 2]);
      s2 = e2.fma(x, s2);
      FloatVector e3 = FloatVector.broadcast(SPECIES, a[p + 3]);
      s3 = e3.fma(x, s3);
    }
    s0.intoArray(c, c0);
    s1.intoArray(c, c0 + ldc);
    s2.intoArray(c, c0 + 2 * ldc);
    s3.intoArray(c, c0 + 3 * ldc);
  }

  /** 3 rows by 1 vector; see the class comment. */
  static void woven3x1(
      int k,
      float[] a,
      int a0,
      float[] b,
      int b0,
      float[] z,
      int z0,
      int ldz,
      float[] c,
      int c0,
      int ldc) {
    FloatVector s0 = FloatVector.fromArray(SPECIES, z, z0);
    FloatVector s1 = FloatVector.fromArray(SPECIES, z, z0 + ldz);
    FloatVector s2 = FloatVector.fromArray(SPECIES, z, z0 + 2 * ldz);
    for (int q = b0, p = a0, end = b0 + k * LANES; q < end; q += LANES, p += 3) {
      FloatVector x = FloatVector.fromArray(SPECIES, b, q);
      FloatVector e0 = FloatVector.broadcast(SPECIES, a[p]);
      s0 = e0.fma(x, s0);
      FloatVector e1 = FloatVector.broadcast(SPECIES, a[p + 1]);
      s1 = e1.fma(x, s1);
      FloatVector e2 = FloatVector.broadcast(SPECIES, a[p + 2]);
      s2 = e2.fma(x, s2);
    }
    s0.intoArray(c, c0);
    s1.intoArray(c, c0 + ldc);
    s2.intoArray(c, c0 + 2 * ldc);
  }

  /** 2 rows by 1 vector; see the class comment. */
  static void woven2x1(
      int k,
      float[] a,
      int a0,
      float[] b,
      int b0,
      float[] z,
      int z0,
      int ldz,
      float[] c,
      int c0,
      int ldc) {
    FloatVector s0 = FloatVector.fromArray(SPECIES, z, z0);
    FloatVector s1 = FloatVector.fromArray(SPECIES, z, z0 + ldz);
    for (int q = b0, p = a0, end = b0 + k * LANES; q < end; q += LANES, p += 2) {
      FloatVector x = FloatVector.fromArray(SPECIES, b, q);
      FloatVector e0 = FloatVector.broadcast(SPECIES, a[p]);
      s0 = e0.fma(x, s0);
      FloatVector e1 = FloatVector.broadcast(SPECIES, a[p + 1]);
      s1 = e1.fma(x, s1);
    }
    s0.intoArray(c, c0);
    s1.intoArray(c, c0 + ldc);
  }

  /** 1 row by 1 vector; see the class comment. */
  static void woven1x1(
      int k,
      float[] a,
      int a0,
      float[] b,
      int b0,
      float[] z,
      int z0,
      int ldz,
      float[] c,
      int c0,
      int ldc) {
    FloatVector s0 = FloatVector.fromArray(SPECIES, z, z0);
    for (int q = b0, p = a0, end = b0 + k * LANES; q < end; q += LANES, p += 1) {
      FloatVector x = FloatVector.fromArray(SPECIES, b, q);
      FloatVector e0 = FloatVector.broadcast(SPECIES, a[p]);
      s0 = e0.fma(x, s0);
    }
    s0.intoArray(c, c0);
  }

  /** A tile of {@code rows} (1 to 10) rows by 2 vectors; see the class comment. */
  static void apart2(
      int rows,
      int k,
      float[] a,
      int a0,
      float[] b,
      int b0,
      float[] z,
      int z0,
      int ldz,
      float[] c,
      int c0,
      int ldc) {
    switch (rows) {
      case 10 -> apart10x2(k, a, a0, b, b0, z, z0, ldz, c, c0, ldc);
      case 9 -> apart9x2(k, a, a0, b, b0, z, z0, ldz, c, c0, ldc);
      case 8 -> apart8x2(k, a, a0, b, b0, z, z0, ldz, c, c0, ldc);
      case 7 -> apart7x2(k, a, a0, b, b0, z, z0, ldz, c, c0, ldc);
      case 6 -> apart6x2(k, a, a0, b, b0, z, z0, ldz, c, c0, ldc);
      case 5 -> apart5x2(k, a, a0, b, b0, z, z0, ldz, c, c0, ldc);
      case 4 -> apart4x2(k, a, a0, b, b0, z, z0, ldz, c, c0, ldc);
      case 3 -> apart3x2(k, a, a0, b, b0, z, z0, ldz, c, c0, ldc);
      case 2 -> apart2x2(k, a, a0, b, b0, z, z0, ldz, c, c0, ldc);
      case 1 -> apart1x2(k, a, a0, b, b0, z, z0, ldz, c, c0, ldc);
      default -> throw new IllegalArgumentException("rows " + rows);
    }
  }

  /** A tile of {@code rows} (1 to 10) rows by 1 vector; see the class comment. */
  static void apart1(
      int rows,
      int k,
      float[] a,
      int a0,
      float[] b,
      int b0,
      float[] z,
      int z0,
      int ldz,
      float[] c,
      int c0,
      int ldc) {
    switch (rows) {
      case 10 -> apart10x1(k, a, a0, b, b0, z, z0, ldz, c, c0, ldc);
      case 9 -> apart9x1(k, a, a0, b, b0, z, z0, ldz, c, c0, ldc);
      case 8 -> apart8x1(k, a, a0, b, b0, z, z0, ldz, c, c0, ldc);
      case 7 -> apart7x1(k, a, a0, b, b0, z, z0, ldz, c, c0, ldc);
      case 6 -> apart6x1(k, a, a0, b, b0, z, z0, ldz, c, c0, ldc);
      case 5 -> apart5x1(k, a, a0, b, b0, z, z0, ldz, c, c0, ldc);
      case 4 -> apart4x1(k, a, a0, b, b0, z, z0, ldz, c, c0, ldc);
      case 3 -> apart3x1(k, a, a0, b, b0, z, z0, ldz, c, c0, ldc);
      case 2 -> apart2x1(k, a, a0, b, b0, z, z0, ldz, c, c0, ldc);
      case 1 -> apart1x1(k, a, a0, b, b0, z, z0, ldz, c, c0, ldc);
      default -> throw new IllegalArgumentException("rows " + rows);
    }
  }

  /** A tile of {@code rows} (1 to 10) rows by 2 vectors; see the class comment. */
  static void woven2(
      int rows,
      int k,
      float[] a,
      int a0,
      float[] b,
      int b0,
      float[] z,
      int z0,
      int ldz,
      float[] c,
      int c0,
      int ldc) {
    switch (rows) {
      case 10 -> woven10x2(k, a, a0, b, b0, z, z0, ldz, c, c0, ldc);
      case 9 -> woven9x2(k, a, a0, b, b0, z, z0, ldz, c, c0, ldc);
      case 8 -> woven8x2(k, a, a0, b, b0, z, z0, ldz, c, c0, ldc);
      case 7 -> woven7x2(k, a, a0, b, b0, z, z0, ldz, c, c0, ldc);
      case 6 -> woven6x2(k, a, a0, b, b0, z, z0, ldz, c, c0, ldc);
      case 5 -> woven5x2(k, a, a0, b, b0, z, z0, ldz, c, c0, ldc);
      case 4 -> woven4x2(k, a, a0, b, b0, z, z0, ldz, c, c0, ldc);
      case 3 -> woven3x2(k, a, a0, b, b0, z, z0, ldz, c, c0, ldc);
      case 2 -> woven2x2(k, a, a0, b, b0, z, z0, ldz, c, c0, ldc);
      case 1 -> woven1x2(k, a, a0, b, b0, z, z0, ldz, c, c0, ldc);
      default -> throw new IllegalArgumentException("rows " + rows);
    }
  }

  /** A tile of {@code rows} (1 to 10) rows by 1 vector; see the class comment. */
  static void woven1(
      int rows,
      int k,
      float[] a,
      int a0,
      float[] b,
      int b0,
      float[] z,
      int z0,
      int ldz,
      float[] c,
      int c0,
      int ldc) {
    switch (rows) {
      case 10 -> woven10x1(k, a, a0, b, b0, z, z0, ldz, c, c0, ldc);
      case 9 -> woven9x1(k, a, a0, b, b0, z, z0, ldz, c, c0, ldc);
      case 8 -> woven8x1(k, a, a0, b, b0, z, z0, ldz, c, c0, ldc);
      case 7 -> woven7x1(k, a, a0, b, b0, z, z0, ldz, c, c0, ldc);
      case 6 -> woven6x1(k, a, a0, b, b0, z, z0, ldz, c, c0, ldc);
      case 5 -> woven5x1(k, a, a0, b, b0, z, z0, ldz, c, c0, ldc);
      case 4 -> woven4x1(k, a, a0, b, b0, z, z0, ldz, c, c0, ldc);
      case 3 -> woven3x1(k, a, a0, b, b0, z, z0, ldz, c, c0, ldc);
      case 2 -> woven2x1(k, a, a0, b, b0, z, z0, ldz, c, c0, ldc);
      case 1 -> woven1x1(k, a, a0, b, b0, z, z0, ldz, c, c0, ldc);
      default -> throw new IllegalArgumentException("rows " + rows);
    }
  }
}
