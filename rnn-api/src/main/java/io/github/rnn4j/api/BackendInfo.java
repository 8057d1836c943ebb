// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.api;

import java.util.Optional;

/**
 * A backend that was found, and what it said of itself.
 *
 * @param name {@link LinearAlgebra#name()}
 * @param precision {@link LinearAlgebra#precision()}
 * @param rank {@link LinearAlgebra#rank()}
 * @param unavailable {@link LinearAlgebra#unavailable()}: empty if it works on this JVM
 * @param description {@link LinearAlgebra#description()}: what it computes with, or empty
 * @param className the class that implements it
 * @param location the jar or folder of that class, or {@code unknown}
 */
public record BackendInfo(
    String name,
    Precision precision,
    int rank,
    Optional<String> unavailable,
    String description,
    String className,
    String location) {

  /**
   * Whether this backend works on this JVM.
   *
   * @return true if it gave no reason why it does not
   */
  public boolean available() {
    return unavailable.isEmpty();
  }
}
