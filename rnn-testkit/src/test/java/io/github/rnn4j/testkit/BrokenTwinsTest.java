// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import io.github.rnn4j.api.LinearAlgebra;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/**
 * The kit catches every broken twin by the test that names what is broken, and by no rule that has
 * nothing to do with it. It takes minutes, and tells nothing else on another JDK: {@code
 * -DexcludedGroups=twins} leaves it out.
 */
@Tag("twins")
class BrokenTwinsTest {

  static List<Class<?>> twins() {
    return Stream.of(
            BrokenTwins.class,
            BrokenState.class,
            BrokenThreads.class,
            BrokenUnderflow.class,
            BrokenSizes.class,
            BrokenDetails.class,
            BrokenNorms.class)
        .flatMap(holder -> Arrays.stream(holder.getDeclaredClasses()))
        .filter(type -> LinearAlgebra.class.isAssignableFrom(type))
        .filter(type -> !Modifier.isAbstract(type.getModifiers()))
        .filter(type -> Modifier.isPublic(type.getModifiers()))
        .collect(Collectors.toList());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("twins")
  void brokenTwin_isCaughtByTheTestThatNamesTheRule(Class<? extends LinearAlgebra> twin) {
    Breaks breaks = twin.getAnnotation(Breaks.class);
    assertThat(breaks).as("what catches %s", twin).isNotNull();
    EngineExecutionResults results = runKitOn(twin, breaks.value());
    Set<String> failed =
        results.testEvents().failed().stream()
            .map(Event::getTestDescriptor)
            .map(BrokenTwinsTest::method)
            .collect(Collectors.toCollection(TreeSet::new));
    if (!breaks.value().equals(rule(breaks.value()))) {
      assertThat(failed)
          .as("tests that fail for %s", twin.getSimpleName())
          .contains(breaks.value());
    }
    Set<String> rules = new TreeSet<>(Set.of(breaks.also()));
    rules.add(rule(breaks.value()));
    Set<String> broken =
        failed.stream().map(BrokenTwinsTest::rule).collect(Collectors.toCollection(TreeSet::new));
    String what = "rules of the tests that fail for " + twin.getSimpleName() + ": " + failed;
    assertThat(broken).as(what).containsAll(rules);
    broken.removeAll(Set.of(breaks.may()));
    rules.removeAll(Set.of(breaks.may()));
    assertThat(broken).as(what).isEqualTo(rules);
    assertThat(results.allEvents().skipped().count()).as("skipped").isZero();
    assertThat(results.allEvents().aborted().count()).as("aborted").isZero();
  }

  @Test
  void everyRule_isBrokenByATwin() {
    Set<String> broken =
        twins().stream()
            .map(twin -> rule(twin.getAnnotation(Breaks.class).value()))
            .collect(Collectors.toSet());
    for (int rule = 1; rule <= 17; rule++) {
      assertThat(broken).contains("R" + rule);
    }
  }

  /**
   * A twin meets every test of the kit but those that cannot tell it from the sound backend: of
   * operations that it has not touched, see {@link TwinSubject}; of threads, unless it has some,
   * and then nothing else; and, for the time they take, the large ones of other rules than it
   * breaks.
   */
  private static EngineExecutionResults runKitOn(
      Class<? extends LinearAlgebra> twin, String caughtBy) {
    TwinSubject.begin(twin);
    DiscoverySelector[] tests =
        Kit.tests().stream()
            .filter(test -> rule(test.getName()).equals(rule(caughtBy)) || !isLarge(test))
            .filter(test -> TwinSubject.concerns(test))
            .map(test -> selectMethod(TwinSubject.class, test))
            .toArray(DiscoverySelector[]::new);
    return EngineTestKit.engine("junit-jupiter").selectors(tests).execute();
  }

  private static boolean isLarge(Method test) {
    return test.isAnnotationPresent(Tag.class);
  }

  /** The rule in which the name of a test ends, or the name. */
  private static String rule(String test) {
    return test.matches("\\w+_R\\d+") ? test.substring(test.lastIndexOf('_') + 1) : test;
  }

  private static String method(TestDescriptor test) {
    return ((org.junit.platform.engine.support.descriptor.MethodSource)
            test.getSource().orElseThrow())
        .getMethodName();
  }
}
