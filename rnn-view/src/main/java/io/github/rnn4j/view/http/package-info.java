// SPDX-License-Identifier: Apache-2.0

/**
 * A small web server for one program's own pages and data, on the JDK's {@code HttpServer}.
 *
 * <p>A {@link io.github.rnn4j.view.http.WebServer} answers on loopback unless it is told otherwise,
 * and then wants a {@link io.github.rnn4j.view.http.Token}. Each address is a route to a {@link
 * io.github.rnn4j.view.http.Handler}, which makes a {@link io.github.rnn4j.view.http.Reply} of a
 * {@link io.github.rnn4j.view.http.Request}, or refuses it with an {@link
 * io.github.rnn4j.view.http.HttpProblem}. {@link io.github.rnn4j.view.http.StaticFiles} are files
 * of the jar, {@link io.github.rnn4j.view.http.Events} what happens, told to whoever listens.
 *
 * <p>What every server here keeps:
 *
 * <ul>
 *   <li>A page of another site can neither read nor start anything: the Host must be one of the
 *       server's own names (so that a name that was rebound to this address is refused), the
 *       Origin, if there is one, the server's own, and JSON is taken only as {@code
 *       application/json}.
 *   <li>No inline script or style runs, nothing is loaded from elsewhere, no type is guessed.
 *   <li>Nobody holds it up: the head of a request, its body and each piece of an answer have a time
 *       within which they must come or go, sizes have limits, threads are bounded.
 *   <li>It ends cleanly: what was begun is answered, within a time.
 * </ul>
 */
@NullMarked
package io.github.rnn4j.view.http;

import org.jspecify.annotations.NullMarked;
