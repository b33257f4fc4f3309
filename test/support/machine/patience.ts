/**
 * Milliseconds after which a test gives up what it waits for: so many that only what never comes takes as long, whatever else
 * runs on the machine. Mocha's own limit (.mocharc.json) is longer: it ends a test that says nothing of what it waits for.
 */
export const PATIENCE_MS = 120_000;
