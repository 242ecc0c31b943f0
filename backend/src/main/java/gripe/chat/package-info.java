/** A chat model that somebody else runs, when the operator names one: the only place from which Gripe reaches out. */
@NullMarked
package gripe.chat;

import org.jspecify.annotations.NullMarked;
