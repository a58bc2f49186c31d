/**
 * The provisioning worker: the only program that changes the structure of stores. Here are its two
 * modes (serve, migrate) and its configuration; how it claims work, what the work is, and how
 * routes reach the data plane have a package each.
 */
@NullMarked
package io.quarry.worker;

import org.jspecify.annotations.NullMarked;
