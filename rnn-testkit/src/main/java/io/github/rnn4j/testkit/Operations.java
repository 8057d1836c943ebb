// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.testkit;

import static io.github.rnn4j.api.Transpose.NO;
import static io.github.rnn4j.api.Transpose.YES;
import static io.github.rnn4j.testkit.Operation.Role.INPUT;
import static io.github.rnn4j.testkit.Operation.Role.UPDATED;
import static io.github.rnn4j.testkit.Operation.Role.WRITTEN;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Precision;
import io.github.rnn4j.api.Transpose;
import io.github.rnn4j.testkit.Operation.Operand;
import io.github.rnn4j.testkit.Operation.Role;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every operation of {@link LinearAlgebra}, each with the scalars that matter. An operation added
 * to the SPI is added here once; all rules that bind every operation follow from that.
 *
 * <p>Scalars are exact in binary32, so that no bound has to pay for their rounding.
 */
final class Operations {

  private static final ToIntFunction<Size> M = Size::m;
  private static final ToIntFunction<Size> N = Size::n;
  private static final ToIntFunction<Size> K = Size::k;
  private static final ToIntFunction<Size> V = Size::v;
  private static final ToIntFunction<Size> ONE = size -> 1;

  private static final List<Operation> ALL =
      Stream.of(
              Stream.of(NO, YES)
                  .flatMap(
                      ta ->
                          Stream.of(NO, YES)
                              .flatMap(
                                  tb ->
                                      Stream.of(
                                          gemm(1, ta, tb, 0),
                                          gemm(1, ta, tb, 1),
                                          gemm(-1.25, ta, tb, 0.5)))),
              Stream.of(
                  dot(),
                  sum(),
                  copy(),
                  fill(0),
                  fill(-1.25),
                  scale(0),
                  scale(1),
                  scale(-1),
                  scale(0.375),
                  axpy(0),
                  axpy(1),
                  axpy(-1),
                  axpy(0.375),
                  hadamard(),
                  divide(),
                  sqrt(),
                  addScalar(-1.25),
                  clamp(-0.5, 1),
                  Functions.TANH.operation(),
                  Functions.SIGMOID.operation(),
                  Functions.EXP.operation(),
                  transpose(),
                  broadcastRow(0),
                  broadcastRow(1),
                  broadcastRow(-0.75),
                  addColumn(-1),
                  addColumn(0.375),
                  columnSums(0),
                  columnSums(1),
                  columnSums(-0.75),
                  logSumExp(),
                  copyColumns(),
                  gatherRows(),
                  scatterAddRows(),
                  addOneHot(-1),
                  addOneHot(0.375),
                  dotOneHot(),
                  tanhBackward(),
                  softmaxCrossEntropy(1),
                  softmaxCrossEntropy(0.125),
                  Cells.lstmForward(),
                  Cells.lstmBackward(),
                  Cells.gruForward(),
                  Cells.gruBackward(),
                  LayerNorms.layerNorm(1, 0x1p-10),
                  LayerNorms.layerNorm(3, 0x1p-4),
                  LayerNorms.layerNormBackward(1),
                  LayerNorms.layerNormBackward(3),
                  Optimizers.sgdMomentum(0.125, 0.875, false, 0.0625),
                  Optimizers.sgdMomentum(0.125, 0.875, true, 0.0625),
                  Optimizers.adagrad(0.125, 0x1p-10, 0.0625),
                  Optimizers.rmsprop(0.125, 0.875, 0x1p-10, 0.0625),
                  Optimizers.adam(3, 0.125, 0.875, 0.9375, 0x1p-10, 0.0625, false),
                  Optimizers.adam(1, 0.125, 0.875, 0.9375, 0x1p-10, 0.0625, true)))
          .flatMap(operations -> operations)
          .toList();

  private Operations() {}

  static List<Operation> all() {
    return ALL;
  }

  static List<Operation> elementWise() {
    return ALL.stream().filter(Operation::isElementWise).toList();
  }

  static List<Operation> indexed() {
    return ALL.stream().filter(Operation::isIndexed).toList();
  }

  /** Those which have an output whose former elements are not read. */
  static List<Operation> writing() {
    return ALL.stream()
        .filter(it -> it.operands().stream().anyMatch(Operation.Operand::isNeverRead))
        .toList();
  }

