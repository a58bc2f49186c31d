const KEY = 'quarry.logins';
const WINDOW_MS = 30_000;
const MOST = 3;

/** Where the log-in starts; it comes back to the page that wanted it. */
export function loginUrl(location: Pick<Location, 'pathname' | 'search'>): string {
  return `/login?return_to=${encodeURIComponent(location.pathname + location.search)}`;
}

/** The log-ins of the last half minute, with this one; undefined when there were so many that another would only go in circles. */
export function countLogin(earlier: string | null, now: number): string | undefined {
  const recent = (earlier ?? '')
    .split(',')
    .map(Number)
    .filter((at) => at > Math.max(0, now - WINDOW_MS) && at <= now);
  return recent.length >= MOST ? undefined : [...recent, now].join(',');
}

let leaving = false;

/** Leaves for the log-in, once, however many requests were refused at the same time. */
export function goToLogin(): void {
  if (leaving) return;
  const counted = countLogin(sessionStorage.getItem(KEY), Date.now());
  if (counted === undefined) return;
  sessionStorage.setItem(KEY, counted);
  leaving = true;
  window.location.assign(loginUrl(window.location));
}

/** The page is about to be left, so there is nothing to complain about. */
export function isLeaving(): boolean {
  return leaving;
}
