import { Socket } from "node:net";

/**
 * A socket to the server that sends all statements of one turn of the event loop with one system call. `pg` itself
 * corks the socket only for each single statement. Without this class, each statement would be a system call of its own
 * and would wake the server, which costs more than most statements.
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
