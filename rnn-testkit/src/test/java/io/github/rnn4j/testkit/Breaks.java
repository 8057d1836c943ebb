// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.testkit;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** By what a broken twin is caught. */
@Retention(RetentionPolicy.RUNTIME)
@interface Breaks {
  /**
   * The test that names what is broken; or the rule alone where threads must meet, and one of its
   * tests or another sees them.
   */
  String value();

  /** The rules of the other tests that fail, since they compute with what is broken. */
  String[] also() default {};

  /** The rules of tests that fail or not, as threads meet or a count is reached. */
  String[] may() default {};
}
