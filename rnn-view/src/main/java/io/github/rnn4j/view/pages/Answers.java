// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.view.pages;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.rnn4j.view.http.Handler;
import io.github.rnn4j.view.http.HttpProblem;
import io.github.rnn4j.view.http.Request;
import java.io.IOException;

/** What the answers to pages have in common. */
final class Answers {
  private Answers() {}

  /** Has a handler tell of damaged weights and wrong values as what they are. */
  static Handler telling(Handler handler) {
    return request -> {
      try {
        return handler.handle(request);
      } catch (ArithmeticException e) {
        throw new HttpProblem(422, "damaged-model", String.valueOf(e.getMessage()));
      } catch (IllegalArgumentException e) {
        throw HttpProblem.badRequest(String.valueOf(e.getMessage()));
      }
    };
  }

  /** A number of the address. */
  static int number(Request request, String name, int from, int to) {
    String given =
        request
            .parameter(name)
            .orElseThrow(() -> HttpProblem.badRequest("the address lacks '" + name + "'"));
    try {
      int number = Integer.parseInt(given);
      if (number >= from && number <= to) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw HttpProblem.badRequest(
        "'" + name + "' must be a whole number from " + from + " to " + to + ": it is " + given);
  }

  /** A number, or null for what is none. */
  static void number(JsonGenerator json, float value) throws IOException {
    if (Float.isFinite(value)) {
      json.writeNumber(value);
    } else {
      json.writeNull();
    }
  }

  /** A number, or null for what is none. */
  static void number(JsonGenerator json, double value) throws IOException {
    if (Double.isFinite(value)) {
      json.writeNumber(value);
    } else {
      json.writeNull();
    }
  }

  /** A field of a number, or of null for what is none. */
  static void number(JsonGenerator json, String name, double value) throws IOException {
    json.writeFieldName(name);
    number(json, value);
  }
}
