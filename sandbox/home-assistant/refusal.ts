// How Home Assistant refuses a command.

export class Refusal extends Error {
  /** @param code as in the answer: `invalid_format`, `home_assistant_error`, `unauthorized` … */
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** What Home Assistant's own code throws while it obeys. */
export function failed(message: string): Refusal {
  return new Refusal('home_assistant_error', message);
}
