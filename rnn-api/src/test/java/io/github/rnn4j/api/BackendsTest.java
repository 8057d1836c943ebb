// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.tuple;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The choice among backends that are given as a list. */
class BackendsTest {
  private static final String ARTIFACTS =
      "io.github.rnn4j:rnn-backend-vector, io.github.rnn4j:rnn-backend-ejml,"
          + " io.github.rnn4j:rnn-backend-commonsmath or io.github.rnn4j:rnn-backend-java";

  private final LinearAlgebra low = backend("low", 100, Optional.empty());
  private final LinearAlgebra high = backend("high", 200, Optional.empty());
  private final LinearAlgebra off = backend("off", 300, Optional.of("start java with --on"));

  @Test
  void best_isTheAvailableOneOfHighestRank() {
    assertThat(backends(low, off, high).best()).isSameAs(high);
  }

  @Test
  void best_ofEqualRanksIsTheFirstName() {
    LinearAlgebra a = backend("a", 7, Optional.empty());
    LinearAlgebra b = backend("b", 7, Optional.empty());
    assertThat(backends(b, a).best()).isSameAs(a);
    assertThat(backends(a, b).best()).isSameAs(a);
  }

  @Test
  void list_isInTheOrderOfTheChoiceWithTheUnavailable() {
    assertThat(backends(low, high, off).list())
        .extracting(BackendInfo::name, BackendInfo::rank, BackendInfo::unavailable)
        .containsExactly(
            tuple("off", 300, Optional.of("start java with --on")),
            tuple("high", 200, Optional.empty()),
            tuple("low", 100, Optional.empty()));
  }

  @Test
  void get_returnsTheBackendOfTheName() {
    assertThat(backends(low, high).get("low")).isSameAs(low);
  }

  @Test
  void get_refusesNull() {
    assertThatNullPointerException().isThrownBy(() -> backends(low).get(null)).withMessage("name");
  }

