// SPDX-License-Identifier: Apache-2.0
/**
 * Messages in the wire format of Protocol Buffers, to be written.
 *
 * <p>A message is fields; a field is its tag, number·8 + wire type, and a value: wire type 0 is a
 * varint, seven bits a byte from the lowest; 1 and 5 are eight and four bytes, the lowest first; 2
 * is a length and as many bytes, a text, a message, or raw data.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">the wire format</a>
 */
@NullMarked
package io.github.rnn4j.protobuf;

import org.jspecify.annotations.NullMarked;
