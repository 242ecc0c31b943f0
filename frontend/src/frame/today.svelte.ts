const checkMillis = 60_000;

/** The time as the page knows it: right to the minute, and right again when the page is looked at. */
class Today {
  now = $state.raw(new Date());

  constructor() {
    const update = () => (this.now = new Date());
    setInterval(update, checkMillis);
    document.addEventListener('visibilitychange', update);
  }
}

export const today = new Today();
