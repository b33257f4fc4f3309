// What goes wrong at a Home Assistant, one row each.

export const HOME_ASSISTANT_FAULTS = {
  'drop-before': 'the link is gone before the command is read',
  'drop-after': 'the command is done, and the link is gone before it is answered',
  silent: 'the command is never answered',
  late: 'the command is answered after the delay that is set',
  refuse: 'the command is refused: home_assistant_error',
  lose: 'an import is accepted and never written',
  'no-json': 'the answer is no JSON',
} as const;

export type HomeAssistantFault = keyof typeof HOME_ASSISTANT_FAULTS;

export function isHomeAssistantFault(word: string): word is HomeAssistantFault {
  return Object.hasOwn(HOME_ASSISTANT_FAULTS, word);
}
