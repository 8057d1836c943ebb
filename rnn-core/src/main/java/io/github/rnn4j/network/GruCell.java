// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.network;

import io.github.rnn4j.api.LinearAlgebra;
import java.util.List;

/**
 * The cell of a gated recurrent unit with the reset after the product, as cuDNN and PyTorch have
 * it. The three gates are blocks of columns of one matrix, in the order r, z, n.
 *
 * <pre>
 *   forward    x⟨t⟩ = W_ih input⟨t⟩ + b_ih,  y⟨t⟩ = W_hh h⟨t−1⟩ + b_hh
 *              r, z = σ(x_r + y_r), σ(x_z + y_z);  n = tanh(x_n + r ⊙ y_n)
 *              h⟨t⟩ = (1 − z) ⊙ n + z ⊙ h⟨t−1⟩
 *   backward   dx_n = dh⟨t⟩ ⊙ (1 − z) ⊙ (1 − n²),               dy_n = dx_n ⊙ r
 *              dx_z = dh⟨t⟩ ⊙ (h⟨t−1⟩ − n) ⊙ z ⊙ (1 − z),       dy_z = dx_z
 *              dx_r = dx_n ⊙ y_n ⊙ r ⊙ (1 − r),                 dy_r = dx_r
 *              dh⟨t−1⟩ = dh⟨t−1⟩ + dh⟨t⟩ ⊙ z + W_hhᵀ dy⟨t⟩
 * </pre>
 *
 * <p>The reset gate scales y_n with its bias, so x and y, and the two biases, stay apart. One
 * storage holds x, then the gates, then dx; another y, then dy.
 *
 * <p>With layer normalization
 *
 * <pre>
 *   x_k = LN(W_ik input⟨t⟩; g_ik) + b_ik,  y_k = LN(W_hk h⟨t−1⟩; g_hk) + b_hk      k = r, z, n
 * </pre>
 *
 * <p>with a mean and a variance of each gate's H columns. In the supplement of the paper, and in
 * its program, those of r and z are taken over the 2H columns of both, and those of n apart, with
 * its bias inside the reset, as here; gains and biases are as many. That gates are normalized one
 * by one is TensorFlow's way with an LSTM: groups of equal width are one operation.
 *
 * @see <a href="https://arxiv.org/abs/1406.1078">Cho et al., Learning phrase representations using
 *     RNN encoder–decoder, 2014</a>
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.nn.GRU.html">torch.nn.GRU, for the
 *     reset after the product</a>
 * @see <a href="https://arxiv.org/abs/1607.06450">Ba, Kiros and Hinton, Layer normalization, 2016,
 *     its supplement</a>
 * @see <a href="https://github.com/ryankiros/layer-norm">the paper's program, lngru_layer</a>
 * @see <a
 *     href="https://www.tensorflow.org/versions/r1.15/api_docs/python/tf/contrib/rnn/LayerNormBasicLSTMCell">tf.contrib.rnn.LayerNormBasicLSTMCell,
 *     for gates one by one</a>
 */
final class GruCell implements Cell {
  @Override
  public String id() {
    return "gru";
  }

  @Override
  public int gates() {
    return 3;
  }

  @Override
  public boolean twoBiases() {
    return true;
  }

  @Override
  public int normGroups() {
    return 3;
  }

  @Override
  public List<Signal> gateSignals() {
    return List.of(Signal.gate("r"), Signal.gate("z"), Signal.candidate("n"));
  }

  @Override
  public int scratchRows() {
    return 3;
  }

  @Override
  public void forward(LinearAlgebra la, CellStep s) {
    la.gruForward(s.x(), s.y(), s.hPrevious(), s.h(), s.scratch());
  }

  @Override
  public void backward(LinearAlgebra la, CellStep s) {
    la.gruBackward(
        s.x(), s.y(), s.hPrevious(), s.dh(), s.dhPrevious(), s.dx(), s.dy(), s.scratch());
  }
}
