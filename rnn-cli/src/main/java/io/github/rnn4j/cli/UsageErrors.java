// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli;

import java.util.List;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What a user is told of a wrong command line. */
final class UsageErrors {
  private UsageErrors() {}

  static String message(ParameterException e) {
    String message = String.valueOf(e.getMessage());
    if (e instanceof UnmatchedArgumentException unmatched) {
      if (!unmatched.isUnknownOption()) {
        message = "'" + unmatched.getUnmatched().get(0) + "' is no command, and has no place here";
      }
      List<String> suggestions = unmatched.getSuggestions();
      if (!suggestions.isEmpty()) {
        message += ": did you mean " + String.join(" or ", suggestions) + "?";
      }
    }
    return message;
  }
}
