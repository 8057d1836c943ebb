// SPDX-License-Identifier: Apache-2.0
/** What runs on Apache Spark. */
@NullMarked
package io.github.rnn4j.spark;

import org.jspecify.annotations.NullMarked;
