import pg from "pg";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Store } from "../../../src/domain/store.ts";
import { openStore } from "../../../src/store/open-store.ts";
import { freePort } from "../../support/cli.ts";
import { makeDatabase } from "../../support/postgres-server.ts";
import { noon } from "../../support/store-fixtures.ts";

let url: string;
let store: Store;
/** Another program on the same server. */
let other: pg.Client;
beforeEach(async () => {
  url = await makeDatabase();
  store = await openStore(url, { now: noon });
  other = new pg.Client({ connectionString: url });
  await other.connect();
});
afterEach(async () => {
  await store.close();
  await other.end();
});

const endConnections =
  "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'wiredesk' AND datname = current_database()";

/** From now on, each ended session fails with this error, the first `times` times. */
async function failWith(code: string, times: number): Promise<void> {
  await other.query(`CREATE SEQUENCE tries; CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF nextval('tries') <= ${times} THEN RAISE EXCEPTION 'as asked' USING ERRCODE = '${code}'; END IF; RETURN NEW; END $$;
    CREATE TRIGGER fail BEFORE INSERT ON ended_sessions FOR EACH ROW EXECUTE FUNCTION fail()`);
}

const endSession = () => store.endSession("s", noon + 1000, noon);

describe("a server that fails", () => {
  test("is named when it cannot be reached, without the password", async () => {
    const port = await freePort();
    const opened = openStore(`postgres://wire:pencil@127.0.0.1:${port}/news`, { now: noon });
    await expect(opened).rejects.toMatchObject({
      code: "store-away",
      message: `postgres://127.0.0.1:${port}/news: the server cannot be reached; it is asked again`,
    });
  });

  test("may refuse the password or lack the database", async () => {
    await other.query("DROP ROLE IF EXISTS locked; CREATE ROLE locked LOGIN PASSWORD 'pencil'");
    const at = (who: string) => url.replace("wiredesk@", `${who}@`);
    await expect(openStore(at("locked:pen"), { now: noon })).rejects.toMatchObject({
      code: "config-invalid",
      message: expect.stringContaining("refuses the password"),
    });
    await expect(openStore(at("locked:pencil"), { now: noon })).rejects.toThrow("the role lacks a right");
    await expect(openStore(url.replace(/\w+$/, "nowhere"), { now: noon })).rejects.toThrow("there is no such database");
  });

  test("that ended every connection is used again by the next method", async () => {
    await endSession();
    await other.query(endConnections);
    expect(await store.isSessionEnded("s")).toBe(true);
  });

  test("that stops in the middle of a transaction leaves nothing of it", async () => {
    await other.query("BEGIN; LOCK TABLE ended_sessions");
    const ended = expect(endSession()).rejects.toMatchObject({ code: "store-away" });
    await waitingFor("DELETE FROM ended_sessions%");
    await other.query(endConnections);
    await ended;
    await other.query("ROLLBACK");
    expect(await store.isSessionEnded("s")).toBe(false);
    await endSession();
    expect(await store.isSessionEnded("s")).toBe(true);
  });

  test("that asks for a second try gets it, three times at most", async () => {
    await failWith("40P01", 2);
    await endSession();
    expect(await store.isSessionEnded("s")).toBe(true);
    await other.query(
      "ALTER SEQUENCE tries RESTART; DROP TRIGGER fail ON ended_sessions; DROP FUNCTION fail; DROP SEQUENCE tries",
    );
    await failWith("40001", 9);
    await expect(store.endSession("t", noon + 1000, noon)).rejects.toMatchObject({ code: "store-locked" });
    expect((await other.query("SELECT last_value FROM tries")).rows).toEqual([{ last_value: "3" }]);
  });

  test.each([
    ["53100", "io-failed", "the server's disk is full"],
    ["25006", "io-failed", "the server takes no writes"],
    ["42501", "io-failed", "the role lacks a right"],
    ["XX001", "store-corrupt", "the database is damaged"],
  ])("with the error %s says so as %s", async (sqlstate, code, message) => {
    await failWith(sqlstate, 1);
    await expect(endSession()).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
    await endSession();
  });

  test("is locked for writers while another process writes, and open for readers", async () => {
    await other.query("BEGIN; SELECT pg_advisory_xact_lock(x'5744534b'::int, hashtext('public'))");
    const hurried = await openStore(url, { now: noon, busyTimeoutMs: 100, migrate: false });
    await expect(hurried.endSession("s", noon + 1000, noon)).rejects.toMatchObject({ code: "store-locked" });
    expect(await hurried.isSessionEnded("s")).toBe(false);
    await other.query("COMMIT");
    await hurried.endSession("s", noon + 1000, noon);
    await hurried.close();
  });
});

/** Until a statement of the store waits for a lock. The server reports its state and sends no event. */
async function waitingFor(statement: string): Promise<void> {
  for (;;) {
    // In a transaction the server shows the same picture again and again, unless it is asked for a new one.
    await other.query("SELECT pg_stat_clear_snapshot()");
    const { rowCount } = await other.query(
      "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE $1",
      [statement],
    );
    if (rowCount !== 0) return;
  }
}
