'use strict';
const { writeFileSync } = require('node:fs');
const Mocha = require('mocha');

/** Mocha's spec reporter, which also notes the counts and what failed, for the last lines of the whole run. */
module.exports = class CountingReporter extends Mocha.reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const failures = [];
    runner.on('fail', (test, error) => failures.push(`${test.titlePath().join(' › ')}: ${error.message}`));
    runner.once('end', () => {
      const { passes, failures: failed, pending } = runner.stats;
      writeFileSync(process.env.SPEC_COUNTS_FILE, JSON.stringify({ passed: passes, failed, skipped: pending, failures }));
    });
  }
};
