const checkMillis = 60 * 60_000;

declare global {
  interface Window {
    trustedTypes?: {
      createPolicy(
        name: string,
        rules: { createScriptURL: (address: string) => string },
      ): { createScriptURL(address: string): string };
    };
  }
}

/** Keeps the page at hand without a network, and says when a newer one is there: it comes when somebody asks for it. */
class Update {
  waiting = $state.raw<ServiceWorker | null>(null);
  #wanted = false;

  async watch(): Promise<void> {
    const container = navigator.serviceWorker; // missing on a plain-http address that is not this machine's own
    if (!container) return;
    const address = '/worker.js';
    const policy = window.trustedTypes?.createPolicy('gripe-worker', {
      createScriptURL: (wanted) => (wanted === address ? wanted : ''),
    });
    const registration = await container.register(policy?.createScriptURL(address) ?? address);
    const look = () => {
      // The first one ever takes over by itself.
      if (container.controller) this.waiting = registration.waiting;
    };
    look();
    const follow = () => registration.installing?.addEventListener('statechange', look);
    follow(); // this comes late, and the next one may be on its way
    registration.addEventListener('updatefound', follow);
    container.addEventListener('controllerchange', () => {
      if (this.#wanted) location.reload();
    });
    let checked = Date.now();
    document.addEventListener('visibilitychange', () => {
      if (document.hidden || Date.now() - checked < checkMillis) return;
      checked = Date.now();
      void registration.update().catch(() => null);
    });
  }

  /** The line and what waits to be sent are kept by the browser, so nothing is lost over it. */
  take(): void {
    this.#wanted = true;
    this.waiting?.postMessage('take over');
  }
}

export const update = new Update();
