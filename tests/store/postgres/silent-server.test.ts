import { afterEach, beforeEach, expect, test } from "vitest";
import { type Connection, makeConnection } from "../../../src/store/postgres/connection.ts";
import { databaseAddress, openPool } from "../../../src/store/postgres/open-database.ts";
import { watchSilence } from "../../../src/store/postgres/watch-silence.ts";
import { freePort } from "../../support/cli.ts";
import { makeDatabase } from "../../support/postgres-server.ts";
import { createWay, type Way } from "../../support/way.ts";

/** How often the watch of the test looks. The service looks every five seconds. */
const lookMs = 20;

let way: Way;
let connection: Connection;
beforeEach(async () => {
  const url = new URL(await makeDatabase());
  way = createWay(await freePort(), Number(url.port));
  await way.open();
  url.port = String(way.port);
  const address = databaseAddress(url.href);
  const pool = openPool(address);
  watchSilence(pool, lookMs);
  connection = makeConnection(pool, address.name, address);
});
afterEach(async () => {
  await connection.close();
  await way.cut();
});

const readOne = () => connection.read((tx) => tx.get<{ one: number }>("SELECT 1 AS one"));

test("a read over a network that fails without a word ends, and the next one uses a new connection", async () => {
  expect(await readOne()).toEqual({ one: 1 });
  await way.hush();
  await expect(readOne()).rejects.toMatchObject({ code: "store-away" });
  await way.open();
  expect(await readOne()).toEqual({ one: 1 });
});

test("a statement that takes long is not ended, because its server can be reached", async () => {
  const slept = connection.read((tx) => tx.get<{ done: string }>("SELECT 'yes' AS done FROM pg_sleep(0.5)"));
  expect(await slept).toEqual({ done: "yes" });
});
