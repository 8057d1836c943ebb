// SPDX-License-Identifier: Apache-2.0

package io.github.rnn4j.view.http;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Why a request is not answered. The other side gets the status and, as JSON, the code and the
 * message:
 *
 * <pre>
 *   {"error": {"code": "unknown-model", "message": "there is no model 'names': ..."}}
 * </pre>
 */
public final class HttpProblem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The status of HTTP, 400 to 599. */
  private final int status;

  /** A word for programs. */
  private final String code;

  private final transient Map<String, String> headers;

  /**
   * A reason.
   *
   * @param status the status of HTTP, 400 to 599
   * @param code a word for programs, which stays the same where the message changes
   * @param message a line for people: the cause, the values, the remedy
   */
  public HttpProblem(int status, String code, String message) {
    this(status, code, message, Map.of());
  }

  private HttpProblem(int status, String code, String message, Map<String, String> headers) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }

  /**
   * The same with a header.
   *
   * @param name its name
   * @param value its value
   * @return a new problem
   */
  public HttpProblem header(String name, String value) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put(name, value);
    return new HttpProblem(status, code, String.valueOf(getMessage()), all);
  }

  /**
   * A request that says something wrong, which repeating does not mend.
   *
   * @param message the cause, the values, the remedy
   * @return a problem of status 400
   */
  public static HttpProblem badRequest(String message) {
    return new HttpProblem(400, "bad-request", message);
  }

  /**
   * The status of HTTP.
   *
   * @return 400 to 599
   */
  public int status() {
    return status;
  }

  /**
   * A word for programs.
   *
   * @return the code
   */
  public String code() {
    return code;
  }

  /**
   * What tells it, as JSON.
   *
   * @return writes the object
   */
  public Reply.JsonBody body() {
    return json -> {
      json.writeStartObject();
      json.writeObjectFieldStart("error");
      json.writeStringField("code", code);
      json.writeStringField("message", String.valueOf(getMessage()));
      json.writeEndObject();
      json.writeEndObject();
    };
  }

  /** The answer that tells it. */
  Reply reply() {
    Reply reply = Reply.json(status, body());
    for (Map.Entry<String, String> header : headers.entrySet()) {
      reply = reply.header(header.getKey(), header.getValue());
    }
    return reply;
  }
}
