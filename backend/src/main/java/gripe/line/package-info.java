/** What people write in one line: durations, times, tags and places, and everything else as text. Knows Java only. */
@NullMarked
package gripe.line;

import org.jspecify.annotations.NullMarked;
