/**
 * Processes that outlive the program that started them, known by pid and start time, so that no
 * other process is ever taken for ours. Ports and who holds them belong here too.
 */
@NullMarked
package io.quarry.local.process;

import org.jspecify.annotations.NullMarked;
