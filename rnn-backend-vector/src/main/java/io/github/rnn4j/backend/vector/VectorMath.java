// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.backend.vector;

import static io.github.rnn4j.backend.vector.Lanes.LANES;
import static io.github.rnn4j.backend.vector.Lanes.SPECIES;
import static io.github.rnn4j.backend.vector.ScalarMath.*;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The functions of {@link ScalarMath} over ranges, a vector at a time: the same operations in the
 * same order and so the same bits, whatever the number of lanes.
 *
 * <p>Each loop holds its function's text itself: a helper that takes vectors and is not inlined
 * costs a factor of ten. And the compiler should know the class of every vector on which a method
 * is called: it does of what was loaded, broadcast here or computed from such, but not of what was
 * reinterpreted nor of what was made before the loop. So a constant comes first where bits become
 * integers.
 */
final class VectorMath {
  private static final VectorSpecies<Integer> INTS = SPECIES.withLanes(int.class);
  private static final int ROUND_BITS = Float.floatToRawIntBits(ROUND);
  private static final int ONE_BITS = Float.floatToRawIntBits(1f);
  private static final int SIGN_BIT = 0x80000000;

  private VectorMath() {}

  /**
   * y[i] = e^x[i], i &lt; n.
   *
   * @param n the number of elements
   * @param x the arguments. Not modified, unless y is the same range
   * @param x0 the offset of x
   * @param y the results. Modified; the range of x itself or one that does not overlap it
   * @param y0 the offset of y
   */
  static void exp(int n, float[] x, int x0, float[] y, int y0) {
    int end = Loop.EXP.end(n);
    if (end > 0) {
      expVectors(end, x, x0, y, y0);
    }
    for (int i = end; i < n; i++) {
      y[y0 + i] = ScalarMath.exp(x[x0 + i]);
    }
  }

