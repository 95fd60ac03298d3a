/**
 * The height of a live page's header. The header always stays visible; other elements that stay visible are placed
 * below it.
 */
export const headHeight = "3rem";

/** Rows in a narrow place: time, source and outlets above the headline. `place`: the selector of the place, or "". */
export function narrowRows(place: string): string {
  return `${place} .row { grid-template-columns: minmax(0, 1fr); padding: .5rem .7rem .5rem .9rem; gap: .15rem .9rem; }
  ${place} .row .clock { display: inline; font-size: .85rem; }
  ${place} .row > .clock { position: absolute; inset-block-start: .5rem; inset-inline-start: .9rem; }
  ${place} .row .told { grid-row: 2; }
  ${place} .row .from { grid-row: 1; padding-inline: 3.1rem 5.2rem; flex-wrap: nowrap; white-space: nowrap; }
  ${place} .row:not(:has(.outlets b)) .from { padding-inline-end: 0; }
  ${place} .row .outlets { position: absolute; inset-block-start: .5rem; inset-inline-end: .7rem; min-width: 0; padding: 0 .35rem; line-height: 1.35; font-size: .75rem; }
  ${place} .row .outlets b { font-size: .9rem; }
  ${place} .from .source { overflow: hidden; text-overflow: ellipsis; }
  ${place} .from .changed { display: none; }
  ${place} .row .lede { -webkit-line-clamp: 2; line-clamp: 2; }`;
}

/** Several rivers side by side. Each scrolls by itself, below a heading that stays. */
export const columnsStyle = `
[data-page="columns"] { display: flex; flex-direction: column; height: 100vh; height: 100dvh; overflow: hidden; }
.columns { position: relative; flex: 1; min-height: 0; display: flex; overflow-x: auto; scroll-snap-type: x proximity; }
.column { flex: 1 0 min(23rem, 92vw); width: 0; display: flex; flex-direction: column; min-height: 0; border-inline-end: 1px solid var(--rule); scroll-snap-align: start; }
.column > header { display: flex; align-items: center; gap: .3rem; padding: .35rem .7rem; background: var(--shade); border-bottom: 1px solid var(--rule); }
.column > header h2 { flex: 1; min-width: 0; margin: 0; font-size: 1.02rem; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.column > header a { text-decoration: none; color: var(--soft); min-width: 1.7rem; min-height: 1.7rem; line-height: 1.7rem; text-align: center; }
.column > header h2 a { color: var(--ink); } .column > header a:hover { color: var(--ink); text-decoration: underline; }
.column-pill { min-height: 1.6rem; padding: 0 .8rem; border-radius: 1rem; background: var(--link); color: var(--paper); border-color: var(--link); font-weight: 600; }
.column .river { flex: 1; min-height: 0; overflow-y: auto; overscroll-behavior: contain; } .column .row { scroll-margin-block: .3rem; }
.add-column { flex: none; width: 3rem; background: var(--shade); } .add-column[open] { width: 17rem; }
.add-column summary { list-style: none; cursor: pointer; text-align: center; font-size: 1.4rem; line-height: 2.4rem; color: var(--soft); } .add-column summary::-webkit-details-marker { display: none; } .add-column summary:hover { color: var(--ink); }
.add-column form { display: grid; gap: .6rem; padding: 0 1rem; } .add-column label { display: grid; gap: .15rem; color: var(--soft); }
${narrowRows(".column")}
`;
