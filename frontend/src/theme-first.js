// Runs before the first paint; theme.svelte.ts keeps the same key.
try {
  const theme = localStorage.getItem('gripe.theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Storage is switched off: the system's theme it is.
}
