// What stands where on a drawn map, as the screen has it.

/** The boxes of every node and label on the map, in CSS pixels. */
export function boxes(page) {
  return page.evaluate(() => {
    const found = [];
    for (const node of document.querySelectorAll('[data-actor], [data-person]')) {
      const id = node.dataset.actor ?? 'person';
      const shape = node.querySelector('[data-shape]');
      const label = node.querySelector('[data-label]');
      for (const [kind, element] of [['node', shape], ['label', label]]) {
        if (!element) continue;
        const { x, y, width, height } = element.getBoundingClientRect();
        if (width > 0 && height > 0) found.push({ id, kind, x, y, width, height });
      }
    }
    return found;
  });
}

/** Every pair of boxes that lie over each other by more than `slack` pixels. */
export function overlaps(list, slack = 0.5) {
  const pairs = [];
  for (const [index, one] of list.entries()) {
    for (const other of list.slice(index + 1)) {
      const wide = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x);
      const high = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y);
      if (wide > slack && high > slack) {
        pairs.push(`${one.kind} ${one.id} and ${other.kind} ${other.id}: ${wide.toFixed(1)} × ${high.toFixed(1)}`);
      }
    }
  }
  return pairs;
}

export async function centre(locator) {
  const { x, y, width, height } = await locator.boundingBox();
  return { x: x + width / 2, y: y + height / 2 };
}
