import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { createWorkspace, runCli, type Workspace } from "../../support/cli.ts";
import { type Agencies, type Agency, namedAddress, startAgencies } from "./chaos-agencies.ts";
import { type ChaosService, createChaosService } from "./chaos-service.ts";
import { type Machine, readMachine, succeeds } from "./machine.ts";

/** The built service among loopback agencies, with everything that faults take hold of. */
export interface ChaosWorld {
  readonly machine: Machine;
  readonly agencies: Agencies;
  readonly service: ChaosService;
  /** From 0 to 1, by the seed. */
  readonly random: () => number;
  /** Holds the store and nothing else: a small disk of its own, where one can be mounted. */
  readonly disk: string;
  readonly storeFile: string;
  /** What left the house in other ways than as an answer, such as deliveries of the hub. */
  readonly sent: string[];
  pick<One>(from: readonly One[]): One;
  /** Lets some agencies publish, and the foe speak of one of their stories. */
  publish(): void;
  /** Everything that is stored and decided on. */
  readStored(): Promise<readonly StoredEntry[]>;
  close(): Promise<void>;
}

export interface StoredEntry {
  /** The feed's address. */
  readonly feed: string;
  readonly guid: string;
  readonly title: string;
  readonly revision: number;
}

/** What readers know the service by. */
export const publicUrl = "https://wire.chaos.example";
const diskBytes = 96 * 1024 * 1024;

export async function openChaosWorld(random: () => number): Promise<ChaosWorld> {
  const machine = readMachine();
  const agencies = await startAgencies(machine.ownHosts === null ? null : namedAddress);
  const workspace = createWorkspace();
  const disk = workspace.path("disk");
  mkdirSync(disk);
  const isMounted =
    machine.mount === null && succeeds("mount", ["-t", "tmpfs", "-o", `size=${diskBytes}`, "tmpfs", disk]);
  const storeFile = join(disk, "wire.db");
  workspace.writeConfig(configOf(agencies, storeFile));
  const service = createChaosService(workspace, machine);
  await service.start();
  const pick = <One>(from: readonly One[]): One => from[Math.floor(random() * from.length)] as One;
  return {
    machine,
    agencies,
    service,
    random,
    disk,
    storeFile,
    sent: [],
    pick,
    publish: () => publish(agencies, random, pick),
    readStored: () => readStored(workspace),
    async close() {
      await service.end("SIGKILL");
      await agencies.close();
      if (isMounted) succeeds("umount", [disk]);
      workspace.remove();
    },
  };
}

function configOf({ all }: Agencies, storeFile: string): object {
  return {
    store: `sqlite:${storeFile}`,
    server: { baseUrl: publicUrl },
    polling: {
      cron: "* * * * * *",
      allowPrivateAddresses: true,
      minInterval: "1s",
      hostGap: "0s",
      timeout: "4s",
    },
    hub: { allowPrivateAddresses: true },
    sources: all.map(({ name, url, isPrivate }) => ({
      name,
      kind: "agency",
      private: isPrivate,
      feeds: [{ url, interval: "1s" }],
    })),
    sections: [{ id: "bridges", title: "Bridges", match: { query: "bridge" } }],
  };
}

function publish({ all, foe }: Agencies, random: () => number, pick: <One>(from: readonly One[]) => One): void {
  const others = all.filter((agency) => agency !== foe && !agency.isPrivate);
  for (const agency of all) if (random() < 0.6) agency.publish();
  const victim: Agency = pick(others);
  const story = victim.items[Math.floor(random() * victim.items.length)];
  if (story !== undefined && !foe.items.some(({ guid }) => guid === `claims-${story.guid}`)) foe.claim(story);
}

async function readStored(workspace: Workspace): Promise<readonly StoredEntry[]> {
  const { code, stdout, stderr } = await runCli(workspace, ["export"]);
  if (code !== 0) throw new Error(`wiredesk export ended with ${code}: ${stderr}`);
  const lines = stdout.split("\n").filter((line) => line !== "");
  return lines.map((line) => JSON.parse(line) as StoredEntry);
}