  private static void expVectors(int n, float[] x, int x0, float[] y, int y0) {
    final FloatVector log2e = FloatVector.broadcast(SPECIES, LOG2_E);
    final FloatVector round = FloatVector.broadcast(SPECIES, ROUND);
    final FloatVector high = FloatVector.broadcast(SPECIES, LN2_HIGH);
    final FloatVector low = FloatVector.broadcast(SPECIES, LN2_LOW);
    final FloatVector e0 = FloatVector.broadcast(SPECIES, E0);
    final FloatVector e1 = FloatVector.broadcast(SPECIES, E1);
    final FloatVector e2 = FloatVector.broadcast(SPECIES, E2);
    final FloatVector e3 = FloatVector.broadcast(SPECIES, E3);
    final FloatVector e4 = FloatVector.broadcast(SPECIES, E4);
    final FloatVector e5 = FloatVector.broadcast(SPECIES, E5);
    final FloatVector one = FloatVector.broadcast(SPECIES, 1f);
    for (int i = 0; i < n; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, x0 + i).min(EXP_MAX).max(EXP_MIN);
      FloatVector t = v.fma(log2e, round);
      FloatVector n1 = t.sub(round);
      FloatVector r = n1.fma(low, n1.fma(high, v));
      FloatVector p = r.fma(e5, e4);
      p = p.fma(r, e3);
      p = p.fma(r, e2);
      p = p.fma(r, e1);
      p = p.fma(r, e0);
      p = p.fma(r.mul(r), r);
      // n / 2 and n − n / 2, each as the exponent of a power of two.
      IntVector i1 = IntVector.broadcast(INTS, -ROUND_BITS).add(t.reinterpretAsInts());
      IntVector half = i1.lanewise(VectorOperators.ASHR, 1);
      IntVector rest = i1.sub(half);
      FloatVector s1 =
          IntVector.broadcast(INTS, ONE_BITS)
              .add(half.lanewise(VectorOperators.LSHL, 23))
              .reinterpretAsFloats();
      FloatVector s2 =
          IntVector.broadcast(INTS, ONE_BITS)
              .add(rest.lanewise(VectorOperators.LSHL, 23))
              .reinterpretAsFloats();
      p.add(one).mul(s1).mul(s2).intoArray(y, y0 + i);
    }
  }

  /**
   * y[i] = 1 / (1 + e^−x[i]), i &lt; n.
   *
   * @param n the number of elements
   * @param x the arguments. Not modified, unless y is the same range
   * @param x0 the offset of x
   * @param y the results. Modified; the range of x itself or one that does not overlap it
   * @param y0 the offset of y
   */
  static void sigmoid(int n, float[] x, int x0, float[] y, int y0) {
    int end = Loop.SIGMOID.end(n);
    if (end > 0) {
      sigmoidVectors(end, x, x0, y, y0);
    }
    for (int i = end; i < n; i++) {
      y[y0 + i] = ScalarMath.sigmoid(x[x0 + i]);
    }
  }

  private static void sigmoidVectors(int n, float[] x, int x0, float[] y, int y0) {
    final FloatVector log2e = FloatVector.broadcast(SPECIES, LOG2_E);
    final FloatVector round = FloatVector.broadcast(SPECIES, ROUND);
    final FloatVector high = FloatVector.broadcast(SPECIES, LN2_HIGH);
    final FloatVector low = FloatVector.broadcast(SPECIES, LN2_LOW);
    final FloatVector e0 = FloatVector.broadcast(SPECIES, E0);
    final FloatVector e1 = FloatVector.broadcast(SPECIES, E1);
    final FloatVector e2 = FloatVector.broadcast(SPECIES, E2);
    final FloatVector e3 = FloatVector.broadcast(SPECIES, E3);
    final FloatVector e4 = FloatVector.broadcast(SPECIES, E4);
    final FloatVector e5 = FloatVector.broadcast(SPECIES, E5);
    final FloatVector one = FloatVector.broadcast(SPECIES, 1f);
    for (int i = 0; i < n; i += LANES) {
      FloatVector u = FloatVector.fromArray(SPECIES, x, x0 + i);
      FloatVector v = u.abs().neg().max(EXP_MIN);
      FloatVector t = v.fma(log2e, round);
      FloatVector n1 = t.sub(round);
      FloatVector r = n1.fma(low, n1.fma(high, v));
      FloatVector p = r.fma(e5, e4);
      p = p.fma(r, e3);
      p = p.fma(r, e2);
      p = p.fma(r, e1);
      p = p.fma(r, e0);
      p = p.fma(r.mul(r), r);
      // n / 2 and n − n / 2, each as the exponent of a power of two.
      IntVector i1 = IntVector.broadcast(INTS, -ROUND_BITS).add(t.reinterpretAsInts());
      IntVector half = i1.lanewise(VectorOperators.ASHR, 1);
      IntVector rest = i1.sub(half);
      FloatVector s1 =
          IntVector.broadcast(INTS, ONE_BITS)
              .add(half.lanewise(VectorOperators.LSHL, 23))
              .reinterpretAsFloats();
      FloatVector s2 =
          IntVector.broadcast(INTS, ONE_BITS)
              .add(rest.lanewise(VectorOperators.LSHL, 23))
              .reinterpretAsFloats();
      FloatVector e = p.add(one).mul(s1).mul(s2);
      VectorMask<Float> positive = u.compare(VectorOperators.GE, 0f);
      e.blend(one, positive).div(e.add(one)).intoArray(y, y0 + i);
    }
  }

  /**
   * y[i] = tanh x[i], i &lt; n.
   *
   * @param n the number of elements
   * @param x the arguments. Not modified, unless y is the same range
   * @param x0 the offset of x
   * @param y the results. Modified; the range of x itself or one that does not overlap it
   * @param y0 the offset of y
   */
  static void tanh(int n, float[] x, int x0, float[] y, int y0) {
    int end = Loop.TANH.end(n);
    if (end > 0) {
      tanhVectors(end, x, x0, y, y0);
    }
    for (int i = end; i < n; i++) {
      y[y0 + i] = ScalarMath.tanh(x[x0 + i]);
    }
  }

  private static void tanhVectors(int n, float[] x, int x0, float[] y, int y0) {
    final FloatVector log2e = FloatVector.broadcast(SPECIES, LOG2_E);
    final FloatVector round = FloatVector.broadcast(SPECIES, ROUND);
    final FloatVector high = FloatVector.broadcast(SPECIES, LN2_HIGH);
    final FloatVector low = FloatVector.broadcast(SPECIES, LN2_LOW);
    final FloatVector e0 = FloatVector.broadcast(SPECIES, E0);
    final FloatVector e1 = FloatVector.broadcast(SPECIES, E1);
    final FloatVector e2 = FloatVector.broadcast(SPECIES, E2);
    final FloatVector e3 = FloatVector.broadcast(SPECIES, E3);
    final FloatVector e4 = FloatVector.broadcast(SPECIES, E4);
    final FloatVector e5 = FloatVector.broadcast(SPECIES, E5);
    final FloatVector one = FloatVector.broadcast(SPECIES, 1f);
    for (int i = 0; i < n; i += LANES) {
      FloatVector u = FloatVector.fromArray(SPECIES, x, x0 + i);
      FloatVector v = u.abs().min(TANH_MAX);
      v = v.add(v);
      FloatVector t = v.fma(log2e, round);
      FloatVector n1 = t.sub(round);
      FloatVector r = n1.fma(low, n1.fma(high, v));
      FloatVector p = r.fma(e5, e4);
      p = p.fma(r, e3);
      p = p.fma(r, e2);
      p = p.fma(r, e1);
      p = p.fma(r, e0);
      p = p.fma(r.mul(r), r);
      IntVector i1 = IntVector.broadcast(INTS, -ROUND_BITS).add(t.reinterpretAsInts());
      FloatVector s =
          IntVector.broadcast(INTS, ONE_BITS)
              .add(i1.lanewise(VectorOperators.LSHL, 23))
              .reinterpretAsFloats();
      FloatVector m = p.fma(s, s.sub(one));
      IntVector q = m.div(m.add(2f)).reinterpretAsInts();
      IntVector.broadcast(INTS, SIGN_BIT)
          .and(u.reinterpretAsInts())
          .or(q)
          .reinterpretAsFloats()
          .intoArray(y, y0 + i);
    }
  }
}
