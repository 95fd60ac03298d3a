import SqliteDatabase from "better-sqlite3";
import { describe, expect, test } from "vitest";
import { migrations } from "../../src/store/migrations/postgres/migrations.ts";
import { makeConnection } from "../../src/store/postgres/connection.ts";
import { migrateDatabase } from "../../src/store/postgres/migrate-database.ts";
import { databaseAddress, openPool } from "../../src/store/postgres/open-database.ts";
import { runCli, runProcess } from "../support/cli.ts";
import { eachStore } from "../support/each-store.ts";
import { testItem } from "../support/feed-documents.ts";
import { useServedWire } from "../support/served-wire.ts";

/**
 * A migration only adds to the store, so a service of the version before goes on beside the next version. Here, each
 * table gets another column and an index, and there is another table: the most that a migration may do.
 */
describe.each(eachStore)("a service of this version on $name", ({ name, makeStore }) => {
  let url: string | undefined;
  const made = async () => {
    url = await makeStore();
    return url;
  };
  const wire = useServedWire("for each test", { name, makeStore: made });

  test("goes on beside a next version that has added to the store; when it starts again it names the version to use", async () => {
    wire.configure({ wire: wire.publish([testItem(1)]) }, "1s");
    const service = await wire.start();
    await wire.holds("/feeds/all.rss", testItem(1).title);
    await wire.holds("/feeds/all.rss?q=council", testItem(1).title);
    await (url === undefined ? expandFile(wire.workspace.path("wire.db")) : expandDatabase(url));
    wire.publish([testItem(1), testItem(2), { ...testItem(3), text: testItem(1).text }]);
    await wire.holds("/feeds/all.rss", testItem(2).title, testItem(3).title);
    await wire.holds("/feeds/all.rss?q=council", testItem(2).title);
    // A command of this version is refused, and the service is not disturbed.
    const refused = await runCli(wire.workspace, ["feeds", "list"]);
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining(useTheOther)]);
    expect(service.log().split("\n").filter(isError)).toEqual([]);
    await service.stop();
    const again = await runProcess(wire.workspace, ["serve"]);
    expect([again.code, again.stderr]).toEqual([1, expect.stringContaining(useTheOther)]);
    expect(again.stderr.trim().split("\n")).toHaveLength(1);
  });
});

const useTheOther = "use the wiredesk that wrote it, or a newer one";

/** pino's levels of errors are 50 and 60. */
function isError(line: string): boolean {
  return line !== "" && (JSON.parse(line) as { level: number }).level >= 50;
}

function addTo(table: string): string {
  return `ALTER TABLE ${table} ADD COLUMN added_later text; CREATE INDEX ${table}_later ON ${table} (added_later);`;
}

async function expandFile(file: string): Promise<void> {
  const db = new SqliteDatabase(file, { timeout: 10_000 });
  const tables = db
    .prepare<[], string>(
      "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'",
    )
    .pluck()
    .all();
  db.transaction(() => {
    for (const table of tables) db.exec(addTo(table));
    db.exec("CREATE TABLE later (id INTEGER PRIMARY KEY)");
    db.pragma(`user_version = ${Number(db.pragma("user_version", { simple: true })) + 1}`);
  }).immediate();
  db.close();
  expect(tables.length).toBeGreaterThan(20);
}

/** As the next version's migration: under the writers' lock, and again after a deadlock with the running service. */
async function expandDatabase(url: string): Promise<void> {
  const address = databaseAddress(url);
  const connection = makeConnection(openPool(address), address.name, address);
  const rows = await connection.read((tx) =>
    tx.all<{ name: string }>("SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema()"),
  );
  const expand = `${rows.map(({ name }) => addTo(name)).join(" ")} CREATE TABLE later (id int);`;
  await migrateDatabase(connection, { schema: address.schema, now: Date.now(), steps: [...migrations, expand] });
  await connection.close();
  expect(rows.length).toBeGreaterThan(20);
}
