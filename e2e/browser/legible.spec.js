// Every name of the demonstration case can be read on a tablet, and nothing lies over one.
import { expect, test } from '../support/fixtures.js';
import { actorIds } from '../support/map.js';

for (const view of ['anillos', 'ecomapa', 'sluzki']) {
  for (const name of ['andrea', 'beatriz']) {
    test(`${view}, as ${name} sees it: every name stands free of tools and legend`, async ({ person, theCase }) => {
      const page = await (await person(name)).openCase(theCase, { view });
      const ids = await actorIds(page);
      // A label that found no room has no letters.
      const named = () =>
        page
          .locator('g[data-label-of]')
          .evaluateAll((labels) => labels.filter((label) => label.querySelector('text')).map((label) => label.dataset.labelOf).sort());
      await expect.poll(named).toEqual(ids);
      const covered = await page.evaluate(() => {
        const box = (element) => element.getBoundingClientRect();
        const meets = (one, other) =>
          one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
        const floats = [...document.querySelectorAll('.map-float[data-fixed], .legend-corner')].map(box);
        return [...document.querySelectorAll('g[data-label-of]')]
          .filter((label) => [...label.querySelectorAll('text')].some((text) => floats.some((float) => meets(box(text), float))))
          .map((label) => label.dataset.labelOf);
      });
      expect(covered).toEqual([]);
    });
  }
}
