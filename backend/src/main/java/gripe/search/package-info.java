/** Finding gripes: by meaning and words, what is like a text, newest first; and which matches are good ones. */
@NullMarked
package gripe.search;

import org.jspecify.annotations.NullMarked;
