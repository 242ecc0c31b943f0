/**
 * Backups: everything durable of a store in one file, taken while Gripe runs, and put back into an empty store.
 *
 * <p>A backup is text, one JSON object a line (see {@link gripe.backup.Line}), compressed by gzip and, where there is a
 * passphrase, encrypted in the age format (age-encryption.org/v1) with the passphrase as its one recipient. So {@code
 * gunzip -c FILE | jq} and {@code age -d FILE | gunzip | jq} read one without Gripe. docs/BACKUP.md has the format.
 */
@NullMarked
package gripe.backup;

import org.jspecify.annotations.NullMarked;
