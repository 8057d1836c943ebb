// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.network;

import java.util.Locale;

/** The kinds of start weights. */
public enum InitScheme {
  /**
   * PyTorch's: every weight and bias of the recurrent layers and of the decoder uniform in (−1/√H,
   * 1/√H), the embedding normal with deviation 1; tied weights start as a decoder's.
   *
   * @see <a href="https://pytorch.org/docs/stable/generated/torch.nn.LSTM.html">torch.nn.LSTM</a>
   */
  PYTORCH,

  /**
   * Every weight uniform in (−a, a), a = √(6 / (inputs + outputs)), where the gates of a cell count
   * as matrices of their own; biases 0.
   *
   * @see <a href="https://proceedings.mlr.press/v9/glorot10a.html">Glorot and Bengio, Understanding
   *     the difficulty of training deep feedforward neural networks, 2010</a>
   */
  XAVIER,

  /**
   * W_hh a random orthogonal matrix for each gate, which keeps the length of what it multiplies;
   * every other weight as with {@link #XAVIER}; biases 0.
   *
   * @see <a href="https://arxiv.org/abs/1312.6120">Saxe, McClelland and Ganguli, Exact solutions to
   *     the nonlinear dynamics of learning in deep linear neural networks, 2013</a>
   */
  ORTHOGONAL,

  /** Every weight normal with deviation 0.01; biases 0. */
  NORMAL;

  /**
   * The name on the command line and in files.
   *
   * @return {@code pytorch}, {@code xavier}, {@code orthogonal} or {@code normal}
   */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The scheme of the given name.
   *
   * @param id a name as {@link #id()} gives it
   * @return the scheme
   * @throws IllegalArgumentException if there is none of that name; the message lists those there
   *     are
   */
  public static InitScheme of(String id) {
    for (InitScheme scheme : values()) {
      if (scheme.id().equals(id)) {
        return scheme;
      }
    }
    StringBuilder known = new StringBuilder();
    for (InitScheme scheme : values()) {
      known.append(known.isEmpty() ? "" : ", ").append(scheme.id());
    }
    throw new IllegalArgumentException(
        "there is no initialization '" + id + "': there are " + known);
  }
}
