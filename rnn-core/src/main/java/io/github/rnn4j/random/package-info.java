/** Random numbers without a state that could be lost. */
package io.github.rnn4j.random;