  /** Those with a default, which a backend may override. */
  static List<Operation> fused() {
    Set<String> defaults = defaults();
    return ALL.stream().filter(it -> defaults.contains(it.name())).toList();
  }

  /** Those which every backend computes itself. */
  static List<Operation> primitive() {
    Set<String> defaults = defaults();
    return ALL.stream().filter(it -> !defaults.contains(it.name())).toList();
  }

  private static Set<String> defaults() {
    return Arrays.stream(LinearAlgebra.class.getMethods())
        .filter(Method::isDefault)
        .map(Method::getName)
        .collect(Collectors.toSet());
  }

  /** Those whose outcome depends on an operand in the first place. */
  static List<Operation> reading() {
    return ALL.stream()
        .filter(it -> !it.name().equals("fill") && !it.name().equals("softmaxCrossEntropy"))
        .toList();
  }

  /** All but products, for which large sizes have a test of their own. */
  static List<Operation> allButProducts() {
    return ALL.stream().filter(it -> !it.name().equals("gemm")).toList();
  }

  /** One of each name, whatever its scalars. */
  static Collection<Operation> oneOfEachName() {
    Map<String, Operation> first = new LinkedHashMap<>();
    ALL.forEach(it -> first.putIfAbsent(it.name(), it));
    return first.values();
  }

  /** Those which have an output that may be an input. */
  static List<Operation> aliasing() {
    return ALL.stream()
        .filter(it -> it.operands().stream().anyMatch(x -> !x.mayBe().isEmpty()))
        .toList();
  }

  static List<Operation> named(String name) {
    List<Operation> found = ALL.stream().filter(it -> it.name().equals(name)).toList();
    if (found.isEmpty()) {
      throw new IllegalArgumentException("no operation is named " + name);
    }
    return found;
  }

  // ---------------------------------------------------------------------------------- products

  static Operation gemm(double alpha, Transpose ta, Transpose tb, double beta) {
    return new Operation("gemm", alpha, ta, tb, beta)
        .input("a", ta == NO ? M : K, ta == NO ? K : M)
        .input("b", tb == NO ? K : N, tb == NO ? N : K)
        .output("c", beta == 0 ? WRITTEN : UPDATED, M, N)
        .calls((la, x, at, from) -> la.gemm(alpha, x[0], ta, x[1], tb, beta, x[2]))
        .expects(
            (precision, x, hot) -> {
              Grid a = ta == NO ? x[0] : x[0].transposed();
              Grid b = tb == NO ? x[1] : x[1].transposed();
              Expected expected = new Expected();
              Expected.Output c = expected.output(2, a.rows(), b.columns());
              double gamma = precision.gamma(a.columns() + 2);
              for (int i = 0; i < a.rows(); i++) {
                for (int j = 0; j < b.columns(); j++) {
                  Sum product = new Sum();
                  for (int k = 0; k < a.columns(); k++) {
                    product.add(a.at(i, k), b.at(k, j));
                  }
                  Sum sum = new Sum().add(alpha, product.value());
                  double absolute = Math.abs(alpha) * product.absolute();
                  if (beta != 0) {
                    sum.add(beta, x[2].at(i, j));
                    absolute += Math.abs(beta * x[2].at(i, j));
                  }
                  c.set(i, j, sum.value(), gamma * absolute);
                }
              }
              return expected;
            });
  }

  static Operation dot() {
    return new Operation("dot")
        .input("x", M, N)
        .input("y", M, N)
        .returns((la, x, at, from) -> la.dot(x[0], x[1]))
        .expects(
            (precision, x, hot) -> {
              Sum sum = new Sum();
              for (int i = 0; i < x[0].values().length; i++) {
                sum.add(x[0].values()[i], x[1].values()[i]);
              }
              return sumOf(sum, x[0].values().length, precision);
            });
  }

  static Operation sum() {
    return new Operation("sum")
        .operand(free("x", INPUT))
        .returns((la, x, at, from) -> la.sum(x[0]))
        .expects(
            (precision, x, hot) -> {
              Sum sum = new Sum();
              for (double value : x[0].values()) {
                sum.add(value);
              }
              return sumOf(sum, x[0].values().length, precision);
            });
  }

