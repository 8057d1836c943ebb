// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.spark;

import io.github.rnn4j.api.BackendException;
import io.github.rnn4j.api.Backends;
import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.safetensors.SafetensorsFile;
import java.io.IOException;
import java.io.Serializable;
import java.lang.ref.SoftReference;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.SparkEnv;
import org.apache.spark.broadcast.Broadcast;

/**
 * A model's file that is sent to each executor once, and read there once for all tasks of the
 * process.
 */
final class SharedModel implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The models of this process, as long as there is room for them. */
  private static final Map<String, SoftReference<Model>> MODELS = new ConcurrentHashMap<>();

  private final Broadcast<byte[]> file;
  private final String source;

  /** The backend that each executor must have; empty for the best one that it has. */
  private final String backend;

  SharedModel(Broadcast<byte[]> file, String source, String backend) {
    this.file = file;
    this.source = source;
    this.backend = backend;
  }

  SharedModel withBackend(String name) {
    return new SharedModel(file, source, name);
  }

  String source() {
    return source;
  }

  void close() {
    file.destroy();
  }

  /**
   * The model with the backend of this process.
   *
   * @throws BackendException if the process lacks the backend; the message names the executor
   * @throws IOException if the file is no model
   */
  Model here() throws IOException {
    String key = file.id() + "\0" + source + "\0" + backend;
    // Tasks that begin at the same time read it once.
    synchronized (MODELS) {
      Model model = Optional.ofNullable(MODELS.get(key)).map(SoftReference::get).orElse(null);
      if (model == null) {
        model = Model.of(SafetensorsFile.parse(file.value(), source), choose());
        MODELS.values().removeIf(one -> one.get() == null);
        MODELS.put(key, new SoftReference<>(model));
      }
      return model;
    }
  }

  private LinearAlgebra choose() {
    Backends backends = Backends.onClassPath();
    try {
      return backend.isEmpty() ? backends.best() : backends.get(backend);
    } catch (BackendException e) {
      BackendException told =
          new BackendException("executor " + executor() + ": " + e.getMessage());
      told.initCause(e);
      throw told;
    }
  }

  private static String executor() {
    SparkEnv env = SparkEnv.get();
    return env == null
        ? "of an ended session"
        : env.executorId() + " on " + env.blockManager().blockManagerId().host();
  }
}
