/** The style of the server-rendered pages, in the page itself: one request shows everything. */
export const deskStyle = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0 auto; max-width: 60rem; padding: 1rem; }
header, nav { display: flex; flex-wrap: wrap; gap: .25rem 1rem; align-items: baseline; }
h1 { font-size: 1.4rem; }
ol { list-style: none; padding: 0; }
li { padding: .5rem 0; border-top: 1px solid color-mix(in srgb, currentColor 20%, transparent); }
.meta { font-size: .85rem; opacity: .8; }
article { border-top: 1px solid color-mix(in srgb, currentColor 20%, transparent); }
`;
