// Runs before the first paint, as a file of its own because the Content-Security-Policy allows no inline script.
// src/app/theme.ts keeps the same key and class.
(() => {
  let choice = 'system';
  try {
    choice = localStorage.getItem('quarry.theme') ?? 'system';
  } catch {
    // Storage may be switched off; the system's preference is a good answer then.
  }
  const dark = choice === 'dark' || (choice === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.classList.toggle('pf-v6-theme-dark', dark);
})();
