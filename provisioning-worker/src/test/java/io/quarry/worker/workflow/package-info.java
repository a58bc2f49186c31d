/**
 * The workflows as data, compared with the plans that metadata makes and with the reference in the
 * docs.
 */
@NullMarked
package io.quarry.worker.workflow;

import org.jspecify.annotations.NullMarked;
