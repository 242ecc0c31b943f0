@NullUnmarked
package gripe.backup;

import org.jspecify.annotations.NullUnmarked;
