import { ruleFormId } from "./new-rule.tsx";

/** What a channel answered to a test message. `error` null: it took the message. */
export interface ChannelTest {
  readonly channel: string;
  readonly error: string | null;
}

/**
 * The channels, each with a button that sends a test message to it, and what the last one answered. The buttons belong
 * to the form of the new rule, so that the answer shows the rule again as far as it was typed.
 */
export function ChannelTests(props: { readonly channels: readonly string[]; readonly tested: ChannelTest | null }) {
  const { channels, tested } = props;
  return (
    <>
      <h2 id="channels">Channels</h2>
      {tested === null ? null : tested.error === null ? (
        <p role="status">{tested.channel} took the test message.</p>
      ) : (
        <p role="alert">
          {tested.channel} did not take the test message: {tested.error}
        </p>
      )}
      <ul>
        {channels.map((channel) => (
          <li key={channel}>
            <button
              type="submit"
              form={ruleFormId}
              formAction="/alerts/send-test#channels"
              formNoValidate
              name="channel"
              value={channel}
            >
              Send a test to {channel}
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
