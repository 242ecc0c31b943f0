/** Phones, browsers and scripts that speak to Gripe in the owner's name: pairing, checking, revoking. */
@NullMarked
package gripe.device;

import org.jspecify.annotations.NullMarked;