  private static Expected sumOf(Sum sum, int count, Precision precision) {
    return new Expected().result(sum.value(), precision.gamma(count + 2) * sum.absolute());
  }

  // ---------------------------------------------------------------------------------- element-wise

  static Operation copy() {
    return new Operation("copy")
        .input("x", M, N)
        .output("y", WRITTEN, M, N, "x")
        .elementWise()
        .calls((la, x, at, from) -> la.copy(x[0], x[1]))
        .expects(
            (precision, x, hot) -> each(1, x, precision, (sum, i, j) -> sum.add(x[0].at(i, j)), 0));
  }

  static Operation fill(double value) {
    return new Operation("fill", value)
        .operand(free("x", WRITTEN))
        .elementWise()
        .calls((la, x, at, from) -> la.fill(value, x[0]))
        .expects((precision, x, hot) -> each(0, x, precision, (sum, i, j) -> sum.add(value), 0));
  }

  static Operation scale(double alpha) {
    return new Operation("scale", alpha)
        .operand(free("x", UPDATED))
        .elementWise()
        .calls((la, x, at, from) -> la.scale(alpha, x[0]))
        .expects(
            (precision, x, hot) ->
                each(0, x, precision, (sum, i, j) -> sum.add(alpha, x[0].at(i, j)), 1));
  }

  static Operation axpy(double alpha) {
    return new Operation("axpy", alpha)
        .input("x", M, N)
        .output("y", UPDATED, M, N, "x")
        .elementWise()
        .calls((la, x, at, from) -> la.axpy(alpha, x[0], x[1]))
        .expects(
            (precision, x, hot) ->
                each(
                    1,
                    x,
                    precision,
                    (sum, i, j) -> sum.add(alpha, x[0].at(i, j)).add(x[1].at(i, j)),
                    2));
  }

  static Operation hadamard() {
    return new Operation("hadamard")
        .input("x", M, N)
        .input("y", M, N)
        .output("z", WRITTEN, M, N, "x", "y")
        .elementWise()
        .calls((la, x, at, from) -> la.hadamard(x[0], x[1], x[2]))
        .expects(
            (precision, x, hot) ->
                each(2, x, precision, (sum, i, j) -> sum.add(x[0].at(i, j), x[1].at(i, j)), 1));
  }

  static Operation divide() {
    return new Operation("divide")
        .input("x", M, N)
        .input("y", M, N)
        .output("z", WRITTEN, M, N, "x", "y")
        .elementWise()
        .calls((la, x, at, from) -> la.divide(x[0], x[1], x[2]))
        .expects(
            (precision, x, hot) ->
                each(
                    2,
                    x,
                    precision,
                    (sum, i, j) -> sum.add(precision.round(x[0].at(i, j) / x[1].at(i, j))),
                    0));
  }

  static Operation sqrt() {
    return new Operation("sqrt")
        .input("x", M, N)
        .output("y", WRITTEN, M, N, "x")
        .elementWise()
        .nonNegative("x")
        .calls((la, x, at, from) -> la.sqrt(x[0], x[1]))
        .expects(
            (precision, x, hot) ->
                each(
                    1,
                    x,
                    precision,
                    (sum, i, j) -> sum.add(precision.round(Math.sqrt(x[0].at(i, j)))),
                    0));
  }

  static Operation addScalar(double alpha) {
    return new Operation("addScalar", alpha)
        .operand(free("x", UPDATED))
        .elementWise()
        .calls((la, x, at, from) -> la.addScalar(alpha, x[0]))
        .expects(
            (precision, x, hot) ->
                each(0, x, precision, (sum, i, j) -> sum.add(x[0].at(i, j)).add(alpha), 1));
  }

  static Operation clamp(double lower, double upper) {
    return new Operation("clamp", lower, upper)
        .operand(free("x", UPDATED))
        .elementWise()
        .calls((la, x, at, from) -> la.clamp(lower, upper, x[0]))
        .expects(
            (precision, x, hot) ->
                each(
                    0,
                    x,
                    precision,
                    (sum, i, j) -> sum.add(Math.min(Math.max(x[0].at(i, j), lower), upper)),
                    0));
  }

  // -------------------------------------------------------------------------- rows and columns

