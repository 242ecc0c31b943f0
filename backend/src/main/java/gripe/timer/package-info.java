/** Time lost, measured while it is: timers, and the gripes that they become. */
@NullMarked
package gripe.timer;

import org.jspecify.annotations.NullMarked;
