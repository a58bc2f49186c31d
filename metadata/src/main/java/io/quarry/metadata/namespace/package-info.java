/**
 * What a tenant owns: the wish (spec), what is (status), and the door that turns one into the other
 * by opening operations. Specs are checked here, all faults at once; how structures are made is the
 * business of the worker.
 */
@NullMarked
package io.quarry.metadata.namespace;

import org.jspecify.annotations.NullMarked;
