// SPDX-License-Identifier: Apache-2.0

package io.github.rnn4j.view.http;

import java.time.Duration;

/**
 * How much, and how slow, others may be.
 *
 * @param bodyBytes the most bytes of a request's body, at least 1
 * @param headTime within which the head of a request must come, from its first byte on
 * @param bodyTime within which its body must come
 * @param writeTime within which the other side must take each piece of an answer, of at most 16 KB
 * @param threads how many requests may be worked on, or listened to, at a time, at least 1; as many
 *     again may be read or refused meanwhile
 * @param streams how many of them may listen to {@link Events}, at least 1
 */
public record Limits(
    int bodyBytes,
    Duration headTime,
    Duration bodyTime,
    Duration writeTime,
    int threads,
    int streams) {

  /** A MiB; 10 seconds for each of the three; 64 requests, 32 of which listen. */
  public static final Limits USUAL =
      new Limits(
          1 << 20, Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(10), 64, 32);

  /**
   * Checks the limits.
   *
   * @param bodyBytes the most bytes of a request's body, at least 1
   * @param headTime within which the head of a request must come, from its first byte on
   * @param bodyTime within which its body must come
   * @param writeTime within which the other side must take each piece of an answer
   * @param threads how many requests may be worked on at a time, at least 1
   * @param streams how many of them may listen to events, at least 1
   * @throws IllegalArgumentException if one is not positive
   */
  public Limits {
    if (bodyBytes < 1 || threads < 1 || streams < 1) {
      throw new IllegalArgumentException(
          "limits are at least 1: "
              + bodyBytes
              + " bytes, "
              + threads
              + " threads, "
              + streams
              + " streams");
    }
    requirePositive("head", headTime);
    requirePositive("body", bodyTime);
    requirePositive("write", writeTime);
  }

  private static void requirePositive(String name, Duration time) {
    if (time.isNegative() || time.isZero()) {
      throw new IllegalArgumentException("the " + name + " time must be positive: " + time);
    }
  }

  /**
   * The same with another limit of the body.
   *
   * @param bytes the most bytes
   * @return new limits
   */
  public Limits withBodyBytes(int bytes) {
    return new Limits(bytes, headTime, bodyTime, writeTime, threads, streams);
  }

  /**
   * The same with another time for all that the other side does.
   *
   * @param time for the head, for the body, and for each piece of an answer
   * @return new limits
   */
  public Limits withTimes(Duration time) {
    return new Limits(bodyBytes, time, time, time, threads, streams);
  }

  /**
   * The same with another number of requests at a time.
   *
   * @param count how many
   * @return new limits
   */
  public Limits withThreads(int count) {
    return new Limits(bodyBytes, headTime, bodyTime, writeTime, count, streams);
  }
}
