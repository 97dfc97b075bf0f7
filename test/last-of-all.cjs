/** The order of the test files is jest's own, but for the one that looks at what all others have left. */
const { createRequire } = require('node:module');

// Of jest itself, not of ours: jest-config depends on it.
const Sequencer = createRequire(createRequire(require.resolve('jest')).resolve('@jest/core'))(
  '@jest/test-sequencer',
).default;

const LAST = /\/test\/e2e\/secrecy\.test\.ts$/;

module.exports = class LastOfAll extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    return [
      ...sorted.filter(({ path }) => !LAST.test(path)),
      ...sorted.filter(({ path }) => LAST.test(path)),
    ];
  }
};
