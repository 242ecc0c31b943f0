/** Whether the sheet of keys is open. */
class Sheet {
  open = $state.raw(false);
}

export const sheet = new Sheet();
