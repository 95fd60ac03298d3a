import { describeAlerts } from "../../contract/alerts-contract.ts";
import { describeHubStore } from "../../contract/hub-contract.ts";
import { openPostgres } from "../../contract/open-postgres.ts";
import { describeOutbox } from "../../contract/outbox-contract.ts";
import { describeStore } from "../../contract/store-contract.ts";

describeStore("PostgreSQL", openPostgres);
describeHubStore("PostgreSQL", openPostgres);
describeOutbox("PostgreSQL", openPostgres);
describeAlerts("PostgreSQL", openPostgres);
