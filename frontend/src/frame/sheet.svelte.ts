/** What lies over the page: the sheet of keys, the palette of commands. */
class Sheet {
  open = $state.raw(false);
  palette = $state.raw(false);
}

export const sheet = new Sheet();
