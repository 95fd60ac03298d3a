/** "1 feed", "4 feeds", "0 entries": a number and its noun. `many`: the plural, if it is not `one` with an "s". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
