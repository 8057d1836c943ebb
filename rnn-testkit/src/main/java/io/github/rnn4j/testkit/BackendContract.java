// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.testkit;

/**
 * Every contract of a backend. Its author extends this class once:
 *
 * <pre>{@code
 * class MyConformanceTest extends BackendContract {
 *   @Override
 *   protected LinearAlgebra backend() {
 *     return new MyLinearAlgebra();
 *   }
 * }
 * }</pre>
 *
 * <p>Each test is reported under the author's class, its name ends in the rule that it holds, and
 * it can be run alone: {@code mvn test -Dtest=MyConformanceTest#gemm_betaZero_neverReadsC_R1}, or
 * all of one rule, {@code -Dtest=MyConformanceTest#*_R1}.
 */
public abstract class BackendContract extends ProviderContract {
  /**
   * The tag of the tests that take longest, for a quick round in between: {@code mvn test
   * -Dtest=MyConformanceTest -DexcludedGroups=large}.
   */
  public static final String LARGE = "large";

  /** For subclasses. */
  protected BackendContract() {}
}
