// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.api;

/**
 * A provider of {@link LinearAlgebra} that could not be loaded, made, or asked what it is.
 *
 * @param problem the class and what became of it: one line
 * @param location the jar or folder of the class, or {@code unknown}
 * @param failure what was thrown
 */
public record BrokenBackend(String problem, String location, Throwable failure) {

  /** The problem and the location, for example {@code a.B not found}: one line. */
  @Override
  public String toString() {
    return location.equals("unknown") ? problem : problem + " (" + location + ")";
  }
}
