/** The list of keyboard shortcuts. "?" opens it. */
export function HelpSheet() {
  return (
    <dialog id="help" aria-labelledby="help-title">
      <h2 id="help-title">Keys</h2>
      <dl>
        {keys.map(([key, does]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <form method="dialog">
        <button type="submit">Close</button>
      </form>
    </dialog>
  );
}

const keys = [
  ["j / k", "next, previous row"],
  ["o or Enter", "open the row; Shift+O in a new tab"],
  ["n", "show the new rows"],
  ["f", "follow: new rows go in by themselves"],
  ["/", "search"],
  ["x", "acknowledge a flash"],
  ["g r", "go to the river"],
  ["g s", "go to the sources"],
  ["g t", "go to the top"],
  ["g a", "open the alerts"],
  ["t", "light or dark"],
  ["?", "this sheet"],
] as const;
