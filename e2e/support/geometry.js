// What stands where on a drawn map, as the screen has it.

/** The boxes of every node and label on the map, in CSS pixels. */
export function boxes(page) {
  return page.evaluate(() => {
    const found = [];
    const add = (id, kind, elements) => {
      const drawn = elements.map((element) => element.getBoundingClientRect()).filter(({ width, height }) => width > 0 && height > 0);
      if (drawn.length === 0) return;
      const x = Math.min(...drawn.map((box) => box.left));
      const y = Math.min(...drawn.map((box) => box.top));
      const width = Math.max(...drawn.map((box) => box.right)) - x;
      const height = Math.max(...drawn.map((box) => box.bottom)) - y;
      found.push({ id, kind, x, y, width, height });
    };
    for (const node of document.querySelectorAll('[role=button][data-actor-id]')) {
      add(node.dataset.actorId, 'node', [...node.querySelectorAll('.node-outline')]);
    }
    for (const label of document.querySelectorAll('[data-label-of]')) {
      add(label.dataset.labelOf, 'label', [...label.querySelectorAll('text')]);
    }
    add('the person', 'node', [...document.querySelectorAll('[data-person] .person-circle')]);
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
