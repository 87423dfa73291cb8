// Without a network, in Firefox.

import { before } from "node:test";
import { sharedFirefox } from "../support/firefox.mjs";
import { builds, inBrowser } from "../support/offline.mjs";

before(() => builds("firefox"));
inBrowser("Firefox", sharedFirefox());