  @Test
  void choose_prefersTheArgumentToThePropertyToTheVariableToTheRank() {
    Backends backends =
        backends(backend("a", 1), backend("b", 2), backend("c", 3), backend("d", 4));
    assertThat(backends.choose("a", "b", "c").name()).isEqualTo("a");
    assertThat(backends.choose(null, "b", "c").name()).isEqualTo("b");
    assertThat(backends.choose(null, null, "c").name()).isEqualTo("c");
    assertThat(backends.choose(null, null, null).name()).isEqualTo("d");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "  ", "\t\n"})
  void choose_takesABlankPropertyOrVariableForUnset(String blank) {
    Backends backends = backends(low, high);
    assertThat(backends.choose(null, blank, "low")).isSameAs(low);
    assertThat(backends.choose(null, blank, blank)).isSameAs(high);
  }

  @Test
  void choose_ignoresBlanksAroundThePropertyAndTheVariable() {
    assertThat(backends(low, high).choose(null, " low ", null)).isSameAs(low);
    assertThat(backends(low, high).choose(null, null, "low\n")).isSameAs(low);
  }

  @Test
  void choose_readsTheSystemProperty() {
    String before = System.getProperty(Backends.PROPERTY);
    try {
      System.setProperty("rnn.backend", "low");
      assertThat(backends(low, high).choose()).isSameAs(low);
      assertThat(backends(low, high).choose("high")).isSameAs(high);
    } finally {
      if (before == null) {
        System.clearProperty(Backends.PROPERTY);
      } else {
        System.setProperty(Backends.PROPERTY, before);
      }
    }
  }

  @Test
  void none_namesTheArtifactsToAdd() {
    assertThat(backends().list()).isEmpty();
    assertFails(
        () -> backends().choose(null, null, null),
        "there is no backend: add " + ARTIFACTS + " to the class path");
    assertFails(
        () -> backends().get("ejml"),
        "backend \"ejml\" (asked for by name) was not found: there is no backend: add "
            + ARTIFACTS
            + " to the class path");
  }

  @Test
  void unknownName_listsTheNamesThereAreAndSaysWhoAsked() {
    Backends backends = backends(low, high, off);
    assertFails(
        () -> backends.choose("x", "low", "low"),
        "backend \"x\" (asked for by name) is not among those found: off, high, low");
    assertFails(
        () -> backends.choose(null, "x", "low"),
        "backend \"x\" (named by the system property rnn.backend) is not among those found:"
            + " off, high, low");
    assertFails(
        () -> backends.choose(null, null, "x"),
        "backend \"x\" (named by the environment variable RNN_BACKEND) is not among those found:"
            + " off, high, low");
    assertFails(
        () -> backends.choose("_LOW", null, null),
        "backend \"_LOW\" (asked for by name) is not among those found: off, high, low: did you mean"
            + " low?");
  }

  @Test
  void blankName_isAnUnknownOne() {
    assertFails(
        () -> backends(low).choose("", null, null),
        "backend \"\" (asked for by name) is not among those found: low");
  }

  @Test
  void unavailable_isRefusedByNameWithItsReason() {
    assertFails(
        () -> backends(low, off).get("off"),
        "backend \"off\" (asked for by name) does not work on this JVM: start java with --on");
    assertFails(
        () -> backends(low, off).choose(null, null, "off"),
        "backend \"off\" (named by the environment variable RNN_BACKEND) does not work on this JVM:"
            + " start java with --on");
  }

  @Test
  void allUnavailable_eachSaysWhy() {
    assertFails(
        backends(backend("gpu", 0, Optional.of("no device")), off)::best,
        "no backend works on this JVM: off: start java with --on; gpu: no device");
  }

  @Test
  void duplicateName_isRefusedWhenTheChoiceFallsOnIt() {
    LinearAlgebra twin = backend("high", 0);
    Backends backends = backends(low, high, twin);
    String one = high.getClass().getName() + " in unknown";
    assertFails(
        () -> backends.get("high"),
        "backend \"high\" (asked for by name) is in doubt: "
            + (one + " and " + one)
            + " bear this name: leave one of them on the class path");
    assertFails(
        backends::best,
        "backend \"high\" (the best one) is in doubt: "
            + (one + " and " + one)
            + " bear this name: leave one of them on the class path");
  }

  @Test
  void duplicateName_isInNobodysWayWhenTheChoiceFallsOnAnother() {
    Backends backends = backends(high, low, backend("low", 1));
    assertThat(backends.best()).isSameAs(high);
    assertThat(backends.get("high")).isSameAs(high);
    assertThat(backends.list()).hasSize(3);
  }

  @Test
  void duplicateName_isRefusedEvenIfOnlyOneOfThemIsAvailable() {
    Backends backends = backends(high, backend("high", 0, Optional.of("no")));
    assertThatExceptionOfType(BackendException.class)
        .isThrownBy(backends::best)
        .withMessageContaining("is in doubt");
  }

  @Test
  void brokenBackend_isListedWithItsFailureAndHidesNoOther() {
    IllegalStateException failure = new IllegalStateException("no\n  licence");
    Backends backends =
        backends(
            low,
            fake(
                () -> {
                  throw failure;
                }));
    assertThat(backends.best()).isSameAs(low);
    assertThat(backends.broken())
        .singleElement()
        .extracting(BrokenBackend::failure)
        .isSameAs(failure);
    assertThat(backends.broken().get(0).problem())
        .endsWith(": java.lang.IllegalStateException: no licence");
    assertThatExceptionOfType(BackendException.class)
        .isThrownBy(() -> backends.get("x"))
        .withMessageStartingWith(
            "backend \"x\" (asked for by name) is not among those found: low; broken: ")
        .withMessageEndingWith(": java.lang.IllegalStateException: no licence");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "EJML", "two words", "ümlaut"})
  void nameThatTheContractForbids_isBroken(String name) {
    Backends backends = backends(fake(() -> name), low);
    assertThat(backends.list()).extracting(BackendInfo::name).containsExactly("low");
    assertThat(backends.broken())
        .singleElement()
        .extracting(BrokenBackend::problem)
        .asString()
        .endsWith(
            "name() is to be lower-case letters, digits and hyphens, and is "
                + (name == null ? "null" : '"' + name + '"'));
  }

  @Test
  void snapshot_cannotBeChanged() {
    Backends backends = backends(low);
    assertThat(backends.list()).isUnmodifiable();
    assertThat(backends.broken()).isUnmodifiable();
  }

  private static void assertFails(ThrowingCallable call, String message) {
    assertThatExceptionOfType(BackendException.class).isThrownBy(call).withMessage(message);
  }

  private static Backends backends(LinearAlgebra... backends) {
    return Backends.of(List.of(backends));
  }

  private static LinearAlgebra backend(String name, int rank) {
    return backend(name, rank, Optional.empty());
  }

  private static LinearAlgebra backend(String name, int rank, Optional<String> unavailable) {
    return fake(() -> name, rank, unavailable);
  }

  private static LinearAlgebra fake(Supplier<String> name) {
    return fake(name, 0, Optional.empty());
  }

  private static LinearAlgebra fake(Supplier<String> name, int rank, Optional<String> unavailable) {
    InvocationHandler identity =
        (proxy, method, arguments) ->
            switch (method.getName()) {
              case "name" -> name.get();
              case "precision" -> Precision.FLOAT64;
              case "rank" -> rank;
              case "unavailable" -> unavailable;
              case "description" -> "";
              case "toString" -> "fake backend";
              case "equals" -> proxy == arguments[0];
              case "hashCode" -> System.identityHashCode(proxy);
              default -> throw new UnsupportedOperationException(method.getName());
            };
    return (LinearAlgebra)
        Proxy.newProxyInstance(
            LinearAlgebra.class.getClassLoader(), new Class<?>[] {LinearAlgebra.class}, identity);
  }
}
