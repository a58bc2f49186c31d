package io.quarry.stores.postgresql;

/**
 * A database as its server has it.
 *
 * @param bytes on disk, temporary files of statements excepted
 * @param access as it is in force: one that a log-in has lifted for itself is not
 */
public record DatabaseState(long bytes, Access access) {}
