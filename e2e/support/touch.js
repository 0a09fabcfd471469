// Fingers, as the browser gets them from a touch screen.

/** Sends touches through the DevTools protocol: Playwright itself only knows the tap. */
export class Fingers {
  static async on(page) {
    const fingers = new Fingers();
    fingers.session = await page.context().newCDPSession(page);
    return fingers;
  }

  #send(type, points) {
    return this.session.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: points.map(({ x, y }, id) => ({ x, y, id, radiusX: 4, radiusY: 4, force: 1 })),
    });
  }

  async tap(point) {
    await this.down(point);
    await this.up();
  }

  /** One finger comes down and stays. */
  async down(point) {
    await this.#send('touchStart', [point]);
  }

  /** The finger that is down goes along a line. */
  async slide(from, to, steps = 8) {
    for (let step = 1; step <= steps; step += 1) {
      const share = step / steps;
      await this.#send('touchMove', [{ x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share }]);
    }
  }

  /** No finger is down any more. */
  async up() {
    await this.#send('touchEnd', []);
  }

  async drag(from, to, steps = 8) {
    await this.#move([from], [to], steps);
  }

  /** Two fingers around `middle`, from one distance to another. */
  async pinch(middle, from_px, to_px, steps = 8) {
    const pair = (distance) => [
      { x: middle.x - distance / 2, y: middle.y },
      { x: middle.x + distance / 2, y: middle.y },
    ];
    await this.#move(pair(from_px), pair(to_px), steps);
  }

  /** Two fingers side by side, both going the same way. */
  async pan(from, by, steps = 8) {
    const pair = ({ x, y }) => [
      { x: x - 40, y },
      { x: x + 40, y },
    ];
    await this.#move(pair(from), pair({ x: from.x + by.x, y: from.y + by.y }), steps);
  }

  async #move(from, to, steps) {
    await this.#send('touchStart', from);
    for (let step = 1; step <= steps; step += 1) {
      const share = step / steps;
      await this.#send(
        'touchMove',
        from.map((start, index) => ({
          x: start.x + (to[index].x - start.x) * share,
          y: start.y + (to[index].y - start.y) * share,
        })),
      );
    }
    await this.#send('touchEnd', []);
  }
}
