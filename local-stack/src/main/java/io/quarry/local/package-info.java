/**
 * The program behind the script {@code quarry}: what people, scripts and tests do with a stack on
 * one machine. One class a command; what the commands share lives in the packages below.
 */
@NullMarked
package io.quarry.local;

import org.jspecify.annotations.NullMarked;
