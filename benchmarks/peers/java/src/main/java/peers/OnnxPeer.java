// SPDX-License-Identifier: Apache-2.0
package peers;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/** Sampling in ONNX Runtime: a model of 'rnn export --to onnx', one stream, a character at a time. */
final class OnnxPeer {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;
  private final Random random = new Random(1);
  private final Map<String, OnnxTensor> inputs = new HashMap<>();
  private final LongBuffer token;
  private final float[] logits;
  private OrtSession.Result last;

  private OnnxPeer(Options given) throws OrtException {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(given.threads());
    options.setInterOpNumThreads(1);
    session = environment.createSession(given.file(), options);
    Map<String, String> told = session.getMetadata().getCustomMetadata();
    logits = new float[Integer.parseInt(told.get("vocabulary_size"))];
    token = 
        ByteBuffer.allocateDirect(Long.BYTES).order(ByteOrder.nativeOrder()).asLongBuffer();
    inputs.put("tokens", OnnxTensor.createTensor(environment, token, new long[] {1, 1}));
    long layers = Long.parseLong(told.get("layers"));
    long units = Long.parseLong(told.get("hidden_size"));
    for (String name : session.getInputNames()) {
      if (!name.equals("tokens")) {
        FloatBuffer zeros = FloatBuffer.allocate((int) (layers * units));
        inputs.put(
            name, OnnxTensor.createTensor(environment, zeros, new long[] {layers, 1, units}));
      }
    }
  }

  /** The state's tensors go from one run into the next as they are. */
  private void sample() throws OrtException {
    OrtSession.Result result = session.run(inputs);
    for (Map.Entry<String, OnnxTensor> input : inputs.entrySet()) {
      if (!input.getKey().equals("tokens")) {
        input.setValue((OnnxTensor) result.get(input.getKey().replace("_0", "_n")).orElseThrow());
      }
    }
    ((OnnxTensor) result.get("logits").orElseThrow()).getFloatBuffer().get(logits);
    token.put(0, draw());
    if (last != null) {
      last.close();
    }
    last = result;
  }

  private int draw() {
    float most = Float.NEGATIVE_INFINITY;
    for (float z : logits) {
      most = Math.max(most, z);
    }
    double sum = 0;
    double[] upTo = new double[logits.length];
    for (int i = 0; i < logits.length; i++) {
      sum += Math.exp(logits[i] - most);
      upTo[i] = sum;
    }
    double drawn = random.nextDouble() * sum;
    int id = 0;
    while (id < logits.length - 1 && upTo[id] <= drawn) {
      id++;
    }
    return id;
  }

  public static void main(String[] arguments) throws Exception {
    Options given = Options.of(arguments);
    OnnxPeer peer = new OnnxPeer(given);
    Measure.print("ONNX Runtime " + peer.environment.getVersion(), given, peer::sample, 1);
  }
}
