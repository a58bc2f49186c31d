/**
 * Brings the log-ins of tenants' databases in line with what metadata says of them: passwords that
 * were asked for, and overlaps that have passed.
 */
@NullMarked
package io.quarry.worker.relational;

import org.jspecify.annotations.NullMarked;
