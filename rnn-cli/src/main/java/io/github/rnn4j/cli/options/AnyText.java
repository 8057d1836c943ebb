// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.options;

import io.github.rnn4j.cli.console.Escape;
import java.util.Map;
import java.util.Stack;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.TypeConversionException;

/**
 * Gives an option the next argument as its text, whatever it begins with: {@code --prime=-hello}
 * and {@code --prime --length} are texts to go on from.
 *
 * <p>The argument gets a mark before it, so that it is taken for no option; a converter takes the
 * mark off again. No argument of a program begins with it by itself.
 */
public final class AnyText implements IParameterPreprocessor {
  private static final String MARK = "\0";

  @Override
  public boolean preprocess(
      Stack<String> arguments, CommandSpec command, ArgSpec option, Map<String, Object> info) {
    if (!arguments.isEmpty()) {
      arguments.push(MARK + arguments.pop());
    }
    return false;
  }

  /** Takes the text as it stands. */
  public static final class Verbatim implements ITypeConverter<String> {
    @Override
    public String convert(String text) {
      return text.startsWith(MARK) ? text.substring(MARK.length()) : text;
    }
  }

  /** Takes escapes such as {@code \n} for what they stand for. */
  public static final class Escaped implements ITypeConverter<String> {
    @Override
    public String convert(String text) {
      try {
        return Escape.decode(new Verbatim().convert(text));
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
