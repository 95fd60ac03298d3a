import { Socket } from "node:net";

/**
 * A socket to the server that sends all statements of one turn with one system call. `pg` corks a socket for each
 * statement; without this, every statement is a system call and wakes the server, which costs more than most
 * statements.
 */
export class GatheringSocket extends Socket {
  #isHeld = false;

  override cork(): void {
    super.cork();
    if (this.#isHeld) return;
    this.#isHeld = true;
    super.cork();
    process.nextTick(() => {
      this.#isHeld = false;
      this.uncork();
    });
  }
}
