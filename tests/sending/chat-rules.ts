/**
 * What each chat service refuses, from its documentation. Each function gets the JSON body of a request and returns the
 * error that the service would answer; null when it takes the message.
 */
export const chatRules = { slack, teams, discord, telegram, ntfy };

type Json = Readonly<Record<string, unknown>>;

/** Slack: 1 to 50 blocks, texts of 1 to 3,000 characters; &, < and > only in &amp; &lt; &gt; and in links. */
function slack(body: Json): string | null {
  const blocks = body.blocks as readonly { type: string; text: { type: string; text: string } }[];
  if (blocks.length < 1 || blocks.length > 50) return "invalid_blocks";
  for (const { type, text } of blocks) {
    if (type !== "section" || text.type !== "mrkdwn") return "invalid_blocks";
    if (text.text.length < 1 || text.text.length > 3000) return "invalid_blocks";
    if (!isMrkdwn(text.text)) return "invalid_blocks";
  }
  const fallback = String(body.text ?? "");
  if (fallback.length > 40_000) return "msg_too_long";
  return isMrkdwn(fallback) ? null : "invalid_arguments";
}

function isMrkdwn(text: string): boolean {
  const plain = text.replace(/<https?:\/\/[^<>|\s]+\|[^<>]+>/g, "");
  return !/[<>]/.test(plain) && !/&(?!amp;|lt;|gt;)/.test(text);
}

/** Teams: a message of at most 28 KB with an Adaptive Card. */
function teams(body: Json): string | null {
  if (Buffer.byteLength(JSON.stringify(body)) > 28 * 1024) return "RequestEntityTooLarge";
  const [card] = body.attachments as readonly { contentType: string; content: { type: string; body: object[] } }[];
  if (body.type !== "message" || card?.contentType !== "application/vnd.microsoft.card.adaptive") return "BadRequest";
  const isText = (block: object) => "text" in block && typeof block.text === "string" && block.text !== "";
  return card.content.type === "AdaptiveCard" && card.content.body.every(isText) ? null : "BadRequest";
}

/** Discord: 1 to 2,000 characters; a message that mentions everybody by accident is a fault of ours. */
function discord(body: Json): string | null {
  const content = String(body.content ?? "");
  if (content.length < 1 || content.length > 2000) return "Invalid Form Body";
  return JSON.stringify(body.allowed_mentions) === '{"parse":[]}' ? null : "mentions";
}

/** Telegram: HTML of known tags and entities, and 1 to 4,096 characters after they are read. */
function telegram(body: Json): string | null {
  const html = String(body.text ?? "");
  const open: string[] = [];
  let faulty: string | null = null;
  const text = html.replace(/<(\/?)([^>]*)>/g, (_whole, slash: string, inside: string) => {
    const [name = ""] = inside.split(" ");
    if (slash === "/" ? open.pop() !== name : !/^(b|a href="[^"<>]*")$/.test(inside)) faulty = "can't parse entities";
    if (slash === "") open.push(name);
    return "";
  });
  if (faulty !== null || open.length > 0 || /[<>]/.test(text)) return "Bad Request: can't parse entities";
  if (/&(?!(amp|lt|gt|quot);)/.test(html)) return "Bad Request: can't parse entities";
  const read = text.replace(/&\w+;/g, "&").trim();
  if (read.length < 1) return "Bad Request: message text is empty";
  return read.length > 4096 ? "Bad Request: message is too long" : null;
}

/** ntfy: a topic, a priority from 1 to 5, and a message that is not made an attachment. */
function ntfy(body: Json): string | null {
  if (!/^[-_A-Za-z0-9]{1,64}$/.test(String(body.topic))) return "invalid topic";
  if (Buffer.byteLength(String(body.message ?? "")) > 4096) return "attachments not allowed";
  const priority = Number(body.priority);
  if (!Number.isInteger(priority) || priority < 1 || priority > 5) return "invalid priority";
  return body.message === "" || typeof body.title !== "string" ? "invalid request" : null;
}
