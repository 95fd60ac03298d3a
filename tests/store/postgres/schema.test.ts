import { readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { migrations } from "../../../src/store/migrations/postgres/migrations.ts";
import { openStore } from "../../../src/store/open-store.ts";
import { type Connection, makeConnection } from "../../../src/store/postgres/connection.ts";
import { migrateDatabase, requireServer } from "../../../src/store/postgres/migrate-database.ts";
import { databaseAddress, openPool } from "../../../src/store/postgres/open-database.ts";
import { makeDatabase, makeEmptyDatabase } from "../../support/postgres-server.ts";
import { readPostgresSchema } from "../../support/read-postgres-schema.ts";
import { noon } from "../../support/store-fixtures.ts";

let url: string;
let connection: Connection;
beforeEach(async () => {
  url = await makeEmptyDatabase();
  const address = databaseAddress(url);
  connection = makeConnection(openPool(address), address.name, address);
});
afterEach(() => connection.close());

function migrate(steps: readonly string[] = migrations): Promise<number> {
  return migrateDatabase(connection, { schema: "public", now: noon, steps });
}

describe("migrateDatabase()", () => {
  test("makes the schema of the golden file, tests/golden/schema-postgres.txt", async () => {
    expect(await migrate()).toBe(migrations.length);
    const golden = readFileSync(new URL("../../golden/schema-postgres.txt", import.meta.url), "utf8");
    expect(await readPostgresSchema(url)).toBe(golden);
    expect(await migrate()).toBe(0);
  });

  test("runs only missing steps; when a step fails, nothing of it is left", async () => {
    await migrate();
    const steps = [
      ...migrations,
      "CREATE TABLE added (id int)",
      "CREATE TABLE half (id int); CREATE TABLE added (id int)",
    ];
    await expect(migrate(steps)).rejects.toThrow("already exists");
    const tables = await connection.read((tx) =>
      tx.all("SELECT tablename FROM pg_tables WHERE tablename IN ('added', 'half')"),
    );
    expect(tables).toEqual([{ tablename: "added" }]);
  });

  test("two processes that start at the same moment make the tables once", async () => {
    const stores = await Promise.all([1, 2, 3].map(() => openStore(url, { now: noon })));
    expect(await stores[0]?.readIdBase()).toBe(await stores[2]?.readIdBase());
    for (const store of stores) await store.close();
  });

  test("refuses a newer schema and other programs' tables, and changes nothing there", async () => {
    await migrate([...migrations, "SELECT 1"]);
    await expect(openStore(url, { now: noon })).rejects.toMatchObject({ code: "store-newer" });
    const foreign = await makeEmptyDatabase();
    const address = databaseAddress(foreign);
    const other = makeConnection(openPool(address), address.name, address);
    await other.write((tx) => tx.script("CREATE TABLE mail (id int)"));
    await expect(openStore(foreign, { now: noon })).rejects.toMatchObject({
      code: "store-corrupt",
      message: expect.stringContaining("tables of another program"),
    });
    await other.close();
  });

  test("keeps two stores of one database apart by the names of their schemas", async () => {
    const [desk, sport] = await Promise.all(
      ["desk", "sport's own"].map((schema) => openStore(`${url}?schema=${encodeURIComponent(schema)}`, { now: noon })),
    );
    expect(await desk?.readIdBase()).not.toBe(await sport?.readIdBase());
    await desk?.close();
    await sport?.close();
  });

  test("refuses servers that are too old, and encodings that cannot hold every character", async () => {
    const saying = (settings: object) => ({ get: async () => settings }) as never;
    const old = { version: 140_011, text: "14.11", encoding: "UTF8" };
    await expect(requireServer(saying(old), "here")).rejects.toThrow(
      "here: PostgreSQL 14.11 is too old; use 15 or newer",
    );
    const latin = { version: 150_000, text: "15.0", encoding: "LATIN1" };
    await expect(requireServer(saying(latin), "here")).rejects.toThrow("has the encoding LATIN1; create it with UTF8");
  });
});

test("a reader says what is missing of a store", async () => {
  const open = async () => openStore(url, { now: noon, readOnly: true });
  await expect(open()).rejects.toMatchObject({ code: "not-found" });
  const present = await openStore(await makeDatabase(), { now: noon, migrate: false });
  await expect(present.backup("/tmp/x")).rejects.toThrow(/pg_dump --format=custom --file=\/tmp\/x "postgres:/);
  await present.close();
});
