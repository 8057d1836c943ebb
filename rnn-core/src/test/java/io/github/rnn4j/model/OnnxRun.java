// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** ONNX Runtime with one model in it. */
final class OnnxRun implements AutoCloseable {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;

  OnnxRun(byte[] model) throws OrtException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      session = environment.createSession(model, options);
    }
  }

  Map<String, String> metadata() throws OrtException {
    return session.getMetadata().getCustomMetadata();
  }

  /**
   * The outputs of a window.
   *
   * @param ids time-major, time·batch
   * @param states h_0 and perhaps c_0, each L·batch·H, by name
   * @return every output, by name
   */
  Map<String, float[]> read(int[] ids, int batch, int layers, Map<String, float[]> states)
      throws OrtException {
    Map<String, OnnxTensor> inputs = new HashMap<>();
    try {
      long[] tokens = new long[ids.length];
      for (int i = 0; i < ids.length; i++) {
        tokens[i] = ids[i];
      }
      inputs.put(
          "tokens",
          OnnxTensor.createTensor(
              environment, LongBuffer.wrap(tokens), new long[] {ids.length / batch, batch}));
      for (Map.Entry<String, float[]> state : states.entrySet()) {
        long[] shape = {layers, batch, state.getValue().length / layers / batch};
        inputs.put(
            state.getKey(),
            OnnxTensor.createTensor(environment, FloatBuffer.wrap(state.getValue()), shape));
      }
      Map<String, float[]> outputs = new LinkedHashMap<>();
      try (OrtSession.Result result = session.run(inputs)) {
        for (String name : session.getOutputNames()) {
          FloatBuffer values = ((OnnxTensor) result.get(name).orElseThrow()).getFloatBuffer();
          float[] copy = new float[values.remaining()];
          values.get(copy);
          outputs.put(name, copy);
        }
      }
      return outputs;
    } finally {
      inputs.values().forEach(OnnxTensor::close);
    }
  }

  @Override
  public void close() throws OrtException {
    session.close();
  }
}