  static Operation transpose() {
    return new Operation("transpose")
        .input("a", M, N)
        .output("b", WRITTEN, N, M)
        .calls((la, x, at, from) -> la.transpose(x[0], x[1]))
        .expects(
            (precision, x, hot) -> each(1, x, precision, (sum, i, j) -> sum.add(x[0].at(j, i)), 0));
  }

  static Operation broadcastRow(double beta) {
    return new Operation("broadcastRow", beta)
        .input("r", ONE, N)
        .operand(rowsFree("y", beta == 0 ? WRITTEN : UPDATED))
        .calls((la, x, at, from) -> la.broadcastRow(x[0], beta, x[1]))
        .expects(
            (precision, x, hot) ->
                each(
                    1,
                    x,
                    precision,
                    (sum, i, j) -> {
                      sum.add(x[0].at(0, j));
                      if (beta != 0) {
                        sum.add(beta, x[1].at(i, j));
                      }
                    },
                    beta == 0 ? 0 : 2));
  }

  static Operation addColumn(double alpha) {
    return new Operation("addColumn", alpha)
        .input("c", M, ONE)
        .operand(columnsFree("y", UPDATED))
        .calls((la, x, at, from) -> la.addColumn(alpha, x[0], x[1]))
        .expects(
            (precision, x, hot) ->
                each(
                    1,
                    x,
                    precision,
                    (sum, i, j) -> sum.add(alpha, x[0].at(i, 0)).add(x[1].at(i, j)),
                    2));
  }

  static Operation columnSums(double beta) {
    return new Operation("columnSums", beta)
        .operand(rowsFree("x", INPUT))
        .output("r", beta == 0 ? WRITTEN : UPDATED, ONE, N)
        .calls((la, x, at, from) -> la.columnSums(x[0], beta, x[1]))
        .expects(
            (precision, x, hot) ->
                each(
                    1,
                    x,
                    precision,
                    (sum, one, j) -> {
                      for (int i = 0; i < x[0].rows(); i++) {
                        sum.add(x[0].at(i, j));
                      }
                      if (beta != 0) {
                        sum.add(beta, x[1].at(0, j));
                      }
                    },
                    x[0].rows() + 1));
  }

  static Operation logSumExp() {
    return new Operation("logSumExp")
        .operand(columnsFree("x", INPUT))
        .output("c", WRITTEN, M, ONE)
        .calls((la, x, at, from) -> la.logSumExp(x[0], x[1]))
        .expects(
            (precision, x, hot) -> {
              Expected expected = new Expected();
              Softmax.of(x[0]).expectLogSumExp(precision, expected.output(1, x[0].rows(), 1));
              return expected;
            });
  }

  /** The first column of X becomes the second of Y. */
  static Operation copyColumns() {
    return new Operation("copyColumns")
        .operand(columnsFree("x", INPUT))
        .operand(new Operand("y", UPDATED, M, size -> size.n() + 2, true, false, Set.of()))
        .calls((la, x, at, from) -> la.copyColumns(x[0], 0, x[1], 1, 1))
        .expects(
            (precision, x, hot) ->
                each(
                    1,
                    x,
                    precision,
                    (sum, i, j) -> sum.add(j == 1 ? x[0].at(i, 0) : x[1].at(i, j)),
                    0));
  }

  // ---------------------------------------------------------------------------------- by index

  static Operation gatherRows() {
    return new Operation("gatherRows")
        .operand(rowsFree("t", INPUT, V))
        .operand(rowsFree("y", WRITTEN))
        .indexed("indices", V)
        .calls((la, x, at, from) -> la.gatherRows(x[0], at, from, x[1]))
        .expects(
            (precision, x, hot) ->
                each(1, x, precision, (sum, i, j) -> sum.add(x[0].at(hot[i], j)), 0));
  }

  static Operation scatterAddRows() {
    return new Operation("scatterAddRows")
        .operand(rowsFree("x", INPUT))
        .operand(rowsFree("t", UPDATED, V))
        .indexed("indices", V)
        .calls((la, x, at, from) -> la.scatterAddRows(x[0], at, from, x[1]))
        .expects(
            (precision, x, hot) ->
                each(
                    1,
                    x,
                    precision,
                    (sum, k, j) -> {
                      sum.add(x[1].at(k, j));
                      for (int i = 0; i < hot.length; i++) {
                        if (hot[i] == k) {
                          sum.add(x[0].at(i, j));
                        }
                      }
                    },
                    hot.length));
  }

