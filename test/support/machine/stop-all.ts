// The end of a suite whose `before` may not have come so far: it was skipped, or failed half-way.

/** Stops what was started, one after the other. Never rejects for what was not. */
export async function stopAll(...started: readonly ({ stop(): Promise<unknown> } | undefined)[]): Promise<void> {
  for (const one of started) await one?.stop();
}
