/**
 * Each real server in the same shape: how it is prepared, the command that runs it, how it shows
 * that it answers, and what must exist in it afterwards. A new engine is one more class here.
 */
@NullMarked
package io.quarry.local.server;

import org.jspecify.annotations.NullMarked;
