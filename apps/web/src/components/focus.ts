/** After opening something: the keyboard and the screen reader go where the eyes go. */
export function focusPageTitle(): void {
  requestAnimationFrame(() => document.querySelector<HTMLElement>('[data-page-title]')?.focus());
}
