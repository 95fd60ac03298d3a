/** The keyboard shortcuts and the query language. "?" opens it. */
export function HelpSheet() {
  return (
    <dialog id="help" aria-labelledby="help-title">
      <h2 id="help-title">Keys</h2>
      <List of={keys} />
      <h2>Searching</h2>
      <List of={searching} />
      <form method="dialog">
        <button type="submit">Close</button>
      </form>
    </dialog>
  );
}

function List({ of }: { readonly of: readonly (readonly [string, string])[] }) {
  return (
    <dl>
      {of.map(([key, does]) => (
        <div key={key}>
          <dt>
            <kbd>{key}</kbd>
          </dt>
          <dd>{does}</dd>
        </div>
      ))}
    </dl>
  );
}

const keys = [
  ["j / k", "next, previous row"],
  ["h / l", "previous, next column"],
  ["o or Enter", "open the row; Shift+O in a new tab"],
  ["u", "back to the river"],
  ["d", "dense rows, or roomy ones"],
  ["n", "show the new rows"],
  ["f", "follow: new rows appear by themselves"],
  ["/", "search"],
  ["x", "acknowledge a flash"],
  ["g r", "go to the river"],
  ["g c", "go to the columns"],
  ["g s", "go to the sources"],
  ["g t", "go to the top"],
  ["g a", "open the alerts"],
  ["t", "light or dark"],
  ["?", "this sheet"],
] as const;

const searching = [
  ["ferry port", "both words, in any of their forms"],
  ["ferry OR quay", "either word"],
  ["ferry -race", "the first without the second; also NOT"],
  ['"port strike"', "these words in this order"],
  ["ferr*", "words that begin with this"],
  ["=US", 'exactly this word, with its case and accents; "US" takes any case, but no other form'],
  ["bank NEAR/5 crisis", "at most five words between them; PRE/5: in this order"],
  ['"bank crisis"~5', "the same for the words of a phrase"],
  ["(a OR b) c", "groups"],
  ["title: text: author:", "where the word must be"],
  ["source: kind: lang: category: site: urgency: state:", "what the entry must be"],
  ["any(kind:agency) sources>=3", "what must hold for the whole story"],
  ["after:2026-06-01 before:2026-06-02", "when it arrived, in UTC"],
  ["in:history ferry", "also in texts that corrections replaced"],
  ["$fruit", "any term of a list in the configuration"],
] as const;
