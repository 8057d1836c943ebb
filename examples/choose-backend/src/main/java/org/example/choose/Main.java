// SPDX-License-Identifier: Apache-2.0
package org.example.choose;

import io.github.rnn4j.api.Backends;
import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.sampling.Sampling;
import io.github.rnn4j.training.Training;
import java.io.IOException;

/** Learns "hello world" with the backend that the class path has. */
public final class Main {
  private Main() {}

  /**
   * Trains, and writes.
   *
   * @param args the name of the backend that is expected
   */
  public static void main(String[] args) throws IOException {
    LinearAlgebra la = Backends.onClassPath().choose();
    Model model =
        Training.on("hello world").backend(la).network(n -> n.hiddenSize(32)).epochs(500).run();
    String text = "h" + Sampling.length(10).prime("h").temperature(0).from(model);
    System.out.println(la.name() + ", " + la.precision() + ": " + text);
    if (!la.name().equals(args[0]) || !text.equals("hello world")) {
      throw new IllegalStateException("expected were " + args[0] + " and hello world");
    }
  }
}
