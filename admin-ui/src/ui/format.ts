/** Numbers, sizes and times as people read them. Pure, and English only so far. */

const DECIMAL = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const COMPACT = new Intl.NumberFormat('en', { notation: 'compact', compactDisplay: 'long', maximumFractionDigits: 1 });
const UNITS = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;

export function formatCount(count: number): string {
  return count < 10_000 ? new Intl.NumberFormat('en').format(count) : COMPACT.format(count);
}

export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${DECIMAL.format(value)} ${UNITS[unit] ?? ''}`;
}

/** A span of time with as much precision as one can use: 38 ms, 1.4 s, 2 min 5 s, 3 h 12 min. */
export function formatDuration(ms: number): string {
  const span = Math.max(0, ms);
  if (span < 1000) return `${Math.round(span)} ms`;
  if (span < 60_000) return `${DECIMAL.format(Math.floor(span / 100) / 10)} s`;
  const seconds = Math.floor(span / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  const hours = Math.floor(seconds / 3600);
  return `${hours} h ${Math.floor((seconds % 3600) / 60)} min`;
}

const RELATIVE = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const STEPS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** "5 minutes ago"; within a minute "just now", because a second more or less says nothing. */
export function formatRelative(at: string, now: number): string {
  const span = Date.parse(at) - now;
  for (const [unit, length] of STEPS) {
    if (Math.abs(span) >= length) return RELATIVE.format(Math.trunc(span / length), unit);
  }
  return 'just now';
}

export function formatMoment(at: string): string {
  return new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'medium' }).format(new Date(at));
}

const ISO_DURATION = /^P(?=\d|T\d)(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d{1,9})?)S)?)?$/;

/** Milliseconds of an ISO-8601 duration of days and smaller; weeks, months and years are refused, as the server's clock does. */
export function parseIsoDuration(text: string): number | undefined {
  const match = ISO_DURATION.exec(text);
  if (!match) return undefined;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = match.slice(1).map((part) => Number(part || 0));
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
}

/** "90 days", "1 day 12 hours", "12h", or ISO-8601 as it is: one duration, in ISO-8601. */
export function isoDurationOf(text: string): string | undefined {
  const said = text.trim();
  if (parseIsoDuration(said) !== undefined) return said;
  const match =
    /^(?:(\d+)\s*d(?:ays?)?)?\s*(?:(\d+)\s*h(?:ours?)?)?\s*(?:(\d+)\s*m(?:in(?:utes?)?)?)?\s*(?:(\d+)\s*s(?:ec(?:onds?)?)?)?$/i.exec(
      said,
    );
  if (!match || said === '') return undefined;
  const [days = '', hours = '', minutes = '', seconds = ''] = match
    .slice(1)
    .map((count, at) => (count ? `${count}${'DHMS'.charAt(at)}` : ''));
  const time = hours + minutes + seconds;
  return `P${days}${time && `T${time}`}`;
}

/** P90D → "90 days"; what it cannot read it gives back as it is. */
export function formatIsoDuration(text: string): string {
  const match = ISO_DURATION.exec(text);
  if (!match) return text;
  const words = ['day', 'hour', 'minute', 'second'];
  const parts = match.slice(1).flatMap((part, at) => {
    const count = Number(part || 0);
    return count === 0 ? [] : [`${count} ${words[at] ?? ''}${count === 1 ? '' : 's'}`];
  });
  return parts.length === 0 ? 'no time' : parts.join(' ');
}

/** 5000000, 5 000 000, 5,000,000, 5M, 1.5k: how people write large numbers. */
export function parseCount(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*(k|m|million|b|g|bn|billion)?$/i.exec(
    text.trim().replaceAll(/(?<=\d)[ ,_](?=\d{3})/g, ''),
  );
  if (!match) return undefined;
  const suffix = (match[2] ?? '').charAt(0).toLowerCase();
  const factor = { '': 1, k: 1e3, m: 1e6, b: 1e9, g: 1e9 }[suffix] ?? 1;
  return Number((Number(match[1]) * factor).toPrecision(15));
}

/** 2048, 2 KiB, 2k, 1.5 MB: an item's size in bytes, always by 1024. */
export function parseBytes(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*(b|bytes?|ki?b?|mi?b?|gi?b?)?$/i.exec(text.trim());
  if (!match) return undefined;
  const power = { '': 0, b: 0, k: 1, m: 2, g: 3 }[(match[2] ?? '').charAt(0).toLowerCase()] ?? 0;
  return Math.round(Number(match[1]) * 1024 ** power);
}
