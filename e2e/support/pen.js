// A pen, as the browser gets it from a tablet's screen.

export class Pen {
  static async on(page) {
    const pen = new Pen();
    pen.session = await page.context().newCDPSession(page);
    return pen;
  }

  #send(type, { x, y }, down) {
    return this.session.send('Input.dispatchMouseEvent', {
      type,
      x,
      y,
      button: type === 'mouseMoved' && !down ? 'none' : 'left',
      buttons: down ? 1 : 0,
      clickCount: type === 'mouseMoved' ? 0 : 1,
      pointerType: 'pen',
      force: down ? 0.5 : 0,
    });
  }

  async hover(at) {
    await this.#send('mouseMoved', at, false);
  }

  async down(at) {
    await this.#send('mousePressed', at, true);
  }

  async move(from, to, steps = 8) {
    for (let step = 1; step <= steps; step += 1) {
      const share = step / steps;
      await this.#send('mouseMoved', { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share }, true);
    }
  }

  async up(at) {
    await this.#send('mouseReleased', at, false);
  }

  async tap(at) {
    await this.down(at);
    await this.up(at);
  }

  async drag(from, to) {
    await this.down(from);
    await this.move(from, to);
    await this.up(to);
  }
}
