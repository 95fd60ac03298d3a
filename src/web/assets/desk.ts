/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { startAlerts } from "./alerts.ts";
import { startApiPage } from "./api-page.ts";
import { startImport } from "./import-file.ts";
import { startKeys } from "./keys.ts";
import { startLive } from "./live.ts";
import { startSearch } from "./search.ts";
import { startTheme } from "./theme.ts";
import { startTimes } from "./times.ts";
import { startUnderstanding } from "./understand.ts";
import { startZone } from "./zone.ts";

/** The pages' script. Every page also works without it. */
for (const element of document.querySelectorAll<HTMLElement>(".script-only")) element.hidden = false;
startTimes();
startZone();
startTheme();
startImport();
startApiPage();
startUnderstanding();
const alerts = startAlerts();
const live = startLive(alerts);
startKeys({ showNew: live.showNew, acknowledge: alerts.acknowledge });
startSearch(live.restart);
