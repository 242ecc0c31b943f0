/** What may go wrong around Gripe, made to go wrong: processes killed, servers lost, disks full. */
@NullMarked
package gripe.fault;

import org.jspecify.annotations.NullMarked;
