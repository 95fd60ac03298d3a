// The parts of undici that the program uses. Its own index loads all others as well (fetch, caches, mocks, WebSocket),
// which would take a sixth of a start. `bundle.mjs` puts this file in the place of that index. If a name is missing
// here, the build fails.
import api from "undici/lib/api/index.js";
import Dispatcher from "undici/lib/dispatcher/dispatcher.js";

Object.assign(Dispatcher.prototype, api);

export { default as buildConnector } from "undici/lib/core/connect.js";
export { default as errors } from "undici/lib/core/errors.js";
export { default as Agent } from "undici/lib/dispatcher/agent.js";
export { default as Client } from "undici/lib/dispatcher/client.js";
export { default as ProxyAgent } from "undici/lib/dispatcher/proxy-agent.js";
