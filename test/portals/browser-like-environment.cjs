const { TestEnvironment } = require('jest-environment-jsdom');

/**
 * jsdom, with what browsers have and it lacks but Node.js has too. Node.js's requests do not take jsdom's signals,
 * so a request is not given up here when its component goes; test/portals/shared/client.test.ts runs without jsdom.
 */
module.exports = class extends TestEnvironment {
  async setup() {
    await super.setup();
    class SignalFreeRequest extends Request {
      constructor(input, init) {
        super(input, { ...init, signal: undefined });
      }
    }
    Object.assign(this.global, {
      ...{ fetch, Request: SignalFreeRequest, Response, Headers },
      ...{ TextEncoder, TextDecoder, structuredClone },
    });
    this.global.AbortSignal.any = (signals) => signals.at(-1);
  }
};
