/** The facts about elements that this stage's HTML readers use (HTML Living Standard, sections 4 and 15.3). */

/** Elements that are paragraphs of their own. */
export const blockElements: ReadonlySet<string> = new Set(
  "address article aside blockquote body center dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr main nav ol p pre section summary table tbody tfoot thead ul video audio".split(
    " ",
  ),
);

/** Elements that begin a new line. */
export const lineElements: ReadonlySet<string> = new Set(["br", "li", "tr", "caption"]);

/** Elements that separate words without a new line. */
export const spaceElements: ReadonlySet<string> = new Set(["td", "th"]);

/**
 * Elements whose raw text is never shown, or (xmp) is not part of an article. The list leaves out elements that contain
 * other elements and that feeds often do not close (iframe, option, template, object), because they would hide the rest
 * of the text.
 */
export const hiddenElements: ReadonlySet<string> = new Set(["script", "style", "textarea", "xmp"]);

/** Elements without content and without an end tag. */
export const voidElements: ReadonlySet<string> = new Set(
  "area base basefont br col embed frame hr img input link meta param source track wbr".split(" "),
);
