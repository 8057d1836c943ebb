// SPDX-License-Identifier: Apache-2.0

package io.github.rnn4j.view.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A connection on which a test says what it likes. */
public final class Raw implements AutoCloseable {
  private static final int MILLIS = 20_000;

  private final Socket socket;

  public Raw(URI address) throws IOException {
    this.socket = new Socket(address.getHost().replaceAll("[\\[\\]]", ""), address.getPort());
    socket.setSoTimeout(MILLIS);
    socket.setTcpNoDelay(true);
  }

  /** Sends lines, each with its end. */
  public Raw lines(String... lines) throws IOException {
    return send(String.join("\r\n", lines) + "\r\n");
  }

  public Raw send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  public Socket socket() {
    return socket;
  }

  /** The head of an answer, its last empty line included. */
  public String head() throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    InputStream in = socket.getInputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int c = in.read();
      if (c < 0) {
        break;
      }
      head.write(c);
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  /** All that comes until the other side closes the connection. */
  public String rest() throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
