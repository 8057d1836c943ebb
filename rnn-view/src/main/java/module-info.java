// SPDX-License-Identifier: Apache-2.0

/**
 * Models over HTTP, with the JDK's own server: {@link io.github.rnn4j.view.serve} is a JSON API for
 * other programs, {@link io.github.rnn4j.view.pages} are pages for people, {@link
 * io.github.rnn4j.view.http} is what all that is served stands on.
 */
module io.github.rnn4j.view {
  requires transitive com.fasterxml.jackson.core;
  requires transitive io.github.rnn4j.core;
  requires jdk.httpserver;
  requires static org.jspecify;

  exports io.github.rnn4j.view.http;
  exports io.github.rnn4j.view.pages;
  exports io.github.rnn4j.view.serve;
}
