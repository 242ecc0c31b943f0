/** Fuzzing: what nobody thought of, as a test of bounded time. */
@NullMarked
package gripe.fuzz;

import org.jspecify.annotations.NullMarked;
