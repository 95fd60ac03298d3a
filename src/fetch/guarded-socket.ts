import { connect, isIP, type LookupFunction, type Socket } from "node:net";
import { WireError } from "../domain/errors.ts";
import { secondMs } from "../domain/time.ts";
import { createAddressGuard } from "./address-guard.ts";
import { guardLookup } from "./guarded-connector.ts";
import { createStrangerLookup } from "./stranger-lookup.ts";
import { transportError } from "./transport-error.ts";

export interface SocketOptions {
  readonly allowPrivateAddresses: boolean;
  /** The name of that setting in the configuration, for the message of a refusal. */
  readonly setting: string;
  /** Resolves names in place of `createStrangerLookup`. */
  readonly lookup?: LookupFunction;
}

const connectMsMax = 10 * secondMs;

/**
 * Connects to a host that the operator named, if the address guard allows its address. Any port is allowed, because
 * mail servers use ports that no feed uses. Rejects with a WireError.
 */
export function openGuardedSocket(host: string, port: number, options: SocketOptions): Promise<Socket> {
  const { allowPrivateAddresses, setting } = options;
  const allowedBy = () => `${setting}: true`;
  const guard = createAddressGuard({ allowPrivateAddresses, allowAddresses: [], allowedBy });
  const refused = isIP(host) === 0 ? null : guard.refuseAddress(host, host);
  if (refused !== null) return Promise.reject(refused);
  return new Promise((resolve, reject) => {
    const lookup = guardLookup(guard, options.lookup ?? createStrangerLookup());
    const socket = connect({ host, port, lookup, autoSelectFamily: true });
    const fail = (thrown: unknown) => {
      socket.destroy();
      reject(transportError(thrown, host));
    };
    const onTimeout = () =>
      fail(new WireError("timeout", `${host}: no connection within ${connectMsMax / secondMs} s`));
    socket.setTimeout(connectMsMax, onTimeout);
    socket.once("error", fail);
    socket.once("connect", () => {
      socket.setTimeout(0);
      socket.off("timeout", onTimeout);
      socket.off("error", fail);
      resolve(socket);
    });
  });
}
