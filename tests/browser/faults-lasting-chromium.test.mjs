// An index in blocks, and files that arrive wrong or not at all: in Chromium.

import { sharedBrowser } from "../support/browser.mjs";
import { ofLasting } from "../support/faults.mjs";

ofLasting("Chromium", sharedBrowser());
