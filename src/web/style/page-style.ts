/** Styles of the story page, the sources page and small forms. */
export const pageStyle = `
.story { max-width: 96rem; margin: 0 auto; padding: .6rem 1rem 4rem; }
.story > header h1 { font-size: 1.7rem; line-height: 1.15; margin: .4rem 0; letter-spacing: -.01em; }
.meta { color: var(--soft); font-size: .88rem; margin: .2rem 0; }
.meta b { color: var(--ink); font-weight: 600; }
.timeline { list-style: none; margin: 1rem 0; padding: 0; border-inline-start: 2px solid var(--rule); }
.timeline > li { position: relative; padding: 0 0 1.4rem 1.4rem; }
.timeline > li::before { content: ""; position: absolute; inset-inline-start: -.46rem; top: .5rem; width: .8rem; height: .8rem; border-radius: 50%; background: var(--paper); border: 2px solid var(--soft); }
.timeline > .lead-copy::before { background: var(--ink); border-color: var(--ink); }
.copy h2 { font-size: 1.2rem; margin: 0; line-height: 1.25; }
.copy h2 a { color: var(--ink); text-decoration-thickness: 1px; text-underline-offset: .15em; }
.copy .body { max-width: 44rem; }
.copy .body > :first-child { margin-top: .4rem; }
.copy .body table { border-collapse: collapse; } .copy .body td, .copy .body th { border: 1px solid var(--rule); padding: .2rem .4rem; }
.copy .body img { max-width: 100%; height: auto; }
.copy .body pre { overflow-x: auto; }
.picture { color: var(--soft); font-size: .85rem; border: 1px dashed var(--rule); padding: 0 .4em; }
.cue-1 { --cue: var(--flash); } .cue-2 { --cue: var(--alert); } .cue-3 { --cue: var(--urgent); } .cue-4 { --cue: var(--update); } .cue-corrected { --cue: var(--correct); } .cue-withdrawn { --cue: var(--bad); }
.cue-withdrawn a { text-decoration: line-through; }
.cue-1 .cue { background: var(--flash); color: var(--flash-ink); }
@media (min-width: 64rem) {
  .copy article { display: grid; grid-template-columns: minmax(0, 42rem) minmax(20rem, 1fr); gap: 0 2.5rem; }
  .copy article > h2, .copy article > .meta { grid-column: 1 / -1; }
}
.carrier-list { list-style: none; padding: 0; margin: .5rem 0; font-size: .92rem; border-top: 1px solid var(--rule); }
.carrier-list > li { padding: .25rem 0; border-bottom: 1px solid var(--rule); display: grid; grid-template-columns: 3.4rem minmax(0, 1fr) auto; gap: 0 .8rem; align-items: baseline; }
.carrier-list .headline { grid-column: 2 / -1; grid-row: 2; }
.carrier-list .why { grid-column: 2 / -1; color: var(--soft); margin: 0; font-size: .88rem; }
.carrier-list .source { font-weight: 600; } .carrier-list .source .meta { font-weight: 400; }
.carrier-list .clock, .clock { font-variant-numeric: tabular-nums; }
.why a { white-space: nowrap; }
.score { font-variant-numeric: tabular-nums; background: var(--shade); border-radius: .2rem; padding: 0 .35em; color: var(--ink); }
.revisions { margin: .5rem 0; } .revisions summary { cursor: pointer; color: var(--link); }
.revisions ol { padding: 0; list-style: none; }
.revision { border-inline-start: .25rem solid var(--rule); padding: .1rem 0 .1rem .8rem; margin: .6rem 0; }
.revision h3 { font-size: .92rem; margin: 0; color: var(--soft); font-weight: 600; }
.revision .diff { margin: .3rem 0; white-space: pre-line; }
ins { background: var(--added); color: var(--added-ink); text-decoration: none; border-radius: 2px; box-shadow: 0 1px 0 currentColor; }
del { background: var(--taken); color: var(--taken-ink); border-radius: 2px; }
.same { color: var(--soft); }
.tools { display: flex; flex-wrap: wrap; gap: .4rem .6rem; margin: .5rem 0; font-size: .88rem; align-items: center; }
.tools form, .inline { display: inline-flex; gap: .4rem; margin: 0; align-items: center; }
.pinned { color: var(--warn); font-weight: 600; }
.rulings { font-size: .88rem; color: var(--soft); }
.notice { background: var(--fresh); padding: .4rem .8rem; border-radius: .3rem; }
.sources { padding: .6rem 1rem 3rem; }
.sources h1 { font-size: 1.4rem; margin: .3rem 0; }
.figures { display: flex; flex-wrap: wrap; gap: .2rem 2rem; margin: .4rem 0 1rem; padding: 0; }
.figures > div { display: flex; flex-direction: column-reverse; }
.figures dt { color: var(--soft); font-size: .82rem; } .figures dd { margin: 0; font-size: 1.5rem; font-weight: 600; font-variant-numeric: tabular-nums; line-height: 1.1; }
.table { overflow-x: auto; }
.sources table { border-collapse: collapse; width: 100%; font-size: .9rem; }
.sources th { text-align: start; color: var(--soft); font-weight: 500; font-size: .82rem; border-bottom: 2px solid var(--rule); padding: .3rem .6rem .3rem 0; white-space: nowrap; }
.sources td { border-bottom: 1px solid var(--rule); padding: .35rem .6rem .35rem 0; vertical-align: top; }
.sources th.number { text-align: end; }
.sources td .meta { margin: 0; } .sources .number { text-align: end; font-variant-numeric: tabular-nums; white-space: nowrap; }
.state { white-space: nowrap; font-weight: 600; }
.state::before { content: ""; display: inline-block; width: .65em; height: .65em; border-radius: 50%; background: currentColor; margin-inline-end: .4em; }
.state.well { color: var(--good); } .state.quiet, .state.waiting { color: var(--warn); } .state.failing { color: var(--bad); } .state.off { color: var(--soft); }
.spark { width: 12rem; height: 1.9rem; display: block; fill: var(--update); } .spark .ground { fill: var(--rule); }
.forms { display: grid; grid-template-columns: repeat(auto-fit, minmax(18rem, 1fr)); gap: 1.5rem; margin-top: 1.5rem; }
.forms form, .plain form { display: grid; gap: .5rem; align-content: start; }
.forms h2 { font-size: 1.05rem; margin: 0; }
.plain label, .forms label { display: grid; gap: .15rem; color: var(--soft); }
.operation { border-top: 1px solid var(--rule); padding: .6rem 0; }
.operation h2 { font-size: 1rem; margin: 0; font-family: ui-monospace, monospace; }
.operation form { display: flex; flex-wrap: wrap; gap: .5rem; align-items: end; }
.operation pre { max-height: 24rem; overflow: auto; background: var(--shade); padding: .6rem; font-size: .82rem; white-space: pre-wrap; }
@media (max-width: 46rem) {
  .story > header h1 { font-size: 1.35rem; }
  .sources thead { position: absolute; clip-path: inset(50%); }
  .sources tr { display: grid; grid-template-columns: 1fr auto; padding: .5rem 0; border-bottom: 1px solid var(--rule); }
  .sources td { border: 0; padding: .05rem 0; } .sources td.wide { grid-column: 1 / -1; }
}
`;
