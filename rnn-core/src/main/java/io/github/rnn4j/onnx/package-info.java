// SPDX-License-Identifier: Apache-2.0
/**
 * A writer of ONNX files: a graph of operators with its weights, in the wire format of Protocol
 * Buffers.
 *
 * <p>Each number of a field below is that of {@code onnx.proto}.
 *
 * @see <a href="https://github.com/onnx/onnx/blob/main/onnx/onnx.proto">onnx.proto</a>
 * @see io.github.rnn4j.protobuf.Message
 */
@NullMarked
package io.github.rnn4j.onnx;

import org.jspecify.annotations.NullMarked;
