/**
 * Long-running changes as rows: states, the pure transitions between them, and claims by lease and
 * fencing number. Whatever carries an operation out saves through its fence, so that a worker that
 * was thought dead cannot undo the work of its successor.
 */
@NullMarked
package io.quarry.metadata.operation;

import org.jspecify.annotations.NullMarked;
