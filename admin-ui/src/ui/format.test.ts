import { describe, expect, it } from 'vitest';
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatIsoDuration,
  formatRelative,
  isoDurationOf,
  parseBytes,
  parseCount,
  parseIsoDuration,
} from './format';

describe('formats', () => {
  it.each([
    [0, '0 ms'],
    [38.4, '38 ms'],
    [1449, '1.4 s'],
    [59_990, '59.9 s'],
    [125_000, '2 min 5 s'],
    [11_520_000, '3 h 12 min'],
    [-5, '0 ms'],
  ])('a duration of %s ms as %s', (ms, text) => expect(formatDuration(ms)).toBe(text));

  it.each([
    [0, '0 bytes'],
    [2048, '2 KiB'],
    [10_485_760_000, '9.8 GiB'],
  ])('%s bytes as %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text));

  it.each([
    [1234, '1,234'],
    [5_000_000, '5 million'],
  ])('%s as %s', (count, text) => expect(formatCount(count)).toBe(text));

  it.each([
    ['2026-11-24T09:59:30Z', 'just now'],
    ['2026-11-24T09:55:00Z', '5 minutes ago'],
    ['2026-11-23T09:00:00Z', 'yesterday'],
    ['2026-11-26T10:00:00Z', 'in 2 days'],
  ])('%s as %s', (at, text) => expect(formatRelative(at, Date.parse('2026-11-24T10:00:00Z'))).toBe(text));

  it.each([
    ['P90D', '90 days'],
    ['P1DT12H', '1 day 12 hours'],
    ['PT0S', 'no time'],
    ['soon', 'soon'],
  ])('%s as %s', (iso, text) => expect(formatIsoDuration(iso)).toBe(text));
});

describe('reads', () => {
  it.each([
    ['P90D', 7_776_000_000],
    ['PT1.5S', 1500],
    ['P1DT1M', 86_460_000],
    ['PT0S', 0],
    ['90D', undefined],
    ['P', undefined],
    ['PT', undefined],
    ['P1DT', undefined],
    ['P1M', undefined],
    ['p1d', undefined],
  ])('%s as %s ms', (text, ms) => expect(parseIsoDuration(text)).toBe(ms));

  it.each([
    ['P90D', 'P90D'],
    ['90 days', 'P90D'],
    ['1 day', 'P1D'],
    ['12h', 'PT12H'],
    [' 1 day 12 hours 5 min ', 'P1DT12H5M'],
    ['30 seconds', 'PT30S'],
    ['', undefined],
    ['90', undefined],
    ['2 months', undefined],
    ['soon', undefined],
  ])('the duration %s as %s', (text, iso) => expect(isoDurationOf(text)).toBe(iso));

  it.each([
    ['500', 500],
    ['5,000,000', 5_000_000],
    ['5 000 000', 5_000_000],
    ['5M', 5_000_000],
    ['1.5k', 1500],
    ['2 billion', 2e9],
    ['0.1', 0.1],
    ['', undefined],
    ['-1', undefined],
    ['1e5', undefined],
    ['many', undefined],
  ])('the count %s as %s', (text, count) => expect(parseCount(text)).toBe(count));

  it.each([
    ['2048', 2048],
    ['2 KiB', 2048],
    ['1.5MB', 1_572_864],
    ['10 bytes', 10],
    ['two', undefined],
  ])('the size %s as %s', (text, bytes) => expect(parseBytes(text)).toBe(bytes));
});
