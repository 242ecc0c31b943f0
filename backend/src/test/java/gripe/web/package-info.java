@NullMarked
package gripe.web;

import org.jspecify.annotations.NullMarked;
