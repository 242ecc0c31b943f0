import { commandKey, optionKey } from './command-key';

/** What the sheet lists; keys.ts is what the keyboard does. */
export const keySheet: { where: string; keys: [key: string, does: string][] }[] = [
  {
    where: 'Anywhere',
    keys: [
      [`n or ${commandKey}E`, 'write a gripe'],
      ['j k or ↓ ↑', 'walk the gripes'],
      [`/ or ${commandKey}K`, 'search'],
      [`${commandKey}K twice`, 'commands'],
      ['u', 'undo'],
      ['other letters', 'go to the line'],
      [`${commandKey}.`, 'start a timer of what is in the line'],
      ['?', 'this sheet'],
      ['Esc', 'leave'],
    ],
  },
  {
    where: 'In the line',
    keys: [
      [`⏎ or ${commandKey}⏎`, 'save'],
      ['⇧ ⏎', 'a new line'],
      [`${optionKey}1`, 'same again, with its own minutes'],
      ['↓', 'to the gripes'],
    ],
  },
  {
    where: 'On a gripe',
    keys: [
      ['⏎ or e', 'edit; from elsewhere, e edits the first'],
      ['space', 'pick it'],
      ['⇧J ⇧K', 'pick on, down or up'],
      ['x or Delete', 'delete; from elsewhere, x goes to the first'],
    ],
  },
  {
    where: 'On a pain point',
    keys: [
      ['⏎ or e', 'open it here'],
      ['o', 'open its page'],
    ],
  },
  {
    where: 'On a gripe of a pain point',
    keys: [
      ['x or ⌫', 'not this one'],
      ['s or ⌥S', 'split from here on'],
      ['m', 'move to another one'],
    ],
  },
];
