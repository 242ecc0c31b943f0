/** Many gripes at once: import and export as NDJSON, in bounded memory. */
@NullMarked
package gripe.transfer;

import org.jspecify.annotations.NullMarked;
