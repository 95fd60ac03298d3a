import { sqlite } from "../../support/each-store.ts";
import { followWire } from "./follow-wire.ts";

followWire(sqlite);
