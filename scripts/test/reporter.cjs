// Mocha's own spec reporter, then why tests were skipped, then one plain line that machines can add up.
const { reporters, Runner } = require('mocha');

/** Reasons for skipping, as test/support/machine/requirements.ts notes them: reason → number of tests. */
const reasons = (globalThis[Symbol.for('linky-red.skip-reasons')] ??= new Map());

module.exports = class Summary extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    runner.once(Runner.constants.EVENT_RUN_END, () => {
      const { passes, failures, pending } = this.stats;
      for (const [reason] of reasons) process.stdout.write(`skipped: ${reason}\n`);
      const skipped = pending > 0 ? `, ${pending} skipped` : '';
      process.stdout.write(`${passes} passed, ${failures} failed${skipped}\n`);
    });
  }
};
