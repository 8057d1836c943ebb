// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.network;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A network unrolled over windows of up to T steps and B streams: the storage of every activation,
 * and back-propagation through it.
 *
 * <p>Everything is time-major: the row of step t and stream b is t·B + b. A window has n rows: B
 * for each step, but for the last step, which may have fewer. Storage is made once; forward and
 * backward allocate nothing in the steady state.
 *
 * <p>A window takes its steps in this order, and each that comes out of it is refused:
 *
 * <pre>
 *   forward, then losses as often as wanted, then loss once, then backward once
 * </pre>
 *
 * <p>What concerns the start state may come at any time: it is copied into the window by {@link
 * #forward}, and a window at hand does not change with it.
 *
 * <p>Not thread-safe. Threads share a {@link Network}, each with its own instance of this class.
 */
public final class Unrolled {

  /** What {@link #backward} is to compute. */
  public enum Gradients {
    /** Nothing: for sampling and evaluation. */
    NONE,
    /** The gradients of the parameters. */
    PARAMETERS,
    /** The gradients of the parameters and of the start state. */
    PARAMETERS_AND_START_STATE
  }

  private static final int[] NOWHERE = new int[0];

  private final Network network;
  private final LinearAlgebra la;
  private final int steps;
  private final int batch;
  private final Resets resets;
  private final List<UnrolledMember> members = new ArrayList<>();

  /** Those of all members. */
  private final List<RecurrentLayer> layers = new ArrayList<>();

  private final List<Window> windows = new ArrayList<>();

  /** So many are kept; those of single steps are small, and what is drawn together varies. */
  private final int mostWindows;

  /** Where gradients go; null without training. */
  private final @Nullable Parameters gradients;

  private final CallOrder order;
  private final boolean startGradientWanted;

  /** Those of the members' mean probabilities; a member's own, if there is one. */
  private final Matrix logits;

  /** What makes them; null with one member. */
  private final @Nullable Mixture mixture;

  private final Matrix logSumExp;
  private Mixture.@Nullable Window startMixture;
  private @Nullable Window current;
  private int[] tokens = NOWHERE;

  /**
   * Makes the storage, without dropout: for evaluation, sampling, or training without it.
   *
   * @param network the network, shared
   * @param steps T, at least 1
   * @param batch B, at least 1
   * @param wanted what {@link #backward} is to compute
   */
  public Unrolled(Network network, int steps, int batch, Gradients wanted) {
    this(network, steps, batch, wanted, Dropout.none());
  }

  /**
   * Makes the storage, for training with dropout.
   *
   * @param network the network, shared
   * @param steps T, at least 1
   * @param batch B, at least 1
   * @param wanted what {@link #backward} is to compute
   * @param dropout what stands on the way in, between the layers, before the decoder and in W_hh,
   *     at the training step of which every {@link #forward} takes place
   */
  public Unrolled(Network network, int steps, int batch, Gradients wanted, Dropout dropout) {
    if (steps < 1 || batch < 1) {
      throw new IllegalArgumentException(
          "a window has at least 1 step and 1 stream: " + steps + " and " + batch);
    }
    this.network = network;
    this.la = network.la();
    this.steps = steps;
    this.batch = batch;
    this.mostWindows = steps == 1 ? Math.max(4, batch) : 4;
    this.resets = new Resets(RecurrentLayer.zeroRow(steps, batch));
    this.order = new CallOrder(network);
    this.startGradientWanted = wanted == Gradients.PARAMETERS_AND_START_STATE;
    NetworkConfig config = network.config();
    int rows = Math.multiplyExact(steps, batch);
    this.gradients = wanted == Gradients.NONE ? null : new Parameters(la, config);
    UnrolledMember.Shared shared =
        new UnrolledMember.Shared(network, steps, batch, wanted, resets, dropout);
    for (int m = 0; m < config.members(); m++) {
      UnrolledMember member = new UnrolledMember(network, m, shared, gradients);
      members.add(member);
      layers.addAll(member.layers());
    }
    this.logits =
        members.size() == 1 ? members.get(0).logits() : la.zeros(rows, config.vocabularySize());
    this.mixture =
        members.size() == 1 ? null : new Mixture(la, members.size(), rows, config.vocabularySize());
    this.logSumExp = la.zeros(rows, 1);
  }

  /**
   * The network.
   *
   * @return the network given at construction
   */
  public Network network() {
    return network;
  }

  /**
   * T, the most steps of a window.
   *
   * @return at least 1
   */
  public int steps() {
    return steps;
  }

  /**
   * B, the number of streams.
   *
   * @return at least 1
   */
  public int batch() {
    return batch;
  }

  // ------------------------------------------------------------------------------------- state

  /** Sets the start state of every stream to zero. */
  public void resetState() {
    for (int k = 0; k < layers.size(); k++) {
      for (Matrix part : layers.get(k).start) {
        la.fill(0, part);
      }
    }
  }

  /**
   * Makes the state after the last window the start state of the next one.
   *
   * @throws IllegalStateException if there was no window, or its last step did not have all B
   *     streams; the start state is as it was
   */
  public void carryState() {
    order.requireWindow("carryState");
    Window current = current();
    if (current.lastRows != batch) {
      throw new IllegalStateException(
          "the last step of the window had "
              + current.lastRows
              + " of "
              + batch
              + " streams: there is no state of all streams to carry on; call resetState");
    }
    for (int k = 0; k < layers.size(); k++) {
      current.layers.get(k).carry();
    }
  }

  /**
   * The number of parts of each layer's state.
   *
   * @return 1: h; for an LSTM 2: h and c
   */
  public int stateParts() {
    return network.config().cell().stateParts();
  }

  /**
   * The state with which the next window starts.
   *
   * @param layer from 0, those of all members counted
   * @param part 0 for h, 1 for c
   * @return B×H, the same object at each call, to be read and written
   */
  public Matrix startState(int layer, int part) {
    return layers.get(layer).start[part];
  }

  /**
   * The state after the last window.
   *
   * @param layer from 0, those of all members counted
   * @param part 0 for h, 1 for c
   * @return a view of the last step, as many rows as it had, by H; valid until the next window
   * @throws IllegalStateException if there was no window
   */
  public Matrix endState(int layer, int part) {
    order.requireWindow("endState");
    return current().layers.get(layer).end(part);
  }

  /**
   * The states after each step of the last window.
   *
   * @param layer from 0, those of all members counted
   * @param part 0 for h, 1 for c
   * @return a view, n×H, time-major; valid until the next window
   * @throws IllegalStateException if there was no window
   */
  public Matrix states(int layer, int part) {
    order.requireWindow("states");
    return current().layers.get(layer).states(part);
  }

  /**
   * What the gates were at each step of the last window: for each of {@link Cell#gateSignals} a
   * block of H columns.
   *
   * @param layer from 0, those of all members counted
   * @return a view, n×gH, time-major; valid until {@link #backward} or the next window
   * @throws IllegalStateException if there was no window, or it has gone backward
   */
  public Matrix gates(int layer) {
    order.requireActivations("gates");
    return current().layers.get(layer).gates();
  }

  /**
   * The gradient with respect to the start state that the last {@link #backward} found.
   *
   * @param layer from 0, those of all members counted
   * @param part 0 for h, 1 for c
   * @return B×H, the same object at each call
   * @throws IllegalStateException if it was not wanted at construction, or there was no backward
   *     pass yet
   */
  public Matrix startStateGradient(int layer, int part) {
    if (!startGradientWanted) {
      throw new IllegalStateException(
          "made without " + Gradients.PARAMETERS_AND_START_STATE + ": no such gradient");
    }
    order.requireGradients("startStateGradient");
    return layers.get(layer).dState[part];
  }

  // ------------------------------------------------------------------------------------- passes

  /**
   * The logits z⟨t⟩ of a window, from the start state.
   *
   * @param tokens the inputs, time-major, read from 0 on; not modified, and not to be modified
   *     until {@link #backward} is done
   * @param steps T' ≤ T steps
   * @param lastRows the streams of the last step, 1 to B
   * @return n×V, valid until {@link #loss} or the next window
   * @throws IllegalArgumentException if there is no room for such a window; there is none then, and
   *     the start state is as it was
   * @throws IndexOutOfBoundsException if there is no such token; there is no window then, and the
   *     start state is as it was
   * @throws IllegalStateException if the network has no weights yet
   */
  public Matrix forward(int[] tokens, int steps, int lastRows) {
    return forward(tokens, steps, lastRows, NOWHERE, 0);
  }

  /**
   * The logits z⟨t⟩ of a window in which some streams start anew: where they do, the state before
   * the step is zero, and no gradient flows back over the border.
   *
   * @param tokens the inputs, time-major, read from 0 on; not modified, and not to be modified
   *     until {@link #backward} is done
   * @param steps T' ≤ T steps
   * @param lastRows the streams of the last step, 1 to B
   * @param resets the row t·B + b of each stream b that starts anew at step t, ascending; not
   *     modified, and not to be modified until {@link #backward} is done
   * @param resetCount how many of them
   * @return n×V, valid until {@link #loss} or the next window
   * @throws IndexOutOfBoundsException if there is no such token; there is no window then, and the
   *     start state is as it was
   * @throws IllegalArgumentException if there is no room for such a window, or rows do not ascend
   *     or are not in it; there is no window then, and the start state is as it was
   * @throws IllegalStateException if the network has no weights yet
   */
  public Matrix forward(int[] tokens, int steps, int lastRows, int[] resets, int resetCount) {
    order.forwardBegins();
    Window w = window(steps, lastRows);
    current = w;
    this.tokens = tokens;
    this.resets.take(resets, resetCount, w.logits.rows());
    for (int m = 0; m < members.size(); m++) {
      members.get(m).draw();
      w.members.get(m).forward(tokens);
    }
    if (w.mixture != null) {
      w.mixture.mix();
    }
    order.forwardDone();
    return w.logits;
  }

  /**
   * The logits that follow from the start state alone, W_dec u + b_dec, where u is h of the top
   * layer, or in a residual network the sum of h over the layers, the mixture of the members':
   * those of the last step of the window from which {@link #carryState} took it, without dropout.
   *
   * @return B×V, the same object at each call
   * @throws IllegalStateException if the network has no weights yet
   */
  public Matrix startLogits() {
    network.requireWeights();
    Matrix first = members.get(0).startLogits();
    if (mixture == null) {
      return first;
    }
    for (int m = 1; m < members.size(); m++) {
      members.get(m).startLogits();
    }
    if (startMixture == null) {
      startMixture =
          mixture.window(
              members.stream().map(UnrolledMember::startLogits).toList(),
              la.zeros(batch, network.config().vocabularySize()));
    }
    return startMixture.mix();
  }

  /**
   * The cross-entropy of the window after {@link #forward}, and the gradient with respect to the
   * logits, which takes their place.
   *
   * <p>In a network of several members the loss is that of their mean probabilities, and the
   * gradient, from which each learns as it would alone, that of the sum of their own losses.
   *
   * @param targets the token that each row should predict, time-major, read from 0 on; not modified
   * @param scale s, the factor on the gradient: 1/n for that of the mean
   * @return −Σ log ŷ(target) over the n rows, in nats, not scaled
   * @throws IndexOutOfBoundsException if there is no such token; the window is as it was
   * @throws IllegalStateException if there was no window, or its loss was asked for before
   */
  public double loss(int[] targets, double scale) {
    order.requireLogits("loss");
    Window current = current();
    double loss =
        la.softmaxCrossEntropy(
            current.logits, targets, 0, scale, current.logSumExp, current.logits);
    for (int m = 0; members.size() > 1 && m < members.size(); m++) {
      Matrix own = current.members.get(m).logits;
      la.softmaxCrossEntropy(own, targets, 0, scale, current.logSumExp, own);
    }
    order.lossDone();
    return loss;
  }

  /**
   * The cross-entropy of each row of the window after {@link #forward}, −log ŷ(target), in nats.
   * The logits stay as they are.
   *
   * @param targets the token that each row should predict, time-major, read from 0 on; not modified
   * @param nats modified from 0 on, a number for each row
   * @throws IllegalStateException if there was no window, or {@link #loss} came before
   */
  public void losses(int[] targets, double[] nats) {
    order.requireLogits("losses");
    Window current = current();
    la.logSumExp(current.logits, current.logSumExp);
    current.logSumExp.copyTo(nats, 0);
    for (int row = 0; row < current.logits.rows(); row++) {
      nats[row] -= current.logits.get(row, targets[row]);
    }
  }

  /**
   * The gradients of all parameters after {@link #loss}, by back-propagation through the window.
   *
   * @return the gradients, the same object at each call, each overwritten
   * @throws IllegalStateException if made for {@link Gradients#NONE}, there was no {@link #loss} of
   *     this window, it has gone backward before, or the network's parameters are no longer those
   *     of its forward pass
   */
  public Parameters backward() {
    if (gradients == null) {
      throw new IllegalStateException("made for " + Gradients.NONE + ": no backward pass");
    }
    order.backwardBegins();
    Window w = current();
    for (int m = 0; m < members.size(); m++) {
      w.members.get(m).backward(tokens);
    }
    order.backwardDone();
    return gradients;
  }

  /**
   * The gradients that the last {@link #backward} found.
   *
   * @return the same object at each call
   * @throws IllegalStateException if made for {@link Gradients#NONE}, or there was no backward pass
   *     yet
   */
  public Parameters gradients() {
    if (gradients == null) {
      throw new IllegalStateException("made for " + Gradients.NONE + ": no gradients");
    }
    order.requireGradients("gradients");
    return gradients;
  }

  // ------------------------------------------------------------------------------------- views

  /** The window at hand: {@link CallOrder} has seen that there is one. */
  private Window current() {
    return Objects.requireNonNull(current, "there is no window yet");
  }

  /** The views for windows of this shape; a training run has two shapes, a full and a last one. */
  private Window window(int steps, int lastRows) {
    for (int i = 0; i < windows.size(); i++) {
      Window window = windows.get(i);
      if (window.steps == steps && window.lastRows == lastRows) {
        return window;
      }
    }
    if (steps < 1 || steps > this.steps || lastRows < 1 || lastRows > batch) {
      throw new IllegalArgumentException(
          "a window of "
              + steps
              + " steps, the last with "
              + lastRows
              + " streams: there is room for "
              + this.steps
              + " and "
              + batch);
    }
    Window window = new Window(steps, lastRows);
    if (windows.size() == mostWindows) {
      windows.remove(0);
    }
    windows.add(window);
    return window;
  }

  /** The views of all storage for one shape. */
  private final class Window {
    final int steps;
    final int lastRows;
    final List<UnrolledMember.Window> members = new ArrayList<>();

    /** Those of all members. */
    final List<LayerWindow> layers = new ArrayList<>();

    final Matrix logits;
    final Matrix logSumExp;

    /** Null with one member. */
    final Mixture.@Nullable Window mixture;

    Window(int steps, int lastRows) {
      this.steps = steps;
      this.lastRows = lastRows;
      int rows = (steps - 1) * batch + lastRows;
      for (UnrolledMember member : Unrolled.this.members) {
        UnrolledMember.Window window = member.window(steps, lastRows);
        members.add(window);
        layers.addAll(window.layers());
      }
      this.logits =
          members.size() == 1 ? members.get(0).logits : Unrolled.this.logits.rows(0, rows);
      this.logSumExp = Unrolled.this.logSumExp.rows(0, rows);
      Mixture all = Unrolled.this.mixture;
      this.mixture =
          all == null
              ? null
              : all.window(members.stream().map(member -> member.logits).toList(), logits);
    }
  }
}
