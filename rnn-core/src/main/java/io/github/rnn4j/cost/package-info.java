/** What a network costs: floating-point operations counted, time in a backend measured. */
package io.github.rnn4j.cost;
