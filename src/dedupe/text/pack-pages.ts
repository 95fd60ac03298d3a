/**
 * Gives packed texts their memory from large shared buffers, because a buffer for each text would take more memory than
 * the text. A buffer is freed when its last text is removed.
 */
export interface PackPages {
  readonly take: (words: number) => Uint32Array;
}

/** Pages from which no memory has been taken yet. */
export function createPackPages(): PackPages {
  let page = new Uint32Array(0);
  let used = 0;
  const take = (words: number): Uint32Array => {
    if (used + words > page.length) {
      page = new Uint32Array(pageWords);
      used = 0;
    }
    used += words;
    return page.subarray(used - words, used);
  };
  return { take };
}

const pageWords = 1 << 14;
