// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.testkit;

import static io.github.rnn4j.api.Transpose.NO;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Rule R15 where numbers are denormal: they are computed with like others, and neither operands nor
 * results are flushed to zero. A rounding of a denormal number misses by a half of the least
 * positive one at most, however small the result; a flush misses by thousands of them.
 */
abstract class UnderflowContract extends SpecialValueContract {
  private static final List<Size> SIZES =
      List.of(Size.DISTINCT, new Size(5, 19, 17, 7), new Size(34, 40, 33, 37));

  /**
   * For each operation the sets of operands in which its outputs are linear, or nearly so where
   * they are small: with all of a set denormal, so are results.
   */
  private static final Map<String, List<List<String>>> LINEAR =
      Map.ofEntries(
          Map.entry("gemm", List.of(List.of("a", "c"), List.of("b", "c"))),
          Map.entry("dot", List.of(List.of("x"), List.of("y"))),
          Map.entry("sum", List.of(List.of("x"))),
          Map.entry("copy", List.of(List.of("x"))),
          Map.entry("scale", List.of(List.of("x"))),
          Map.entry("axpy", List.of(List.of("x", "y"))),
          Map.entry("hadamard", List.of(List.of("x"), List.of("y"))),
          Map.entry("divide", List.of(List.of("x"))),
          Map.entry("sqrt", List.of(List.of("x"))),
          Map.entry("addScalar", List.of(List.of("x"))),
          Map.entry("clamp", List.of(List.of("x"))),
          Map.entry("tanh", List.of(List.of("x"))),
          Map.entry("sigmoid", List.of(List.of("x"))),
          Map.entry("exp", List.of(List.of("x"))),
          Map.entry("transpose", List.of(List.of("a"))),
          Map.entry("broadcastRow", List.of(List.of("r", "y"))),
          Map.entry("addColumn", List.of(List.of("c", "y"))),
          Map.entry("columnSums", List.of(List.of("x", "r"))),
          Map.entry("logSumExp", List.of(List.of("x"))),
          Map.entry("copyColumns", List.of(List.of("x", "y"))),
          Map.entry("gatherRows", List.of(List.of("t"))),
          Map.entry("scatterAddRows", List.of(List.of("x", "t"))),
          Map.entry("addOneHot", List.of(List.of("y"))),
          Map.entry("dotOneHot", List.of(List.of("x"))),
          Map.entry("tanhBackward", List.of(List.of("a"), List.of("da"))),
          Map.entry("lstmForward", List.of(List.of("gates", "cPrevious"))),
          Map.entry("lstmBackward", List.of(List.of("dh", "dc"))),
          Map.entry("gruForward", List.of(List.of("gates", "recurrent", "hPrevious"))),
          Map.entry("gruBackward", List.of(List.of("dh", "dhPrevious"))),
          Map.entry("layerNorm", List.of(List.of("x", "y"))),
          Map.entry("layerNormBackward", List.of(List.of("dy"), List.of("r"))),
          Map.entry("sgdMomentum", List.of(List.of("g", "v", "p"))),
          Map.entry("adagrad", List.of(List.of("g", "p"))),
          Map.entry("rmsprop", List.of(List.of("g", "p"))),
          Map.entry("adam", List.of(List.of("g", "m", "p"))));

  /** Pairs of operands whose product is denormal when each is the root of such a number. */
  private static final Map<String, List<String>> FACTORS =
      Map.of(
          "gemm", List.of("a", "b"),
          "dot", List.of("x", "y"),
          "hadamard", List.of("x", "y"),
          "tanhBackward", List.of("da"));

  /** What makes a number of about 1 denormal, with some of its digits left. */
  private static double tiny(Precision precision) {
    return precision == Precision.FLOAT32 ? 0x1p-134 : 0x1p-1040;
  }

  private static double rootOfTiny(Precision precision) {
    return precision == Precision.FLOAT32 ? 0x1p-67 : 0x1p-520;
  }

