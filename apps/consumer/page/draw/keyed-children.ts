/** How the children of an element follow a list. */
export interface KeyedList<View> {
  readonly key: (view: View) => string;
  readonly create: (view: View) => HTMLElement;
  readonly update: (child: HTMLElement, view: View) => void;
}

/**
 * Makes the children of an element those of the list, in its order. A child whose key is still there is changed in
 * place and moved only where its place changed: focus, selection and scrolling stay as they are.
 */
export function drawList<View>(parent: HTMLElement, views: readonly View[], list: KeyedList<View>): void {
  const wanted = new Set(views.map(list.key));
  const known = new Map<string, HTMLElement>();
  for (const child of [...parent.children] as HTMLElement[]) {
    const { key } = child.dataset;
    // What goes, goes first: otherwise all that follows it would be moved.
    if (key === undefined || !wanted.has(key) || known.has(key)) child.remove();
    else known.set(key, child);
  }
  let place = parent.firstElementChild;
  for (const view of views) {
    const key = list.key(view);
    const found = known.get(key);
    // A second view with the same key finds none left and gets a child of its own.
    known.delete(key);
    const child = found ?? list.create(view);
    child.dataset.key = key;
    list.update(child, view);
    if (child === place) place = place.nextElementSibling;
    else parent.insertBefore(child, place);
  }
}
