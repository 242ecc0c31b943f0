@NullMarked
package gripe.storage;

import org.jspecify.annotations.NullMarked;
