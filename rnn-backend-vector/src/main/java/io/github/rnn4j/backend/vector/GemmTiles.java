package io.github.rnn4j.backend.vector;

import static io.github.rnn4j.backend.vector.Lanes.LANES;
import static io.github.rnn4j.backend.vector.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * C[i,j] = fma(A[i,p], B[p,j], C[i,j]) for p = 0, 1, …, k−1: a tile of C that stays in registers
 * while k is walked.
 *
 * <p>Every method has the same parameters. {@code k}: the inner dimension. {@code a}: not modified;
 * element (i, p) of the tile's rows of A is {@code a[a0 + i * aRow + p * aStep]}, so that (lda, 1)
 * reads A and (1, lda) reads Aᵀ. {@code b}: not modified; (p, j) is {@code b[b0 + p * ldb + j]}.
 * {@code c}: modified; (i, j) is {@code c[c0 + i * ldc + j]}. {@code load}: whether the sum starts
 * from C; if not it starts from +0 and C is not read (a {@code tail} reads the lanes that it must
 * keep and gives them back unchanged).
 *
 * <p>Each element of C is one chain of fused multiply-adds in the order of p. The chain does not
 * depend on the shape of the tile nor on the number of lanes, and cutting k into blocks with {@code
 * load} set from the second one on continues the same chain: all ways to tile a product give the
 * same bits.
 *
 * <p>The loop is written so that C2 of JDK 17 and of JDK 25 keeps it free of spills: generic
 * strides advanced by addition, no unrolling over k (unrolled by two it is up to a quarter slower).
 * The text was printed by a script.
 */
final class GemmTiles {
  private GemmTiles() {}

