/** What a channel answered to a test message. `error` null: it took the message. */
export interface ChannelTest {
  readonly channel: string;
  readonly error: string | null;
}

/** The channels, each with a button that sends a test message to it, and what the last one answered. */
export function ChannelTests(props: {
  readonly channels: readonly string[];
  readonly tested: ChannelTest | null;
  readonly csrf: string;
}) {
  const { channels, tested, csrf } = props;
  return (
    <>
      <h2>Channels</h2>
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
            <b dir="auto">{channel}</b>
            <form method="post" action="/alerts/send-test">
              <input type="hidden" name="csrf" value={csrf} />
              <input type="hidden" name="channel" value={channel} />
              <button type="submit">Send a test to {channel}</button>
            </form>
          </li>
        ))}
      </ul>
    </>
  );
}
