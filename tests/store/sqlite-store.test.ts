import { describeAlerts } from "../contract/alerts-contract.ts";
import { describeHubStore } from "../contract/hub-contract.ts";
import { openSqlite } from "../contract/open-sqlite.ts";
import { describeOutbox } from "../contract/outbox-contract.ts";
import { describeStore } from "../contract/store-contract.ts";

describeStore("SQLite", openSqlite);
describeHubStore("SQLite", openSqlite);
describeOutbox("SQLite", openSqlite);
describeAlerts("SQLite", openSqlite);
