// The browser's menu belongs to text fields only; elsewhere its entries (Reload, Back) would make no sense in a program.

/** For `oncontextmenu` of the document. */
export function onlyOnTextFields(event: MouseEvent): void {
  const target = event.target as Element | null;
  if (!target?.closest('input, textarea')) event.preventDefault();
}
