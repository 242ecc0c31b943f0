/**
 * The search index: what KeyDB holds, arranged for words, meaning and time. Derived, and made anew whenever it is
 * missing or damaged. The only package that knows Lucene.
 */
@NullMarked
package gripe.index;

import org.jspecify.annotations.NullMarked;
