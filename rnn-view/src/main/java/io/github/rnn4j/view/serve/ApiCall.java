// SPDX-License-Identifier: Apache-2.0

package io.github.rnn4j.view.serve;

import io.github.rnn4j.view.http.HttpProblem;
import io.github.rnn4j.view.http.JsonObject;
import io.github.rnn4j.view.http.Reply;
import java.util.List;

/** Something that is asked of a model. Many threads call it at the same time. */
interface ApiCall {

  /**
   * Answers.
   *
   * @param served the model
   * @param asked the body of the request
   * @param events whether what comes about is wanted as server-sent events
   * @return the answer
   * @throws HttpProblem if what is asked cannot be done
   */
  Reply answer(ServedModel served, JsonObject asked, boolean events);

  /**
   * The strings of a field that must be there.
   *
   * @param asked the body of the request
   * @param name the field's name
   * @param most how many strings there may be
   */
  static List<String> required(JsonObject asked, String name, int most) {
    return asked
        .strings(name, most)
        .filter(texts -> !texts.isEmpty())
        .orElseThrow(
            () ->
                HttpProblem.badRequest(
                    "'" + name + "' is missing or empty: send an array of strings"));
  }
}
