/** Drawing text from a model. */
package io.github.rnn4j.sampling;
