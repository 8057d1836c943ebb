// SPDX-License-Identifier: Apache-2.0
/**
 * A strict reader and an atomic writer of the safetensors format.
 *
 * <p>A file is {@code u64 N}, little-endian; {@code N} bytes of UTF-8 JSON, the header; the data to
 * the end of the file. A header entry is {@code "name": {"dtype": "F32", "shape": [2, 3],
 * "data_offsets": [begin, end]}}, offsets counted from the start of the data, values row-major and
 * little-endian. The entry {@code __metadata__} maps strings to strings.
 *
 * <p>The reader trusts nothing: every size is held against the size of the file before anything of
 * that size is allocated, and every defect is one {@link
 * io.github.rnn4j.safetensors.SafetensorsException} that names the file, the entry and the values.
 * The writer gives the same bytes for the same content, and {@link
 * io.github.rnn4j.files.AtomicFile} sees to it that a file is there in full or not at all.
 *
 * @see <a href="https://github.com/huggingface/safetensors">the format's home</a>
 */
@NullMarked
package io.github.rnn4j.safetensors;

import org.jspecify.annotations.NullMarked;
