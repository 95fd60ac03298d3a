import { Tokenizer } from "htmlparser2";

/**
 * The text of an HTML fragment: without markup, scripts and styles, and with entities decoded once. `between` replaces
 * each <br> and each start and end tag of a block: " " in a title, "" for the bare text. Takes linear time.
 */
export function stripMarkup(html: string, between: string): string {
  const out: string[] = [];
  let silent = "";
  const nothing = () => undefined;
  const tokenizer = new Tokenizer(
    { xmlMode: false, decodeEntities: true },
    {
      ontext: (start, end) => silent === "" && out.push(html.slice(start, end)),
      ontextentity: (code) => silent === "" && out.push(String.fromCodePoint(code)),
      onopentagname(start, end) {
        const name = html.slice(start, end).toLowerCase();
        if (breakingTags.has(name)) out.push(between);
        if (silentTags.has(name)) silent = name;
      },
      onclosetag(start, end) {
        const name = html.slice(start, end).trimEnd().toLowerCase();
        if (name === silent) silent = "";
        if (breakingTags.has(name)) out.push(between);
      },
      oncdata: (start, end, trailing) => out.push(html.slice(start, end - trailing)),
      onattribdata: nothing,
      onattribend: nothing,
      onattribentity: nothing,
      onattribname: nothing,
      oncomment: nothing,
      ondeclaration: nothing,
      onend: nothing,
      onopentagend: nothing,
      onprocessinginstruction: nothing,
      onselfclosingtag: nothing,
    },
  );
  tokenizer.write(html);
  tokenizer.end();
  return out.join("");
}

const breakingTags: ReadonlySet<string> = new Set(["br", "p", "div", "li", "tr", "td", "h1", "h2", "h3", "h4", "hr"]);
const silentTags: ReadonlySet<string> = new Set(["script", "style"]);
