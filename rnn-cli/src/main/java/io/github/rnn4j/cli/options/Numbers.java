// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.options;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Numbers on the command line, checked as they are read. */
public final class Numbers {
  private Numbers() {}

  /** A whole number from 1 on that fits an int. */
  public static final class PositiveInt implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      return (int) whole(text, 1, Integer.MAX_VALUE);
    }
  }

  /** A whole number from 1 on. */
  public static final class PositiveLong implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
      return whole(text, 1, Long.MAX_VALUE);
    }
  }

  /** A whole number from 0 on that fits an int. */
  public static final class CountInt implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      return (int) whole(text, 0, Integer.MAX_VALUE);
    }
  }

  /** A whole number from 0 on. */
  public static final class Count implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
      return whole(text, 0, Long.MAX_VALUE);
    }
  }

  /** The number of a port. */
  static final class Port implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      return (int) whole(text, 0, 65535);
    }
  }

  /** Any whole number of 64 bits. */
  public static final class Seed implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
      return whole(text, Long.MIN_VALUE, Long.MAX_VALUE);
    }
  }

  /** A finite number above 0. */
  public static final class PositiveReal implements ITypeConverter<Double> {
    @Override
    public Double convert(String text) {
      double value = real(text);
      if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
        throw new TypeConversionException("'" + text + "' is not a finite number above 0");
      }
      return value;
    }
  }

  /** A time above zero: 90s, 5m, 1h30m. */
  public static final class Time implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      try {
        Duration time = Duration.parse("PT" + text.strip());
        if (!time.isZero() && !time.isNegative()) {
          return time;
        }
      } catch (DateTimeParseException e) {
        // Told below.
      }
      throw new TypeConversionException(
          "'" + text + "' is not a time above zero, such as 90s, 5m or 1h30m");
    }
  }

  /** A finite number from 0 on. */
  static final class NonNegativeReal implements ITypeConverter<Double> {
    @Override
    public Double convert(String text) {
      double value = real(text);
      if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
        throw new TypeConversionException("'" + text + "' is not a finite number from 0 on");
      }
      return value;
    }
  }

  /** A number from 0 to 1. */
  static final class Probability implements ITypeConverter<Double> {
    @Override
    public Double convert(String text) {
      double value = real(text);
      if (!(value >= 0 && value <= 1)) {
        throw new TypeConversionException("'" + text + "' is not a number from 0 to 1");
      }
      return value;
    }
  }

  /** Any finite number. */
  static final class Real implements ITypeConverter<Double> {
    @Override
    public Double convert(String text) {
      double value = real(text);
      if (!Double.isFinite(value)) {
        throw new TypeConversionException("'" + text + "' is not a finite number");
      }
      return value;
    }
  }

  /** A number from 0 to less than 1. */
  static final class BelowOne implements ITypeConverter<Double> {
    @Override
    public Double convert(String text) {
      double value = real(text);
      if (!(value >= 0 && value < 1)) {
        throw new TypeConversionException("'" + text + "' is not a number from 0 to less than 1");
      }
      return value;
    }
  }

  /** A number between 0 and 1. */
  public static final class Fraction implements ITypeConverter<Double> {
    @Override
    public Double convert(String text) {
      double value = real(text);
      if (!(value > 0 && value < 1)) {
        throw new TypeConversionException("'" + text + "' is not a number between 0 and 1");
      }
      return value;
    }
  }

  private static long whole(String text, long least, long most) {
    try {
      long value = Long.parseLong(text.strip());
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    String range =
        least == Long.MIN_VALUE
            ? " of 64 bits"
            : " from " + least + (most == Long.MAX_VALUE ? " on" : " to " + most);
    throw new TypeConversionException("'" + text + "' is not a whole number" + range);
  }

  private static double real(String text) {
    try {
      return Double.parseDouble(text.strip());
    } catch (NumberFormatException e) {
      throw new TypeConversionException("'" + text + "' is not a number");
    }
  }
}
