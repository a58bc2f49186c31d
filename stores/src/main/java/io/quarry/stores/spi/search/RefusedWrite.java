package io.quarry.stores.spi.search;

/**
 * A write that the store refuses and would refuse again.
 *
 * @param index which of the writes of the call, from 0
 * @param reason in the store's words
 */
public record RefusedWrite(int index, String reason) {}
