// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.backend.ejml.EjmlLinearAlgebra;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.model.ModelFileException;
import io.github.rnn4j.model.StateFile;
import io.github.rnn4j.model.TorchImport;
import io.github.rnn4j.safetensors.SafetensorsException;
import io.github.rnn4j.safetensors.SafetensorsFile;
import io.github.rnn4j.text.Vocabulary;
import java.io.IOException;
import java.lang.management.ManagementFactory;

/**
 * Feeds bytes to what reads files of other people: only the declared exceptions come out, and the
 * memory allocated is bounded by the size of the file. A plain build replays the known inputs; the
 * profile {@code fuzz} looks for new ones.
 */
class ModelFileFuzzTest {
  private static final LinearAlgebra LA = new EjmlLinearAlgebra();
  private static final Vocabulary VOCABULARY = Vocabulary.of("ab");

  /** What any reading may take: buffers, tables, messages. */
  private static final long FIXED_BYTES = 4L << 20;

  private static final long BYTES_PER_BYTE = 1000;

  @FuzzTest(maxDuration = "10m")
  void modelReader_throwsOnlyWhatIsDeclared(byte[] bytes) throws IOException {
    long most = FIXED_BYTES + BYTES_PER_BYTE * bytes.length;
    // A first reading may load classes, which the fuzzer rewrites in this thread: what counts is a
    // second one.
    if (allocatedByReading(bytes) > most) {
      long taken = allocatedByReading(bytes);
      if (taken > most) {
        throw new AssertionError(taken + " bytes allocated for a file of " + bytes.length);
      }
    }
  }

  private static long allocatedByReading(byte[] bytes) throws IOException {
    long before = allocated();
    try {
      SafetensorsFile file = SafetensorsFile.parse(bytes, "fuzz");
      declared(() -> Model.of(file, LA));
      declared(() -> StateFile.of(file));
      declared(() -> new TorchImport(VOCABULARY).read(file, LA));
    } catch (SafetensorsException e) {
      requireMessage(e);
    }
    return allocated() - before;
  }

  private interface Reading {
    Object read() throws IOException;
  }

  private static void declared(Reading reading) throws IOException {
    try {
      reading.read();
    } catch (ModelFileException | SafetensorsException e) {
      requireMessage(e);
    }
  }

  private static void requireMessage(IOException e) {
    if (!e.getMessage().startsWith("fuzz: ")) {
      throw new AssertionError("the message does not name the file: " + e.getMessage(), e);
    }
  }

  /** Bytes that this thread has allocated so far. */
  private static long allocated() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }
}