  /** Each rounding of a denormal number misses by half of the least one. */
  private static void assertNotFlushed(Call call, String circumstances) {
    Size size = call.size();
    double least = Functions.ulp(0, call.backend().precision());
    double more = (1024 + size.elements() + size.k() + size.v()) * least;
    Expected expected = call.expected().loosened(more);
    expected.assertWithin(call + circumstances, call, call.run());
  }

  private static void scale(Call call, String operand, double factor) {
    int at = call.operation().indexOf(operand);
    Precision precision = call.backend().precision();
    call.set(at, call.initial(at).map(x -> precision.round(x * factor)));
  }

  /** The operations that {@link #denormalOperands_areNotFlushed_R15} knows: all of them. */
  static List<String> linear() {
    return List.copyOf(LINEAR.keySet());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.github.rnn4j.testkit.Operations#reading")
  final void denormalOperands_areNotFlushed_R15(Operation operation) {
    LinearAlgebra backend = backend();
    double tiny = tiny(backend.precision());
    for (Size size : SIZES) {
      for (List<String> operands : Objects.requireNonNull(LINEAR.get(operation.name()))) {
        Call call = Call.onRoots(operation, backend, size);
        operands.forEach(it -> scale(call, it, tiny));
        assertNotFlushed(call, " with denormal numbers in " + operands);
      }
      if (FACTORS.containsKey(operation.name())) {
        Call call = Call.onRoots(operation, backend, size);
        FACTORS
            .get(operation.name())
            .forEach(it -> scale(call, it, rootOfTiny(backend.precision())));
        if (operation.name().equals("gemm")) {
          scale(call, "c", tiny);
        } else if (operation.name().equals("tanhBackward")) {
          scale(call, "a", rootOfTiny(backend.precision()));
        }
        assertNotFlushed(call, " where products are denormal");
      }
    }
  }

  @Test
  final void denormalScalars_areNotFlushed_R15() {
    LinearAlgebra backend = backend();
    double tiny = tiny(backend.precision());
    double root = rootOfTiny(backend.precision());
    for (Size size : SIZES) {
      for (Call call : withTinyScalars(backend, size, tiny, root)) {
        assertNotFlushed(call, "");
      }
    }
  }

  private static List<Call> withTinyScalars(
      LinearAlgebra backend, Size size, double tiny, double root) {
    List<Call> calls = new ArrayList<>();
    calls.add(scaled(backend, size, Operations.scale(tiny), 1));
    calls.add(scaled(backend, size, Operations.scale(root), root, "x"));
    calls.add(scaled(backend, size, Operations.axpy(tiny), tiny, "y"));
    calls.add(scaled(backend, size, Operations.fill(1.25 * tiny), 1));
    calls.add(scaled(backend, size, Operations.addScalar(1.25 * tiny), tiny, "x"));
    calls.add(scaled(backend, size, Operations.clamp(-tiny, 0.5 * tiny), tiny, "x"));
    calls.add(scaled(backend, size, Operations.broadcastRow(tiny), tiny, "r"));
    calls.add(scaled(backend, size, Operations.addColumn(tiny), tiny, "y"));
    calls.add(scaled(backend, size, Operations.columnSums(tiny), tiny, "x"));
    calls.add(scaled(backend, size, Operations.addOneHot(1.25 * tiny), tiny, "y"));
    calls.add(scaled(backend, size, Operations.gemm(tiny, NO, NO, 0.5), tiny, "c"));
    calls.add(scaled(backend, size, Operations.gemm(1, NO, NO, tiny), tiny, "a"));
    calls.add(scaled(backend, size, Operations.softmaxCrossEntropy(tiny), 1));
    return calls;
  }

  private static Call scaled(
      LinearAlgebra backend, Size size, Operation operation, double factor, String... operands) {
    Call call = Call.onRoots(operation, backend, size);
    for (String operand : operands) {
      scale(call, operand, factor);
    }
    return call;
  }
}
