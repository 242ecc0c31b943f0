/** HTTP: thin controllers over the services, the page, and the guard in front of everything. */
@NullMarked
package gripe.web;

import org.jspecify.annotations.NullMarked;