  /** 6 rows by 4 vectors; see the class comment. */
  static void tile6x4(
      int k,
      float[] a,
      int a0,
      int aRow,
      int aStep,
      float[] b,
      int b0,
      int ldb,
      float[] c,
      int c0,
      int ldc,
      boolean load) {
    FloatVector s00, s01, s02, s03;
    FloatVector s10, s11, s12, s13;
    FloatVector s20, s21, s22, s23;
    FloatVector s30, s31, s32, s33;
    FloatVector s40, s41, s42, s43;
    FloatVector s50, s51, s52, s53;
    if (load) {
      s00 = FloatVector.fromArray(SPECIES, c, c0);
      s01 = FloatVector.fromArray(SPECIES, c, c0 + LANES);
      s02 = FloatVector.fromArray(SPECIES, c, c0 + 2 * LANES);
      s03 = FloatVector.fromArray(SPECIES, c, c0 + 3 * LANES);
      s10 = FloatVector.fromArray(SPECIES, c, c0 + ldc);
      s11 = FloatVector.fromArray(SPECIES, c, c0 + ldc + LANES);
      s12 = FloatVector.fromArray(SPECIES, c, c0 + ldc + 2 * LANES);
      s13 = FloatVector.fromArray(SPECIES, c, c0 + ldc + 3 * LANES);
      s20 = FloatVector.fromArray(SPECIES, c, c0 + 2 * ldc);
      s21 = FloatVector.fromArray(SPECIES, c, c0 + 2 * ldc + LANES);
      s22 = FloatVector.fromArray(SPECIES, c, c0 + 2 * ldc + 2 * LANES);
      s23 = FloatVector.fromArray(SPECIES, c, c0 + 2 * ldc + 3 * LANES);
      s30 = FloatVector.fromArray(SPECIES, c, c0 + 3 * ldc);
      s31 = FloatVector.fromArray(SPECIES, c, c0 + 3 * ldc + LANES);
      s32 = FloatVector.fromArray(SPECIES, c, c0 + 3 * ldc + 2 * LANES);
      s33 = FloatVector.fromArray(SPECIES, c, c0 + 3 * ldc + 3 * LANES);
      s40 = FloatVector.fromArray(SPECIES, c, c0 + 4 * ldc);
      s41 = FloatVector.fromArray(SPECIES, c, c0 + 4 * ldc + LANES);
      s42 = FloatVector.fromArray(SPECIES, c, c0 + 4 * ldc + 2 * LANES);
      s43 = FloatVector.fromArray(SPECIES, c, c0 + 4 * ldc + 3 * LANES);
      s50 = FloatVector.fromArray(SPECIES, c, c0 + 5 * ldc);
      s51 = FloatVector.fromArray(SPECIES, c, c0 + 5 * ldc + LANES);
      s52 = FloatVector.fromArray(SPECIES, c, c0 + 5 * ldc + 2 * LANES);
      s53 = FloatVector.fromArray(SPECIES, c, c0 + 5 * ldc + 3 * LANES);
    } else {
      FloatVector zero = FloatVector.zero(SPECIES);
      s00 = zero;
      s01 = zero;
      s02 = zero;
      s03 = zero;
      s10 = zero;
      s11 = zero;
      s12 = zero;
      s13 = zero;
      s20 = zero;
      s21 = zero;
      s22 = zero;
      s23 = zero;
      s30 = zero;
      s31 = zero;
      s32 = zero;
      s33 = zero;
      s40 = zero;
      s41 = zero;
      s42 = zero;
      s43 = zero;
      s50 = zero;
      s51 = zero;
      s52 = zero;
      s53 = zero;
    }
    int a1 = a0 + aRow;
    int a2 = a0 + 2 * aRow;
    int a3 = a0 + 3 * aRow;
    int a4 = a0 + 4 * aRow;
    int a5 = a0 + 5 * aRow;
    for (int p = 0, ap = 0, bp = b0; p < k; p++, ap += aStep, bp += ldb) {
      FloatVector y0 = FloatVector.fromArray(SPECIES, b, bp);
      FloatVector y1 = FloatVector.fromArray(SPECIES, b, bp + LANES);
      FloatVector y2 = FloatVector.fromArray(SPECIES, b, bp + 2 * LANES);
      FloatVector y3 = FloatVector.fromArray(SPECIES, b, bp + 3 * LANES);
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0 + ap]);
      s00 = x0.fma(y0, s00);
      s01 = x0.fma(y1, s01);
      s02 = x0.fma(y2, s02);
      s03 = x0.fma(y3, s03);
      FloatVector x1 = FloatVector.broadcast(SPECIES, a[a1 + ap]);
      s10 = x1.fma(y0, s10);
      s11 = x1.fma(y1, s11);
      s12 = x1.fma(y2, s12);
      s13 = x1.fma(y3, s13);
      FloatVector x2 = FloatVector.broadcast(SPECIES, a[a2 + ap]);
      s20 = x2.fma(y0, s20);
      s21 = x2.fma(y1, s21);
      s22 = x2.fma(y2, s22);
      s23 = x2.fma(y3, s23);
      FloatVector x3 = FloatVector.broadcast(SPECIES, a[a3 + ap]);
      s30 = x3.fma(y0, s30);
      s31 = x3.fma(y1, s31);
      s32 = x3.fma(y2, s32);
      s33 = x3.fma(y3, s33);
      FloatVector x4 = FloatVector.broadcast(SPECIES, a[a4 + ap]);
      s40 = x4.fma(y0, s40);
      s41 = x4.fma(y1, s41);
      s42 = x4.fma(y2, s42);
      s43 = x4.fma(y3, s43);
      FloatVector x5 = FloatVector.broadcast(SPECIES, a[a5 + ap]);
      s50 = x5.fma(y0, s50);
      s51 = x5.fma(y1, s51);
      s52 = x5.fma(y2, s52);
      s53 = x5.fma(y3, s53);
    }
    s00.intoArray(c, c0);
    s01.intoArray(c, c0 + LANES);
    s02.intoArray(c, c0 + 2 * LANES);
    s03.intoArray(c, c0 + 3 * LANES);
    s10.intoArray(c, c0 + ldc);
    s11.intoArray(c, c0 + ldc + LANES);
    s12.intoArray(c, c0 + ldc + 2 * LANES);
    s13.intoArray(c, c0 + ldc + 3 * LANES);
    s20.intoArray(c, c0 + 2 * ldc);
    s21.intoArray(c, c0 + 2 * ldc + LANES);
    s22.intoArray(c, c0 + 2 * ldc + 2 * LANES);
    s23.intoArray(c, c0 + 2 * ldc + 3 * LANES);
    s30.intoArray(c, c0 + 3 * ldc);
    s31.intoArray(c, c0 + 3 * ldc + LANES);
    s32.intoArray(c, c0 + 3 * ldc + 2 * LANES);
    s33.intoArray(c, c0 + 3 * ldc + 3 * LANES);
    s40.intoArray(c, c0 + 4 * ldc);
    s41.intoArray(c, c0 + 4 * ldc + LANES);
    s42.intoArray(c, c0 + 4 * ldc + 2 * LANES);
    s43.intoArray(c, c0 + 4 * ldc + 3 * LANES);
    s50.intoArray(c, c0 + 5 * ldc);
    s51.intoArray(c, c0 + 5 * ldc + LANES);
    s52.intoArray(c, c0 + 5 * ldc + 2 * LANES);
    s53.intoArray(c, c0 + 5 * ldc + 3 * LANES);
  }

  /** 5 rows by 4 vectors; see the class comment. */
  static void tile5x4(
      int k,
      float[] a,
      int a0,
      int aRow,
      int aStep,
      float[] b,
      int b0,
      int ldb,
      float[] c,
      int c0,
      int ldc,
      boolean load) {
    FloatVector s00, s01, s02, s03;
    FloatVector s10, s11, s12, s13;
    FloatVector s20, s21, s22, s23;
    FloatVector s30, s31, s32, s33;
    FloatVector s40, s41, s42, s43;
    if (load) {
      s00 = FloatVector.fromArray(SPECIES, c, c0);
      s01 = FloatVector.fromArray(SPECIES, c, c0 + LANES);
      s02 = FloatVector.fromArray(SPECIES, c, c0 + 2 * LANES);
      s03 = FloatVector.fromArray(SPECIES, c, c0 + 3 * LANES);
      s10 = FloatVector.fromArray(SPECIES, c, c0 + ldc);
      s11 = FloatVector.fromArray(SPECIES, c, c0 + ldc + LANES);
      s12 = FloatVector.fromArray(SPECIES, c, c0 + ldc + 2 * LANES);
      s13 = FloatVector.fromArray(SPECIES, c, c0 + ldc + 3 * LANES);
      s20 = FloatVector.fromArray(SPECIES, c, c0 + 2 * ldc);
      s21 = FloatVector.fromArray(SPECIES, c, c0 + 2 * ldc + LANES);
      s22 = FloatVector.fromArray(SPECIES, c, c0 + 2 * ldc + 2 * LANES);
      s23 = FloatVector.fromArray(SPECIES, c, c0 + 2 * ldc + 3 * LANES);
      s30 = FloatVector.fromArray(SPECIES, c, c0 + 3 * ldc);
      s31 = FloatVector.fromArray(SPECIES, c, c0 + 3 * ldc + LANES);
      s32 = FloatVector.fromArray(SPECIES, c, c0 + 3 * ldc + 2 * LANES);
      s33 = FloatVector.fromArray(SPECIES, c, c0 + 3 * ldc + 3 * LANES);
      s40 = FloatVector.fromArray(SPECIES, c, c0 + 4 * ldc);
      s41 = FloatVector.fromArray(SPECIES, c, c0 + 4 * ldc + LANES);
      s42 = FloatVector.fromArray(SPECIES, c, c0 + 4 * ldc + 2 * LANES);
      s43 = FloatVector.fromArray(SPECIES, c, c0 + 4 * ldc + 3 * LANES);
    } else {
      FloatVector zero = FloatVector.zero(SPECIES);
      s00 = zero;
      s01 = zero;
      s02 = zero;
      s03 = zero;
      s10 = zero;
      s11 = zero;
      s12 = zero;
      s13 = zero;
      s20 = zero;
      s21 = zero;
      s22 = zero;
      s23 = zero;
      s30 = zero;
      s31 = zero;
      s32 = zero;
      s33 = zero;
      s40 = zero;
      s41 = zero;
      s42 = zero;
      s43 = zero;
    }
    int a1 = a0 + aRow;
    int a2 = a0 + 2 * aRow;
    int a3 = a0 + 3 * aRow;
    int a4 = a0 + 4 * aRow;
    for (int p = 0, ap = 0, bp = b0; p < k; p++, ap += aStep, bp += ldb) {
      FloatVector y0 = FloatVector.fromArray(SPECIES, b, bp);
      FloatVector y1 = FloatVector.fromArray(SPECIES, b, bp + LANES);
      FloatVector y2 = FloatVector.fromArray(SPECIES, b, bp + 2 * LANES);
      FloatVector y3 = FloatVector.fromArray(SPECIES, b, bp + 3 * LANES);
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0 + ap]);
      s00 = x0.fma(y0, s00);
      s01 = x0.fma(y1, s01);
      s02 = x0.fma(y2, s02);
      s03 = x0.fma(y3, s03);
      FloatVector x1 = FloatVector.broadcast(SPECIES, a[a1 + ap]);
      s10 = x1.fma(y0, s10);
      s11 = x1.fma(y1, s11);
      s12 = x1.fma(y2, s12);
      s13 = x1.fma(y3, s13);
      FloatVector x2 = FloatVector.broadcast(SPECIES, a[a2 + ap]);
      s20 = x2.fma(y0, s20);
      s21 = x2.fma(y1, s21);
      s22 = x2.fma(y2, s22);
      s23 = x2.fma(y3, s23);
      FloatVector x3 = FloatVector.broadcast(SPECIES, a[a3 + ap]);
      s30 = x3.fma(y0, s30);
      s31 = x3.fma(y1, s31);
      s32 = x3.fma(y2, s32);
      s33 = x3.fma(y3, s33);
      FloatVector x4 = FloatVector.broadcast(SPECIES, a[a4 + ap]);
      s40 = x4.fma(y0, s40);
      s41 = x4.fma(y1, s41);
      s42 = x4.fma(y2, s42);
      s43 = x4.fma(y3, s43);
    }
    s00.intoArray(c, c0);
    s01.intoArray(c, c0 + LANES);
    s02.intoArray(c, c0 + 2 * LANES);
    s03.intoArray(c, c0 + 3 * LANES);
    s10.intoArray(c, c0 + ldc);
    s11.intoArray(c, c0 + ldc + LANES);
    s12.intoArray(c, c0 + ldc + 2 * LANES);
    s13.intoArray(c, c0 + ldc + 3 * LANES);
    s20.intoArray(c, c0 + 2 * ldc);
    s21.intoArray(c, c0 + 2 * ldc + LANES);
    s22.intoArray(c, c0 + 2 * ldc + 2 * LANES);
    s23.intoArray(c, c0 + 2 * ldc + 3 * LANES);
    s30.intoArray(c, c0 + 3 * ldc);
    s31.intoArray(c, c0 + 3 * ldc + LANES);
    s32.intoArray(c, c0 + 3 * ldc + 2 * LANES);
    s33.intoArray(c, c0 + 3 * ldc + 3 * LANES);
    s40.intoArray(c, c0 + 4 * ldc);
    s41.intoArray(c, c0 + 4 * ldc + LANES);
    s42.intoArray(c, c0 + 4 * ldc + 2 * LANES);
    s43.intoArray(c, c0 + 4 * ldc + 3 * LANES);
  }

  /** 4 rows by 4 vectors; see the class comment. */
  static void tile4x4(
      int k,
      float[] a,
      int a0,
      int aRow,
      int aStep,
      float[] b,
      int b0,
      int ldb,
      float[] c,
      int c0,
      int ldc,
      boolean load) {
    FloatVector s00, s01, s02, s03;
    FloatVector s10, s11, s12, s13;
    FloatVector s20, s21, s22, s23;
    FloatVector s30, s31, s32, s33;
    if (load) {
      s00 = FloatVector.fromArray(SPECIES, c, c0);
      s01 = FloatVector.fromArray(SPECIES, c, c0 + LANES);
      s02 = FloatVector.fromArray(SPECIES, c, c0 + 2 * LANES);
      s03 = FloatVector.fromArray(SPECIES, c, c0 + 3 * LANES);
      s10 = FloatVector.fromArray(SPECIES, c, c0 + ldc);
      s11 = FloatVector.fromArray(SPECIES, c, c0 + ldc + LANES);
      s12 = FloatVector.fromArray(SPECIES, c, c0 + ldc + 2 * LANES);
      s13 = FloatVector.fromArray(SPECIES, c, c0 + ldc + 3 * LANES);
      s20 = FloatVector.fromArray(SPECIES, c, c0 + 2 * ldc);
      s21 = FloatVector.fromArray(SPECIES, c, c0 + 2 * ldc + LANES);
      s22 = FloatVector.fromArray(SPECIES, c, c0 + 2 * ldc + 2 * LANES);
      s23 = FloatVector.fromArray(SPECIES, c, c0 + 2 * ldc + 3 * LANES);
      s30 = FloatVector.fromArray(SPECIES, c, c0 + 3 * ldc);
      s31 = FloatVector.fromArray(SPECIES, c, c0 + 3 * ldc + LANES);
      s32 = FloatVector.fromArray(SPECIES, c, c0 + 3 * ldc + 2 * LANES);
      s33 = FloatVector.fromArray(SPECIES, c, c0 + 3 * ldc + 3 * LANES);
    } else {
      FloatVector zero = FloatVector.zero(SPECIES);
      s00 = zero;
      s01 = zero;
      s02 = zero;
      s03 = zero;
      s10 = zero;
      s11 = zero;
      s12 = zero;
      s13 = zero;
      s20 = zero;
      s21 = zero;
      s22 = zero;
      s23 = zero;
      s30 = zero;
      s31 = zero;
      s32 = zero;
      s33 = zero;
    }
    int a1 = a0 + aRow;
    int a2 = a0 + 2 * aRow;
    int a3 = a0 + 3 * aRow;
    for (int p = 0, ap = 0, bp = b0; p < k; p++, ap += aStep, bp += ldb) {
      FloatVector y0 = FloatVector.fromArray(SPECIES, b, bp);
      FloatVector y1 = FloatVector.fromArray(SPECIES, b, bp + LANES);
      FloatVector y2 = FloatVector.fromArray(SPECIES, b, bp + 2 * LANES);
      FloatVector y3 = FloatVector.fromArray(SPECIES, b, bp + 3 * LANES);
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0 + ap]);
      s00 = x0.fma(y0, s00);
      s01 = x0.fma(y1, s01);
      s02 = x0.fma(y2, s02);
      s03 = x0.fma(y3, s03);
      FloatVector x1 = FloatVector.broadcast(SPECIES, a[a1 + ap]);
      s10 = x1.fma(y0, s10);
      s11 = x1.fma(y1, s11);
      s12 = x1.fma(y2, s12);
      s13 = x1.fma(y3, s13);
      FloatVector x2 = FloatVector.broadcast(SPECIES, a[a2 + ap]);
      s20 = x2.fma(y0, s20);
      s21 = x2.fma(y1, s21);
      s22 = x2.fma(y2, s22);
      s23 = x2.fma(y3, s23);
      FloatVector x3 = FloatVector.broadcast(SPECIES, a[a3 + ap]);
      s30 = x3.fma(y0, s30);
      s31 = x3.fma(y1, s31);
      s32 = x3.fma(y2, s32);
      s33 = x3.fma(y3, s33);
    }
    s00.intoArray(c, c0);
    s01.intoArray(c, c0 + LANES);
    s02.intoArray(c, c0 + 2 * LANES);
    s03.intoArray(c, c0 + 3 * LANES);
    s10.intoArray(c, c0 + ldc);
    s11.intoArray(c, c0 + ldc + LANES);
    s12.intoArray(c, c0 + ldc + 2 * LANES);
    s13.intoArray(c, c0 + ldc + 3 * LANES);
    s20.intoArray(c, c0 + 2 * ldc);
    s21.intoArray(c, c0 + 2 * ldc + LANES);
    s22.intoArray(c, c0 + 2 * ldc + 2 * LANES);
    s23.intoArray(c, c0 + 2 * ldc + 3 * LANES);
    s30.intoArray(c, c0 + 3 * ldc);
    s31.intoArray(c, c0 + 3 * ldc + LANES);
    s32.intoArray(c, c0 + 3 * ldc + 2 * LANES);
    s33.intoArray(c, c0 + 3 * ldc + 3 * LANES);
  }

  /** 3 rows by 4 vectors; see the class comment. */
  static void tile3x4(
      int k,
      float[] a,
      int a0,
      int aRow,
      int aStep,
      float[] b,
      int b0,
      int ldb,
      float[] c,
      int c0,
      int ldc,
      boolean load) {
    FloatVector s00, s01, s02, s03;
    FloatVector s10, s11, s12, s13;
    FloatVector s20, s21, s22, s23;
    if (load) {
      s00 = FloatVector.fromArray(SPECIES, c, c0);
      s01 = FloatVector.fromArray(SPECIES, c, c0 + LANES);
      s02 = FloatVector.fromArray(SPECIES, c, c0 + 2 * LANES);
      s03 = FloatVector.fromArray(SPECIES, c, c0 + 3 * LANES);
      s10 = FloatVector.fromArray(SPECIES, c, c0 + ldc);
      s11 = FloatVector.fromArray(SPECIES, c, c0 + ldc + LANES);
      s12 = FloatVector.fromArray(SPECIES, c, c0 + ldc + 2 * LANES);
      s13 = FloatVector.fromArray(SPECIES, c, c0 + ldc + 3 * LANES);
      s20 = FloatVector.fromArray(SPECIES, c, c0 + 2 * ldc);
      s21 = FloatVector.fromArray(SPECIES, c, c0 + 2 * ldc + LANES);
      s22 = FloatVector.fromArray(SPECIES, c, c0 + 2 * ldc + 2 * LANES);
      s23 = FloatVector.fromArray(SPECIES, c, c0 + 2 * ldc + 3 * LANES);
    } else {
      FloatVector zero = FloatVector.zero(SPECIES);
      s00 = zero;
      s01 = zero;
      s02 = zero;
      s03 = zero;
      s10 = zero;
      s11 = zero;
      s12 = zero;
      s13 = zero;
      s20 = zero;
      s21 = zero;
      s22 = zero;
      s23 = zero;
    }
    int a1 = a0 + aRow;
    int a2 = a0 + 2 * aRow;
    for (int p = 0, ap = 0, bp = b0; p < k; p++, ap += aStep, bp += ldb) {
      FloatVector y0 = FloatVector.fromArray(SPECIES, b, bp);
      FloatVector y1 = FloatVector.fromArray(SPECIES, b, bp + LANES);
      FloatVector y2 = FloatVector.fromArray(SPECIES, b, bp + 2 * LANES);
      FloatVector y3 = FloatVector.fromArray(SPECIES, b, bp + 3 * LANES);
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0 + ap]);
      s00 = x0.fma(y0, s00);
      s01 = x0.fma(y1, s01);
      s02 = x0.fma(y2, s02);
      s03 = x0.fma(y3, s03);
      FloatVector x1 = FloatVector.broadcast(SPECIES, a[a1 + ap]);
      s10 = x1.fma(y0, s10);
      s11 = x1.fma(y1, s11);
      s12 = x1.fma(y2, s12);
      s13 = x1.fma(y3, s13);
      FloatVector x2 = FloatVector.broadcast(SPECIES, a[a2 + ap]);
      s20 = x2.fma(y0, s20);
      s21 = x2.fma(y1, s21);
      s22 = x2.fma(y2, s22);
      s23 = x2.fma(y3, s23);
    }
    s00.intoArray(c, c0);
    s01.intoArray(c, c0 + LANES);
    s02.intoArray(c, c0 + 2 * LANES);
    s03.intoArray(c, c0 + 3 * LANES);
    s10.intoArray(c, c0 + ldc);
    s11.intoArray(c, c0 + ldc + LANES);
    s12.intoArray(c, c0 + ldc + 2 * LANES);
    s13.intoArray(c, c0 + ldc + 3 * LANES);
    s20.intoArray(c, c0 + 2 * ldc);
    s21.intoArray(c, c0 + 2 * ldc + LANES);
    s22.intoArray(c, c0 + 2 * ldc + 2 * LANES);
    s23.intoArray(c, c0 + 2 * ldc + 3 * LANES);
  }

  /** 2 rows by 4 vectors; see the class comment. */
  static void tile2x4(
      int k,
      float[] a,
      int a0,
      int aRow,
      int aStep,
      float[] b,
      int b0,
      int ldb,
      float[] c,
      int c0,
      int ldc,
      boolean load) {
    FloatVector s00, s01, s02, s03;
    FloatVector s10, s11, s12, s13;
    if (load) {
      s00 = FloatVector.fromArray(SPECIES, c, c0);
      s01 = FloatVector.fromArray(SPECIES, c, c0 + LANES);
      s02 = FloatVector.fromArray(SPECIES, c, c0 + 2 * LANES);
      s03 = FloatVector.fromArray(SPECIES, c, c0 + 3 * LANES);
      s10 = FloatVector.fromArray(SPECIES, c, c0 + ldc);
      s11 = FloatVector.fromArray(SPECIES, c, c0 + ldc + LANES);
      s12 = FloatVector.fromArray(SPECIES, c, c0 + ldc + 2 * LANES);
      s13 = FloatVector.fromArray(SPECIES, c, c0 + ldc + 3 * LANES);
    } else {
      FloatVector zero = FloatVector.zero(SPECIES);
      s00 = zero;
      s01 = zero;
      s02 = zero;
      s03 = zero;
      s10 = zero;
      s11 = zero;
      s12 = zero;
      s13 = zero;
    }
    int a1 = a0 + aRow;
    for (int p = 0, ap = 0, bp = b0; p < k; p++, ap += aStep, bp += ldb) {
      FloatVector y0 = FloatVector.fromArray(SPECIES, b, bp);
      FloatVector y1 = FloatVector.fromArray(SPECIES, b, bp + LANES);
      FloatVector y2 = FloatVector.fromArray(SPECIES, b, bp + 2 * LANES);
      FloatVector y3 = FloatVector.fromArray(SPECIES, b, bp + 3 * LANES);
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0 + ap]);
      s00 = x0.fma(y0, s00);
      s01 = x0.fma(y1, s01);
      s02 = x0.fma(y2, s02);
      s03 = x0.fma(y3, s03);
      FloatVector x1 = FloatVector.broadcast(SPECIES, a[a1 + ap]);
      s10 = x1.fma(y0, s10);
      s11 = x1.fma(y1, s11);
      s12 = x1.fma(y2, s12);
      s13 = x1.fma(y3, s13);
    }
    s00.intoArray(c, c0);
    s01.intoArray(c, c0 + LANES);
    s02.intoArray(c, c0 + 2 * LANES);
    s03.intoArray(c, c0 + 3 * LANES);
    s10.intoArray(c, c0 + ldc);
    s11.intoArray(c, c0 + ldc + LANES);
    s12.intoArray(c, c0 + ldc + 2 * LANES);
    s13.intoArray(c, c0 + ldc + 3 * LANES);
  }

  /** 1 rows by 4 vectors; see the class comment. */
  static void tile1x4(
      int k,
      float[] a,
      int a0,
      int aRow,
      int aStep,
      float[] b,
      int b0,
      int ldb,
      float[] c,
      int c0,
      int ldc,
      boolean load) {
    FloatVector s00, s01, s02, s03;
    if (load) {
      s00 = FloatVector.fromArray(SPECIES, c, c0);
      s01 = FloatVector.fromArray(SPECIES, c, c0 + LANES);
      s02 = FloatVector.fromArray(SPECIES, c, c0 + 2 * LANES);
      s03 = FloatVector.fromArray(SPECIES, c, c0 + 3 * LANES);
    } else {
      FloatVector zero = FloatVector.zero(SPECIES);
      s00 = zero;
      s01 = zero;
      s02 = zero;
      s03 = zero;
    }
    for (int p = 0, ap = 0, bp = b0; p < k; p++, ap += aStep, bp += ldb) {
      FloatVector y0 = FloatVector.fromArray(SPECIES, b, bp);
      FloatVector y1 = FloatVector.fromArray(SPECIES, b, bp + LANES);
      FloatVector y2 = FloatVector.fromArray(SPECIES, b, bp + 2 * LANES);
      FloatVector y3 = FloatVector.fromArray(SPECIES, b, bp + 3 * LANES);
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0 + ap]);
      s00 = x0.fma(y0, s00);
      s01 = x0.fma(y1, s01);
      s02 = x0.fma(y2, s02);
      s03 = x0.fma(y3, s03);
    }
    s00.intoArray(c, c0);
    s01.intoArray(c, c0 + LANES);
    s02.intoArray(c, c0 + 2 * LANES);
    s03.intoArray(c, c0 + 3 * LANES);
  }

  /** 4 rows by 3 vectors; see the class comment. */
  static void tile4x3(
      int k,
      float[] a,
      int a0,
      int aRow,
      int aStep,
      float[] b,
      int b0,
      int ldb,
      float[] c,
      int c0,
      int ldc,
      boolean load) {
    FloatVector s00, s01, s02;
    FloatVector s10, s11, s12;
    FloatVector s20, s21, s22;
    FloatVector s30, s31, s32;
    if (load) {
      s00 = FloatVector.fromArray(SPECIES, c, c0);
      s01 = FloatVector.fromArray(SPECIES, c, c0 + LANES);
      s02 = FloatVector.fromArray(SPECIES, c, c0 + 2 * LANES);
      s10 = FloatVector.fromArray(SPECIES, c, c0 + ldc);
      s11 = FloatVector.fromArray(SPECIES, c, c0 + ldc + LANES);
      s12 = FloatVector.fromArray(SPECIES, c, c0 + ldc + 2 * LANES);
      s20 = FloatVector.fromArray(SPECIES, c, c0 + 2 * ldc);
      s21 = FloatVector.fromArray(SPECIES, c, c0 + 2 * ldc + LANES);
      s22 = FloatVector.fromArray(SPECIES, c, c0 + 2 * ldc + 2 * LANES);
      s30 = FloatVector.fromArray(SPECIES, c, c0 + 3 * ldc);
      s31 = FloatVector.fromArray(SPECIES, c, c0 + 3 * ldc + LANES);
      s32 = FloatVector.fromArray(SPECIES, c, c0 + 3 * ldc + 2 * LANES);
    } else {
      FloatVector zero = FloatVector.zero(SPECIES);
      s00 = zero;
      s01 = zero;
      s02 = zero;
      s10 = zero;
      s11 = zero;
      s12 = zero;
      s20 = zero;
      s21 = zero;
      s22 = zero;
      s30 = zero;
      s31 = zero;
      s32 = zero;
    }
    int a1 = a0 + aRow;
    int a2 = a0 + 2 * aRow;
    int a3 = a0 + 3 * aRow;
    for (int p = 0, ap = 0, bp = b0; p < k; p++, ap += aStep, bp += ldb) {
      FloatVector y0 = FloatVector.fromArray(SPECIES, b, bp);
      FloatVector y1 = FloatVector.fromArray(SPECIES, b, bp + LANES);
      FloatVector y2 = FloatVector.fromArray(SPECIES, b, bp + 2 * LANES);
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0 + ap]);
      s00 = x0.fma(y0, s00);
      s01 = x0.fma(y1, s01);
      s02 = x0.fma(y2, s02);
      FloatVector x1 = FloatVector.broadcast(SPECIES, a[a1 + ap]);
      s10 = x1.fma(y0, s10);
      s11 = x1.fma(y1, s11);
      s12 = x1.fma(y2, s12);
      FloatVector x2 = FloatVector.broadcast(SPECIES, a[a2 + ap]);
      s20 = x2.fma(y0, s20);
      s21 = x2.fma(y1, s21);
      s22 = x2.fma(y2, s22);
      FloatVector x3 = FloatVector.broadcast(SPECIES, a[a3 + ap]);
      s30 = x3.fma(y0, s30);
      s31 = x3.fma(y1, s31);
      s32 = x3.fma(y2, s32);
    }
    s00.intoArray(c, c0);
    s01.intoArray(c, c0 + LANES);
    s02.intoArray(c, c0 + 2 * LANES);
    s10.intoArray(c, c0 + ldc);
    s11.intoArray(c, c0 + ldc + LANES);
    s12.intoArray(c, c0 + ldc + 2 * LANES);
    s20.intoArray(c, c0 + 2 * ldc);
    s21.intoArray(c, c0 + 2 * ldc + LANES);
    s22.intoArray(c, c0 + 2 * ldc + 2 * LANES);
    s30.intoArray(c, c0 + 3 * ldc);
    s31.intoArray(c, c0 + 3 * ldc + LANES);
    s32.intoArray(c, c0 + 3 * ldc + 2 * LANES);
  }

  /** 3 rows by 3 vectors; see the class comment. */
  static void tile3x3(
      int k,
      float[] a,
      int a0,
      int aRow,
      int aStep,
      float[] b,
      int b0,
      int ldb,
      float[] c,
      int c0,
      int ldc,
      boolean load) {
    FloatVector s00, s01, s02;
    FloatVector s10, s11, s12;
    FloatVector s20, s21, s22;
    if (load) {
      s00 = FloatVector.fromArray(SPECIES, c, c0);
      s01 = FloatVector.fromArray(SPECIES, c, c0 + LANES);
      s02 = FloatVector.fromArray(SPECIES, c, c0 + 2 * LANES);
      s10 = FloatVector.fromArray(SPECIES, c, c0 + ldc);
      s11 = FloatVector.fromArray(SPECIES, c, c0 + ldc + LANES);
      s12 = FloatVector.fromArray(SPECIES, c, c0 + ldc + 2 * LANES);
      s20 = FloatVector.fromArray(SPECIES, c, c0 + 2 * ldc);
      s21 = FloatVector.fromArray(SPECIES, c, c0 + 2 * ldc + LANES);
      s22 = FloatVector.fromArray(SPECIES, c, c0 + 2 * ldc + 2 * LANES);
    } else {
      FloatVector zero = FloatVector.zero(SPECIES);
      s00 = zero;
      s01 = zero;
      s02 = zero;
      s10 = zero;
      s11 = zero;
      s12 = zero;
      s20 = zero;
      s21 = zero;
      s22 = zero;
    }
    int a1 = a0 + aRow;
    int a2 = a0 + 2 * aRow;
    for (int p = 0, ap = 0, bp = b0; p < k; p++, ap += aStep, bp += ldb) {
      FloatVector y0 = FloatVector.fromArray(SPECIES, b, bp);
      FloatVector y1 = FloatVector.fromArray(SPECIES, b, bp + LANES);
      FloatVector y2 = FloatVector.fromArray(SPECIES, b, bp + 2 * LANES);
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0 + ap]);
      s00 = x0.fma(y0, s00);
      s01 = x0.fma(y1, s01);
      s02 = x0.fma(y2, s02);
      FloatVector x1 = FloatVector.broadcast(SPECIES, a[a1 + ap]);
      s10 = x1.fma(y0, s10);
      s11 = x1.fma(y1, s11);
      s12 = x1.fma(y2, s12);
      FloatVector x2 = FloatVector.broadcast(SPECIES, a[a2 + ap]);
      s20 = x2.fma(y0, s20);
      s21 = x2.fma(y1, s21);
      s22 = x2.fma(y2, s22);
    }
    s00.intoArray(c, c0);
    s01.intoArray(c, c0 + LANES);
    s02.intoArray(c, c0 + 2 * LANES);
    s10.intoArray(c, c0 + ldc);
    s11.intoArray(c, c0 + ldc + LANES);
    s12.intoArray(c, c0 + ldc + 2 * LANES);
    s20.intoArray(c, c0 + 2 * ldc);
    s21.intoArray(c, c0 + 2 * ldc + LANES);
    s22.intoArray(c, c0 + 2 * ldc + 2 * LANES);
  }

  /** 2 rows by 3 vectors; see the class comment. */
  static void tile2x3(
      int k,
      float[] a,
      int a0,
      int aRow,
      int aStep,
      float[] b,
      int b0,
      int ldb,
      float[] c,
      int c0,
      int ldc,
      boolean load) {
    FloatVector s00, s01, s02;
    FloatVector s10, s11, s12;
    if (load) {
      s00 = FloatVector.fromArray(SPECIES, c, c0);
      s01 = FloatVector.fromArray(SPECIES, c, c0 + LANES);
      s02 = FloatVector.fromArray(SPECIES, c, c0 + 2 * LANES);
      s10 = FloatVector.fromArray(SPECIES, c, c0 + ldc);
      s11 = FloatVector.fromArray(SPECIES, c, c0 + ldc + LANES);
      s12 = FloatVector.fromArray(SPECIES, c, c0 + ldc + 2 * LANES);
    } else {
      FloatVector zero = FloatVector.zero(SPECIES);
      s00 = zero;
      s01 = zero;
      s02 = zero;
      s10 = zero;
      s11 = zero;
      s12 = zero;
    }
    int a1 = a0 + aRow;
    for (int p = 0, ap = 0, bp = b0; p < k; p++, ap += aStep, bp += ldb) {
      FloatVector y0 = FloatVector.fromArray(SPECIES, b, bp);
      FloatVector y1 = FloatVector.fromArray(SPECIES, b, bp + LANES);
      FloatVector y2 = FloatVector.fromArray(SPECIES, b, bp + 2 * LANES);
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0 + ap]);
      s00 = x0.fma(y0, s00);
      s01 = x0.fma(y1, s01);
      s02 = x0.fma(y2, s02);
      FloatVector x1 = FloatVector.broadcast(SPECIES, a[a1 + ap]);
      s10 = x1.fma(y0, s10);
      s11 = x1.fma(y1, s11);
      s12 = x1.fma(y2, s12);
    }
    s00.intoArray(c, c0);
    s01.intoArray(c, c0 + LANES);
    s02.intoArray(c, c0 + 2 * LANES);
    s10.intoArray(c, c0 + ldc);
    s11.intoArray(c, c0 + ldc + LANES);
    s12.intoArray(c, c0 + ldc + 2 * LANES);
  }

  /** 1 rows by 3 vectors; see the class comment. */
  static void tile1x3(
      int k,
      float[] a,
      int a0,
      int aRow,
      int aStep,
      float[] b,
      int b0,
      int ldb,
      float[] c,
      int c0,
      int ldc,
      boolean load) {
    FloatVector s00, s01, s02;
    if (load) {
      s00 = FloatVector.fromArray(SPECIES, c, c0);
      s01 = FloatVector.fromArray(SPECIES, c, c0 + LANES);
      s02 = FloatVector.fromArray(SPECIES, c, c0 + 2 * LANES);
    } else {
      FloatVector zero = FloatVector.zero(SPECIES);
      s00 = zero;
      s01 = zero;
      s02 = zero;
    }
    for (int p = 0, ap = 0, bp = b0; p < k; p++, ap += aStep, bp += ldb) {
      FloatVector y0 = FloatVector.fromArray(SPECIES, b, bp);
      FloatVector y1 = FloatVector.fromArray(SPECIES, b, bp + LANES);
      FloatVector y2 = FloatVector.fromArray(SPECIES, b, bp + 2 * LANES);
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0 + ap]);
      s00 = x0.fma(y0, s00);
      s01 = x0.fma(y1, s01);
      s02 = x0.fma(y2, s02);
    }
    s00.intoArray(c, c0);
    s01.intoArray(c, c0 + LANES);
    s02.intoArray(c, c0 + 2 * LANES);
  }

  /** 6 rows by 2 vectors; see the class comment. */
  static void tile6x2(
      int k,
      float[] a,
      int a0,
      int aRow,
      int aStep,
      float[] b,
      int b0,
      int ldb,
      float[] c,
      int c0,
      int ldc,
      boolean load) {
    FloatVector s00, s01;
    FloatVector s10, s11;
    FloatVector s20, s21;
    FloatVector s30, s31;
    FloatVector s40, s41;
    FloatVector s50, s51;
    if (load) {
      s00 = FloatVector.fromArray(SPECIES, c, c0);
      s01 = FloatVector.fromArray(SPECIES, c, c0 + LANES);
      s10 = FloatVector.fromArray(SPECIES, c, c0 + ldc);
      s11 = FloatVector.fromArray(SPECIES, c, c0 + ldc + LANES);
      s20 = FloatVector.fromArray(SPECIES, c, c0 + 2 * ldc);
      s21 = FloatVector.fromArray(SPECIES, c, c0 + 2 * ldc + LANES);
      s30 = FloatVector.fromArray(SPECIES, c, c0 + 3 * ldc);
      s31 = FloatVector.fromArray(SPECIES, c, c0 + 3 * ldc + LANES);
      s40 = FloatVector.fromArray(SPECIES, c, c0 + 4 * ldc);
      s41 = FloatVector.fromArray(SPECIES, c, c0 + 4 * ldc + LANES);
      s50 = FloatVector.fromArray(SPECIES, c, c0 + 5 * ldc);
      s51 = FloatVector.fromArray(SPECIES, c, c0 + 5 * ldc + LANES);
    } else {
      FloatVector zero = FloatVector.zero(SPECIES);
      s00 = zero;
      s01 = zero;
      s10 = zero;
      s11 = zero;
      s20 = zero;
      s21 = zero;
      s30 = zero;
      s31 = zero;
      s40 = zero;
      s41 = zero;
      s50 = zero;
      s51 = zero;
    }
    int a1 = a0 + aRow;
    int a2 = a0 + 2 * aRow;
    int a3 = a0 + 3 * aRow;
    int a4 = a0 + 4 * aRow;
    int a5 = a0 + 5 * aRow;
    for (int p = 0, ap = 0, bp = b0; p < k; p++, ap += aStep, bp += ldb) {
      FloatVector y0 = FloatVector.fromArray(SPECIES, b, bp);
      FloatVector y1 = FloatVector.fromArray(SPECIES, b, bp + LANES);
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0 + ap]);
      s00 = x0.fma(y0, s00);
      s01 = x0.fma(y1, s01);
      FloatVector x1 = FloatVector.broadcast(SPECIES, a[a1 + ap]);
      s10 = x1.fma(y0, s10);
      s11 = x1.fma(y1, s11);
      FloatVector x2 = FloatVector.broadcast(SPECIES, a[a2 + ap]);
      s20 = x2.fma(y0, s20);
      s21 = x2.fma(y1, s21);
      FloatVector x3 = FloatVector.broadcast(SPECIES, a[a3 + ap]);
      s30 = x3.fma(y0, s30);
      s31 = x3.fma(y1, s31);
      FloatVector x4 = FloatVector.broadcast(SPECIES, a[a4 + ap]);
      s40 = x4.fma(y0, s40);
      s41 = x4.fma(y1, s41);
      FloatVector x5 = FloatVector.broadcast(SPECIES, a[a5 + ap]);
      s50 = x5.fma(y0, s50);
      s51 = x5.fma(y1, s51);
    }
    s00.intoArray(c, c0);
    s01.intoArray(c, c0 + LANES);
    s10.intoArray(c, c0 + ldc);
    s11.intoArray(c, c0 + ldc + LANES);
    s20.intoArray(c, c0 + 2 * ldc);
    s21.intoArray(c, c0 + 2 * ldc + LANES);
    s30.intoArray(c, c0 + 3 * ldc);
    s31.intoArray(c, c0 + 3 * ldc + LANES);
    s40.intoArray(c, c0 + 4 * ldc);
    s41.intoArray(c, c0 + 4 * ldc + LANES);
    s50.intoArray(c, c0 + 5 * ldc);
    s51.intoArray(c, c0 + 5 * ldc + LANES);
  }

  /** 5 rows by 2 vectors; see the class comment. */
  static void tile5x2(
      int k,
      float[] a,
      int a0,
      int aRow,
      int aStep,
      float[] b,
      int b0,
      int ldb,
      float[] c,
      int c0,
      int ldc,
      boolean load) {
    FloatVector s00, s01;
    FloatVector s10, s11;
    FloatVector s20, s21;
    FloatVector s30, s31;
    FloatVector s40, s41;
    if (load) {
      s00 = FloatVector.fromArray(SPECIES, c, c0);
      s01 = FloatVector.fromArray(SPECIES, c, c0 + LANES);
      s10 = FloatVector.fromArray(SPECIES, c, c0 + ldc);
      s11 = FloatVector.fromArray(SPECIES, c, c0 + ldc + LANES);
      s20 = FloatVector.fromArray(SPECIES, c, c0 + 2 * ldc);
      s21 = FloatVector.fromArray(SPECIES, c, c0 + 2 * ldc + LANES);
      s30 = FloatVector.fromArray(SPECIES, c, c0 + 3 * ldc);
      s31 = FloatVector.fromArray(SPECIES, c, c0 + 3 * ldc + LANES);
      s40 = FloatVector.fromArray(SPECIES, c, c0 + 4 * ldc);
      s41 = FloatVector.fromArray(SPECIES, c, c0 + 4 * ldc + LANES);
    } else {
      FloatVector zero = FloatVector.zero(SPECIES);
      s00 = zero;
      s01 = zero;
      s10 = zero;
      s11 = zero;
      s20 = zero;
      s21 = zero;
      s30 = zero;
      s31 = zero;
      s40 = zero;
      s41 = zero;
    }
    int a1 = a0 + aRow;
    int a2 = a0 + 2 * aRow;
    int a3 = a0 + 3 * aRow;
    int a4 = a0 + 4 * aRow;
    for (int p = 0, ap = 0, bp = b0; p < k; p++, ap += aStep, bp += ldb) {
      FloatVector y0 = FloatVector.fromArray(SPECIES, b, bp);
      FloatVector y1 = FloatVector.fromArray(SPECIES, b, bp + LANES);
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0 + ap]);
      s00 = x0.fma(y0, s00);
      s01 = x0.fma(y1, s01);
      FloatVector x1 = FloatVector.broadcast(SPECIES, a[a1 + ap]);
      s10 = x1.fma(y0, s10);
      s11 = x1.fma(y1, s11);
      FloatVector x2 = FloatVector.broadcast(SPECIES, a[a2 + ap]);
      s20 = x2.fma(y0, s20);
      s21 = x2.fma(y1, s21);
      FloatVector x3 = FloatVector.broadcast(SPECIES, a[a3 + ap]);
      s30 = x3.fma(y0, s30);
      s31 = x3.fma(y1, s31);
      FloatVector x4 = FloatVector.broadcast(SPECIES, a[a4 + ap]);
      s40 = x4.fma(y0, s40);
      s41 = x4.fma(y1, s41);
    }
    s00.intoArray(c, c0);
    s01.intoArray(c, c0 + LANES);
    s10.intoArray(c, c0 + ldc);
    s11.intoArray(c, c0 + ldc + LANES);
    s20.intoArray(c, c0 + 2 * ldc);
    s21.intoArray(c, c0 + 2 * ldc + LANES);
    s30.intoArray(c, c0 + 3 * ldc);
    s31.intoArray(c, c0 + 3 * ldc + LANES);
    s40.intoArray(c, c0 + 4 * ldc);
    s41.intoArray(c, c0 + 4 * ldc + LANES);
  }

  /** 4 rows by 2 vectors; see the class comment. */
  static void tile4x2(
      int k,
      float[] a,
      int a0,
      int aRow,
      int aStep,
      float[] b,
      int b0,
      int ldb,
      float[] c,
      int c0,
      int ldc,
      boolean load) {
    FloatVector s00, s01;
    FloatVector s10, s11;
    FloatVector s20, s21;
    FloatVector s30, s31;
    if (load) {
      s00 = FloatVector.fromArray(SPECIES, c, c0);
      s01 = FloatVector.fromArray(SPECIES, c, c0 + LANES);
      s10 = FloatVector.fromArray(SPECIES, c, c0 + ldc);
      s11 = FloatVector.fromArray(SPECIES, c, c0 + ldc + LANES);
      s20 = FloatVector.fromArray(SPECIES, c, c0 + 2 * ldc);
      s21 = FloatVector.fromArray(SPECIES, c, c0 + 2 * ldc + LANES);
      s30 = FloatVector.fromArray(SPECIES, c, c0 + 3 * ldc);
      s31 = FloatVector.fromArray(SPECIES, c, c0 + 3 * ldc + LANES);
    } else {
      FloatVector zero = FloatVector.zero(SPECIES);
      s00 = zero;
      s01 = zero;
      s10 = zero;
      s11 = zero;
      s20 = zero;
      s21 = zero;
      s30 = zero;
      s31 = zero;
    }
    int a1 = a0 + aRow;
    int a2 = a0 + 2 * aRow;
    int a3 = a0 + 3 * aRow;
    for (int p = 0, ap = 0, bp = b0; p < k; p++, ap += aStep, bp += ldb) {
      FloatVector y0 = FloatVector.fromArray(SPECIES, b, bp);
      FloatVector y1 = FloatVector.fromArray(SPECIES, b, bp + LANES);
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0 + ap]);
      s00 = x0.fma(y0, s00);
      s01 = x0.fma(y1, s01);
      FloatVector x1 = FloatVector.broadcast(SPECIES, a[a1 + ap]);
      s10 = x1.fma(y0, s10);
      s11 = x1.fma(y1, s11);
      FloatVector x2 = FloatVector.broadcast(SPECIES, a[a2 + ap]);
      s20 = x2.fma(y0, s20);
      s21 = x2.fma(y1, s21);
      FloatVector x3 = FloatVector.broadcast(SPECIES, a[a3 + ap]);
      s30 = x3.fma(y0, s30);
      s31 = x3.fma(y1, s31);
    }
    s00.intoArray(c, c0);
    s01.intoArray(c, c0 + LANES);
    s10.intoArray(c, c0 + ldc);
    s11.intoArray(c, c0 + ldc + LANES);
    s20.intoArray(c, c0 + 2 * ldc);
    s21.intoArray(c, c0 + 2 * ldc + LANES);
    s30.intoArray(c, c0 + 3 * ldc);
    s31.intoArray(c, c0 + 3 * ldc + LANES);
  }

  /** 3 rows by 2 vectors; see the class comment. */
  static void tile3x2(
      int k,
      float[] a,
      int a0,
      int aRow,
      int aStep,
      float[] b,
      int b0,
      int ldb,
      float[] c,
      int c0,
      int ldc,
      boolean load) {
    FloatVector s00, s01;
    FloatVector s10, s11;
    FloatVector s20, s21;
    if (load) {
      s00 = FloatVector.fromArray(SPECIES, c, c0);
      s01 = FloatVector.fromArray(SPECIES, c, c0 + LANES);
      s10 = FloatVector.fromArray(SPECIES, c, c0 + ldc);
      s11 = FloatVector.fromArray(SPECIES, c, c0 + ldc + LANES);
      s20 = FloatVector.fromArray(SPECIES, c, c0 + 2 * ldc);
      s21 = FloatVector.fromArray(SPECIES, c, c0 + 2 * ldc + LANES);
    } else {
      FloatVector zero = FloatVector.zero(SPECIES);
      s00 = zero;
      s01 = zero;
      s10 = zero;
      s11 = zero;
      s20 = zero;
      s21 = zero;
    }
    int a1 = a0 + aRow;
    int a2 = a0 + 2 * aRow;
    for (int p = 0, ap = 0, bp = b0; p < k; p++, ap += aStep, bp += ldb) {
      FloatVector y0 = FloatVector.fromArray(SPECIES, b, bp);
      FloatVector y1 = FloatVector.fromArray(SPECIES, b, bp + LANES);
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0 + ap]);
      s00 = x0.fma(y0, s00);
      s01 = x0.fma(y1, s01);
      FloatVector x1 = FloatVector.broadcast(SPECIES, a[a1 + ap]);
      s10 = x1.fma(y0, s10);
      s11 = x1.fma(y1, s11);
      FloatVector x2 = FloatVector.broadcast(SPECIES, a[a2 + ap]);
      s20 = x2.fma(y0, s20);
      s21 = x2.fma(y1, s21);
    }
    s00.intoArray(c, c0);
    s01.intoArray(c, c0 + LANES);
    s10.intoArray(c, c0 + ldc);
    s11.intoArray(c, c0 + ldc + LANES);
    s20.intoArray(c, c0 + 2 * ldc);
    s21.intoArray(c, c0 + 2 * ldc + LANES);
  }

  /** 2 rows by 2 vectors; see the class comment. */
  static void tile2x2(
      int k,
      float[] a,
      int a0,
      int aRow,
      int aStep,
      float[] b,
      int b0,
      int ldb,
      float[] c,
      int c0,
      int ldc,
      boolean load) {
    FloatVector s00, s01;
    FloatVector s10, s11;
    if (load) {
      s00 = FloatVector.fromArray(SPECIES, c, c0);
      s01 = FloatVector.fromArray(SPECIES, c, c0 + LANES);
      s10 = FloatVector.fromArray(SPECIES, c, c0 + ldc);
      s11 = FloatVector.fromArray(SPECIES, c, c0 + ldc + LANES);
    } else {
      FloatVector zero = FloatVector.zero(SPECIES);
      s00 = zero;
      s01 = zero;
      s10 = zero;
      s11 = zero;
    }
    int a1 = a0 + aRow;
    for (int p = 0, ap = 0, bp = b0; p < k; p++, ap += aStep, bp += ldb) {
      FloatVector y0 = FloatVector.fromArray(SPECIES, b, bp);
      FloatVector y1 = FloatVector.fromArray(SPECIES, b, bp + LANES);
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0 + ap]);
      s00 = x0.fma(y0, s00);
      s01 = x0.fma(y1, s01);
      FloatVector x1 = FloatVector.broadcast(SPECIES, a[a1 + ap]);
      s10 = x1.fma(y0, s10);
      s11 = x1.fma(y1, s11);
    }
    s00.intoArray(c, c0);
    s01.intoArray(c, c0 + LANES);
    s10.intoArray(c, c0 + ldc);
    s11.intoArray(c, c0 + ldc + LANES);
  }

  /** 1 rows by 2 vectors; see the class comment. */
  static void tile1x2(
      int k,
      float[] a,
      int a0,
      int aRow,
      int aStep,
      float[] b,
      int b0,
      int ldb,
      float[] c,
      int c0,
      int ldc,
      boolean load) {
    FloatVector s00, s01;
    if (load) {
      s00 = FloatVector.fromArray(SPECIES, c, c0);
      s01 = FloatVector.fromArray(SPECIES, c, c0 + LANES);
    } else {
      FloatVector zero = FloatVector.zero(SPECIES);
      s00 = zero;
      s01 = zero;
    }
    for (int p = 0, ap = 0, bp = b0; p < k; p++, ap += aStep, bp += ldb) {
      FloatVector y0 = FloatVector.fromArray(SPECIES, b, bp);
      FloatVector y1 = FloatVector.fromArray(SPECIES, b, bp + LANES);
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0 + ap]);
      s00 = x0.fma(y0, s00);
      s01 = x0.fma(y1, s01);
    }
    s00.intoArray(c, c0);
    s01.intoArray(c, c0 + LANES);
  }

  /** 6 rows by 1 vectors; see the class comment. */
  static void tile6x1(
      int k,
      float[] a,
      int a0,
      int aRow,
      int aStep,
      float[] b,
      int b0,
      int ldb,
      float[] c,
      int c0,
      int ldc,
      boolean load) {
    FloatVector s00;
    FloatVector s10;
    FloatVector s20;
    FloatVector s30;
    FloatVector s40;
    FloatVector s50;
    if (load) {
      s00 = FloatVector.fromArray(SPECIES, c, c0);
      s10 = FloatVector.fromArray(SPECIES, c, c0 + ldc);
      s20 = FloatVector.fromArray(SPECIES, c, c0 + 2 * ldc);
      s30 = FloatVector.fromArray(SPECIES, c, c0 + 3 * ldc);
      s40 = FloatVector.fromArray(SPECIES, c, c0 + 4 * ldc);
      s50 = FloatVector.fromArray(SPECIES, c, c0 + 5 * ldc);
    } else {
      FloatVector zero = FloatVector.zero(SPECIES);
      s00 = zero;
      s10 = zero;
      s20 = zero;
      s30 = zero;
      s40 = zero;
      s50 = zero;
    }
    int a1 = a0 + aRow;
    int a2 = a0 + 2 * aRow;
    int a3 = a0 + 3 * aRow;
    int a4 = a0 + 4 * aRow;
    int a5 = a0 + 5 * aRow;
    for (int p = 0, ap = 0, bp = b0; p < k; p++, ap += aStep, bp += ldb) {
      FloatVector y0 = FloatVector.fromArray(SPECIES, b, bp);
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0 + ap]);
      s00 = x0.fma(y0, s00);
      FloatVector x1 = FloatVector.broadcast(SPECIES, a[a1 + ap]);
      s10 = x1.fma(y0, s10);
      FloatVector x2 = FloatVector.broadcast(SPECIES, a[a2 + ap]);
      s20 = x2.fma(y0, s20);
      FloatVector x3 = FloatVector.broadcast(SPECIES, a[a3 + ap]);
      s30 = x3.fma(y0, s30);
      FloatVector x4 = FloatVector.broadcast(SPECIES, a[a4 + ap]);
      s40 = x4.fma(y0, s40);
      FloatVector x5 = FloatVector.broadcast(SPECIES, a[a5 + ap]);
      s50 = x5.fma(y0, s50);
    }
    s00.intoArray(c, c0);
    s10.intoArray(c, c0 + ldc);
    s20.intoArray(c, c0 + 2 * ldc);
    s30.intoArray(c, c0 + 3 * ldc);
    s40.intoArray(c, c0 + 4 * ldc);
    s50.intoArray(c, c0 + 5 * ldc);
  }

  /** 5 rows by 1 vectors; see the class comment. */
  static void tile5x1(
      int k,
      float[] a,
      int a0,
      int aRow,
      int aStep,
      float[] b,
      int b0,
      int ldb,
      float[] c,
      int c0,
      int ldc,
      boolean load) {
    FloatVector s00;
    FloatVector s10;
    FloatVector s20;
    FloatVector s30;
    FloatVector s40;
    if (load) {
      s00 = FloatVector.fromArray(SPECIES, c, c0);
      s10 = FloatVector.fromArray(SPECIES, c, c0 + ldc);
      s20 = FloatVector.fromArray(SPECIES, c, c0 + 2 * ldc);
      s30 = FloatVector.fromArray(SPECIES, c, c0 + 3 * ldc);
      s40 = FloatVector.fromArray(SPECIES, c, c0 + 4 * ldc);
    } else {
      FloatVector zero = FloatVector.zero(SPECIES);
      s00 = zero;
      s10 = zero;
      s20 = zero;
      s30 = zero;
      s40 = zero;
    }
    int a1 = a0 + aRow;
    int a2 = a0 + 2 * aRow;
    int a3 = a0 + 3 * aRow;
    int a4 = a0 + 4 * aRow;
    for (int p = 0, ap = 0, bp = b0; p < k; p++, ap += aStep, bp += ldb) {
      FloatVector y0 = FloatVector.fromArray(SPECIES, b, bp);
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0 + ap]);
      s00 = x0.fma(y0, s00);
      FloatVector x1 = FloatVector.broadcast(SPECIES, a[a1 + ap]);
      s10 = x1.fma(y0, s10);
      FloatVector x2 = FloatVector.broadcast(SPECIES, a[a2 + ap]);
      s20 = x2.fma(y0, s20);
      FloatVector x3 = FloatVector.broadcast(SPECIES, a[a3 + ap]);
      s30 = x3.fma(y0, s30);
      FloatVector x4 = FloatVector.broadcast(SPECIES, a[a4 + ap]);
      s40 = x4.fma(y0, s40);
    }
    s00.intoArray(c, c0);
    s10.intoArray(c, c0 + ldc);
    s20.intoArray(c, c0 + 2 * ldc);
    s30.intoArray(c, c0 + 3 * ldc);
    s40.intoArray(c, c0 + 4 * ldc);
  }

  /** 4 rows by 1 vectors; see the class comment. */
  static void tile4x1(
      int k,
      float[] a,
      int a0,
      int aRow,
      int aStep,
      float[] b,
      int b0,
      int ldb,
      float[] c,
      int c0,
      int ldc,
      boolean load) {
    FloatVector s00;
    FloatVector s10;
    FloatVector s20;
    FloatVector s30;
    if (load) {
      s00 = FloatVector.fromArray(SPECIES, c, c0);
      s10 = FloatVector.fromArray(SPECIES, c, c0 + ldc);
      s20 = FloatVector.fromArray(SPECIES, c, c0 + 2 * ldc);
      s30 = FloatVector.fromArray(SPECIES, c, c0 + 3 * ldc);
    } else {
      FloatVector zero = FloatVector.zero(SPECIES);
      s00 = zero;
      s10 = zero;
      s20 = zero;
      s30 = zero;
    }
    int a1 = a0 + aRow;
    int a2 = a0 + 2 * aRow;
    int a3 = a0 + 3 * aRow;
    for (int p = 0, ap = 0, bp = b0; p < k; p++, ap += aStep, bp += ldb) {
      FloatVector y0 = FloatVector.fromArray(SPECIES, b, bp);
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0 + ap]);
      s00 = x0.fma(y0, s00);
      FloatVector x1 = FloatVector.broadcast(SPECIES, a[a1 + ap]);
      s10 = x1.fma(y0, s10);
      FloatVector x2 = FloatVector.broadcast(SPECIES, a[a2 + ap]);
      s20 = x2.fma(y0, s20);
      FloatVector x3 = FloatVector.broadcast(SPECIES, a[a3 + ap]);
      s30 = x3.fma(y0, s30);
    }
    s00.intoArray(c, c0);
    s10.intoArray(c, c0 + ldc);
    s20.intoArray(c, c0 + 2 * ldc);
    s30.intoArray(c, c0 + 3 * ldc);
  }

  /** 3 rows by 1 vectors; see the class comment. */
  static void tile3x1(
      int k,
      float[] a,
      int a0,
      int aRow,
      int aStep,
      float[] b,
      int b0,
      int ldb,
      float[] c,
      int c0,
      int ldc,
      boolean load) {
    FloatVector s00;
    FloatVector s10;
    FloatVector s20;
    if (load) {
      s00 = FloatVector.fromArray(SPECIES, c, c0);
      s10 = FloatVector.fromArray(SPECIES, c, c0 + ldc);
      s20 = FloatVector.fromArray(SPECIES, c, c0 + 2 * ldc);
    } else {
      FloatVector zero = FloatVector.zero(SPECIES);
      s00 = zero;
      s10 = zero;
      s20 = zero;
    }
    int a1 = a0 + aRow;
    int a2 = a0 + 2 * aRow;
    for (int p = 0, ap = 0, bp = b0; p < k; p++, ap += aStep, bp += ldb) {
      FloatVector y0 = FloatVector.fromArray(SPECIES, b, bp);
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0 + ap]);
      s00 = x0.fma(y0, s00);
      FloatVector x1 = FloatVector.broadcast(SPECIES, a[a1 + ap]);
      s10 = x1.fma(y0, s10);
      FloatVector x2 = FloatVector.broadcast(SPECIES, a[a2 + ap]);
      s20 = x2.fma(y0, s20);
    }
    s00.intoArray(c, c0);
    s10.intoArray(c, c0 + ldc);
    s20.intoArray(c, c0 + 2 * ldc);
  }

  /** 2 rows by 1 vectors; see the class comment. */
  static void tile2x1(
      int k,
      float[] a,
      int a0,
      int aRow,
      int aStep,
      float[] b,
      int b0,
      int ldb,
      float[] c,
      int c0,
      int ldc,
      boolean load) {
    FloatVector s00;
    FloatVector s10;
    if (load) {
      s00 = FloatVector.fromArray(SPECIES, c, c0);
      s10 = FloatVector.fromArray(SPECIES, c, c0 + ldc);
    } else {
      FloatVector zero = FloatVector.zero(SPECIES);
      s00 = zero;
      s10 = zero;
    }
    int a1 = a0 + aRow;
    for (int p = 0, ap = 0, bp = b0; p < k; p++, ap += aStep, bp += ldb) {
      FloatVector y0 = FloatVector.fromArray(SPECIES, b, bp);
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0 + ap]);
      s00 = x0.fma(y0, s00);
      FloatVector x1 = FloatVector.broadcast(SPECIES, a[a1 + ap]);
      s10 = x1.fma(y0, s10);
    }
    s00.intoArray(c, c0);
    s10.intoArray(c, c0 + ldc);
  }

  /** 1 rows by 1 vectors; see the class comment. */
  static void tile1x1(
      int k,
      float[] a,
      int a0,
      int aRow,
      int aStep,
      float[] b,
      int b0,
      int ldb,
      float[] c,
      int c0,
      int ldc,
      boolean load) {
    FloatVector s00;
    if (load) {
      s00 = FloatVector.fromArray(SPECIES, c, c0);
    } else {
      FloatVector zero = FloatVector.zero(SPECIES);
      s00 = zero;
    }
    for (int p = 0, ap = 0, bp = b0; p < k; p++, ap += aStep, bp += ldb) {
      FloatVector y0 = FloatVector.fromArray(SPECIES, b, bp);
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0 + ap]);
      s00 = x0.fma(y0, s00);
    }
    s00.intoArray(c, c0);
  }

  /**
   * 6 rows by one vector of which only the lanes of {@code mask} are written; see the class
   * comment.
   */
  static void tail6(
      int k,
      float[] a,
      int a0,
      int aRow,
      int aStep,
      float[] b,
      int b0,
      int ldb,
      float[] c,
      int c0,
      int ldc,
      boolean load,
      VectorMask<Float> mask) {
    FloatVector s00;
    FloatVector s10;
    FloatVector s20;
    FloatVector s30;
    FloatVector s40;
    FloatVector s50;
    if (load) {
      s00 = FloatVector.fromArray(SPECIES, c, c0);
      s10 = FloatVector.fromArray(SPECIES, c, c0 + ldc);
      s20 = FloatVector.fromArray(SPECIES, c, c0 + 2 * ldc);
      s30 = FloatVector.fromArray(SPECIES, c, c0 + 3 * ldc);
      s40 = FloatVector.fromArray(SPECIES, c, c0 + 4 * ldc);
      s50 = FloatVector.fromArray(SPECIES, c, c0 + 5 * ldc);
    } else {
      FloatVector zero = FloatVector.zero(SPECIES);
      s00 = zero;
      s10 = zero;
      s20 = zero;
      s30 = zero;
      s40 = zero;
      s50 = zero;
    }
    int a1 = a0 + aRow;
    int a2 = a0 + 2 * aRow;
    int a3 = a0 + 3 * aRow;
    int a4 = a0 + 4 * aRow;
    int a5 = a0 + 5 * aRow;
    for (int p = 0, ap = 0, bp = b0; p < k; p++, ap += aStep, bp += ldb) {
      FloatVector y0 = FloatVector.fromArray(SPECIES, b, bp);
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0 + ap]);
      s00 = x0.fma(y0, s00);
      FloatVector x1 = FloatVector.broadcast(SPECIES, a[a1 + ap]);
      s10 = x1.fma(y0, s10);
      FloatVector x2 = FloatVector.broadcast(SPECIES, a[a2 + ap]);
      s20 = x2.fma(y0, s20);
      FloatVector x3 = FloatVector.broadcast(SPECIES, a[a3 + ap]);
      s30 = x3.fma(y0, s30);
      FloatVector x4 = FloatVector.broadcast(SPECIES, a[a4 + ap]);
      s40 = x4.fma(y0, s40);
      FloatVector x5 = FloatVector.broadcast(SPECIES, a[a5 + ap]);
      s50 = x5.fma(y0, s50);
    }
    FloatVector.fromArray(SPECIES, c, c0).blend(s00, mask).intoArray(c, c0);
    FloatVector.fromArray(SPECIES, c, c0 + ldc).blend(s10, mask).intoArray(c, c0 + ldc);
    FloatVector.fromArray(SPECIES, c, c0 + 2 * ldc).blend(s20, mask).intoArray(c, c0 + 2 * ldc);
    FloatVector.fromArray(SPECIES, c, c0 + 3 * ldc).blend(s30, mask).intoArray(c, c0 + 3 * ldc);
    FloatVector.fromArray(SPECIES, c, c0 + 4 * ldc).blend(s40, mask).intoArray(c, c0 + 4 * ldc);
    FloatVector.fromArray(SPECIES, c, c0 + 5 * ldc).blend(s50, mask).intoArray(c, c0 + 5 * ldc);
  }

  /**
   * 5 rows by one vector of which only the lanes of {@code mask} are written; see the class
   * comment.
   */
  static void tail5(
      int k,
      float[] a,
      int a0,
      int aRow,
      int aStep,
      float[] b,
      int b0,
      int ldb,
      float[] c,
      int c0,
      int ldc,
      boolean load,
      VectorMask<Float> mask) {
    FloatVector s00;
    FloatVector s10;
    FloatVector s20;
    FloatVector s30;
    FloatVector s40;
    if (load) {
      s00 = FloatVector.fromArray(SPECIES, c, c0);
      s10 = FloatVector.fromArray(SPECIES, c, c0 + ldc);
      s20 = FloatVector.fromArray(SPECIES, c, c0 + 2 * ldc);
      s30 = FloatVector.fromArray(SPECIES, c, c0 + 3 * ldc);
      s40 = FloatVector.fromArray(SPECIES, c, c0 + 4 * ldc);
    } else {
      FloatVector zero = FloatVector.zero(SPECIES);
      s00 = zero;
      s10 = zero;
      s20 = zero;
      s30 = zero;
      s40 = zero;
    }
    int a1 = a0 + aRow;
    int a2 = a0 + 2 * aRow;
    int a3 = a0 + 3 * aRow;
    int a4 = a0 + 4 * aRow;
    for (int p = 0, ap = 0, bp = b0; p < k; p++, ap += aStep, bp += ldb) {
      FloatVector y0 = FloatVector.fromArray(SPECIES, b, bp);
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0 + ap]);
      s00 = x0.fma(y0, s00);
      FloatVector x1 = FloatVector.broadcast(SPECIES, a[a1 + ap]);
      s10 = x1.fma(y0, s10);
      FloatVector x2 = FloatVector.broadcast(SPECIES, a[a2 + ap]);
      s20 = x2.fma(y0, s20);
      FloatVector x3 = FloatVector.broadcast(SPECIES, a[a3 + ap]);
      s30 = x3.fma(y0, s30);
      FloatVector x4 = FloatVector.broadcast(SPECIES, a[a4 + ap]);
      s40 = x4.fma(y0, s40);
    }
    FloatVector.fromArray(SPECIES, c, c0).blend(s00, mask).intoArray(c, c0);
    FloatVector.fromArray(SPECIES, c, c0 + ldc).blend(s10, mask).intoArray(c, c0 + ldc);
    FloatVector.fromArray(SPECIES, c, c0 + 2 * ldc).blend(s20, mask).intoArray(c, c0 + 2 * ldc);
    FloatVector.fromArray(SPECIES, c, c0 + 3 * ldc).blend(s30, mask).intoArray(c, c0 + 3 * ldc);
    FloatVector.fromArray(SPECIES, c, c0 + 4 * ldc).blend(s40, mask).intoArray(c, c0 + 4 * ldc);
  }

  /**
   * 4 rows by one vector of which only the lanes of {@code mask} are written; see the class
   * comment.
   */
  static void tail4(
      int k,
      float[] a,
      int a0,
      int aRow,
      int aStep,
      float[] b,
      int b0,
      int ldb,
      float[] c,
      int c0,
      int ldc,
      boolean load,
      VectorMask<Float> mask) {
    FloatVector s00;
    FloatVector s10;
    FloatVector s20;
    FloatVector s30;
    if (load) {
      s00 = FloatVector.fromArray(SPECIES, c, c0);
      s10 = FloatVector.fromArray(SPECIES, c, c0 + ldc);
      s20 = FloatVector.fromArray(SPECIES, c, c0 + 2 * ldc);
      s30 = FloatVector.fromArray(SPECIES, c, c0 + 3 * ldc);
    } else {
      FloatVector zero = FloatVector.zero(SPECIES);
      s00 = zero;
      s10 = zero;
      s20 = zero;
      s30 = zero;
    }
    int a1 = a0 + aRow;
    int a2 = a0 + 2 * aRow;
    int a3 = a0 + 3 * aRow;
    for (int p = 0, ap = 0, bp = b0; p < k; p++, ap += aStep, bp += ldb) {
      FloatVector y0 = FloatVector.fromArray(SPECIES, b, bp);
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0 + ap]);
      s00 = x0.fma(y0, s00);
      FloatVector x1 = FloatVector.broadcast(SPECIES, a[a1 + ap]);
      s10 = x1.fma(y0, s10);
      FloatVector x2 = FloatVector.broadcast(SPECIES, a[a2 + ap]);
      s20 = x2.fma(y0, s20);
      FloatVector x3 = FloatVector.broadcast(SPECIES, a[a3 + ap]);
      s30 = x3.fma(y0, s30);
    }
    FloatVector.fromArray(SPECIES, c, c0).blend(s00, mask).intoArray(c, c0);
    FloatVector.fromArray(SPECIES, c, c0 + ldc).blend(s10, mask).intoArray(c, c0 + ldc);
    FloatVector.fromArray(SPECIES, c, c0 + 2 * ldc).blend(s20, mask).intoArray(c, c0 + 2 * ldc);
    FloatVector.fromArray(SPECIES, c, c0 + 3 * ldc).blend(s30, mask).intoArray(c, c0 + 3 * ldc);
  }

  /**
   * 3 rows by one vector of which only the lanes of {@code mask} are written; see the class
   * comment.
   */
  static void tail3(
      int k,
      float[] a,
      int a0,
      int aRow,
      int aStep,
      float[] b,
      int b0,
      int ldb,
      float[] c,
      int c0,
      int ldc,
      boolean load,
      VectorMask<Float> mask) {
    FloatVector s00;
    FloatVector s10;
    FloatVector s20;
    if (load) {
      s00 = FloatVector.fromArray(SPECIES, c, c0);
      s10 = FloatVector.fromArray(SPECIES, c, c0 + ldc);
      s20 = FloatVector.fromArray(SPECIES, c, c0 + 2 * ldc);
    } else {
      FloatVector zero = FloatVector.zero(SPECIES);
      s00 = zero;
      s10 = zero;
      s20 = zero;
    }
    int a1 = a0 + aRow;
    int a2 = a0 + 2 * aRow;
    for (int p = 0, ap = 0, bp = b0; p < k; p++, ap += aStep, bp += ldb) {
      FloatVector y0 = FloatVector.fromArray(SPECIES, b, bp);
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0 + ap]);
      s00 = x0.fma(y0, s00);
      FloatVector x1 = FloatVector.broadcast(SPECIES, a[a1 + ap]);
      s10 = x1.fma(y0, s10);
      FloatVector x2 = FloatVector.broadcast(SPECIES, a[a2 + ap]);
      s20 = x2.fma(y0, s20);
    }
    FloatVector.fromArray(SPECIES, c, c0).blend(s00, mask).intoArray(c, c0);
    FloatVector.fromArray(SPECIES, c, c0 + ldc).blend(s10, mask).intoArray(c, c0 + ldc);
    FloatVector.fromArray(SPECIES, c, c0 + 2 * ldc).blend(s20, mask).intoArray(c, c0 + 2 * ldc);
  }

  /**
   * 2 rows by one vector of which only the lanes of {@code mask} are written; see the class
   * comment.
   */
  static void tail2(
      int k,
      float[] a,
      int a0,
      int aRow,
      int aStep,
      float[] b,
      int b0,
      int ldb,
      float[] c,
      int c0,
      int ldc,
      boolean load,
      VectorMask<Float> mask) {
    FloatVector s00;
    FloatVector s10;
    if (load) {
      s00 = FloatVector.fromArray(SPECIES, c, c0);
      s10 = FloatVector.fromArray(SPECIES, c, c0 + ldc);
    } else {
      FloatVector zero = FloatVector.zero(SPECIES);
      s00 = zero;
      s10 = zero;
    }
    int a1 = a0 + aRow;
    for (int p = 0, ap = 0, bp = b0; p < k; p++, ap += aStep, bp += ldb) {
      FloatVector y0 = FloatVector.fromArray(SPECIES, b, bp);
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0 + ap]);
      s00 = x0.fma(y0, s00);
      FloatVector x1 = FloatVector.broadcast(SPECIES, a[a1 + ap]);
      s10 = x1.fma(y0, s10);
    }
    FloatVector.fromArray(SPECIES, c, c0).blend(s00, mask).intoArray(c, c0);
    FloatVector.fromArray(SPECIES, c, c0 + ldc).blend(s10, mask).intoArray(c, c0 + ldc);
  }

  /**
   * 1 rows by one vector of which only the lanes of {@code mask} are written; see the class
   * comment.
   */
  static void tail1(
      int k,
      float[] a,
      int a0,
      int aRow,
      int aStep,
      float[] b,
      int b0,
      int ldb,
      float[] c,
      int c0,
      int ldc,
      boolean load,
      VectorMask<Float> mask) {
    FloatVector s00;
    if (load) {
      s00 = FloatVector.fromArray(SPECIES, c, c0);
    } else {
      FloatVector zero = FloatVector.zero(SPECIES);
      s00 = zero;
    }
    for (int p = 0, ap = 0, bp = b0; p < k; p++, ap += aStep, bp += ldb) {
      FloatVector y0 = FloatVector.fromArray(SPECIES, b, bp);
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0 + ap]);
      s00 = x0.fma(y0, s00);
    }
    FloatVector.fromArray(SPECIES, c, c0).blend(s00, mask).intoArray(c, c0);
  }

  /** A tile of {@code rows} (1 to 6) rows by 4 vectors; see the class comment. */
  static void rows4(
      int rows,
      int k,
      float[] a,
      int a0,
      int aRow,
      int aStep,
      float[] b,
      int b0,
      int ldb,
      float[] c,
      int c0,
      int ldc,
      boolean load) {
    switch (rows) {
      case 6 -> tile6x4(k, a, a0, aRow, aStep, b, b0, ldb, c, c0, ldc, load);
      case 5 -> tile5x4(k, a, a0, aRow, aStep, b, b0, ldb, c, c0, ldc, load);
      case 4 -> tile4x4(k, a, a0, aRow, aStep, b, b0, ldb, c, c0, ldc, load);
      case 3 -> tile3x4(k, a, a0, aRow, aStep, b, b0, ldb, c, c0, ldc, load);
      case 2 -> tile2x4(k, a, a0, aRow, aStep, b, b0, ldb, c, c0, ldc, load);
      case 1 -> tile1x4(k, a, a0, aRow, aStep, b, b0, ldb, c, c0, ldc, load);
      default -> throw new IllegalArgumentException("rows " + rows);
    }
  }

  /** A tile of {@code rows} (1 to 4) rows by 3 vectors; see the class comment. */
  static void rows3(
      int rows,
      int k,
      float[] a,
      int a0,
      int aRow,
      int aStep,
      float[] b,
      int b0,
      int ldb,
      float[] c,
      int c0,
      int ldc,
      boolean load) {
    switch (rows) {
      case 4 -> tile4x3(k, a, a0, aRow, aStep, b, b0, ldb, c, c0, ldc, load);
      case 3 -> tile3x3(k, a, a0, aRow, aStep, b, b0, ldb, c, c0, ldc, load);
      case 2 -> tile2x3(k, a, a0, aRow, aStep, b, b0, ldb, c, c0, ldc, load);
      case 1 -> tile1x3(k, a, a0, aRow, aStep, b, b0, ldb, c, c0, ldc, load);
      default -> throw new IllegalArgumentException("rows " + rows);
    }
  }

  /** A tile of {@code rows} (1 to 6) rows by 2 vectors; see the class comment. */
  static void rows2(
      int rows,
      int k,
      float[] a,
      int a0,
      int aRow,
      int aStep,
      float[] b,
      int b0,
      int ldb,
      float[] c,
      int c0,
      int ldc,
      boolean load) {
    switch (rows) {
      case 6 -> tile6x2(k, a, a0, aRow, aStep, b, b0, ldb, c, c0, ldc, load);
      case 5 -> tile5x2(k, a, a0, aRow, aStep, b, b0, ldb, c, c0, ldc, load);
      case 4 -> tile4x2(k, a, a0, aRow, aStep, b, b0, ldb, c, c0, ldc, load);
      case 3 -> tile3x2(k, a, a0, aRow, aStep, b, b0, ldb, c, c0, ldc, load);
      case 2 -> tile2x2(k, a, a0, aRow, aStep, b, b0, ldb, c, c0, ldc, load);
      case 1 -> tile1x2(k, a, a0, aRow, aStep, b, b0, ldb, c, c0, ldc, load);
      default -> throw new IllegalArgumentException("rows " + rows);
    }
  }

  /** A tile of {@code rows} (1 to 6) rows by 1 vectors; see the class comment. */
  static void rows1(
      int rows,
      int k,
      float[] a,
      int a0,
      int aRow,
      int aStep,
      float[] b,
      int b0,
      int ldb,
      float[] c,
      int c0,
      int ldc,
      boolean load) {
    switch (rows) {
      case 6 -> tile6x1(k, a, a0, aRow, aStep, b, b0, ldb, c, c0, ldc, load);
      case 5 -> tile5x1(k, a, a0, aRow, aStep, b, b0, ldb, c, c0, ldc, load);
      case 4 -> tile4x1(k, a, a0, aRow, aStep, b, b0, ldb, c, c0, ldc, load);
      case 3 -> tile3x1(k, a, a0, aRow, aStep, b, b0, ldb, c, c0, ldc, load);
      case 2 -> tile2x1(k, a, a0, aRow, aStep, b, b0, ldb, c, c0, ldc, load);
      case 1 -> tile1x1(k, a, a0, aRow, aStep, b, b0, ldb, c, c0, ldc, load);
      default -> throw new IllegalArgumentException("rows " + rows);
    }
  }

  /** A tile of {@code rows} (1 to 6) rows by one masked vector; see the class comment. */
  static void rowsTail(
      int rows,
      int k,
      float[] a,
      int a0,
      int aRow,
      int aStep,
      float[] b,
      int b0,
      int ldb,
      float[] c,
      int c0,
      int ldc,
      boolean load,
      VectorMask<Float> mask) {
    switch (rows) {
      case 6 -> tail6(k, a, a0, aRow, aStep, b, b0, ldb, c, c0, ldc, load, mask);
      case 5 -> tail5(k, a, a0, aRow, aStep, b, b0, ldb, c, c0, ldc, load, mask);
      case 4 -> tail4(k, a, a0, aRow, aStep, b, b0, ldb, c, c0, ldc, load, mask);
      case 3 -> tail3(k, a, a0, aRow, aStep, b, b0, ldb, c, c0, ldc, load, mask);
      case 2 -> tail2(k, a, a0, aRow, aStep, b, b0, ldb, c, c0, ldc, load, mask);
      case 1 -> tail1(k, a, a0, aRow, aStep, b, b0, ldb, c, c0, ldc, load, mask);
      default -> throw new IllegalArgumentException("rows " + rows);
    }
  }
}
