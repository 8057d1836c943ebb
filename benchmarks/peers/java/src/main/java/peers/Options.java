// SPDX-License-Identifier: Apache-2.0
package peers;

import java.util.HashMap;
import java.util.Map;

/** The options of 'rnn bench' that a peer needs, with the same defaults. */
record Options(
    String model,
    int layers,
    int hidden,
    int steps,
    int batch,
    String optimizer,
    boolean sample,
    String file,
    int threads,
    double seconds,
    int windows) {
  static final int SYMBOLS = 65;

  static Options of(String... arguments) {
    Map<String, String> given = new HashMap<>();
    for (int i = 0; i < arguments.length; i++) {
      boolean flag = arguments[i].equals("--sample");
      given.put(arguments[i], flag ? "true" : arguments[++i]);
    }
    return new Options(
        given.getOrDefault("--model", "rnn"),
        Integer.parseInt(given.getOrDefault("--layers", "1")),
        Integer.parseInt(given.getOrDefault("--hidden", "128")),
        Integer.parseInt(given.getOrDefault("--seq-length", "50")),
        Integer.parseInt(given.getOrDefault("--batch-size", "50")),
        given.getOrDefault("--optimizer", "rmsprop"),
        given.containsKey("--sample"),
        given.get("--onnx"),
        Integer.parseInt(given.getOrDefault("--threads", "1")),
        Double.parseDouble(given.getOrDefault("--seconds", "2")),
        Integer.parseInt(given.getOrDefault("--windows", "5")));
  }
}
