import { headHeight, narrowRows } from "./columns-style.ts";

/**
 * The river: rows with the time on the left, the headline in the middle and the source on the right. A bar shows the
 * urgency.
 */
export const riverStyle = `
.understood p { margin: .2rem 0; font-size: .85rem; color: var(--soft); overflow-wrap: anywhere; }
.filters { padding: .35rem 1rem; border-bottom: 1px solid var(--rule); background: var(--shade); }
.tabs { display: flex; flex-wrap: wrap; gap: .1rem 1.2rem; }
.tabs a { color: var(--soft); text-decoration: none; padding: .2rem 0; }
.tabs a:hover { color: var(--ink); }
.tabs a[aria-current] { color: var(--ink); font-weight: 600; box-shadow: 0 2px 0 var(--ink); }
#filter { display: flex; flex-wrap: wrap; gap: .4rem; align-items: center; margin: .35rem 0 0; font-size: .9rem; }
#filter #q { flex: 1 1 18rem; min-width: 10rem; }
.choices { display: flex; gap: .4rem; align-items: center; }
#filter select, #filter .category { max-width: 11rem; border-color: var(--rule); border-radius: 1rem; padding-inline: .7rem; } #filter .chosen-chip { background: var(--heat-2); border-color: var(--update); font-weight: 600; }
.day-bar { margin: 0 0 0 auto; display: flex; gap: .3rem; align-items: center; font-size: .9rem; } .day-bar a { display: inline-grid; place-items: center; min-width: 1.7rem; min-height: 1.7rem; padding: 0 .4rem; text-decoration: none; background: var(--paper); border: 1px solid var(--rule); border-radius: .3rem; } .day-bar input { min-height: 1.7rem; padding: .1rem .3rem; border-color: var(--rule); } .day-bar button { min-height: 1.7rem; padding: .1rem .5rem; border-color: var(--rule); }
.live-page .top { position: sticky; top: 0; z-index: 6; background: var(--paper); height: ${headHeight}; flex-wrap: nowrap; }
.flash:not([hidden]) ~ main .row { scroll-margin-block-start: calc(${headHeight} + 5rem); }
#filter .category { width: 8rem; }
.clear { color: var(--soft); }
.river { list-style: none; margin: 0; padding: 0; }
.row::before { content: ""; position: absolute; inset-block: 0; inset-inline-start: 0; width: .3rem; background: var(--bar); }
.row { --bar: transparent; position: relative; display: grid; grid-template-columns: 3.2rem minmax(0, 1fr) minmax(8rem, 17rem) 5.8rem; gap: 0 .9rem; align-items: baseline; padding: .34rem 1rem; border-bottom: 1px solid var(--rule); scroll-margin-block: calc(${headHeight} + 1rem) 1rem; }
.day { padding: .5rem 1rem .2rem; font-size: .82rem; font-weight: 600; color: var(--soft); border-bottom: 1px solid var(--rule); background: var(--shade); }
.outlets { justify-self: end; min-width: 5.6rem; text-align: end; font-size: .8rem; color: var(--soft); border-radius: .25rem; padding: .05rem .4rem; white-space: nowrap; align-self: start; }
.outlets b { font-size: 1.1rem; color: var(--ink); font-variant-numeric: tabular-nums; }
.o1 { background: var(--heat-1); } .o2 { background: var(--heat-2); } .o3 { background: var(--heat-3); } .o1, .o2, .o3 { color: var(--ink); }
.alarms { display: flex; flex-wrap: wrap; gap: .1rem .9rem; margin: .15rem 0 0; font-size: .85rem; }
.alarm b { font-size: .72rem; letter-spacing: .05em; line-height: 1; padding: .2em .45em; border-radius: .2rem; color: var(--paper); background: var(--correct); }
.alarm.withdrawn b { background: var(--bad); }
.alarm a { color: var(--ink); }
.trouble { margin: 0; padding: .5rem 1rem; font-weight: 600; background: var(--taken); border-inline-start: .3rem solid var(--bad); } .trouble a { color: var(--taken-ink); }
.row:hover { background: var(--shade); }
.row.chosen { background: var(--shade); box-shadow: inset 0 0 0 2px var(--link); } .chosen h2 a:focus-visible { outline: 0; }
.row .clock { font-variant-numeric: tabular-nums; color: var(--soft); }
.row h2 { margin: 0; font-size: 1.08rem; font-weight: 600; line-height: 1.25; letter-spacing: -.005em; }
.row h2 a { color: var(--ink); text-decoration: none; unicode-bidi: isolate; }
.row h2 a:hover { text-decoration: underline; text-decoration-thickness: 1px; }
.row h2 a:visited { color: var(--soft); }
.lede { margin: .1rem 0 0; color: var(--soft); font-size: .88rem; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 1; line-clamp: 1; overflow: hidden; unicode-bidi: plaintext; }
.hits { display: flex; gap: .8rem; align-items: end; flex-wrap: wrap; }
.hits svg { max-width: 100%; fill: var(--calm); }
.found-in { font-weight: 600; }
[data-searching] .lede { -webkit-line-clamp: 2; line-clamp: 2; }
.from { margin: 0; font-size: .85rem; color: var(--soft); display: flex; flex-wrap: wrap; gap: 0 .6rem; align-items: baseline; }
.from .source { color: var(--ink); font-weight: 500; }
.from .language, .from .licensed { text-transform: uppercase; font-size: .75rem; letter-spacing: .04em; }
.from .age { margin-inline-start: auto; font-variant-numeric: tabular-nums; white-space: nowrap; }
.cue { display: inline-block; font-size: .72rem; font-weight: 700; letter-spacing: .05em; line-height: 1; padding: .22em .45em; border-radius: .2rem; vertical-align: .12em; color: var(--cue, var(--soft)); border: 1.5px solid currentColor; }
.u1 { --bar: var(--flash); --cue: var(--flash-ink); }
.row.u1 .cue { background: var(--flash); border-color: var(--flash); }
.row.u1 h2 { font-weight: 700; }
.u2 { --bar: var(--alert); --cue: var(--alert); }
.u2 h2 a, .u2 h2 a:visited { color: var(--alert); }
.u3 { --bar: var(--urgent); --cue: var(--urgent); }
.u4 { --bar: var(--update); --cue: var(--update); }
.u6 h2, .u7 h2, .u8 h2 { font-weight: 400; }
.has-corrected { --bar: var(--correct); } .has-withdrawn { --bar: var(--bad); }
.corrected { --bar: var(--correct); --cue: var(--correct); }
.withdrawn { --bar: var(--bad); --cue: var(--bad); }
.withdrawn h2 a { text-decoration: line-through; text-decoration-thickness: 2px; color: var(--soft); }
.watched::before { width: .6rem; background: linear-gradient(90deg, var(--bar) 50%, var(--mark) 50%); }
.row.fresh { animation: fresh 6s ease-out; }
@keyframes fresh { from { background: var(--fresh); } to { background: transparent; } }
.tab-line { display: flex; flex-wrap: wrap; align-items: baseline; gap: .2rem 1.5rem; }
.follow { align-self: center; font-size: .9rem; color: var(--soft); }
#pill { background: var(--link); color: var(--paper); border-color: var(--link); border-radius: 2rem; padding: .2rem 1.3rem; font-weight: 600; white-space: nowrap; }
.older { display: flex; gap: 1.5rem; justify-content: center; padding: 1rem; }
.empty { padding: 3rem 1rem; text-align: center; color: var(--soft); }
.flash { position: sticky; top: ${headHeight}; z-index: 5; background: var(--flash); color: var(--flash-ink); padding: .7rem 1rem; display: flex; flex-wrap: wrap; gap: .5rem 1.2rem; align-items: center; font-size: clamp(1.3rem, 2.2vw, 3rem); font-weight: 700; line-height: 1.15; box-shadow: 0 3px 12px rgb(0 0 0 / .35); }
.flash a { color: inherit; flex: 1 1 18rem; }
.flash button { background: var(--flash-ink); color: #7c0013; border-color: var(--flash-ink); font-size: 1rem; }
@media (min-width: 84rem) { .row { grid-template-columns: 3.2rem minmax(0, 1fr) 22rem 6rem; } .row .from { flex-wrap: nowrap; } .from .source { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; } .from > * { flex: none; } .from > .source { flex: 0 1 auto; } }
@media (min-width: 46.01rem) {
  [data-density="compact"] .row { padding-block: .04rem; }
  [data-density="compact"] .row .lede { display: none; }
  [data-density="compact"] .row h2 { font-size: .95rem; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  [data-density="compact"] .row .from { flex-wrap: nowrap; white-space: nowrap; overflow: hidden; }
  [data-density="compact"] .row .told { display: flex; gap: .8rem; align-items: baseline; min-width: 0; }
  [data-density="compact"] .row .alarms { margin: 0; flex: none; flex-wrap: nowrap; }
  [data-density="compact"] .outlets b { font-size: .95rem; }
  [data-density="compact"] .day { padding-block: .15rem 0; }
}
@media (max-width: 46rem) {
  .line.live { font-size: 0; } .line.live::before { width: .7rem; height: .7rem; margin: 0; } #pill { padding-inline: .6rem; }
  .tab-line { flex-wrap: nowrap; } .tab-line .tabs { min-width: 0; } .follow { white-space: nowrap; }
  .top { gap: .2rem .6rem; } .top nav { gap: .7rem; } .top .brand { display: none; } .top a { white-space: nowrap; }
  .alert-panel { position: fixed; inset: calc(${headHeight} + .3rem) .6rem auto; width: auto; }
  .top, .filters { padding-inline: .7rem; }
  .top nav a[href$="/api"], .top nav a[href$="/columns"], .top .now, #help-open, #theme-form [name="density"] { display: none; }
  .day-bar button { display: none; } .tab-line { flex-wrap: wrap !important; } .choices { overflow-x: auto; padding-block: 3px; flex: 1 1 100%; }
  .choices > * { flex: none; }
  .tabs { flex-wrap: nowrap; overflow-x: auto; white-space: nowrap; }
  ${narrowRows("")}
}
`;
