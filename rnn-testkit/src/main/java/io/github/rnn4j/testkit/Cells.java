// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.testkit;

import static io.github.rnn4j.testkit.Operation.Role.SCRATCH;
import static io.github.rnn4j.testkit.Operation.Role.UPDATED;
import static io.github.rnn4j.testkit.Operation.Role.WRITTEN;

import java.util.function.ToIntFunction;

/** The gates of recurrent cells; n is the number of hidden units. */
final class Cells {
  private static final ToIntFunction<Size> M = Size::m;
  private static final ToIntFunction<Size> H = Size::n;

  private Cells() {}

  private static ToIntFunction<Size> times(int count, ToIntFunction<Size> size) {
    return it -> count * size.applyAsInt(it);
  }

  static Operation lstmForward() {
    return new Operation("lstmForward")
        .output("gates", UPDATED, M, times(4, H))
        .input("cPrevious", M, H)
        .output("c", WRITTEN, M, H)
        .output("tanhC", WRITTEN, M, H)
        .output("h", WRITTEN, M, H)
        .calls((la, x, at, from) -> la.lstmForward(x[0], x[1], x[2], x[3], x[4]))
        .expects(
            (precision, x, hot) -> {
              Expected expected = new Expected();
              int m = x[1].rows();
              int units = x[1].columns();
              Expected.Output gates = expected.output(0, m, 4 * units);
              Expected.Output cell = expected.output(2, m, units);
              Expected.Output tanhCell = expected.output(3, m, units);
              Expected.Output hidden = expected.output(4, m, units);
              for (int row = 0; row < m; row++) {
                for (int j = 0; j < units; j++) {
                  Term i = term(x[0], row, j).sigmoid();
                  Term f = term(x[0], row, units + j).sigmoid();
                  Term g = term(x[0], row, 2 * units + j).tanh();
                  Term o = term(x[0], row, 3 * units + j).sigmoid();
                  Term c = f.times(term(x[1], row, j)).plus(i.times(g));
                  i.expect(gates, row, j, precision);
                  f.expect(gates, row, units + j, precision);
                  g.expect(gates, row, 2 * units + j, precision);
                  o.expect(gates, row, 3 * units + j, precision);
                  c.expect(cell, row, j, precision);
                  c.tanh().expect(tanhCell, row, j, precision);
                  o.times(c.tanh()).expect(hidden, row, j, precision);
                }
              }
              return expected;
            });
  }

  static Operation lstmBackward() {
    return new Operation("lstmBackward")
        .input("gates", M, times(4, H))
        .input("cPrevious", M, H)
        .input("tanhC", M, H)
        .input("dh", M, H)
        .input("dc", M, H)
        .output("dcPrevious", WRITTEN, M, H, "dc")
        .output("dz", WRITTEN, M, times(4, H), "gates")
        .output("scratch", SCRATCH, times(3, M), H)
        .calls((la, x, at, from) -> la.lstmBackward(x[0], x[1], x[2], x[3], x[4], x[5], x[6], x[7]))
        .expects(
            (precision, x, hot) -> {
              Expected expected = new Expected();
              int m = x[1].rows();
              int units = x[1].columns();
              Expected.Output dcPrevious = expected.output(5, m, units);
              Expected.Output dz = expected.output(6, m, 4 * units);
              for (int row = 0; row < m; row++) {
                for (int j = 0; j < units; j++) {
                  Term i = term(x[0], row, j);
                  Term f = term(x[0], row, units + j);
                  Term g = term(x[0], row, 2 * units + j);
                  Term o = term(x[0], row, 3 * units + j);
                  Term tanhC = term(x[2], row, j);
                  Term dh = term(x[3], row, j);
                  Term all = term(x[4], row, j).plus(dh.times(o).times(tanhSlope(tanhC)));
                  Term dzi = all.times(g).times(sigmoidSlope(i));
                  Term dzf = all.times(term(x[1], row, j)).times(sigmoidSlope(f));
                  Term dzg = all.times(i).times(tanhSlope(g));
                  Term dzo = dh.times(tanhC).times(sigmoidSlope(o));
                  dzi.expect(dz, row, j, precision);
                  dzf.expect(dz, row, units + j, precision);
                  dzg.expect(dz, row, 2 * units + j, precision);
                  dzo.expect(dz, row, 3 * units + j, precision);
                  all.times(f).expect(dcPrevious, row, j, precision);
                }
              }
              return expected;
            });
  }

