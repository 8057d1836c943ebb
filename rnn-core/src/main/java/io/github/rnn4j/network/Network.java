// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.network;

import io.github.rnn4j.api.LinearAlgebra;
import java.util.ArrayList;
import java.util.List;

/**
 * A character-level recurrent network: L recurrent layers on one-hot input or an embedding, and a
 * linear decoder.
 *
 * <pre>
 *   e⟨t⟩  = one-hot x⟨t⟩, or the row x⟨t⟩ of W_enc
 *   h0⟨t⟩ = cell(e⟨t⟩, h0⟨t−1⟩)               u0⟨t⟩ = d(h0⟨t⟩)
 *   hk⟨t⟩ = cell(uk−1⟨t⟩, hk⟨t−1⟩)            uk⟨t⟩ = d(hk⟨t⟩)               k = 1 … L−1
 *                                    residual: uk⟨t⟩ = d(hk⟨t⟩) + uk−1⟨t⟩
 *   z⟨t⟩  = W_dec uL−1⟨t⟩ + b_dec             the logits; W_dec is W_enc if weights are tied
 *   ŷ⟨t⟩  = softmax(z⟨t⟩)
 * </pre>
 *
 * <p>where d is {@link Dropout} in training and leaves everything as it is else. Residual
 * connections give a gradient a way past the layers above the first; the first layer's input has
 * another size, and is not added to its output.
 *
 * <p>A network of M {@linkplain NetworkConfig#members() members} is M such networks that read the
 * same tokens, and whose probabilities are averaged:
 *
 * <pre>
 *   ŷ⟨t⟩  = 1/M Σ ŷ_m⟨t⟩,    z⟨t⟩ = log ŷ⟨t⟩
 * </pre>
 *
 * <p>the linear opinion pool. Its cross-entropy is at most the mean of the members', by Jensen's
 * inequality. Each learns by itself, from the gradient of its own loss.
 *
 * <p>A network is its parameters and what is derived from them for speed (transposed copies). A new
 * one has no weights: until {@link Initialization} gives it some, they are read from a file, or
 * {@link #parametersChanged()} says that they are what they should be, it refuses to be used.
 * Whoever changes a parameter calls {@link #parametersChanged()} before the network is used again.
 * Between changes any number of threads may use it, each with an {@link Unrolled} of its own.
 *
 * @see <a href="https://arxiv.org/abs/1512.03385">He, Zhang, Ren and Sun, Deep residual learning,
 *     2015</a>
 * @see <a href="https://arxiv.org/abs/1609.08144">Wu et al., Google's neural machine translation
 *     system, 2016, section 3.1, for residual connections between recurrent layers</a>
 * @see <a href="https://doi.org/10.1109/34.58871">Hansen and Salamon, Neural network ensembles,
 *     1990</a>
 * @see <a href="https://doi.org/10.1214/aoms/1177704248">Stone, The opinion pool, 1961</a>
 */
public final class Network {
  private final LinearAlgebra la;
  private final NetworkConfig config;
  private final Parameters parameters;
  private final List<MemberWeights> members = new ArrayList<>();
  private long version;

  /**
   * A network without weights: it has to be given some before it is used, by {@link Initialization}
   * for example. Until then its parameters are zeros, from which it would learn next to nothing.
   *
   * @param la the backend that computes
   * @param config the sizes
   */
  public Network(LinearAlgebra la, NetworkConfig config) {
    this.la = la;
    this.config = config;
    this.parameters = new Parameters(la, config);
    for (int m = 0; m < config.members(); m++) {
      members.add(new MemberWeights(la, config, parameters.member(m)));
    }
  }

  /**
   * The backend that computes.
   *
   * @return the backend given at construction
   */
  public LinearAlgebra la() {
    return la;
  }

  /**
   * The sizes.
   *
   * @return the configuration given at construction
   */
  public NetworkConfig config() {
    return config;
  }

  /**
   * The trainable numbers.
   *
   * @return the parameters themselves; after a change {@link #parametersChanged()} is due
   */
  public Parameters parameters() {
    return parameters;
  }

  /**
   * The same network with parameters of its own.
   *
   * @param other the backend that will compute
   * @return a new network; this one is not modified
   * @throws IllegalStateException if this network has no weights yet
   */
  public Network copy(LinearAlgebra other) {
    requireWeights();
    Network copy = new Network(other, config);
    for (Parameter parameter : parameters) {
      copy.parameters.get(parameter.name()).value().copyFrom(parameter.value().toArray(), 0);
    }
    copy.parametersChanged();
    return copy;
  }

  /** Derives anew what is derived from the parameters, which are now the network's weights. */
  public void parametersChanged() {
    for (int m = 0; m < members.size(); m++) {
      members.get(m).derive();
    }
    version++;
  }

  /**
   * Checks that the network has weights.
   *
   * @throws IllegalStateException if nobody has set them
   */
  public void requireWeights() {
    if (version == 0) {
      throw new IllegalStateException(
          "this network has no weights yet: give it some with Initialization.apply, read them from"
              + " a file, or set its parameters and call parametersChanged()");
    }
  }

  /**
   * How often the parameters were changed.
   *
   * @return 0 if nobody has set them
   */
  public long version() {
    return version;
  }

  /** The weights of a member, from 0. */
  MemberWeights member(int m) {
    return members.get(m);
  }
}
