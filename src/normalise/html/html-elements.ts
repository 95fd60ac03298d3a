/** What the readers of HTML in this stage know of elements (HTML Living Standard, sections 4 and 15.3). */

/** They stand on paragraphs of their own. */
export const blockElements: ReadonlySet<string> = new Set(
  "address article aside blockquote body center dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr main nav ol p pre section summary table tbody tfoot thead ul video audio".split(
    " ",
  ),
);

/** They begin a new line. */
export const lineElements: ReadonlySet<string> = new Set(["br", "li", "tr", "caption"]);

/** They part two words without a new line. */
export const spaceElements: ReadonlySet<string> = new Set(["td", "th"]);

/**
 * Their raw text is never shown, or (xmp) is no part of an article. Elements that hold other elements and that feeds
 * leave open (iframe, option, template, object) are not here: they would swallow the rest.
 */
export const hiddenElements: ReadonlySet<string> = new Set(["script", "style", "textarea", "xmp"]);

/** They have no content and no end tag. */
export const voidElements: ReadonlySet<string> = new Set(
  "area base basefont br col embed frame hr img input link meta param source track wbr".split(" "),
);
