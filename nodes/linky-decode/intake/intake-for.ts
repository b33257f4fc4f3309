// What takes the messages of a node in, by what the user says that comes.
import type { LinkyDecodeConfig } from '../linky-decode.config';
import { BytesIntake } from './bytes-intake';
import { InputWatch } from './input-watch';
import type { Intake } from './intake';
import { ParsedIntake } from './parsed-intake';

/** Bytes without a right group for so long are no TIC, or none that can be read. */
const NO_GROUP_SECONDS = 60;

/**
 * @param elapsed milliseconds since some start
 * @param wanted what to wire in instead of something of this kind; `from`: who sends, null for the bytes of a meter
 */
export function intakeFor(
  { parsed }: LinkyDecodeConfig,
  elapsed: () => number,
  wanted: (kind: string, from: string | null) => string,
): Intake {
  const words = (kind: string): string => wanted(kind, parsed?.source.parsedBy.by ?? null);
  if (parsed === null)
    return new BytesIntake(new InputWatch(elapsed, words, { code: 'ERR_TIC_NO_GROUP', seconds: NO_GROUP_SECONDS }));
  const { silenceSeconds: seconds } = parsed.source;
  return new ParsedIntake(parsed, new InputWatch(elapsed, words, { code: 'ERR_TIC_NO_VALUE', seconds }), words);
}
