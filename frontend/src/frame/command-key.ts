const apple = /Mac|iP(hone|ad)/.test(navigator.platform);

/** What the key beside the space bar is called here, and the one beside it. */
export const commandKey = apple ? '⌘' : 'Ctrl ';
export const optionKey = apple ? '⌥' : 'Alt ';
