/** Styles of the story page, the sources page and small forms. */
export const pageStyle = `
.story { max-width: 96rem; margin: 0 auto; padding: .6rem 1rem 4rem; }
.story > header h1 { font-size: 1.7rem; line-height: 1.15; margin: .4rem 0; letter-spacing: -.01em; }  .story > header h1:focus { outline: 0; }
:where(.plain, .sources, .story) h2 { font-size: 1.15rem; }
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
  .copy article { display: grid; grid-template-columns: minmax(0, 42rem) minmax(20rem, 1fr); grid-template-rows: repeat(5, auto) 1fr; gap: 0 2.5rem; }
  .copy article > h2, .copy article > .meta { grid-column: 1 / -1; }
  .copy article > .body { grid-column: 1; } .copy article > .carried { grid-column: 2; grid-row: 3 / -1; }
}
.carrier-list { list-style: none; padding: 0; margin: .5rem 0; font-size: .92rem; border-top: 1px solid var(--rule); }
.summary { font-size: .95rem; }
.story > header .tabs { border-bottom: 1px solid var(--rule); margin-block: .6rem .2rem; }
.spread { display: grid; grid-template-columns: fit-content(12rem) minmax(0, 1fr) max-content; gap: 0 .8rem; margin: .8rem 0; font-size: .85rem; } .spread ol, .spread li { display: grid; grid-column: 1 / -1; grid-template-columns: subgrid; align-items: center; margin: 0; padding: 0; list-style: none; }
.lane-name { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; } .lane { width: 100%; height: 20px; display: block; background: linear-gradient(var(--rule), var(--rule)) center / 100% 1px no-repeat; } .lane line { stroke: var(--update); stroke-width: 2; } .lane circle, .lane rect { fill: var(--update); } .lane circle.killed { fill: var(--bad); } .spread li:first-child .lane circle:not(.killed) { fill: var(--ink); }
.delay { color: var(--soft); font-variant-numeric: tabular-nums; white-space: nowrap; } .axis { grid-column: 2; display: flex; justify-content: space-between; margin: 0; font-size: .8rem; }
.reasons { list-style: none; padding: 0; } .reasons > li { padding: .5rem 0; border-bottom: 1px solid var(--rule); } .reasons p { margin: .15rem 0; }
.changed-by { font-size: 1rem; margin: .8rem 0 0; } .changed-by a { font-weight: 400; font-size: .88rem; }
.likeness { color: var(--soft); font-size: .85rem; } .likeness a { padding-inline: .25rem; margin-inline: -.25rem; } .all-carriers { max-width: 62rem; } .choose-versions select { width: 26rem; max-width: 100%; } .why-link { font-size: .82rem; color: var(--soft); margin-block: -5px; grid-column: 5; grid-row: 1; }
.carrier-list > li { padding: .18rem 0; border-bottom: 1px solid var(--rule); display: grid; grid-template-columns: 3.1rem 3.8rem minmax(0, 1fr) auto 2.6rem; gap: 0 .6rem; align-items: baseline; }
.carrier-list .headline { grid-column: 3 / -1; grid-row: 2; font-size: .88rem; } .carrier-list .tools { grid-column: 3 / -1; margin: .1rem 0; }
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
.compared { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(22rem, 100%), 1fr)); gap: 1rem 2.5rem; margin-block-start: 1rem; }
.compared h2 { font-size: 1.15rem; line-height: 1.3; margin: .3rem 0 .6rem; } .compared-text { white-space: pre-line; max-width: 46rem; }
.own { background: var(--heat-1); box-shadow: 0 1px 0 var(--rule); }
.tools { display: flex; flex-wrap: wrap; gap: .4rem .6rem; margin: .5rem 0; font-size: .88rem; align-items: center; }
.tools form, .inline { display: inline-flex; gap: .4rem; margin: 0; align-items: center; }
.pinned { color: var(--warn); font-weight: 600; }
.rulings { font-size: .88rem; color: var(--soft); }
.notice { background: var(--fresh); padding: .4rem .8rem; border-radius: .3rem; }
.sources { padding: .6rem 1rem 3rem; }
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
.overview { display: flex; flex-wrap: wrap; gap: .5rem 2rem; align-items: end; } .overview figure { margin: 0 0 .8rem; } .overview figcaption { display: flex; justify-content: space-between; font-size: .75rem; color: var(--soft); } .overview .spark { width: 20rem; height: 2.4rem; }
.overview .figures { margin-block-end: .6rem; } .overview .figures dd { font-size: 1.25rem; }
.source-tools { display: flex; flex-wrap: wrap; gap: .5rem 1.2rem; align-items: baseline; margin: .4rem 0; } .source-tools search form { display: flex; gap: .6rem; align-items: center; margin: 0; flex-wrap: wrap; } .source-tools input[type="search"] { width: 17rem; max-width: 100%; }
.add-feeds { display: flex; flex-wrap: wrap; gap: .5rem 1.2rem; } .add-feeds summary, .add-feeds .file-pick, .feed-page summary { cursor: pointer; color: var(--link); line-height: max(24px, 1.4em); } .file-pick { position: relative; } .file-pick:focus-within { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 2px; } .add-feeds form, .narrow { display: grid; gap: .5rem; padding: .6rem 0; width: min(26rem, 90vw); } .add-feeds label, .narrow label { display: grid; gap: .15rem; color: var(--soft); }
.feeds th, .feeds td { padding-inline-end: 1.4rem; } .feeds td { white-space: nowrap; vertical-align: middle; height: 36px; padding-block: 0; } .feeds .name { max-width: 24rem; overflow: hidden; text-overflow: ellipsis; } .feeds .name a { font-weight: 600; } .feeds .health { max-width: 26rem; overflow: hidden; text-overflow: ellipsis; } .feeds .state { font-weight: 400; } .feeds .state.failing { font-weight: 600; }
.day-figures { display: inline-flex; gap: .6rem; align-items: center; vertical-align: middle; } @media (min-width: 64rem) { .sources .feeds { width: auto; min-width: 60rem; } } .feeds .spark { width: 6rem; height: 1.2rem; }
.menu { position: relative; } .menu summary { cursor: pointer; list-style: none; min-width: 1.9rem; text-align: center; font-weight: 700; } .menu[open] form { position: absolute; inset-inline-end: 0; z-index: 2; margin: 0; padding: .4rem; background: var(--paper); border: 1px solid var(--soft); border-radius: .3rem; }
.polls { list-style: none; padding: 0; margin: .3rem 0; font-size: .9rem; } .polls li { padding: .15rem 0; border-bottom: 1px solid var(--rule); } .polls .failed { color: var(--bad); }
.sources caption { text-align: start; font-weight: 600; padding: .3rem 0; }
.primary { background: var(--link); color: var(--paper); border-color: var(--link); font-weight: 600; justify-self: start; min-width: 8rem; }
.plain form { max-width: 24rem; } .plain .sign-in-form { max-width: 20rem; gap: .8rem; margin-block: 1rem; } .sign-in-form .primary { width: 100%; }
.spark { width: 12rem; height: 1.9rem; display: block; fill: var(--update); } .spark .ground { fill: var(--rule); }
.forms { display: grid; grid-template-columns: repeat(auto-fit, minmax(18rem, 1fr)); gap: 1.5rem; margin-top: 1.5rem; }
.forms form, .plain form { display: grid; gap: .5rem; align-content: start; }
.forms h2 { font-size: 1.05rem; margin: 0; }
.plain label, .forms label { display: grid; gap: .15rem; color: var(--soft); }
.api { max-width: 68rem; margin: 0 auto; padding: .6rem 1rem 4rem; } .api > section > h2 { font-size: 1.2rem; margin: 2rem 0 .4rem; }
.operations { display: grid; grid-template-columns: repeat(auto-fill, minmax(19rem, 1fr)); gap: .4rem 1.5rem; padding: .4rem 0 1rem; } .operations h2 { font-size: .9rem; margin: .3rem 0 .1rem; color: var(--soft); } .operations ul { list-style: none; margin: 0; padding: 0; } .operations a { display: inline-block; padding: .15rem 0; text-decoration: none; } .operations a:hover { text-decoration: underline; }
.method { display: inline-block; min-width: 3.6rem; font: 700 .75rem ui-monospace, monospace; color: var(--good); } .method.post, .method.put { color: var(--warn); } .method.delete { color: var(--bad); }
.operation { border-top: 1px solid var(--rule); padding: 1rem 0 .6rem; scroll-margin-top: 1rem; } .operation:target { box-shadow: inset .25rem 0 0 var(--link); padding-inline-start: .8rem; }
.operation h3 { font: 600 1rem ui-monospace, monospace; margin: 0; } .operation p { margin: .3rem 0 .5rem; }
.api pre { font: .85rem/1.45 ui-monospace, monospace; background: var(--shade); border-radius: .3rem; padding: .6rem .8rem; margin: .4rem 0 .8rem; white-space: pre-wrap; } .api .answer { max-height: 24rem; overflow: auto; }
.field { display: grid; grid-template-columns: 6rem 15rem minmax(0, 1fr); gap: .2rem .9rem; align-items: baseline; margin: 0 0 .35rem; } .field label { font: .88rem ui-monospace, monospace; } .field .hint { margin: 0; font-size: .85rem; color: var(--soft); } .field textarea { field-sizing: content; min-height: 6em; grid-column: 2 / -1; max-width: 40rem; font: .85rem/1.45 ui-monospace, monospace; } .field input, .field select { width: 100%; } .operation form > .field ~ button { margin-inline-start: 6.9rem; }
@media (max-width: 46rem) {
  .story > header h1 { font-size: 1.35rem; }
  .carrier-list > li { grid-template-columns: 3.1rem 3.4rem minmax(0, 1fr) auto auto; gap: 0 .5rem; } .spread { grid-template-columns: fit-content(7rem) minmax(0, 1fr) max-content; }
  .field { grid-template-columns: minmax(0, 1fr); } .operation form > .field ~ button { margin-inline-start: 0; }
  .sources thead { position: absolute; clip-path: inset(50%); }
  .sources tr { display: flex; flex-wrap: wrap; gap: 0 1rem; padding: .5rem 0; border-bottom: 1px solid var(--rule); position: relative; }
  .sources td { border: 0; padding: .05rem 0; height: auto; white-space: normal; } .sources td.name, .sources td.health { flex: 1 1 100%; max-width: none; }
  .sources td[data-label]::before { content: attr(data-label) " "; color: var(--soft); }
  .sources td.actions { position: absolute; inset-block-start: .3rem; inset-inline-end: 0; }
}
`;
