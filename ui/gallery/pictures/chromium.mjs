// One Chromium without a window, told what to do over its DevTools protocol on two pipes. It needs no module: the protocol is JSON, each message
// ended by a zero byte.
// Deliberately not here: what is looked at.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const names = [process.env.CHROMIUM, 'chromium', 'chromium-browser', 'google-chrome', 'chrome'].filter(Boolean);

const options = [
  '--headless',
  '--remote-debugging-pipe',
  '--disable-gpu',
  '--hide-scrollbars',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-extensions',
  '--disable-sync',
  // Several tabs are looked at side by side; none of them may be slowed because it is not in front.
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
  // Pictures are compared by eye on several machines.
  '--force-color-profile=srgb',
  '--font-render-hinting=none',
];

/** A browser that is gone with `close`. */
export class Chromium {
  #process;
  #profile = mkdtempSync(join(tmpdir(), 'keyreve-pictures-'));
  #number = 0;
  #answers = new Map();
  #hear = new Map();
  #rest = '';

  static async start() {
    for (const name of names) {
      const chromium = new Chromium();
      if (await chromium.#begin(name)) return chromium;
      chromium.#forget();
    }
    throw new Error('no Chromium was found; install it, or name it in the variable CHROMIUM');
  }

  #begin(name) {
    // A sandbox cannot be made by root, as which containers run.
    const root = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    this.#process = spawn(name, [...options, ...root, `--user-data-dir=${this.#profile}`, 'about:blank'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    });
    const [, , , input, output] = this.#process.stdio;
    input.on('error', () => {});
    output.setEncoding('utf8').on('data', (text) => this.#read(text));
    const failed = new Promise((done) => {
      this.#process.once('error', () => done(false));
      this.#process.once('exit', () => done(false));
    });
    this.#process.on('exit', () => this.#answers.forEach(({ fail }) => fail(new Error('Chromium has ended'))));
    return Promise.race([
      failed,
      this.send('Browser.getVersion').then(
        () => true,
        () => false,
      ),
    ]);
  }

  #read(text) {
    const messages = (this.#rest + text).split('\0');
    this.#rest = messages.pop();
    for (const message of messages.map((one) => JSON.parse(one))) {
      const answer = this.#answers.get(message.id);
      this.#answers.delete(message.id);
      if (message.error) answer?.fail(new Error(`${answer.method}: ${message.error.message}`));
      else if (answer) answer.done(message.result);
      else this.#hear.get(message.sessionId)?.(message);
    }
  }

  send(method, params = {}, sessionId = undefined) {
    this.#number += 1;
    const id = this.#number;
    return new Promise((done, fail) => {
      this.#answers.set(id, { done, fail, method });
      this.#process.stdio[3].write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    });
  }

  /** A tab of its own; what goes wrong in its page is handed to `complain`. */
  async tab(complain) {
    const { targetId } = await this.send('Target.createTarget', { url: 'about:blank', newWindow: true });
    const { sessionId } = await this.send('Target.attachToTarget', { targetId, flatten: true });
    const send = (method, params) => this.send(method, params, sessionId);
    this.#hear.set(sessionId, ({ method, params }) => {
      if (method === 'Runtime.exceptionThrown') {
        const { exception, text } = params.exceptionDetails;
        complain(exception?.description ?? text);
      } else if (method === 'Runtime.consoleAPICalled' && params.type === 'error') {
        complain(params.args.map((one) => one.value ?? one.description).join(' '));
      }
    });
    await Promise.all([send('Page.enable'), send('Runtime.enable')]);
    // As if each tab were the one in front, so that the focus is seen in all of them.
    await send('Emulation.setFocusEmulationEnabled', { enabled: true });
    const tab = { send, value: (expression) => valueOf(send, expression) };
    return tab;
  }

  async close() {
    const ended = new Promise((done) => this.#process.once('exit', done));
    await this.send('Browser.close').catch(() => {});
    await ended;
    this.#forget();
  }

  #forget() {
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function valueOf(send, expression) {
  const { result, exceptionDetails } = await send('Runtime.evaluate', {
    expression,
    awaitPromise: true,
    returnByValue: true,
  });
  if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
  return result.value;
}
