// An index in blocks, and files that arrive wrong or not at all: in Firefox.

import { sharedFirefox } from "../support/firefox.mjs";
import { ofLasting } from "../support/faults.mjs";

ofLasting("Firefox", sharedFirefox());
