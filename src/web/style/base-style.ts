/**
 * Colours, type and the parts of every page. Sizes follow the screen width, so that a wall display can be read from
 * afar.
 */
export const baseStyle = `
:root {
  color-scheme: light dark;
  --paper: #ffffff; --ink: #14181d; --soft: #55606c; --rule: #dfe3e8; --shade: #f3f5f7; --link: #0b4f9e;
  --flash: #b3001b; --flash-ink: #ffffff; --alert: #c2185b; --urgent: #b34700; --update: #1f5f99; --calm: #6a7581; --correct: #7a5a00;
  --good: #17703a; --warn: #8a5200; --bad: #b3001b; --mark: #fff1a8; --mark-ink: #14181d; --fresh: #e8f2ff;
  --heat-1: #eaf1f8; --heat-2: #cfe1f3; --heat-3: #a9cbec;
  --added: #d7f2df; --added-ink: #0d4a25; --taken: #fbdfe0; --taken-ink: #7c0a17;
  font: 100%/1.4 "Inter", "Source Sans 3", system-ui, "Segoe UI", "Noto Sans", sans-serif;
  font-size: clamp(0.94rem, 0.42vw + 0.62rem, 2rem);
}
@media (prefers-color-scheme: dark) { :root:not([data-theme="light"]) { ${darkOf()} } }
:root[data-theme="dark"] { color-scheme: dark; ${darkOf()} }
:root[data-theme="light"] { color-scheme: light; }
*, *::before, *::after { box-sizing: border-box; }
[hidden] { display: none !important; }
body { margin: 0; background: var(--paper); color: var(--ink); overflow-wrap: anywhere; }
a { color: var(--link); padding-block: max(0px, (25px - 1.15em) / 2); }
summary { line-height: max(24px, 1.4em); } label:has(input[type="checkbox"], input[type="radio"]) { display: inline-flex; align-items: center; gap: .4em; min-height: 24px; }
h1 { font-size: 1.4rem; line-height: 1.2; margin: .4rem 0; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 2px; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: -100rem; }
.skip:focus { left: .5rem; top: .5rem; z-index: 9; background: var(--paper); padding: .5rem 1rem; }
.top { display: flex; flex-wrap: wrap; align-items: center; gap: .2rem 1.1rem; padding: .4rem 1rem; border-bottom: 1px solid var(--rule); }
.top a { text-decoration: none; color: var(--soft); padding: .25rem 0; }
.top a[aria-current] { color: var(--ink); box-shadow: 0 2px 0 var(--ink); }
.top a:hover { color: var(--ink); }
.top nav { display: flex; gap: 1rem; }
.top .brand { color: var(--ink); font-size: 1.15rem; letter-spacing: -.02em; }
.spacer { flex: 1; text-align: center; }
.now { font-variant-numeric: tabular-nums; font-weight: 600; font-size: 1.15rem; }
.line { font-size: .85rem; color: var(--soft); }
.line::before { content: ""; display: inline-block; width: .6em; height: .6em; border-radius: 50%; background: var(--calm); margin-inline-end: .4em; }
.line.live::before { background: var(--good); }
.line.lost { background: var(--bad); color: #fff; padding: .15rem .6rem; border-radius: 1rem; font-weight: 600; }
.line.lost::before { background: #fff; }
button, input, select, textarea { font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--soft); border-radius: .3rem; padding: .25rem .55rem; min-height: 1.9rem; }
button { cursor: pointer; background: var(--shade); }
button:hover { border-color: var(--ink); }
input[type="checkbox"] { min-height: 0; width: 1.1em; height: 1.1em; flex: none; margin: 0; accent-color: var(--link); }
textarea { width: 100%; }
::placeholder { color: var(--soft); opacity: 1; }
#theme-form { margin: 0; }
.tool { border-color: transparent; background: transparent; min-width: 1.9rem; color: var(--soft); }
.bell { display: block; fill: none; stroke: currentColor; stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round; }
.alerts { position: relative; } .alerts summary, .bell-link { list-style: none; display: inline-flex; align-items: center; gap: .2rem; min-height: 1.9rem; padding: 0 .3rem; cursor: pointer; border-radius: .3rem; } .alerts summary::-webkit-details-marker { display: none; }
.alerts summary:hover, .bell-link:hover { color: var(--ink); } .alerts[open] summary { background: var(--shade); color: var(--ink); }
.unread { min-width: 1.35em; padding: 0 .3em; border-radius: 1em; background: var(--flash); color: var(--flash-ink); font-size: .82rem; line-height: 1.35; text-align: center; font-variant-numeric: tabular-nums; }
.alert-panel { position: absolute; inset-block-start: calc(100% + .45rem); inset-inline-end: -.5rem; z-index: 7; width: min(27rem, calc(100vw - 1.2rem)); max-height: calc(100vh - 4.5rem); overflow: auto; padding: .2rem 1rem .8rem; background: var(--paper); border: 1px solid var(--soft); border-radius: .5rem; box-shadow: 0 6px 24px rgb(0 0 0 / .28); font-size: .92rem; }
.alert-panel h2 { font-size: .95rem; margin: .8rem 0 .3rem; } .alert-panel form { margin: 0; } .top .alert-panel a { color: var(--link); }
#alert-list { padding: 0; margin: 0; list-style: none; } #alert-list li { padding: .3rem 0; border-top: 1px solid var(--rule); } #alert-list .new { font-weight: 600; } #alert-list time { color: var(--soft); font-variant-numeric: tabular-nums; }
.who-am-i { display: flex; align-items: center; gap: .4rem; margin: 0; color: var(--soft); }
mark { background: var(--mark); color: var(--mark-ink); border-radius: 2px; padding: 0 .1em; }
.error { color: var(--bad); font-weight: 600; margin: .3rem 0; }
kbd { font: inherit; border: 1px solid var(--soft); border-radius: .25rem; padding: 0 .35em; background: var(--shade); }
dialog { color: var(--ink); background: var(--paper); border: 1px solid var(--soft); border-radius: .5rem; max-width: 34rem; }
dialog::backdrop { background: rgb(0 0 0 / .5); }
dialog dl > div { display: grid; grid-template-columns: 9rem 1fr; gap: .5rem; padding: .15rem 0; }
dialog dd { margin: 0; }
.plain { max-width: 46rem; margin: 0 auto; padding: 1rem; }
@media (prefers-reduced-motion: reduce) { *, *::before, *::after { animation: none !important; transition: none !important; scroll-behavior: auto !important; } }
@media print { .top, .filters, .alerts, .live { display: none !important; } }
`;

function darkOf(): string {
  return `--paper: #0e1216; --ink: #e9edf1; --soft: #9aa6b2; --rule: #252c34; --shade: #182028; --link: #8cc2ff;
  --flash: #d3122e; --flash-ink: #ffffff; --alert: #ff6f91; --urgent: #ff9a52; --update: #7bb8f5; --calm: #8793a0; --correct: #f2c14e;
  --good: #5fd08a; --warn: #f0b55a; --bad: #ff7b86; --mark: #6b5600; --mark-ink: #fff6d0; --fresh: #14283f; --heat-1: #182838; --heat-2: #1d3a58; --heat-3: #23507f;
  --added: #123c22; --added-ink: #b5f0c9; --taken: #4a151b; --taken-ink: #ffc9cd;`;
}
