// The plan page: its four texts, each with its label.
import { texts } from './fixtures.js';

/** The text that the tests write in: the one with the longest limit. */
export const paragraph = (page) => page.locator('textarea').last();

export const textOf = (page) => paragraph(page).inputValue();

export { texts };
