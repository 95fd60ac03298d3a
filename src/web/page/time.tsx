import type { Instant } from "../../domain/time.ts";

/** A moment in UTC, for people and machines; the script turns it to the reader's own zone. */
export function Time(props: { readonly at: Instant; readonly class?: string }) {
  const text = new Date(props.at).toISOString();
  return (
    <time dateTime={text} class={props.class} data-show="full">
      {`${text.slice(0, 10)} ${text.slice(11, 16)} UTC`}
    </time>
  );
}

/** Hours and minutes alone. */
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

/** How long ago, kept ticking by the script; without it, the clock time stands there. */
export function Age(props: { readonly at: Instant; readonly class?: string }) {
  const text = new Date(props.at).toISOString();
  return <time dateTime={text} class={props.class} data-show="age" hidden />;
}
