/** Who waits for the owner's token: every call that was answered with "token_required". */
class Session {
  asked = $state(false);
  #waiting: (() => void)[] = [];

  /** Resolves once somebody has signed in. */
  ask(): Promise<void> {
    this.asked = true;
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  signedIn(): void {
    this.asked = false;
    for (const goOn of this.#waiting.splice(0)) goOn();
  }
}

export const session = new Session();
