// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.console;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where a command reads and writes. All text is UTF-8, whatever the locale.
 *
 * <p>A PrintStream swallows errors; here the first one of standard output is kept.
 */
public final class Streams {
  private static final long MOMENT_NANOS = 50_000_000;

  private final InputStream in;
  private final Output output;
  private final PrintStream out;
  private final PrintStream err;
  private final Supplier<Optional<Terminal>> terminal;
  private final BooleanSupplier outTerminal;
  private Optional<Boolean> outIsTerminal = Optional.empty();

  /**
   * Streams of any kind, of which standard output is no terminal.
   *
   * @param in standard input
   * @param out standard output
   * @param err standard error
   * @param terminal the terminal that standard error is connected to, if it is
   */
  public Streams(
      InputStream in, OutputStream out, OutputStream err, Supplier<Optional<Terminal>> terminal) {
    this(in, out, err, terminal, () -> false);
  }

  /**
   * Streams of any kind.
   *
   * @param in standard input
   * @param out standard output
   * @param err standard error
   * @param terminal the terminal that standard error is connected to, if it is
   * @param outTerminal whether standard output is connected to one
   */
  public Streams(
      InputStream in,
      OutputStream out,
      OutputStream err,
      Supplier<Optional<Terminal>> terminal,
      BooleanSupplier outTerminal) {
    this.in = in;
    this.output = new Output(out);
    this.out = new PrintStream(output, false, StandardCharsets.UTF_8);
    this.err = new PrintStream(err, true, StandardCharsets.UTF_8);
    this.terminal = terminal;
    this.outTerminal = outTerminal;
  }

  /** Those of this process. */
  public static Streams standard() {
    return new Streams(
        System.in,
        new FileOutputStream(FileDescriptor.out),
        new FileOutputStream(FileDescriptor.err),
        Terminal::ofStandardError,
        Terminal::isStandardOutput);
  }

  public InputStream in() {
    return in;
  }

  /** Standard output; buffered until it is flushed. */
  public PrintStream out() {
    return out;
  }

  /** Standard error; flushed at every line end. */
  public PrintStream err() {
    return err;
  }

  public PrintWriter outWriter() {
    return new PrintWriter(out, true, StandardCharsets.UTF_8);
  }

  public PrintWriter errWriter() {
    return new PrintWriter(err, true, StandardCharsets.UTF_8);
  }

  /** The terminal that standard error is connected to. */
  public Optional<Terminal> terminal() {
    return terminal.get();
  }

  /** Whether standard output is connected to a terminal. A shell is asked, once. */
  public boolean outIsTerminal() {
    if (outIsTerminal.isEmpty()) {
      outIsTerminal = Optional.of(outTerminal.getAsBoolean());
    }
    return outIsTerminal.get();
  }

  /**
   * Hands on what was written to standard output.
   *
   * @throws ClosedOutputException if its reader went away
   * @throws IOException if it cannot be written, to a full disk for example
   */
  public void flush() throws IOException {
    out.flush();
    if (output.failure != null) {
      if (output.failure instanceof ClosedOutputException closed) {
        throw closed;
      }
      throw new IOException(
          "standard output cannot be written: " + output.failure.getMessage(), output.failure);
    }
  }

  /**
   * Hands on what was written, unless that was done a moment ago. To be called after each part of a
   * long result: it is seen soon, and its end is noticed if nobody reads it any more.
   *
   * @throws ClosedOutputException if the reader of standard output went away
   * @throws IOException if standard output cannot be written
   */
  public void flushSoon() throws IOException {
    if (output.failure != null || System.nanoTime() - output.flushed >= MOMENT_NANOS) {
      flush();
    }
  }

  /** Hands on what was written and tells whether that went well. */
  public int finish() {
    try {
      flush();
      return ExitCode.OK;
    } catch (ClosedOutputException e) {
      return ExitCode.BROKEN_PIPE;
    } catch (IOException e) {
      err.println("rnn: " + e.getMessage());
      return ExitCode.ERROR;
    }
  }

  /** A buffer before standard output that keeps the first failure. */
  private static final class Output extends OutputStream {
    private final byte[] buffer = new byte[1 << 13];
    private final OutputStream target;
    private int size;
    private long flushed = System.nanoTime();
    private @Nullable IOException failure;

    Output(OutputStream target) {
      this.target = target;
    }

    @Override
    public void write(int b) {
      if (size == buffer.length) {
        flush();
      }
      buffer[size++] = (byte) b;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      for (int done = 0; done < length; ) {
        if (size == buffer.length) {
          flush();
        }
        int count = Math.min(length - done, buffer.length - size);
        System.arraycopy(bytes, offset + done, buffer, size, count);
        size += count;
        done += count;
      }
    }

    @Override
    public void flush() {
      try {
        if (failure == null) {
          target.write(buffer, 0, size);
          target.flush();
        }
      } catch (IOException e) {
        failure = ClosedOutputException.is(e) ? new ClosedOutputException(e) : e;
      }
      size = 0;
      flushed = System.nanoTime();
    }
  }
}
