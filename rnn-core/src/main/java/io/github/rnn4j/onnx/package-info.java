// SPDX-License-Identifier: Apache-2.0
/**
 * A writer of ONNX files: a graph of operators with its weights, in the wire format of Protocol
 * Buffers.
 *
 * <p>Each number of a field below is that of {@code onnx.proto}. A message is fields; a field is
 * its tag, number·8 + wire type, and a value: wire type 0 is a varint, seven bits a byte from the
 * lowest; 2 is a length and as many bytes, a text, a message, or raw data.
 *
 * @see <a href="https://github.com/onnx/onnx/blob/main/onnx/onnx.proto">onnx.proto</a>
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">the wire format</a>
 */
@NullMarked
package io.github.rnn4j.onnx;

import org.jspecify.annotations.NullMarked;