  static Operation gruForward() {
    return new Operation("gruForward")
        .output("gates", UPDATED, M, times(3, H))
        .input("recurrent", M, times(3, H))
        .input("hPrevious", M, H)
        .output("h", WRITTEN, M, H)
        .output("scratch", SCRATCH, times(2, M), H)
        .calls((la, x, at, from) -> la.gruForward(x[0], x[1], x[2], x[3], x[4]))
        .expects(
            (precision, x, hot) -> {
              Expected expected = new Expected();
              int m = x[2].rows();
              int units = x[2].columns();
              Expected.Output gates = expected.output(0, m, 3 * units);
              Expected.Output hidden = expected.output(3, m, units);
              for (int row = 0; row < m; row++) {
                for (int j = 0; j < units; j++) {
                  Term r = term(x[0], row, j).plus(term(x[1], row, j)).sigmoid();
                  Term z = term(x[0], row, units + j).plus(term(x[1], row, units + j)).sigmoid();
                  Term n =
                      term(x[0], row, 2 * units + j)
                          .plus(r.times(term(x[1], row, 2 * units + j)))
                          .tanh();
                  Term h = Term.ONE.minus(z).times(n).plus(z.times(term(x[2], row, j)));
                  r.expect(gates, row, j, precision);
                  z.expect(gates, row, units + j, precision);
                  n.expect(gates, row, 2 * units + j, precision);
                  h.expect(hidden, row, j, precision);
                }
              }
              return expected;
            });
  }

  static Operation gruBackward() {
    return new Operation("gruBackward")
        .input("gates", M, times(3, H))
        .input("recurrent", M, times(3, H))
        .input("hPrevious", M, H)
        .input("dh", M, H)
        .output("dhPrevious", UPDATED, M, H)
        .output("dx", WRITTEN, M, times(3, H), "gates")
        .output("dy", WRITTEN, M, times(3, H), "recurrent")
        .output("scratch", SCRATCH, times(3, M), H)
        .calls((la, x, at, from) -> la.gruBackward(x[0], x[1], x[2], x[3], x[4], x[5], x[6], x[7]))
        .expects(
            (precision, x, hot) -> {
              Expected expected = new Expected();
              int m = x[2].rows();
              int units = x[2].columns();
              Expected.Output dhPrevious = expected.output(4, m, units);
              Expected.Output dx = expected.output(5, m, 3 * units);
              Expected.Output dy = expected.output(6, m, 3 * units);
              for (int row = 0; row < m; row++) {
                for (int j = 0; j < units; j++) {
                  Term r = term(x[0], row, j);
                  Term z = term(x[0], row, units + j);
                  Term n = term(x[0], row, 2 * units + j);
                  Term dh = term(x[3], row, j);
                  Term dxn = dh.times(Term.ONE.minus(z)).times(tanhSlope(n));
                  Term dxz = dh.times(term(x[2], row, j).minus(n)).times(sigmoidSlope(z));
                  Term dxr = dxn.times(term(x[1], row, 2 * units + j)).times(sigmoidSlope(r));
                  for (Expected.Output output : new Expected.Output[] {dx, dy}) {
                    dxr.expect(output, row, j, precision);
                    dxz.expect(output, row, units + j, precision);
                  }
                  dxn.expect(dx, row, 2 * units + j, precision);
                  dxn.times(r).expect(dy, row, 2 * units + j, precision);
                  term(x[4], row, j).plus(dh.times(z)).expect(dhPrevious, row, j, precision);
                }
              }
              return expected;
            });
  }

  /** 1 − a², the derivative of a = tanh(x). */
  private static Term tanhSlope(Term a) {
    return Term.ONE.minus(a.times(a));
  }

  /** a·(1 − a), the derivative of a = σ(x). */
  private static Term sigmoidSlope(Term a) {
    return a.times(Term.ONE.minus(a));
  }

  private static Term term(Grid grid, int row, int column) {
    return Term.of(grid.at(row, column));
  }
}
