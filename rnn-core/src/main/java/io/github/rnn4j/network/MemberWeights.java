// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.network;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;
import java.util.ArrayList;
import java.util.List;

/**
 * The weights of one member of a network, which in most is the whole of it: its recurrent layers
 * and its decoder.
 *
 * <p>Letters: V tokens, H units.
 */
final class MemberWeights {
  private final LinearAlgebra la;
  private final List<LayerWeights> layers = new ArrayList<>();
  private final Matrix decoderWeight;
  private final Matrix decoderWeightT;
  private final Matrix decoderBias;

  /**
   * Takes the weights.
   *
   * @param config the network's
   * @param parameters the member's, {@link Parameters#member}
   */
  MemberWeights(LinearAlgebra la, NetworkConfig config, Parameters parameters) {
    this.la = la;
    for (int k = 0; k < config.layers(); k++) {
      layers.add(new LayerWeights(la, config, parameters, k));
    }
    this.decoderWeight = parameters.get(config.decoderWeightName()).value();
    this.decoderWeightT = la.zeros(config.hiddenSize(), config.vocabularySize());
    this.decoderBias = parameters.get(ParameterNames.DECODER_BIAS).value();
  }

  /** Derives anew what is derived from the parameters. */
  void derive() {
    for (int k = 0; k < layers.size(); k++) {
      layers.get(k).derive();
    }
    la.transpose(decoderWeight, decoderWeightT);
  }

  /** A layer, from 0 to L − 1. */
  LayerWeights layer(int k) {
    return layers.get(k);
  }

  /** W_dec, V×H. */
  Matrix decoderWeight() {
    return decoderWeight;
  }

  /** W_decᵀ, H×V. */
  Matrix decoderWeightT() {
    return decoderWeightT;
  }

  /** b_dec, 1×V. */
  Matrix decoderBias() {
    return decoderBias;
  }
}
