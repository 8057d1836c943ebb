/** Typed reading of what files say of themselves in words. */
package io.github.rnn4j.metadata;
