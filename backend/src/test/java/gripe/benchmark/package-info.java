/** What takes how long: the real product as a process of its own, over HTTP. */
@NullMarked
package gripe.benchmark;

import org.jspecify.annotations.NullMarked;
