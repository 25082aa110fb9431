'use strict';
const { writeFileSync } = require('node:fs');
const Mocha = require('mocha');

/** Mocha's spec reporter, which also notes the counts for the closing line of the whole run. */
module.exports = class CountingReporter extends Mocha.reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    runner.once('end', () => {
      const { passes, failures, pending } = runner.stats;
      writeFileSync(process.env.SPEC_COUNTS_FILE, JSON.stringify({ passed: passes, failed: failures, skipped: pending }));
    });
  }
};
