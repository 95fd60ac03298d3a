import { postgres } from "../../support/each-store.ts";
import { followWire } from "../readers/follow-wire.ts";

followWire(postgres);
