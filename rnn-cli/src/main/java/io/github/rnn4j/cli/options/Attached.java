// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.options;

import java.util.Map;
import java.util.Stack;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Gives an option a value only if it hangs on it, as in {@code --view=8080}: what follows {@code
 * --view} is an argument of its own. Without a value it has the number 0.
 */
final class Attached implements IParameterPreprocessor {
  @Override
  public boolean preprocess(
      Stack<String> arguments, CommandSpec command, ArgSpec option, Map<String, Object> info) {
    if (!"=".equals(info.get("separator"))) {
      arguments.push("0");
    }
    return false;
  }
}
