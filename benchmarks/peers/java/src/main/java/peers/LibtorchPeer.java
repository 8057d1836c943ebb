// SPDX-License-Identifier: Apache-2.0
package peers;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.internal.NDArrayEx;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.recurrent.RNN;
import ai.djl.training.GradientCollector;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.util.ArrayList;
import java.util.List;

/**
 * RNN, LSTM and GRU in libtorch, float32, called through DJL: training steps as torch_peer.py does
 * them. Gradients are zeroed in place, since DJL cannot drop them.
 */
final class LibtorchPeer {
  private static final float RATE = 0.001f;
  private static final float CLIP = 5;

  private final Options given;
  private final NDManager manager = NDManager.newBaseManager();
  private final Engine engine = manager.getEngine();
  private final List<NDArray> parameters = new ArrayList<>();
  private final NDList layers = new NDList();
  private final NDArray decoderWeight;
  private final NDArray decoderBias;
  private final NDArray x;
  private final NDArray y;
  private final Optimizer adam =
      Optimizer.adam().optLearningRateTracker(Tracker.fixed(RATE)).build();

  /** Running means of squares, of RMSProp. */
  private final List<NDArray> squares = new ArrayList<>();

  private NDList state = new NDList();

  private LibtorchPeer(Options given) {
    this.given = given;
    engine.setRandomSeed(1);
    int units = given.hidden();
    int gates =
        switch (given.model()) {
          case "lstm" -> 4;
          case "gru" -> 3;
          default -> 1;
        };
    for (int k = 0; k < given.layers(); k++) {
      layers.add(parameter(gates * units, k == 0 ? Options.SYMBOLS : units));
      layers.add(parameter(gates * units, units));
      layers.add(parameter(gates * units));
      layers.add(parameter(gates * units));
    }
    decoderWeight = parameter(Options.SYMBOLS, units);
    decoderBias = parameter(Options.SYMBOLS);
    int rows = given.steps() * given.batch();
    NDArray tokens =
        manager
            .randomUniform(0, Options.SYMBOLS, new Shape(2, rows))
            .toType(DataType.INT64, false);
    x =
        tokens
            .get(0)
            .oneHot(Options.SYMBOLS, DataType.FLOAT32)
            .reshape(given.steps(), given.batch(), Options.SYMBOLS);
    y = tokens.get(1).reshape(rows, 1);
    Shape one = new Shape(given.layers(), given.batch(), units);
    for (int part = 0; part < (given.model().equals("lstm") ? 2 : 1); part++) {
      state.add(manager.zeros(one));
    }
    parameters.forEach(parameter -> squares.add(parameter.zerosLike()));
  }

  private NDArray parameter(long... shape) {
    float bound = (float) (1 / Math.sqrt(given.hidden()));
    NDArray made = manager.randomUniform(-bound, bound, new Shape(shape));
    made.setRequiresGradient(true);
    parameters.add(made);
    return made;
  }

  private void train() {
    NDList before = state;
    try (NDManager step = manager.newSubManager()) {
      try (GradientCollector collector = engine.newGradientCollector()) {
        NDArray input = x.duplicate();
        input.attach(step);
        NDList out = forward(input);
        out.attach(step);
        NDArray top = out.get(0).reshape(-1, given.hidden());
        NDArray turned = decoderWeight.transpose();
        turned.attach(step); // else it would be the parameters' manager that frees it, at the end
        NDArray logits = top.matMul(turned).add(decoderBias);
        NDArray loss = logits.logSoftmax(1).gather(y, 1).mean().neg();
        collector.backward(loss);
        state = new NDList();
        for (NDArray part : out.subNDList(1)) {
          NDArray kept = part.stopGradient();
          kept.attach(manager);
          state.add(kept);
        }
      }
      double square = 0;
      List<NDArray> gradients = new ArrayList<>();
      for (NDArray parameter : parameters) {
        NDArray gradient = parameter.getGradient();
        gradient.attach(step);
        gradients.add(gradient);
        double norm = gradient.norm().getFloat();
        square += norm * norm;
      }
      float scale = (float) Math.min(1, CLIP / (Math.sqrt(square) + 1e-6));
      for (int i = 0; i < gradients.size(); i++) {
        NDArray gradient = gradients.get(i);
        if (scale < 1) {
          gradient.muli(scale);
        }
        update(i, gradient, step);
        gradient.subi(gradient);
      }
    }
    before.close();
  }

  /** DJL has Adam for libtorch; RMSProp it has not, so that it is written out. */
  private void update(int i, NDArray gradient, NDManager step) {
    if (given.optimizer().equals("adam")) {
      adam.update(Integer.toString(i), parameters.get(i), gradient);
      return;
    }
    NDArray mean = squares.get(i);
    mean.muli(0.99f).addi(gradient.square().muli(0.01f));
    NDArray root = mean.sqrt();
    root.attach(step);
    parameters.get(i).subi(gradient.mul(RATE).divi(root.addi(1e-8f)));
  }

  private NDList forward(NDArray input) {
    NDArrayEx operations = input.getNDArrayInternal();
    int count = given.layers();
    return switch (given.model()) {
      case "lstm" -> operations.lstm(input, state, layers, true, count, 0, true, false, false);
      case "gru" -> operations.gru(input, state.get(0), layers, true, count, 0, true, false, false);
      default ->
          operations.rnn(
              input, state.get(0), layers, true, count, RNN.Activation.TANH, 0, true, false, false);
    };
  }

  public static void main(String[] arguments) throws Exception {
    Options given = Options.of(arguments);
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(given.threads()));
    System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
    if (!given.optimizer().matches("adam|rmsprop")) {
      throw new IllegalArgumentException("adam or rmsprop: " + given.optimizer());
    }
    LibtorchPeer peer = new LibtorchPeer(given);
    String name = "libtorch " + peer.engine.getVersion();
    Measure.print(name, given, peer::train, given.steps() * given.batch());
  }
}
