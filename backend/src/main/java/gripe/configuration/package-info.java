/** What can be set; each key stands with its reason in application.yml. */
@NullMarked
package gripe.configuration;

import org.jspecify.annotations.NullMarked;
