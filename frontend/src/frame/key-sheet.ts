import { commandKey, optionKey } from './command-key';

/** What the sheet lists; keys.ts is what the keyboard does. */
export const keySheet: { where: string; keys: [key: string, does: string][] }[] = [
  {
    where: 'Anywhere',
    keys: [
      ['any letter', 'goes to the line'],
      [`/ or ${commandKey}K`, 'search'],
      [`${commandKey}K twice`, 'commands'],
      [`${commandKey}E`, 'write a gripe'],
      ['↓ ↑', 'walk the gripes'],
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
      ['j k', 'next, previous'],
      ['⏎ or e', 'edit'],
      ['x or Delete', 'delete'],
      ['u', 'undo'],
      ['n', 'a new one'],
    ],
  },
  {
    where: 'On a pain point',
    keys: [
      ['j k', 'next, previous'],
      ['⏎', 'open it here'],
      ['o', 'open its page'],
      ['u', 'undo'],
    ],
  },
  {
    where: 'On a gripe of a pain point',
    keys: [
      ['x or ⌫', 'not this one'],
      ['s or ⌥S', 'split from here on'],
    ],
  },
];
