/** Menus made of `<details>` close on Esc and on a click elsewhere, as people expect of menus. */
export function closeMenusByThemselves(): void {
  const closeAll = (except?: Node) => {
    for (const menu of document.querySelectorAll<HTMLDetailsElement>('header details[open]')) if (!except || !menu.contains(except)) menu.open = false;
  };
  document.addEventListener('keydown', (event) => event.key === 'Escape' && closeAll());
  document.addEventListener('pointerdown', (event) => closeAll(event.target instanceof Node ? event.target : undefined));
}
