// Sets the colour scheme before the first paint, so that a dark screen never flashes white.
(function () {
  var wanted = 'auto';
  try {
    wanted = window.localStorage.getItem('siar.colorScheme') || 'auto';
  } catch {
    // Storage is closed to us: the system's scheme it is.
  }
  var dark =
    wanted === 'dark' || (wanted !== 'light' && window.matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
})();
