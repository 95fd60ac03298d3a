import type { Highlighter } from "./highlight.ts";

/** A text with what the query found marked. */
export function Marked(props: { readonly text: string; readonly by: readonly Highlighter[] }) {
  const [first, ...rest] = props.by;
  if (first === undefined) return <>{props.text}</>;
  return (
    <>
      {first
        .pieces(props.text)
        .map((piece, at) =>
          piece.hit ? <mark key={at}>{piece.text}</mark> : <Marked key={at} text={piece.text} by={rest} />,
        )}
    </>
  );
}
