/** The shell command, run by real shells against a real Gripe. */
@NullMarked
package gripe.shell;

import org.jspecify.annotations.NullMarked;
