import type { Command } from "commander";
import type { ListedMessage, OutboxState } from "../../domain/alerts/outbox-store.ts";
import { WireError } from "../../domain/errors.ts";
import type { Store } from "../../domain/store.ts";
import { counted } from "../../domain/text/counted.ts";
import { didYouMean } from "../../domain/text/nearest-name.ts";
import type { CliDeps } from "../cli-deps.ts";
import { configOf, withStore } from "../with-store.ts";

/** `wiredesk alerts list|resend|drop|send-test`: the outbox of alerts, and its channels. */
export function addOutboxCommands(alerts: Command, deps: CliDeps): void {
  addList(alerts, deps);
  addChange(alerts, deps, {
    name: "resend",
    description: "send messages again that were given up, dropped or sent; each keeps its id",
    changeable: ["failed"],
    change: (store, seqs, now) => store.resend(seqs, now),
  });
  addChange(alerts, deps, {
    name: "drop",
    description: "take messages that wait or were given up out of the outbox",
    changeable: ["waiting", "failed"],
    change: (store, seqs, now) => store.drop(seqs, now),
  });
  alerts
    .command("send-test")
    .description("send a test message to a channel now, and say what the channel answered")
    .argument("<channel>", "the name of a channel")
    .action(async (channel: string, _options: object, command: Command) => {
      const result = await deps.sendTest(configOf(deps, command), channel);
      if (result.kind !== "sent")
        throw new WireError("io-failed", `${channel} did not take the test message: ${result.error}`);
      deps.out(`${channel} took the test message`);
    });
}

const allStates: readonly OutboxState[] = ["waiting", "failed", "sent", "dropped"];
const listedMax = 10_000;

function addList(alerts: Command, deps: CliDeps): void {
  alerts
    .command("list")
    .description("the messages that wait or were given up, and the last ones that were sent, the newest first")
    .option("--state <state>", `${allStates.join(", ")}, or all`)
    .option("--channel <name>", "only messages of this channel")
    .option(
      "--limit <number>",
      `at most this many messages (default: ${listedDefault}); without --state, sent messages are counted apart (default: ${sentDefault})`,
    )
    .option("--json", "one JSON line for each")
    .action((options: ListOptions, command: Command) =>
      withStore(deps, command, async (store) => {
        for (const message of await listed(store, options)) {
          deps.out(options.json === true ? jsonOf(message) : lineOf(message));
        }
      }),
    );
}

const listedDefault = 100;
const sentDefault = 50;

interface ListOptions {
  readonly state?: string;
  readonly channel?: string;
  readonly limit?: string;
  readonly json?: boolean;
}

/** Without a state, sent messages have a limit of their own, so that they never crowd out the failed messages. */
async function listed(store: Store, { state, channel, limit }: ListOptions): Promise<readonly ListedMessage[]> {
  const given = limit === undefined ? null : numberOf(limit, listedMax);
  const read = (states: readonly OutboxState[], most: number) =>
    store.listOutbox({ states, channel: channel ?? null, limit: given ?? most });
  if (state !== undefined) return read(statesOf(state), listedDefault);
  const both = [...(await read(["waiting", "failed"], listedDefault)), ...(await read(["sent"], sentDefault))];
  return both.sort((a, b) => b.seq - a.seq);
}

function statesOf(given: string): readonly OutboxState[] {
  if (given === "all") return allStates;
  const known = allStates.find((state) => state === given);
  if (known !== undefined) return [known];
  throw new WireError("usage", `no such state: ${given}${didYouMean(given, [...allStates, "all"])}`);
}

/** A line shows when the message was sent, or else when it was due. */
function lineOf({ seq, state, channel, message, attempts, lastError, ...times }: ListedMessage): string {
  const at = state === "sent" ? (times.endedAt ?? times.dueAt) : times.dueAt;
  const tries = attempts === 0 ? "" : `, tried ${counted(attempts, "time")}`;
  const why = lastError === null ? "" : `: ${lastError}`;
  return `${seq}  ${new Date(at).toISOString()}  ${channel}  ${message.rule}  ${message.title}  (${state}${tries}${why})`;
}

function jsonOf({ seq, state, channel, message, attempts, lastError, ...times }: ListedMessage): string {
  const isoOf = (at: number | null) => (at === null ? null : new Date(at).toISOString());
  return JSON.stringify({
    ...{ seq, state, channel, id: message.id, kind: message.kind, rule: message.rule, title: message.title },
    ...{ thread: message.thread?.key ?? null, createdAt: isoOf(times.createdAt), dueAt: isoOf(times.dueAt) },
    ...{ endedAt: isoOf(times.endedAt), attempts, error: lastError },
  });
}

interface Change {
  readonly name: "resend" | "drop";
  readonly description: string;
  /** The states of the messages that `--all` changes. */
  readonly changeable: readonly OutboxState[];
  change(store: Store, seqs: readonly number[], now: number): Promise<number>;
}

function addChange(alerts: Command, deps: CliDeps, { name, description, changeable, change }: Change): void {
  alerts
    .command(name)
    .description(description)
    .argument("[numbers...]", 'the numbers that "wiredesk alerts list" shows')
    .option("--all", `all messages that are ${changeable.join(" or ")}`)
    .option("--channel <name>", "with --all: only messages of this channel")
    .action((numbers: string[], options: { all?: boolean; channel?: string }, command: Command) =>
      withStore(deps, command, async (store) => {
        if ((numbers.length === 0) !== (options.all === true)) {
          throw new WireError("usage", "give the numbers of messages, or --all");
        }
        const listed = { states: changeable, channel: options.channel ?? null, limit: listedMax };
        const seqs =
          options.all === true
            ? (await store.listOutbox(listed)).map(({ seq }) => seq)
            : numbers.map((number) => numberOf(number, Number.MAX_SAFE_INTEGER));
        const changed = await change(store, seqs, deps.clock.now());
        if (options.all !== true && changed < seqs.length) {
          const rest = counted(seqs.length - changed, "message");
          throw new WireError(
            "not-found",
            `${counted(changed, "message")} changed; ${rest} cannot be changed like this`,
          );
        }
        deps.out(`${counted(changed, "message")} ${name === "resend" ? "will be sent again" : "dropped"}`);
      }),
    );
}

function numberOf(text: string, max: number): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= max) return number;
  throw new WireError("usage", `expected a number from 1 to ${max}, and found "${text}"`);
}
