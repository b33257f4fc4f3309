// What a power that was asked for means for the building, by the site's sign convention.
import type { SignConvention } from './site';

/** `limit`: stay at or below it. */
export type FlexDirection = 'reduce' | 'increase' | 'limit';

/** @param powerW as it was sent, with its sign */
export function directionOf(powerW: number, sign: SignConvention): FlexDirection {
  if (sign === 'limit') return 'limit';
  return powerW < 0 === (sign === 'reduction') ? 'increase' : 'reduce';
}
