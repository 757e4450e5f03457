/** How long a page may take to come before the focus stays where it is. */
const PATIENCE_MS = 2_000;

/**
 * After opening something: the keyboard and the screen reader go where the eyes go, as soon as it is there.
 * Not when the person has gone somewhere else meanwhile.
 */
export function focusPageTitle(): void {
  const from = document.activeElement;
  const start = performance.now();
  const look = () => {
    if (document.activeElement !== from && document.activeElement !== document.body) return;
    const title = document.querySelector<HTMLElement>('[data-page-title]');
    if (title !== null) title.focus();
    else if (performance.now() - start < PATIENCE_MS) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}
