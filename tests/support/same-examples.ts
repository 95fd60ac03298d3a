import fc from "fast-check";

/**
 * CI tries every property on the same examples each time, so that it judges the change and not the luck of a draw.
 * `npm test` draws new ones each time, and a property that fails there prints its seed.
 */
fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: 20_261_201 });
