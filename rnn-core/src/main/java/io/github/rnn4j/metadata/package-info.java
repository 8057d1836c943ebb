/** Typed reading of what files say of themselves in words. Not exported: for this module alone. */
package io.github.rnn4j.metadata;
