package io.github.rnn4j.backend.vector;

import static io.github.rnn4j.backend.vector.Lanes.LANES;
import static io.github.rnn4j.backend.vector.Lanes.SPECIES;
import static io.github.rnn4j.backend.vector.ScalarMath.*;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * The functions of {@link ScalarMath} over ranges, a vector at a time: the same operations in the
 * same order and so the same bits, whatever the number of lanes.
 *
 * <p>Each loop holds its function's text itself: a helper that takes vectors and is not inlined
 * costs a factor of ten.
 */
final class VectorMath {
  private static final int ROUND_BITS = Float.floatToRawIntBits(ROUND);

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
    int i = 0;
    for (int end = Lanes.end(n); i < end; i += LANES) {
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
      IntVector i1 = t.reinterpretAsInts().sub(ROUND_BITS);
      IntVector half = i1.lanewise(VectorOperators.ASHR, 1);
      FloatVector s1 = half.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
      FloatVector s2 =
          i1.sub(half).add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
      p.add(one).mul(s1).mul(s2).intoArray(y, y0 + i);
    }
    for (; i < n; i++) {
      y[y0 + i] = ScalarMath.exp(x[x0 + i]);
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
    int i = 0;
    for (int end = Lanes.end(n); i < end; i += LANES) {
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
      IntVector i1 = t.reinterpretAsInts().sub(ROUND_BITS);
      IntVector half = i1.lanewise(VectorOperators.ASHR, 1);
      FloatVector s1 = half.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
      FloatVector s2 =
          i1.sub(half).add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
      FloatVector e = p.add(one).mul(s1).mul(s2);
      VectorMask<Float> positive = u.compare(VectorOperators.GE, 0f);
      e.blend(one, positive).div(e.add(one)).intoArray(y, y0 + i);
    }
    for (; i < n; i++) {
      y[y0 + i] = ScalarMath.sigmoid(x[x0 + i]);
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
    int i = 0;
    for (int end = Lanes.end(n); i < end; i += LANES) {
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
      FloatVector s =
          t.reinterpretAsInts()
              .lanewise(VectorOperators.LSHL, 23)
              .add(0x3f800000)
              .reinterpretAsFloats();
      FloatVector m = p.fma(s, s.sub(one));
      IntVector q = m.div(m.add(2f)).reinterpretAsInts();
      q.or(u.reinterpretAsInts().and(0x80000000)).reinterpretAsFloats().intoArray(y, y0 + i);
    }
    for (; i < n; i++) {
      y[y0 + i] = ScalarMath.tanh(x[x0 + i]);
    }
  }

  /**
   * y[i] = ln x[i], i &lt; n.
   *
   * @param n the number of elements
   * @param x the arguments. Not modified, unless y is the same range
   * @param x0 the offset of x
   * @param y the results. Modified; the range of x itself or one that does not overlap it
   * @param y0 the offset of y
   */
  static void log(int n, float[] x, int x0, float[] y, int y0) {
    int i = 0;
    for (int end = Lanes.end(n); i < end; i += LANES) {
      FloatVector u = FloatVector.fromArray(SPECIES, x, x0 + i);
      VectorMask<Float> small = u.compare(VectorOperators.LT, Float.MIN_NORMAL);
      IntVector bits = u.blend(u.mul(0x1p32f), small).reinterpretAsInts();
      IntVector i1 = bits.sub(0x3f3504f3).lanewise(VectorOperators.ASHR, 23);
      FloatVector f = bits.sub(i1.lanewise(VectorOperators.LSHL, 23)).reinterpretAsFloats().sub(1f);
      FloatVector e = (FloatVector) i1.convert(VectorOperators.I2F, 0);
      e = e.blend(e.sub(32f), small);
      FloatVector z = f.mul(f);
      FloatVector p = f.fma(FloatVector.broadcast(SPECIES, L8), FloatVector.broadcast(SPECIES, L7));
      p = p.fma(f, FloatVector.broadcast(SPECIES, L6));
      p = p.fma(f, FloatVector.broadcast(SPECIES, L5));
      p = p.fma(f, FloatVector.broadcast(SPECIES, L4));
      p = p.fma(f, FloatVector.broadcast(SPECIES, L3));
      p = p.fma(f, FloatVector.broadcast(SPECIES, L2));
      p = p.fma(f, FloatVector.broadcast(SPECIES, L1));
      p = p.fma(f, FloatVector.broadcast(SPECIES, L0));
      p = p.mul(f.mul(z));
      p = e.fma(FloatVector.broadcast(SPECIES, -LN2_LOW), p);
      p = z.fma(FloatVector.broadcast(SPECIES, -0.5f), p);
      FloatVector v = e.fma(FloatVector.broadcast(SPECIES, -LN2_HIGH), f.add(p));
      // x > 0 and finite: v; ∞ stays; ±0 becomes −∞; the rest NaN.
      v = v.blend(Float.POSITIVE_INFINITY, u.compare(VectorOperators.EQ, Float.POSITIVE_INFINITY));
      v = v.blend(Float.NEGATIVE_INFINITY, u.compare(VectorOperators.EQ, 0f));
      v = v.blend(Float.NaN, u.compare(VectorOperators.LT, 0f));
      v = v.blend(Float.NaN, u.compare(VectorOperators.NE, u));
      v.intoArray(y, y0 + i);
    }
    for (; i < n; i++) {
      y[y0 + i] = ScalarMath.log(x[x0 + i]);
    }
  }
}