  static Operation addOneHot(double alpha) {
    return new Operation("addOneHot", alpha)
        .operand(free("y", UPDATED))
        .indexed("indices", N)
        .calls((la, x, at, from) -> la.addOneHot(alpha, at, from, x[0]))
        .expects(
            (precision, x, hot) ->
                each(
                    0,
                    x,
                    precision,
                    (sum, i, j) -> {
                      sum.add(x[0].at(i, j));
                      if (hot[i] == j) {
                        sum.add(alpha);
                      }
                    },
                    2));
  }

  static Operation dotOneHot() {
    return new Operation("dotOneHot")
        .operand(free("x", INPUT))
        .indexed("indices", N)
        .returns((la, x, at, from) -> la.dotOneHot(x[0], at, from))
        .expects(
            (precision, x, hot) -> {
              Sum sum = new Sum();
              for (int i = 0; i < hot.length; i++) {
                sum.add(x[0].at(i, hot[i]));
              }
              return sumOf(sum, hot.length, Precision.FLOAT64);
            });
  }

  // ---------------------------------------------------------------------------------- fused

  static Operation tanhBackward() {
    return new Operation("tanhBackward")
        .input("a", M, N)
        .input("da", M, N)
        .output("dz", WRITTEN, M, N)
        .elementWise()
        .calls((la, x, at, from) -> la.tanhBackward(x[0], x[1], x[2]))
        .expects(
            (precision, x, hot) -> {
              Expected expected = new Expected();
              Expected.Output dz = expected.output(2, x[2].rows(), x[2].columns());
              for (int i = 0; i < x[2].rows(); i++) {
                for (int j = 0; j < x[2].columns(); j++) {
                  double a = x[0].at(i, j);
                  double da = x[1].at(i, j);
                  double square = a * a;
                  Sum sum = new Sum().add(da).add(-square, da).add(-Math.fma(a, a, -square), da);
                  dz.set(i, j, sum.value(), precision.gamma(4) * sum.absolute());
                }
              }
              return expected;
            });
  }

  static Operation softmaxCrossEntropy(double s) {
    return new Operation("softmaxCrossEntropy", s)
        .input("z", M, N)
        .output("c", WRITTEN, M, ONE)
        .output("dz", WRITTEN, M, N, "z")
        .indexed("targets", N)
        .returns((la, x, at, from) -> la.softmaxCrossEntropy(x[0], at, from, s, x[1], x[2]))
        .expects(
            (precision, x, hot) -> {
              Expected expected = new Expected();
              Softmax softmax = Softmax.of(x[0]);
              softmax.expectLogSumExp(precision, expected.output(1, x[0].rows(), 1));
              softmax.expectGradient(
                  precision, hot, s, expected.output(2, x[0].rows(), x[0].columns()));
              return softmax.expectLoss(precision, hot, expected);
            });
  }

  // ---------------------------------------------------------------------------------- pieces

  /** Adds up what the element (i, j) of an output is. */
  @FunctionalInterface
  private interface Element {
    void sum(Sum sum, int i, int j);
  }

  /** Every element a sum of n products, within γ(n + 2); exact at n = 0. */
  private static Expected each(int output, Grid[] x, Precision precision, Element element, int n) {
    Expected expected = new Expected();
    Expected.Output out = expected.output(output, x[output].rows(), x[output].columns());
    double gamma = n == 0 ? 0 : precision.gamma(n + 2);
    for (int i = 0; i < x[output].rows(); i++) {
      for (int j = 0; j < x[output].columns(); j++) {
        Sum sum = new Sum();
        element.sum(sum, i, j);
        out.set(i, j, sum.value(), gamma * sum.absolute());
      }
    }
    return expected;
  }

  /** An m×n operand whose shape no other operand fixes. */
  private static Operand free(String name, Role role) {
    return new Operand(name, role, M, N, false, false, Set.of());
  }

  private static Operand rowsFree(String name, Role role) {
    return rowsFree(name, role, M);
  }

  private static Operand rowsFree(String name, Role role, ToIntFunction<Size> rows) {
    return new Operand(name, role, rows, N, false, true, Set.of());
  }

  private static Operand columnsFree(String name, Role role) {
    return new Operand(name, role, M, N, true, false, Set.of());
  }
}
