import type { Instant } from "../../domain/time.ts";

/** A moment in UTC. The page's script converts it to the reader's time zone. */
export function Time(props: { readonly at: Instant; readonly class?: string }) {
  const text = new Date(props.at).toISOString();
  return (
    <time dateTime={text} class={props.class} data-show="full">
      {`${text.slice(0, 10)} ${text.slice(11, 16)} UTC`}
    </time>
  );
}

/** Shows only hours and minutes. */
export function Clock(props: { readonly at: Instant; readonly class?: string }) {
  const text = new Date(props.at).toISOString();
  return (
    <time
      dateTime={text}
      class={props.class}
      data-show="clock"
      title={`${text.slice(0, 10)} ${text.slice(11, 19)} UTC`}
    >
      {text.slice(11, 16)}
    </time>
  );
}

/** Shows how long ago a moment was. The script keeps it up to date; without the script the element stays hidden. */
export function Age(props: { readonly at: Instant; readonly class?: string }) {
  const text = new Date(props.at).toISOString();
  return <time dateTime={text} class={props.class} data-show="age" hidden />;
}
