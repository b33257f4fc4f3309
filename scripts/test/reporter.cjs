// Mocha's own spec reporter, then why tests were skipped, then one plain line that machines can add up.
const { mkdtempSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { reporters, Runner } = require('mocha');

/** Where test/support/machine/requirements.ts notes the reasons; the processes that run files side by side are told by it. */
const REASONS = 'LINKY_RED_SKIP_REASONS';

module.exports = class Summary extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const folder = mkdtempSync(path.join(os.tmpdir(), 'linky-red-skips-'));
    const noted = path.join(folder, 'reasons');
    writeFileSync(noted, '');
    process.env[REASONS] = noted;
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    runner.once(Runner.constants.EVENT_RUN_END, () => {
      const { passes, failures, pending } = this.stats;
      const reasons = new Set(readFileSync(noted, 'utf8').split('\n').filter(Boolean));
      for (const reason of [...reasons].sort()) process.stdout.write(`skipped: ${reason}\n`);
      const skipped = pending > 0 ? `, ${pending} skipped` : '';
      process.stdout.write(`${passes} passed, ${failures} failed${skipped}\n`);
    });
  }
};
