/**
 * Servers of shards that the worker starts and removes itself, by a program of the installation. It
 * knows the program and what it answers, and nothing of operations.
 */
@NullMarked
package io.quarry.worker.provider;

import org.jspecify.annotations.NullMarked;
