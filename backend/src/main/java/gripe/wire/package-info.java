/** The JSON that goes over the wire: requests read strictly, answers as records. Shared by HTTP and import. */
@NullMarked
package gripe.wire;

import org.jspecify.annotations.NullMarked;
